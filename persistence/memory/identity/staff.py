"""Accounts of staff in memory."""

from collections.abc import Sequence

from persistence.audit import AuditRow
from persistence.identity.accounts import Account
from persistence.identity.staff import STAFF, StaffChange, StaffChanged, completed, judged
from persistence.identity.ties import Tie
from persistence.memory.identity.accounts import MemoryAccounts


class MemoryStaff:
    """The in-memory twin, over the accounts of `accounts`."""

    def __init__(self, accounts: MemoryAccounts) -> None:
        self._accounts = accounts

    async def all(self) -> Sequence[Account]:
        staff = (each for each in self._accounts.accounts.values() if each.role in STAFF)
        return sorted(staff, key=lambda each: each.username_key)

    async def ties(self, since_ms: int) -> Sequence[Tie]:
        newest = {(each.actor, each.subject): each for each in sorted(self._accounts.ties, key=lambda tie: tie.at_ms)}
        return [each for each in newest.values() if each.at_ms > since_ms]

    async def change(self, user_id: str, change: StaffChange, now_ms: int, audit: AuditRow) -> StaffChanged:
        before, after = judged({each.id: each for each in await self.all()}, user_id, change)
        self._accounts.trail.append(completed(audit, before, after))
        if after == before:
            return StaffChanged(after, ())
        self._accounts.accounts[user_id] = after
        self._accounts.ties.append(Tie(audit.actor, user_id, now_ms))
        return StaffChanged(after, await self._accounts.revoke_sessions(user_id, now_ms))
