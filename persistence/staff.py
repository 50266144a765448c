"""Staff accounts: the port, the rule that an active ADMIN remains, and the Postgres store with its in-memory twin.

Every change is one transaction with its audit row and the end of the sessions of whoever it concerns.
"""

from collections.abc import Mapping, Sequence
from typing import NamedTuple, Protocol

import sqlalchemy as sa

from persistence.accounts import Account, revoke_all, stored_account
from persistence.audit import AuditRow, write
from persistence.errors import StoreError
from persistence.memory.accounts import MemoryAccounts
from persistence.postgres.schema.tables import account
from persistence.postgres.small_pool import SmallPool

CONNECTIONS_MAX = 2
STAFF = ("VIEWER", "OPERATOR", "ADMIN")


class UnknownStaff(StoreError):
    """There is no staff account of this id."""


class LastAdmin(StoreError):
    """No active ADMIN would be left."""


class StaffChange(NamedTuple):
    """What is to be different; None stays as it is."""

    role: str | None = None
    active: bool | None = None
    password_hash: str | None = None

    def applied(self, known: Account) -> Account:
        """The account with this change."""
        return known._replace(**{name: value for name, value in self._asdict().items() if value is not None})


class StaffChanged(NamedTuple):
    """The account as it is now, and the ids of the sessions that were ended."""

    account: Account
    ended: Sequence[str]


class Staff(Protocol):
    """The staff accounts. Every method raises Unreachable when the store cannot be asked."""

    async def all(self) -> Sequence[Account]:
        """Every staff account, by username key."""
        ...

    async def change(self, user_id: str, change: StaffChange, now_ms: int, audit: AuditRow) -> StaffChanged:
        """Change an account, end its sessions if anything is different, and write `audit` with what was and is.

        Raises:
            UnknownStaff: there is no staff account of this id.
            LastAdmin: no active ADMIN would be left; nothing was done.
        """
        ...


def judged(staff: Mapping[str, Account], user_id: str, change: StaffChange) -> tuple[Account, Account]:
    """The account before and after `change`; both stores act on this. Raises UnknownStaff, LastAdmin."""
    if user_id not in staff:
        raise UnknownStaff(user_id)
    before = staff[user_id]
    after = change.applied(before)
    if not any(each.role == "ADMIN" and each.active for each in {**staff, user_id: after}.values()):
        raise LastAdmin(user_id)
    return before, after


def _completed(row: AuditRow, before: Account, after: Account) -> AuditRow:
    new = {"role": after.role, "active": after.active}
    if before.password_hash != after.password_hash:
        new["password"] = "reset"
    return row._replace(target=after.id, old={"role": before.role, "active": before.active}, new=new)


class PostgresStaff:
    """Staff accounts in Postgres. Changes lock all staff rows, of which there are few: each sees the one before."""

    def __init__(self, url: str) -> None:
        self._pool = SmallPool(url, "staff", CONNECTIONS_MAX)

    async def close(self) -> None:
        """Close every connection."""
        await self._pool.close()

    async def all(self) -> Sequence[Account]:
        query = sa.select(account).where(account.c.role.in_(STAFF)).order_by(account.c.username_key)
        async with self._pool.transaction() as connection:
            return [stored_account(row) for row in await connection.execute(query)]

    async def change(self, user_id: str, change: StaffChange, now_ms: int, audit: AuditRow) -> StaffChanged:
        query = sa.select(account).where(account.c.role.in_(STAFF)).order_by(account.c.id).with_for_update()
        async with self._pool.transaction() as connection:
            staff = {row.id: stored_account(row) for row in await connection.execute(query)}
            before, after = judged(staff, user_id, change)
            await write(connection, _completed(audit, before, after))
            if after == before:
                return StaffChanged(after, ())
            values = {name: getattr(after, name) for name in StaffChange._fields}
            await connection.execute(sa.update(account).where(account.c.id == user_id).values(values))
            return StaffChanged(after, list(await connection.scalars(revoke_all(user_id, now_ms))))


class MemoryStaff:
    """The in-memory twin, over the accounts of `accounts`."""

    def __init__(self, accounts: MemoryAccounts) -> None:
        self._accounts = accounts

    async def all(self) -> Sequence[Account]:
        staff = (each for each in self._accounts.accounts.values() if each.role in STAFF)
        return sorted(staff, key=lambda each: each.username_key)

    async def change(self, user_id: str, change: StaffChange, now_ms: int, audit: AuditRow) -> StaffChanged:
        before, after = judged({each.id: each for each in await self.all()}, user_id, change)
        self._accounts.trail.append(_completed(audit, before, after))
        if after == before:
            return StaffChanged(after, ())
        self._accounts.accounts[user_id] = after
        return StaffChanged(after, await self._accounts.revoke_sessions(user_id, now_ms))
