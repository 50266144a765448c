"""Definitions in memory, for both ports."""

from collections.abc import Callable, Sequence

from persistence.audit import AuditRow
from persistence.definitions import (
    HISTORY_MAX,
    AreaMoved,
    NewDefinition,
    StoredDefinition,
    check_follows,
    wanted,
)


class MemoryDefinitions:
    """Rows in a list, for staff and for those who follow.

    `now_ms` is the store's clock, `trail` gets the audit rows, `listeners` are called after each new row.
    """

    def __init__(self, now_ms: Callable[[], int], trail: list[AuditRow] | None = None) -> None:
        self.trail: list[AuditRow] = [] if trail is None else trail
        self.listeners: list[Callable[[], None]] = []
        self._now_ms = now_ms
        self._rows: list[StoredDefinition] = []

    async def publish(
        self, versions: Sequence[tuple[NewDefinition, AuditRow]], *, read_at: int | None = None
    ) -> Sequence[StoredDefinition]:
        for new, _ in versions:
            history = await self.history(new.area, new.id)
            check_follows(new, history[0].version if history else 0)
            if read_at is not None and self._revision_of(new.area) != read_at:
                raise AreaMoved(new.area)
        stored = [self._store(new) for new, _ in versions]
        self.trail += [row for _, row in versions]
        for changed in self.listeners:
            changed()
        return stored

    async def store_first(self, first: Sequence[NewDefinition]) -> Sequence[StoredDefinition]:
        for new in first:
            if not await self.history(new.area, new.id):
                self._store(new)
        return [found for new in first if (found := await self.get(new.area, new.id, new.version)) is not None]

    async def standing(self, area: str) -> tuple[int, Sequence[StoredDefinition]]:
        rows = [row for row in self._rows if row.area == area]
        return self._revision_of(area), wanted(rows, self._now_ms())

    async def newest(self, area: str) -> Sequence[StoredDefinition]:
        found = {row.id: row for row in self._rows if row.area == area}
        return [found[key] for key in sorted(found)]

    async def history(self, area: str, definition_id: str) -> Sequence[StoredDefinition]:
        found = [row for row in reversed(self._rows) if (row.area, row.id) == (area, definition_id)]
        return found[:HISTORY_MAX]

    async def get(self, area: str, definition_id: str, version: int) -> StoredDefinition | None:
        key = (area, definition_id, version)
        return next((row for row in self._rows if (row.area, row.id, row.version) == key), None)

    async def revision(self) -> int:
        return len(self._rows)

    async def read(self) -> Sequence[StoredDefinition]:
        return wanted(self._rows, self._now_ms())

    async def close(self) -> None:
        return None

    def _store(self, new: NewDefinition) -> StoredDefinition:
        what = (new.area, new.id, new.version, new.body, new.closed, new.starts_ms, new.author, new.reason)
        stored = StoredDefinition(*what, self._now_ms(), len(self._rows) + 1)
        self._rows.append(stored)
        return stored

    def _revision_of(self, area: str) -> int:
        return max((row.revision for row in self._rows if row.area == area), default=0)
