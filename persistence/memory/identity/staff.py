"""Accounts of staff in memory."""

from collections.abc import Sequence

from persistence.audit import AuditRow
from persistence.identity.accounts import Account
from persistence.identity.staff import STAFF, StaffChange, StaffChanged, completed, judged
from persistence.memory.identity.accounts import MemoryAccounts


class MemoryStaff:
    """The in-memory twin, over the accounts of `accounts`."""

    def __init__(self, accounts: MemoryAccounts) -> None:
        self._accounts = accounts

    async def all(self) -> Sequence[Account]:
        staff = (each for each in self._accounts.accounts.values() if each.role in STAFF)
        return sorted(staff, key=lambda each: each.username_key)

    async def change(self, user_id: str, change: StaffChange, now_ms: int, audit: AuditRow) -> StaffChanged:
        before, after = judged({each.id: each for each in await self.all()}, user_id, change)
        self._accounts.trail.append(completed(audit, before, after))
        if after == before:
            return StaffChanged(after, ())
        self._accounts.accounts[user_id] = after
        return StaffChanged(after, await self._accounts.revoke_sessions(user_id, now_ms))
