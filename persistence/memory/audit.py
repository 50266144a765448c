"""The audit trail in memory; nothing is sealed."""

from collections.abc import Callable, Sequence
from datetime import UTC, datetime

from persistence.audit import AuditEntry, AuditFilter, AuditRow, Span, escaped


class MemoryAudit:
    """Reads `trail`, in which the other stores write too; the time of a row is that of the first look at it."""

    def __init__(self, trail: list[AuditRow], now: Callable[[], datetime] = lambda: datetime.now(UTC)) -> None:
        self._trail = trail
        self._now = now
        self._times: list[datetime] = []

    async def record(self, row: AuditRow) -> None:
        self._trail.append(row)

    async def span(self, wanted: AuditFilter) -> Span:
        return Span(0, len(self._trail) + 1)

    async def page(
        self, wanted: AuditFilter, before: int | None, rows_max: int, *, above: int = 0
    ) -> Sequence[AuditEntry]:
        self._times += [self._now()] * (len(self._trail) - len(self._times))
        entries = [
            AuditEntry(n, at, escaped(row), None)
            for n, (at, row) in enumerate(zip(self._times, self._trail, strict=True), 1)
        ]
        below = len(entries) + 1 if before is None else before
        found = [each for each in reversed(entries) if above < each.id < below and _passes(each, wanted)]
        return found[:rows_max]


def _passes(entry: AuditEntry, wanted: AuditFilter) -> bool:
    texts = ("event", "actor", "target", "result", "request_id")
    equal = all(getattr(wanted, name) in {"", getattr(entry.row, name)} for name in texts)
    after = wanted.since is None or entry.at >= wanted.since
    return equal and after and (wanted.until is None or entry.at < wanted.until)
