"""What has happened to an entity: the closed set of typed, append-only facts.

A turn's facts are all that changes its entity's state (`apply`), and the rows that they become are what an analyst
reads.
"""

from typing import Any

from msgspec import Struct

from actors.crash.facts import StakeFact, StakeRefunded, TableFact
from actors.missions.facts import MissionFact
from actors.shop.facts import PurchaseFact, ShopFact
from actors.streak.facts import StreakFact


class Transferred(Struct, frozen=True, kw_only=True, tag="transferred"):
    """An amount moved from a debit account to a credit account; exactly one of the two is the entity's own.

    `account` accounts read `user:KEY` or `house:NAME`; `balance_after` is the entity's balance in `currency`
    afterwards.
    """

    debit: str
    credit: str
    currency: str
    amount: int
    balance_after: int
    reason: str
    reference: str = ""
    config_version: int = 1


class RoundPlayed(Struct, frozen=True, kw_only=True, tag="round_played"):
    """A game round that is settled. `won` is None for a tie; `outcome` is the game's own record, shown to auditors.

    `server_seed_hash`, `client_seed` and `nonce` are the fairness reference of a solo game. `memory` replaces what the
    game keeps of this player; None: it is left as it is. `expected` and `variance` are those of the payout before it
    was known, in gold and gold squared, for the monitor of returns; None: the game pays in other things than gold.
    """

    round_id: str
    game: str
    bet: int
    payout: int
    won: bool | None
    outcome: dict[str, Any]
    config_version: int
    server_seed_hash: str
    client_seed: str
    nonce: int
    memory: dict[str, int] | None = None
    expected: float | None = None
    variance: float = 0.0


class SeedRevealed(Struct, frozen=True, kw_only=True, tag="seed_revealed"):
    """A server seed is out of force and no secret any more: rounds 1 to `last_nonce` under it can be recomputed."""

    server_seed: str
    server_seed_hash: str
    client_seed: str
    last_nonce: int


class SeedsCommitted(Struct, frozen=True, kw_only=True, tag="seeds_committed"):
    """New fairness seeds are in force: the nonce starts at 0. Secrets stay in the entity's state and are no rows."""

    server_seed: str
    next_server_seed: str
    client_seed: str


class RewardIssued(Struct, frozen=True, kw_only=True, tag="reward_issued"):
    """A reward that the player is to be told of until it is acknowledged."""

    grant_id: str
    reward_type: str
    amount: int
    source: str


class EventsAcked(Struct, frozen=True, kw_only=True, tag="events_acked"):
    """The player has seen these event-class pushes."""

    ids: tuple[str, ...]


class StandingChanged(Struct, frozen=True, kw_only=True, tag="standing_changed"):
    """What keeps the player from playing, as it is from now on; Unix ms, None is for ever, 0 not at all."""

    ban_reason: str
    banned_until: int | None
    excluded_until: int
    closes: str = ""
    """Why sockets close now: `banned`, `self_excluded`, or not at all."""


class Kicked(Struct, frozen=True, kw_only=True, tag="kicked"):
    """Staff sent the player away; he may come back."""

    reason: str


class ActDone(Struct, frozen=True, kw_only=True, tag="act_done"):
    """What staff have done here, for the audit trail; `old` and `new` are JSON-encodable."""

    event: str
    actor: str
    role: str
    target: str
    reason: str
    request_id: str
    address: str
    old: Any = None
    new: Any = None


Fact = (
    Transferred
    | RoundPlayed
    | SeedRevealed
    | SeedsCommitted
    | RewardIssued
    | EventsAcked
    | TableFact
    | StakeFact
    | StakeRefunded
    | PurchaseFact
    | ShopFact
    | MissionFact
    | StandingChanged
    | Kicked
    | ActDone
    | StreakFact
)
