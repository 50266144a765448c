"""Audit rows of log-in events: one row an event, never a secret, no name that no account has.

A text that was typed as a username may have been a password, so an unknown one is not written down.
"""

from dataclasses import dataclass
from typing import Any, Protocol

from actors.runtime.clock import Clock
from actors.runtime.rate_limit import TokenBucket
from gateway.metrics.registry import GatewayMetrics
from persistence.audit import AuditRow
from persistence.identity.accounts import Account

SIGN_UP = "AUTH_SIGN_UP"
LOG_IN = "AUTH_LOG_IN"
LOG_OUT = "AUTH_LOG_OUT"
REFRESH_REUSED = "AUTH_REFRESH_REUSED"
SESSION_REVOKED = "AUTH_SESSION_REVOKED"
SESSIONS_REVOKED = "AUTH_SESSIONS_REVOKED"
PASSWORD_CHANGED = "AUTH_PASSWORD_CHANGED"
REFUSALS_PER_S = 20
REFUSALS_BURST = 400
"""Refusals that cost the caller nothing and that one gateway records; more of them are only counted."""


class Recorder(Protocol):
    """An audit trail; `record` writes a row in a transaction of its own and raises StoreError."""

    async def record(self, row: AuditRow) -> None: ...


@dataclass(frozen=True, slots=True)
class Origin:
    """The origin of a request: the client's address, its own description of itself, and the request's id."""

    address: str = ""
    client: str = ""
    request_id: str = ""

    def row(
        self, event: str, *, actor: str = "", role: str = "", target: str = "", result: str = "ok", new: Any = None
    ) -> AuditRow:
        """Return the audit row of an event at this request."""
        return AuditRow(
            event,
            actor=actor,
            role=role,
            target=target,
            new=new,
            request_id=self.request_id,
            address=self.address,
            result=result,
        )

    def own(self, event: str, account: Account, result: str = "ok", **new: Any) -> AuditRow:
        """Return the row of an act on the caller's own account, or of its refusal."""
        actor = account.id if result == "ok" else ""
        role = account.role if result == "ok" else ""
        return self.row(event, actor=actor, role=role, target=account.id, result=result, new=new or None)


class RefusalRecorder:
    """Records refusals that anybody can cause for nothing, at a bounded rate: a flood must not fill the trail."""

    def __init__(
        self,
        audit: Recorder,
        clock: Clock,
        metrics: GatewayMetrics,
        per_s: float = REFUSALS_PER_S,
        burst: float = REFUSALS_BURST,
        rule: str = "audited_refusals",
    ) -> None:
        self._audit = audit
        self._clock = clock
        self._metrics = metrics
        self._bucket = TokenBucket(per_s, burst, clock.monotonic_ms())
        self._rule = rule

    def admits(self) -> bool:
        """Return whether one more is to be recorded; count it when it is not."""
        if self._bucket.take(self._clock.monotonic_ms()):
            return True
        self._metrics.rate_limited.labels(self._rule).inc()
        return False

    async def record(self, row: AuditRow) -> None:
        """Write the row, unless there were too many. Raises StoreError."""
        if self.admits():
            await self._audit.record(row)
