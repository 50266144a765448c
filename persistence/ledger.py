"""The ledger of one player, as that player looks back on it: the port and its records.

`persistence.postgres.ledger` and `persistence.memory.ledger` are its stores; `tests/contracts/test_ledger.py` runs
both. Entries are transfers between the player's account and a house account.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple, Protocol


class EntryPlace(NamedTuple):
    """The place of an entry in a player's ledger: its time, the version that its turn made, its number in the turn."""

    at: datetime
    version: int
    n: int


class LedgerEntry(NamedTuple):
    """An amount that the player got, or gave if it is negative; `balance_after` is in the same currency.

    `tx` (32 hex digits) is of the turn, `reference` what it was for: a round, a bet, a purchase, a grant.
    """

    tx: str
    place: EntryPlace
    currency: str
    amount: int
    balance_after: int
    reason: str
    reference: str


class LedgerFilter(NamedTuple):
    """Which entries: of that currency unless it is empty, from `since` on and before `until`."""

    currency: str = ""
    since: datetime | None = None
    until: datetime | None = None


class Ledger(Protocol):
    """Ledgers, looked up. The method raises Unreachable."""

    async def page(
        self, user_id: str, wanted: LedgerFilter, before: EntryPlace | None, rows_max: int
    ) -> Sequence[LedgerEntry]:
        """Return the newest entries of a player that `wanted` lets through, newest first; those before a place."""
        ...
