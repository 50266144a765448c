"""Acts of staff that wait for a second person: stored when asked for, decided once, marked when carried out.

The port and its records; `persistence.postgres.approvals` and `persistence.memory.approvals` are its stores, and
`tests/contracts/test_approvals.py` runs both. Each step writes its audit row in its own transaction. Times are Unix ms.
"""

from collections.abc import Sequence
from typing import Any, NamedTuple, Protocol

from persistence.audit import AuditRow
from persistence.errors import StoreError

SHOWN_MAX = 200
"""Approvals that one listing shows unless it is told otherwise."""
EXPIRED_AT_ONCE_MAX = 100
"""Approvals that one call of `expire` ends; the rest waits for the next."""


class NoSuchApproval(StoreError):
    """Nothing was asked for under this id."""


class NotPending(StoreError):
    """It is decided already, or its time has run out; the message is its state."""


class SamePerson(StoreError):
    """Nobody decides what they have asked for themselves."""


class Approval(NamedTuple):
    """One act. `act` names it and `body` holds what it needs, JSON-encodable: anything, as another program may have
    written it; `state` is `pending`, `approved`,
    `refused`, `expired` or `done`; `outcome` is `ok` or an error code once it is carried out.
    """

    id: str
    act: str
    target: str
    body: Any
    reason: str
    requested_by: str
    at_ms: int
    expires_ms: int
    state: str = "pending"
    decided_by: str | None = None
    decided_ms: int | None = None
    outcome: str | None = None


class Place(NamedTuple):
    """Where an approval stands in a list: its time, then its id."""

    at_ms: int
    id: str


class ApprovalStore(Protocol):
    """The store of approvals. Every method raises Unreachable when the store cannot be asked."""

    async def ask(self, new: Approval, row: AuditRow) -> bool:
        """Store a pending one; return False, and do nothing, if its id is stored already."""
        ...

    async def decide(self, approval_id: str, by: str, now_ms: int, row: AuditRow, *, approve: bool) -> Approval:
        """Approve or refuse a pending one, and return it. `row` goes into the audit trail.

        Raises:
            NoSuchApproval, NotPending, SamePerson: nothing was changed.
        """
        ...

    async def carried_out(self, approval_id: str, outcome: str, row: AuditRow) -> bool:
        """Mark an approved one as done; return False if it is not, or no longer, approved."""
        ...

    async def listed(
        self, state: str = "", after: Place | None = None, rows_max: int = SHOWN_MAX
    ) -> Sequence[Approval]:
        """Return the newest ones, of one state or of all, that come after a place; by time descending, then by id."""
        ...

    async def get(self, approval_id: str) -> Approval:
        """Return one of them. Raises NoSuchApproval."""
        ...

    async def expire(self, now_ms: int) -> Sequence[Approval]:
        """End pending ones whose time has run out, at most EXPIRED_AT_ONCE_MAX, and return them."""
        ...
