"""The state of a crash table: its fields, how facts change them, and how they are stored. Nothing else changes it.

Stored parts: `root` is small and written at every turn, `chain` when a chain is committed to or changed, `history` when
a round ends, `config` when a round is opened by other numbers than the one before. The bets of the round lie in
BET_PARTS parts by their ids, so that a bet rewrites few others. Parts are msgpack arrays; a change of their encoding
takes a new schema number and an upgrade in `load`.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import chain as flattened
from typing import Any

import msgspec
from msgspec import Struct

from actors.crash.chains.state import CHAIN_SCHEMA, Chain, Chains, PlayedChain
from actors.crash.facts import (
    Beat,
    BetEnded,
    BetTaken,
    ChainCommitted,
    ChainFiled,
    ChainOpened,
    ChainResealed,
    ChainSalted,
    RoundClosed,
    RoundEnded,
    RoundOpened,
    RoundResumed,
    RoundStarted,
    Shown,
    TableWoken,
    VoidedFiled,
)
from actors.crash.rules.config import TableConfig
from actors.crash.rules.curve import LOST, REFUNDED
from actors.crash.table_messages import Phase
from actors.runtime.entity import StoredPart
from actors.runtime.facts import Fact

SCHEMA = 1
BET_PARTS = 32
HISTORY_ROUNDS_MAX = 20
"""PastRound rounds that a table shows; older ones can still be proved."""
PARTS_OF_BETS = tuple(f"bets.{bucket:02d}" for bucket in range(BET_PARTS))
PARTS = ("root", "chain", "history", "config", *PARTS_OF_BETS)


class Root(Struct, array_like=True):
    """Where the table stands. `n` numbers its rounds from 1, `index` is the round's place in the present chain.

    `last_hash` is the hash that the round before revealed: it commits to this round. `house_net` is what the house has
    won so far, or lost if negative; `won` what players have won in this round.
    """

    n: int = 0
    phase: Phase = "new"
    index: int = 0
    last_hash: str = ""
    closes_at: int = 0
    started_at: int = 0
    beat_ms: int = 0
    ended_at: int = 0
    allowance: int = 0
    won: int = 0
    house_net: int = 0
    config_version: int = 1


class PastRound(Struct, array_like=True, frozen=True):
    """A round that is over."""

    n: int
    end: str
    hundredths: int
    game_hash: str
    started_at: int
    ended_at: int
    bets: int
    staked: int
    paid: int


class Bet(Struct, array_like=True):
    """A bet of the present round; `how` is empty while it is open."""

    bet_id: str
    user_id: str
    player: str
    bet: int
    auto: int = 0
    hundredths: int = 0
    payout: int = 0
    how: str = ""
    n: int = 0
    """Number of the bet in its round, from 1; 0 of one that an earlier release took."""


Bucket = dict[str, Bet]


@dataclass(slots=True, repr=False)
class Secret:
    """The end of the round, secret until it is over: never stored in clear, never shown, not in a traceback either."""

    game_hash: str
    point: int
    crash_ms: int


@dataclass(slots=True)
class TableState:
    """The state of one table.

    `config` holds the numbers by which the last round was opened; None: an earlier release opened it, and kept none.
    The fields from `secret` on live and die with the activation. `recovered` is false from loading until the table has
    decided how a running round goes on, `awake` until it has set the timer of its phase.
    """

    key: str
    root: Root = field(default_factory=Root)
    chains: Chains = field(default_factory=Chains)
    history: list[PastRound] = field(default_factory=list)
    buckets: list[Bucket] = field(default_factory=lambda: [{} for _ in range(BET_PARTS)])
    config: TableConfig | None = None
    secret: Secret | None = None
    recovered: bool = True
    awake: bool = True
    users: set[str] = field(default_factory=set)
    unshown_bets: list[Bet] = field(default_factory=list)
    unshown_cash_outs: list[Bet] = field(default_factory=list)
    shown_at: int = 0

    def bets(self) -> Iterator[Bet]:
        """Return every bet of the round."""
        return flattened.from_iterable(bucket.values() for bucket in self.buckets)

    def open_bets(self) -> list[Bet]:
        return [bet for bet in self.bets() if not bet.how]

    def find(self, bet_id: str) -> Bet | None:
        return self.buckets[bucket_of(bet_id)].get(bet_id)

    def round_id(self) -> str:
        return round_id(self.key, self.root.n)


def round_id(table: str, n: int) -> str:
    """Return the name of round `n` of a table."""
    return f"{table}-{n}"


def bucket_of(bet_id: str) -> int:
    """Return the bucket, and so the part, of a bet; ids are digests in hex."""
    return int(bet_id[:4], 16) % BET_PARTS


_ROOT_ONLY: frozenset[str] = frozenset()
_CHAIN = frozenset({"chain"})


def apply(state: TableState, fact: Fact) -> frozenset[str]:
    """Change `state` by one fact; return the names of the parts that changed beside the root.

    Raises:
        TypeError: it is no fact of a table.
    """
    change = _APPLY.get(type(fact))
    if change is None:
        raise TypeError(f"a table knows no {type(fact).__name__}")
    return change(state, fact)


def _wake(state: TableState, fact: TableWoken) -> frozenset[str]:
    state.awake = True
    return _ROOT_ONLY


def _close(state: TableState, fact: RoundClosed) -> frozenset[str]:
    state.root.phase = "closing"
    return _ROOT_ONLY


def _start(state: TableState, fact: RoundStarted) -> frozenset[str]:
    root = state.root
    root.phase, root.started_at, root.beat_ms = "running", fact.started_at, 0
    state.recovered = True
    return _ROOT_ONLY


def _beat(state: TableState, fact: Beat) -> frozenset[str]:
    state.root.beat_ms = fact.elapsed_ms
    return _ROOT_ONLY


def _resume(state: TableState, fact: RoundResumed) -> frozenset[str]:
    state.root.started_at, state.root.beat_ms = fact.started_at, fact.elapsed_ms
    state.recovered = True
    return _ROOT_ONLY


def _show(state: TableState, fact: Shown) -> frozenset[str]:
    del state.unshown_bets[: len(fact.bets)]
    del state.unshown_cash_outs[: len(fact.cash_outs)]
    state.shown_at = fact.at_ms
    return _ROOT_ONLY


def _change_chains(state: TableState, fact: ChainCommitted | ChainOpened) -> frozenset[str]:
    chains, root = state.chains, state.root
    if isinstance(fact, ChainCommitted):
        committed = Chain(fact.length, fact.terminating_hash, "", fact.sealed)
        if chains.current is not None:
            chains.following = committed
            return _CHAIN
        opened = committed
    else:
        ended, following = chains.current, chains.following
        assert ended is not None
        assert following is not None
        chains.played.append(
            PlayedChain(
                ended.length,
                ended.terminating_hash,
                ended.salt,
                fact.checkpoints,
                ended.first_n,
                ended.salted_n,
                ended.contributions,
            )
        )
        opened, chains.following = following, None
    chains.current = msgspec.structs.replace(opened, first_n=root.n + 1)
    root.index, root.last_hash = 0, opened.terminating_hash
    return _CHAIN


def _reseal(state: TableState, fact: ChainResealed) -> frozenset[str]:
    for name in ("current", "following"):
        chain: Chain | None = getattr(state.chains, name)
        if chain is not None and chain.terminating_hash == fact.terminating_hash:
            setattr(state.chains, name, msgspec.structs.replace(chain, sealed=fact.sealed))
    return _CHAIN


def _file(state: TableState, fact: ChainFiled) -> frozenset[str]:
    chains, end_n = state.chains, fact.first_n + fact.length
    chains.played = [chain for chain in chains.played if chain.first_n >= end_n]
    chains.voided = [n for n in chains.voided if n >= end_n]
    return _CHAIN


def _file_voided(state: TableState, fact: VoidedFiled) -> frozenset[str]:
    state.chains.voided.remove(fact.n)
    return _CHAIN


def _salt(state: TableState, fact: ChainSalted) -> frozenset[str]:
    chain = state.chains.current
    assert chain is not None
    state.chains.current = msgspec.structs.replace(
        chain, salt=fact.salt, salted_n=state.root.n, contributions=fact.contributions
    )
    return _CHAIN


def _open(state: TableState, fact: RoundOpened) -> frozenset[str]:
    root = state.root
    root.n, root.index, root.phase = root.n + 1, root.index + 1, "betting"
    root.closes_at, root.allowance, root.config_version = fact.closes_at, fact.allowance, fact.config.version
    root.started_at = root.beat_ms = root.ended_at = root.won = 0
    dirty = {PARTS_OF_BETS[number] for number, bucket in enumerate(state.buckets) if bucket}
    if state.config != fact.config:
        state.config = fact.config
        dirty.add("config")
    for bucket in state.buckets:
        bucket.clear()
    state.users.clear()
    state.unshown_bets.clear()
    state.unshown_cash_outs.clear()
    return frozenset(dirty)


def _take(state: TableState, fact: BetTaken) -> frozenset[str]:
    bet = Bet(fact.bet_id, fact.user_id, fact.player, fact.bet, fact.auto, n=len(state.users) + 1)
    number = bucket_of(fact.bet_id)
    state.buckets[number][fact.bet_id] = bet
    state.users.add(fact.user_id)
    state.unshown_bets.append(bet)
    return frozenset({PARTS_OF_BETS[number]})


def _end_bet(state: TableState, fact: BetEnded) -> frozenset[str]:
    number = bucket_of(fact.bet_id)
    bet = state.buckets[number][fact.bet_id]
    bet.hundredths, bet.payout, bet.how = fact.hundredths, fact.payout, fact.how
    state.root.house_net += bet.bet - fact.payout
    if fact.how not in {LOST, REFUNDED}:
        state.root.won += fact.payout - bet.bet
        state.unshown_cash_outs.append(bet)
    return frozenset({PARTS_OF_BETS[number]})


def _end(state: TableState, fact: RoundEnded) -> frozenset[str]:
    root = state.root
    root.phase, root.ended_at, root.last_hash = "ended", fact.ended_at, fact.game_hash
    bets = list(state.bets())
    staked, paid = sum(bet.bet for bet in bets), sum(bet.payout for bet in bets)
    past = PastRound(
        root.n, fact.end, fact.hundredths, fact.game_hash, root.started_at, fact.ended_at, len(bets), staked, paid
    )
    state.history = [*state.history[-HISTORY_ROUNDS_MAX + 1 :], past]
    state.secret, state.recovered = None, True
    if fact.end != "voided":
        return frozenset({"history"})
    state.chains.voided.append(root.n)
    return frozenset({"history", "chain"})


_ENCODER = msgspec.msgpack.Encoder()
_DECODE_ROOT = msgspec.msgpack.Decoder(Root)
_DECODE_CHAINS = msgspec.msgpack.Decoder(Chains)
_DECODE_HISTORY = msgspec.msgpack.Decoder(list[PastRound])
_DECODE_CONFIG = msgspec.msgpack.Decoder(TableConfig | None)
_DECODE_BETS = msgspec.msgpack.Decoder(list[Bet])


_APPLY: Mapping[type[Fact], Callable[[TableState, Any], frozenset[str]]] = {
    ChainCommitted: _change_chains,
    ChainSalted: _salt,
    ChainResealed: _reseal,
    ChainOpened: _change_chains,
    ChainFiled: _file,
    VoidedFiled: _file_voided,
    TableWoken: _wake,
    RoundOpened: _open,
    BetTaken: _take,
    RoundClosed: _close,
    RoundStarted: _start,
    Beat: _beat,
    RoundResumed: _resume,
    BetEnded: _end_bet,
    RoundEnded: _end,
    Shown: _show,
}
"""Every fact of a table, and what it changes."""
FACTS = frozenset(_APPLY)


def _bucket_named(part: str) -> int:
    if part not in PARTS_OF_BETS:
        raise ValueError(f"a table has no part {part!r}")
    return PARTS_OF_BETS.index(part)


def dump(state: TableState, part: str) -> StoredPart:
    """Encode one of `PARTS`. Raises ValueError for another name."""
    match part:
        case "root":
            data = _ENCODER.encode(state.root)
        case "chain":
            return StoredPart(CHAIN_SCHEMA, _ENCODER.encode(state.chains))
        case "history":
            data = _ENCODER.encode(state.history)
        case "config":
            data = _ENCODER.encode(state.config)
        case _:
            data = _ENCODER.encode(list(state.buckets[_bucket_named(part)].values()))
    return StoredPart(SCHEMA, data)


def load(key: str, parts: Mapping[str, StoredPart]) -> TableState:
    """Return the state from its stored parts; a part never stored is as new.

    Raises:
        ValueError: a part has an unknown name or schema version, or is damaged.
    """
    state = TableState(key, recovered=False, awake=False)
    for part, stored in parts.items():
        newest = CHAIN_SCHEMA if part == "chain" else SCHEMA
        if not 1 <= stored.schema <= newest:
            raise ValueError(f"crash/{key}: part {part!r} has schema {stored.schema}, this program knows {newest}")
        match part:
            case "root":
                state.root = _DECODE_ROOT.decode(stored.data)
            case "chain":
                state.chains = _DECODE_CHAINS.decode(stored.data)
            case "history":
                state.history = _DECODE_HISTORY.decode(stored.data)
            case "config":
                state.config = _DECODE_CONFIG.decode(stored.data)
            case _:
                bucket = _bucket_named(part)
                state.buckets[bucket] = {bet.bet_id: bet for bet in _DECODE_BETS.decode(stored.data)}
    state.users = {bet.user_id for bet in state.bets()}
    return state
