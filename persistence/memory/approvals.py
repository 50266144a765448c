"""Approvals in memory."""

from collections.abc import Sequence

from persistence.approvals import (
    EXPIRED_AT_ONCE_MAX,
    SHOWN_MAX,
    Approval,
    NoSuchApproval,
    NotPending,
    Place,
    SamePerson,
)
from persistence.audit import AuditRow


class MemoryApprovals:
    """Approvals in a dictionary. `trail` gets the audit rows, oldest first."""

    def __init__(self, trail: list[AuditRow] | None = None) -> None:
        self.trail: list[AuditRow] = [] if trail is None else trail
        self._approvals: dict[str, Approval] = {}

    async def ask(self, new: Approval, row: AuditRow) -> bool:
        if new.id in self._approvals:
            return False
        self._approvals[new.id] = new
        self.trail.append(row)
        return True

    async def decide(self, approval_id: str, by: str, now_ms: int, row: AuditRow, *, approve: bool) -> Approval:
        known = await self.get(approval_id)
        if known.state != "pending":
            raise NotPending(known.state)
        if known.requested_by == by:
            raise SamePerson(by)
        if now_ms >= known.expires_ms:
            raise NotPending("expired")
        decided = known._replace(state="approved" if approve else "refused", decided_by=by, decided_ms=now_ms)
        self._approvals[approval_id] = decided
        self.trail.append(row)
        return decided

    async def carried_out(self, approval_id: str, outcome: str, row: AuditRow) -> bool:
        known = self._approvals.get(approval_id)
        if known is None or known.state != "approved":
            return False
        self._approvals[approval_id] = known._replace(state="done", outcome=outcome)
        self.trail.append(row)
        return True

    async def listed(
        self, state: str = "", after: Place | None = None, rows_max: int = SHOWN_MAX
    ) -> Sequence[Approval]:
        found = [((-each.at_ms, each.id), each) for each in self._approvals.values() if state in {"", each.state}]
        if after is not None:
            found = [each for each in found if each[0] > (-after.at_ms, after.id)]
        return [each for _, each in sorted(found, key=lambda each: each[0])[:rows_max]]

    async def get(self, approval_id: str) -> Approval:
        if approval_id not in self._approvals:
            raise NoSuchApproval(approval_id)
        return self._approvals[approval_id]

    async def expire(self, now_ms: int) -> Sequence[Approval]:
        late = [each for each in self._approvals.values() if each.state == "pending" and each.expires_ms <= now_ms]
        ended = late[:EXPIRED_AT_ONCE_MAX]
        for each in ended:
            self._approvals[each.id] = each._replace(state="expired")
            self.trail.append(AuditRow("APPROVAL_EXPIRED", "system", target=f"approval/{each.id}"))
        return [self._approvals[each.id] for each in ended]
