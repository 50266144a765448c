"""Versions of definitions that there are: those of the store, and those that come with the program."""

from typing import Any

from actors.definitions.book import Area, Definitions, Published
from gateway.refusals import Refusal
from persistence.definitions import DefinitionStore, StoredDefinition


class UnknownDefinition(Refusal):
    """There is no such definition."""

    code = "not_found"


class DefinitionVersions:
    """Looks versions up. Every method raises UnknownDefinition when there is no such area, or what is asked for."""

    def __init__(self, definitions: Definitions, store: DefinitionStore) -> None:
        self._definitions = definitions
        self._store = store

    def area(self, name: str) -> Area[Any]:
        """Return an area."""
        area = self._definitions.areas.get(name)
        if area is None:
            raise UnknownDefinition(f"There is no area {name}. There are: {', '.join(self._definitions.areas)}.")
        return area

    def moments(self, area: str) -> tuple[str, ...]:
        """Return the keys of the bodies of an area that hold times, stored in Unix ms."""
        return self.area(area).moments

    async def newest(self, area: str) -> list[StoredDefinition]:
        """Return the newest version of every definition of an area, by id."""
        built_in = [self.built_in(area, key) for key in self.area(area).built_in]
        newest = {row.id: row for row in built_in if row is not None}
        for row in await self._store.newest(area):
            if row.id not in newest or row.version >= newest[row.id].version:
                newest[row.id] = row
        return [newest[key] for key in sorted(newest)]

    async def history(self, area: str, definition_id: str) -> list[StoredDefinition]:
        """Return every version, newest first, with the one that comes with the program."""
        built_in = self.built_in(area, definition_id)
        found = [*await self._store.history(area, definition_id)]
        if built_in is not None and all(row.version != built_in.version for row in found):
            found.append(built_in)
        if not found:
            raise UnknownDefinition(f"{area} has no definition {definition_id}.")
        return sorted(found, key=lambda row: -row.version)

    async def version(self, area: str, definition_id: str, version: int) -> StoredDefinition:
        """Return one version."""
        found = await self._store.get(area, definition_id, version)
        built_in = self.built_in(area, definition_id)
        if found is None and built_in is not None and built_in.version == version:
            found = built_in
        if found is None:
            raise UnknownDefinition(f"{area} has no version {version} of {definition_id}.")
        return found

    def built_in(self, area: str, definition_id: str) -> StoredDefinition | None:
        """Return the version that comes with the program, as a row without an author; None if there is none."""
        found = self.area(area).built_in.get(definition_id)
        if found is None:
            return None
        return StoredDefinition(area, definition_id, found.version, dict(found.source), False, 0, "", "built in", 0, 0)


def published(stored: StoredDefinition) -> Published:
    """Return a stored version as the registry takes it."""
    what = (stored.area, stored.id, stored.version, stored.body, stored.closed, stored.starts_ms)
    return Published(*what, stored.revision)
