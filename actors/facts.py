"""What has happened to an entity: the closed set of typed, append-only facts.

A turn's facts are all that changes its entity's state (`apply`), and the rows that they become are what an analyst
reads.
"""

from typing import Any

from msgspec import Struct


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

    `server_seed_hash`, `client_seed` and `nonce` are the fairness reference of a solo game.
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


Fact = Transferred | RoundPlayed | SeedsCommitted | RewardIssued | EventsAcked
