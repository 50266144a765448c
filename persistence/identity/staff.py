"""Accounts of staff: the port, and the rule that an active ADMIN remains.

`persistence.postgres.identity.staff` and `persistence.memory.identity.staff` are its stores;
`tests/contracts/test_staff.py` runs both. Every change is one transaction with its audit row and the end of the
sessions of the account.
"""

from collections.abc import Mapping, Sequence
from typing import NamedTuple, Protocol

from persistence.audit import AuditRow
from persistence.errors import StoreError
from persistence.identity.accounts import Account
from persistence.identity.ties import Tie

STAFF = ("VIEWER", "OPERATOR", "ADMIN")


class UnknownStaff(StoreError):
    """There is no staff account of this id."""


class LastAdmin(StoreError):
    """No active ADMIN would be left."""


class StaffChange(NamedTuple):
    """Values to replace; None stays as it is."""

    role: str | None = None
    active: bool | None = None
    password_hash: str | None = None

    def applied(self, known: Account) -> Account:
        """Return the account with this change."""
        return known._replace(**{name: value for name, value in self._asdict().items() if value is not None})


class StaffChanged(NamedTuple):
    """The account as it is now, and the ids of the sessions that were ended."""

    account: Account
    ended: Sequence[str]


class Staff(Protocol):
    """The store of staff accounts. Every method raises Unreachable when the store cannot be asked."""

    async def all(self) -> Sequence[Account]:
        """Return every staff account, by username key."""
        ...

    async def ties(self, since_ms: int) -> Sequence[Tie]:
        """Return the newest tie of every two accounts, of those made after `since_ms`."""
        ...

    async def change(self, user_id: str, change: StaffChange, now_ms: int, audit: AuditRow) -> StaffChanged:
        """Change an account, end its sessions if anything is different, and write `audit` with what was and is.

        Its actor is then tied to the account.

        Raises:
            UnknownStaff: there is no staff account of this id.
            LastAdmin: no active ADMIN would be left; nothing was done.
        """
        ...


def judged(staff: Mapping[str, Account], user_id: str, change: StaffChange) -> tuple[Account, Account]:
    """Return the account before and after `change`; both stores act on it. Raises UnknownStaff, LastAdmin."""
    if user_id not in staff:
        raise UnknownStaff(user_id)
    before = staff[user_id]
    after = change.applied(before)
    if not any(each.role == "ADMIN" and each.active for each in {**staff, user_id: after}.values()):
        raise LastAdmin(user_id)
    return before, after


def completed(row: AuditRow, before: Account, after: Account) -> AuditRow:
    """Return the audit row with its target, and with the account as it was and is."""
    new = {"role": after.role, "active": after.active}
    if before.password_hash != after.password_hash:
        new["password"] = "reset"
    return row._replace(target=after.id, old={"role": before.role, "active": before.active}, new=new)
