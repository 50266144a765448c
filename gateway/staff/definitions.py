"""Versions of definitions as staff publish them: a new one, a closed one, an earlier one again.

A version is tried before it is stored. Each act is one transaction with its audit row; a refused one is recorded too.
Of two members of staff who changed the same version, one is told that it is no longer the newest.
"""

import asyncio
from collections.abc import Mapping
from typing import Any, NamedTuple

from actors.definitions.book import Area, DefinitionRefused, Definitions, Published
from actors.runtime.clock import Clock
from gateway.auth.events import Origin, Recorder
from gateway.auth.tokens import Principal
from gateway.refusals import Refusal
from persistence.definitions import DefinitionStore, NewDefinition, StoredDefinition, VersionTaken

EVENTS = "missions"
"""The area whose definitions are events and missions: its acts are ADMIN_EVENT_..., all others' ADMIN_CONFIG_..."""
STARTS_AHEAD_MS_MAX = 366 * 86_400_000
"""A version may be scheduled this far ahead."""


class UnknownDefinition(Refusal):
    """There is no such definition."""

    code = "not_found"


class UnplayableDefinition(Refusal):
    """The definition cannot be played by."""

    code = "invalid_payload"


class NotTheNewest(Refusal):
    """It is not the newest version."""

    code = "version_conflict"


class Wanted(NamedTuple):
    """The next version as staff want it: `body` None keeps that of the one before. `starts_ms` 0: at once."""

    follows: int
    reason: str
    starts_ms: int = 0
    body: dict[str, Any] | None = None
    closed: bool = False
    act: str = ""


class PublishedVersion(NamedTuple):
    """The version that was stored, or would be; what was computed of it; the body of the version before, or none."""

    version: StoredDefinition
    computed: dict[str, Any]
    before: Mapping[str, Any]


class DefinitionPublisher:
    """Publishes versions on behalf of one member of staff, `caller`."""

    def __init__(
        self,
        definitions: Definitions,
        store: DefinitionStore,
        audit: Recorder,
        clock: Clock,
        *,
        caller: Principal,
        origin: Origin,
    ) -> None:
        self._definitions = definitions
        self._store = store
        self._audit = audit
        self._clock = clock
        self._caller = caller
        self._origin = origin

    def moments(self, area: str) -> tuple[str, ...]:
        """Return the keys of the bodies of an area that hold times, stored in Unix ms. Raises UnknownDefinition."""
        return self._area(area).moments

    async def newest(self, area: str) -> list[StoredDefinition]:
        """Return the newest version of every definition of an area, by id. Raises UnknownDefinition."""
        built_in = [self._built_in(area, key) for key in self._area(area).built_in]
        newest = {row.id: row for row in built_in if row is not None}
        for row in await self._store.newest(area):
            if row.id not in newest or row.version >= newest[row.id].version:
                newest[row.id] = row
        return [newest[key] for key in sorted(newest)]

    async def history(self, area: str, definition_id: str) -> list[StoredDefinition]:
        """Return every version, newest first, with the one that comes with the program. Raises UnknownDefinition."""
        built_in = self._built_in(area, definition_id)
        found = [*await self._store.history(area, definition_id)]
        if built_in is not None:
            found.append(built_in)
        if not found:
            raise UnknownDefinition(f"{area} has no definition {definition_id}.")
        return found

    async def version(self, area: str, definition_id: str, version: int) -> StoredDefinition:
        """Return one version. Raises UnknownDefinition."""
        built_in = self._built_in(area, definition_id)
        if built_in is not None and built_in.version == version:
            return built_in
        found = await self._store.get(area, definition_id, version)
        if found is None:
            raise UnknownDefinition(f"{area} has no version {version} of {definition_id}.")
        return found

    async def publish(self, area: str, definition_id: str, wanted: Wanted, *, dry_run: bool) -> PublishedVersion:
        """Store the next version, or with `dry_run` only say what it would be.

        Raises:
            UnknownDefinition: there is no such area, or no version before and no body.
            UnplayableDefinition: the text says what to change.
            NotTheNewest: the detail `version` is the newest one.
        """
        new, before = await self._next(area, definition_id, wanted)
        row = self._origin.row(
            self._event(area, wanted, before),
            actor=self._caller.user_id,
            role=self._caller.role,
            target=f"{area}/{definition_id}",
            new=_audited(_stored(new, self._clock.now_ms())),
        )._replace(reason=wanted.reason, old=None if before is None else _audited(before))
        try:
            self._check_follows(new, before)
            computed = await self._tried(new)
            if dry_run:
                stored = _stored(new, self._clock.now_ms())
            else:
                stored = await self._store.publish(new, row)
        except VersionTaken as taken:
            refusal: Refusal = NotTheNewest(details={"version": int(str(taken))})
        except UnplayableDefinition as unplayable:
            refusal = unplayable
        else:
            return PublishedVersion(stored, computed, before.body if before else {})
        if not dry_run:
            await self._audit.record(row._replace(result=refusal.code))
        refusal.recorded = True
        raise refusal

    async def _next(
        self, area: str, definition_id: str, wanted: Wanted
    ) -> tuple[NewDefinition, StoredDefinition | None]:
        """The version to be published, and the newest one there is."""
        built_in = self._built_in(area, definition_id)
        newest = next(iter(await self._store.history(area, definition_id)), built_in)
        if built_in is not None and newest is not None and built_in.version > newest.version:
            newest = built_in
        body = wanted.body if wanted.body is not None else newest.body if newest else None
        if body is None:
            raise UnknownDefinition(f"{area} has no definition {definition_id}.")
        number = built_in.version if built_in is not None else 0
        author, starts_ms = self._caller.user_id, wanted.starts_ms
        new = NewDefinition(
            area, definition_id, wanted.follows, body, wanted.closed, starts_ms, author, wanted.reason, number
        )
        return new, newest

    def _check_follows(self, new: NewDefinition, newest: StoredDefinition | None) -> None:
        number = newest.version if newest is not None else 0
        if new.follows != number:
            raise VersionTaken(str(number))
        if new.starts_ms > self._clock.now_ms() + STARTS_AHEAD_MS_MAX:
            raise UnplayableDefinition(f"starts_at: at most {STARTS_AHEAD_MS_MAX // 86_400_000} days ahead")

    async def _tried(self, new: NewDefinition) -> dict[str, Any]:
        version = Published(new.area, new.id, new.version, new.body, new.closed, new.starts_ms)
        try:
            return await asyncio.to_thread(self._definitions.trial, version)
        except DefinitionRefused as refused:
            raise UnplayableDefinition(str(refused)) from None

    def _area(self, name: str) -> Area[Any]:
        area = self._definitions.areas.get(name)
        if area is None:
            raise UnknownDefinition(f"There is no area {name}. There are: {', '.join(self._definitions.areas)}.")
        return area

    def _built_in(self, area: str, definition_id: str) -> StoredDefinition | None:
        """Return the version that comes with the program, as a row without an author; None if there is none."""
        found = self._area(area).built_in.get(definition_id)
        if found is None:
            return None
        return StoredDefinition(area, definition_id, found.version, dict(found.source), False, 0, "", "built in", 0, 0)

    def _event(self, area: str, wanted: Wanted, before: StoredDefinition | None) -> str:
        act = wanted.act
        if not act:
            later = wanted.starts_ms > self._clock.now_ms()
            act = "CREATE" if before is None else "SCHEDULE" if later else "EDIT"
        return f"ADMIN_{'EVENT' if area == EVENTS else 'CONFIG'}_{act}"


def _stored(new: NewDefinition, now_ms: int) -> StoredDefinition:
    return StoredDefinition(
        new.area, new.id, new.version, new.body, new.closed, new.starts_ms, new.author, new.reason, now_ms, 0
    )


def _audited(row: StoredDefinition) -> dict[str, Any]:
    return {"version": row.version, "closed": row.closed, "starts_ms": row.starts_ms, "body": row.body}
