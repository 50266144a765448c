"""Rounds that were played: by id with the server seed once it is revealed, and as staff look for them.

The port and its records; `persistence.postgres.rounds` and `persistence.memory.rounds` are its stores, and
`tests/contracts/test_rounds.py` runs both.
"""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any, NamedTuple, Protocol
from uuid import UUID

CRASH = "crash"
REFUND = "stake_refunded"
"""The type of the facts that say which stakes of a voided round went back."""
FILED_CHAIN = "crash_chain_played"
"""The type of the facts that prove the rounds of a crash table's older chains."""
FILED_VOIDED = "crash_voided"
"""The type of the facts that say which rounds were voided, where a crash table keeps their numbers no more."""
EPOCH = datetime.fromtimestamp(0, UTC)


class StoredRound(NamedTuple):
    """A round of one player. `round_id` is 32 hex digits; `server_seed` is None until its player has it revealed.

    The rounds of a crash table are named by `outcome`; there `round_id` is that of the bet. `at` is when it was
    settled.
    """

    round_id: str
    game: str
    bet: int
    payout: int
    outcome: dict[str, Any]
    config_version: int
    server_seed_hash: str
    client_seed: str
    nonce: int
    server_seed: str | None = None
    user_id: str = ""
    at: datetime = EPOCH


class StoredRefund(NamedTuple):
    """A stake that went back to its player because its round was voided."""

    bet_id: str
    user_id: str
    round_id: str
    bet: int
    auto: int
    at: datetime


class RoundFilter(NamedTuple):
    """Which rounds: those that equal every text that is not empty, from `since` on and before `until`."""

    user: str = ""
    game: str = ""
    table: str = ""
    since: datetime | None = None
    until: datetime | None = None


class Place(NamedTuple):
    """The place of a round in the order of all: when it was settled, and its id."""

    at: datetime
    round_id: str


class Rounds(Protocol):
    """Rounds, looked up. Every method raises Unreachable."""

    async def find(self, round_id: str) -> StoredRound | None:
        """Return the round of that id, in hex or as a UUID is written; None if there is none."""
        ...

    async def page(self, wanted: RoundFilter, before: Place | None, rows_max: int) -> Sequence[StoredRound]:
        """Return the newest rounds that `wanted` lets through, newest first; those before a place if one is given."""
        ...

    async def of_table(self, round_id: str) -> Sequence[StoredRound]:
        """Return the settled bets on the round of a crash table, in the order in which they were settled."""
        ...

    async def refunds(self, round_id: str) -> Sequence[StoredRefund]:
        """Return the stakes of a voided round of a crash table that went back."""
        ...

    async def refund_of(self, user_id: str, bet_id: str) -> StoredRefund | None:
        """Return the refund of one bet of a player; None if that bet was not refunded."""
        ...

    async def filed_chain(self, table: str, place: str) -> Mapping[str, Any] | None:
        """Return the latest chain of a crash table that was filed under `place` or before, as recorded; None if none.

        Places are the facts' `once`: digits, all of one length.
        """
        ...

    async def is_filed_voided(self, table: str, place: str) -> bool:
        """Return whether it was filed that the round of a crash table at `place`, as in `filed_chain`, was voided."""
        ...

    async def moments(self, txs: Sequence[str]) -> Mapping[str, datetime]:
        """Return when the turns `txs` became durable, by tx; one that is not known (any more) is left out."""
        ...


def round_key(round_id: str) -> UUID | None:
    """Return the id of a round as the stores have it; None when it cannot be one."""
    try:
        return UUID(round_id)
    except ValueError:
        return None
