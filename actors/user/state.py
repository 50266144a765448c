"""A player's state: what it is, how a fact changes it and how it is stored. Nothing else changes it.

It is stored in parts: `root` is small and written every round, `seeds` at a rotation, `events` when a reward is issued
or acknowledged, `memories` when a game with a memory is played. Parts are msgpack arrays. Any change of their encoding
takes a new schema number, an upgrade from the old one in `load` and a new set of golden files (tests/golden/user); a
new part takes a golden file, for who never stored one has it as new.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, assert_never

import msgspec
from msgspec import Struct, structs

from actors.crash.facts import StakeFact, StakeRefunded, TableFact
from actors.crash.stakes import Stakes
from actors.crash.stakes import apply as apply_to_stakes
from actors.facts import (
    ActDone,
    EventsAcked,
    Fact,
    Kicked,
    RewardIssued,
    RoundPlayed,
    SeedRevealed,
    SeedsCommitted,
    StandingChanged,
    Transferred,
)
from actors.messages import RewardGranted
from actors.missions.facts import MissionFact, MissionsMoved
from actors.missions.state import Missions
from actors.missions.state import apply as apply_to_missions
from actors.money.wallet import CURRENCIES, account_of
from actors.runtime.entity import StoredPart
from actors.shop.facts import PurchaseChanged, PurchaseFact, ShopFact
from actors.shop.messages import PurchaseUpdate
from actors.shop.receipts import Page as ReceiptPage
from actors.shop.receipts import Purchases, Receipts
from actors.shop.receipts import apply as apply_to_purchases
from actors.shop.receipts import update as purchase_update
from actors.streak.facts import StreakFact
from actors.streak.rules import NEVER, Streak
from actors.user.standing import GOOD, Standing
from actors.user.statistics import Tally

SCHEMA = 1
PARTS = (
    "root",
    "seeds",
    "events",
    "memories",
    "standing",
    "stakes",
    "purchases",
    "receipts",
    "receipts_older",
    "missions",
    "streak",
)
UNACKED_EVENTS_MAX = 256
"""Older ones are forgotten: only the notice, for the money is in the ledger."""


class Root(Struct, array_like=True):
    """What a round changes. `nonce` is that of the last round under the present seeds, 0 before the first."""

    balances: dict[str, int] = msgspec.field(default_factory=lambda: dict.fromkeys(CURRENCIES, 0))
    nonce: int = 0
    overall: Tally = msgspec.field(default_factory=Tally)
    by_game: dict[str, Tally] = {}


class Seeds(Struct, array_like=True, gc=False):
    """Fairness seeds; the two server seeds are secret, only their hashes are shown."""

    server_seed: str = ""
    next_server_seed: str = ""
    client_seed: str = ""


class Unacked(Struct, array_like=True, frozen=True):
    """An event-class push that the player has not acknowledged."""

    type: str
    payload: dict[str, Any]


class Events(Struct, array_like=True):
    """Unacknowledged events by id, oldest first."""

    unacked: dict[str, Unacked] = {}


class Memories(Struct, array_like=True):
    """What games keep of the player from round to round, by game: `actors.games.contract.Memory`."""

    by_game: dict[str, dict[str, int]] = {}


@dataclass(slots=True)
class UserState:
    """The state of one player; `account` is its name in transfers."""

    key: str
    account: str
    root: Root = field(default_factory=Root)
    seeds: Seeds = field(default_factory=Seeds)
    events: Events = field(default_factory=Events)
    memories: Memories = field(default_factory=Memories)
    standing: Standing = GOOD
    stakes: Stakes = field(default_factory=Stakes)
    purchases: Purchases = field(default_factory=Purchases)
    receipts: Receipts = field(default_factory=Receipts)
    missions: Missions = field(default_factory=Missions)
    streak: Streak = NEVER


_ROOT_ONLY: frozenset[str] = frozenset()
_SEEDS = frozenset({"seeds"})
_EVENTS = frozenset({"events"})
_MEMORIES = frozenset({"memories"})
_STANDING = frozenset({"standing"})
_STAKES = frozenset({"stakes"})
_MISSIONS = frozenset({"missions"})
_STREAK = frozenset({"streak"})


def new_state(key: str) -> UserState:
    """A player who was never stored: no gold, no seeds; the opening turn gives both."""
    return UserState(key, account_of(key))


def apply(state: UserState, fact: Fact) -> frozenset[str]:
    """Change `state` by one fact; the parts that changed beside the root."""
    match fact:
        case Transferred():
            state.root.balances[fact.currency] = fact.balance_after
            return _ROOT_ONLY
        case RoundPlayed():
            _count_round(state.root, fact)
            if fact.memory is None:
                return _ROOT_ONLY
            state.memories.by_game[fact.game] = fact.memory
            return _MEMORIES
        case MissionsMoved():
            apply_to_missions(state.missions, fact)
            return _MISSIONS
        case StandingChanged():
            state.standing = Standing(fact.ban_reason, fact.banned_until, fact.excluded_until)
            return _STANDING
        case Kicked() | ActDone():
            return _ROOT_ONLY
        case SeedRevealed():
            return _ROOT_ONLY  # a row of its own: the state forgets it
        case SeedsCommitted():
            state.seeds = Seeds(fact.server_seed, fact.next_server_seed, fact.client_seed)
            state.root.nonce = 0
            return _SEEDS
        case RewardIssued():
            _remember(state.events.unacked, fact.grant_id, Unacked(RewardGranted.TYPE, structs.asdict(fact)))
            return _EVENTS
        case EventsAcked():
            for event_id in fact.ids:
                state.events.unacked.pop(event_id, None)
            return _EVENTS
        case StakeFact():
            apply_to_stakes(state.stakes, fact)  # type: ignore[arg-type] # its subclasses are AnyStakeFact
            return _STAKES
        case StakeRefunded():
            return _ROOT_ONLY  # a row for whoever asks what became of the bet
        case PurchaseFact():
            return _purchase(state, fact)  # type: ignore[arg-type] # its one subclass is PurchaseChanged
        case MissionFact():
            return _ROOT_ONLY  # steps and claims are rows
        case StreakFact():
            state.streak = fact.streak
            return _STREAK
        case TableFact() | ShopFact():
            raise TypeError(f"a user knows no {type(fact).__name__}")
        case _:
            assert_never(fact)


def _purchase(state: UserState, fact: PurchaseChanged) -> frozenset[str]:
    """What is pending stands in the snapshot by itself; its end is told until it is acknowledged."""
    dirty = apply_to_purchases(state.purchases, state.receipts, fact)
    if fact.status == "pending":
        return dirty
    payload: dict[str, Any] = msgspec.to_builtins(purchase_update(fact))
    _remember(state.events.unacked, fact.purchase_id, Unacked(PurchaseUpdate.TYPE, payload))
    return dirty | _EVENTS


def _count_round(root: Root, fact: RoundPlayed) -> None:
    root.nonce = fact.nonce
    root.overall.add(fact.bet, fact.payout, fact.won)
    tally = root.by_game.get(fact.game)
    if tally is None:
        tally = root.by_game[fact.game] = Tally()
    tally.add(fact.bet, fact.payout, fact.won)


def _remember(unacked: dict[str, Unacked], event_id: str, event: Unacked) -> None:
    unacked.pop(event_id, None)
    unacked[event_id] = event
    if len(unacked) > UNACKED_EVENTS_MAX:
        del unacked[next(iter(unacked))]


_ENCODER = msgspec.msgpack.Encoder()


def dump(state: UserState, part: str) -> StoredPart:
    """Encode one of `PARTS`."""
    match part:
        case "root":
            return StoredPart(SCHEMA, _ENCODER.encode(state.root))
        case "seeds":
            return StoredPart(SCHEMA, _ENCODER.encode(state.seeds))
        case "events":
            return StoredPart(SCHEMA, _ENCODER.encode(state.events))
        case "memories":
            return StoredPart(SCHEMA, _ENCODER.encode(state.memories))
        case "standing":
            return StoredPart(SCHEMA, _ENCODER.encode(state.standing))
        case "stakes":
            return StoredPart(SCHEMA, _ENCODER.encode(state.stakes))
        case "purchases":
            return StoredPart(SCHEMA, _ENCODER.encode(state.purchases))
        case "receipts":
            return StoredPart(SCHEMA, _ENCODER.encode(state.receipts.recent))
        case "receipts_older":
            return StoredPart(SCHEMA, _ENCODER.encode(state.receipts.older))
        case "missions":
            return StoredPart(SCHEMA, _ENCODER.encode(state.missions))
        case "streak":
            return StoredPart(SCHEMA, _ENCODER.encode(state.streak))
        case _:
            raise ValueError(f"a user has no part {part!r}")


def load(key: str, parts: Mapping[str, StoredPart]) -> UserState:
    """The state from its stored parts; one never stored is as new.

    Raises:
        ValueError: a part has an unknown name or schema version, or is damaged.
    """
    state = new_state(key)
    for part, stored in parts.items():
        if stored.schema != SCHEMA:
            raise ValueError(f"user/{key}: part {part!r} has schema {stored.schema}, this program knows {SCHEMA}")
        match part:
            case "root":
                state.root = _DECODE_ROOT.decode(stored.data)
            case "seeds":
                state.seeds = _DECODE_SEEDS.decode(stored.data)
            case "events":
                state.events = _DECODE_EVENTS.decode(stored.data)
            case "memories":
                state.memories = _DECODE_MEMORIES.decode(stored.data)
            case "standing":
                state.standing = _DECODE_STANDING.decode(stored.data)
            case "stakes":
                state.stakes = _DECODE_STAKES.decode(stored.data)
            case "purchases":
                state.purchases = _DECODE_PURCHASES.decode(stored.data)
            case "receipts":
                state.receipts.recent = _DECODE_RECEIPTS.decode(stored.data)
            case "receipts_older":
                state.receipts.older = _DECODE_RECEIPTS.decode(stored.data)
            case "missions":
                state.missions = _DECODE_MISSIONS.decode(stored.data)
            case "streak":
                state.streak = _DECODE_STREAK.decode(stored.data)
            case _:
                raise ValueError(f"user/{key}: no part is called {part!r}")
    return state


_DECODE_ROOT = msgspec.msgpack.Decoder(Root)
_DECODE_SEEDS = msgspec.msgpack.Decoder(Seeds)
_DECODE_EVENTS = msgspec.msgpack.Decoder(Events)
_DECODE_MEMORIES = msgspec.msgpack.Decoder(Memories)
_DECODE_STANDING = msgspec.msgpack.Decoder(Standing)
_DECODE_STAKES = msgspec.msgpack.Decoder(Stakes)
_DECODE_PURCHASES = msgspec.msgpack.Decoder(Purchases)
_DECODE_RECEIPTS = msgspec.msgpack.Decoder(ReceiptPage)
_DECODE_MISSIONS = msgspec.msgpack.Decoder(Missions)
_DECODE_STREAK = msgspec.msgpack.Decoder(Streak)
