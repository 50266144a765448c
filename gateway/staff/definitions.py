"""What staff do with definitions: publish a version, close, go back. A version is tried before it is stored.

Each act is one transaction with its audit row; a refused one is recorded too. Of two members of staff who changed the
same version one is told that it is no longer the newest.
"""

import asyncio
from collections.abc import Sequence
from typing import Any, NamedTuple

from actors.definitions.book import DefinitionRefused, Definitions, Published
from actors.runtime.clock import Clock
from gateway.auth.access import Principal
from gateway.auth.events import Origin
from gateway.dependencies import GatewayDependencies
from gateway.documents.json_diff import Change, changes
from gateway.rest.problems import Problem
from persistence.definitions import NewDefinition, StoredDefinition, VersionTaken

EVENTS = "missions"
"""The area whose definitions are events and missions: its acts are ADMIN_EVENT_..., all others' ADMIN_CONFIG_..."""
STARTS_AHEAD_MS_MAX = 366 * 86_400_000
"""How far ahead a version may be scheduled."""


class Wanted(NamedTuple):
    """What staff want of the next version: `body` None keeps that of the one before. `starts_ms` 0: at once."""

    follows: int
    reason: str
    starts_ms: int = 0
    body: dict[str, Any] | None = None
    closed: bool = False
    act: str = ""


class Defined(NamedTuple):
    """The version that was stored, or would be; what was computed of it; what it changes."""

    version: StoredDefinition
    computed: dict[str, Any]
    changes: Sequence[Change]


class DefinitionPublisher:
    """The acts of one member of staff."""

    def __init__(self, parts: GatewayDependencies, caller: Principal, origin: Origin) -> None:
        self._definitions: Definitions = parts.definitions
        self._store = parts.definition_store
        self._audit = parts.audit
        self._clock: Clock = parts.clock
        self._caller = caller
        self._origin = origin

    async def history(self, area: str, definition_id: str) -> list[StoredDefinition]:
        """Every version, the newest first, with the one that comes with the program. Raises Problem: `not_found`."""
        found = [*await self._store.history(self._known(area), definition_id)]
        if (built_in := built_in_row(self._definitions, area, definition_id)) is not None:
            found.append(built_in)
        if not found:
            raise Problem("not_found", f"{area} has no definition {definition_id}")
        return found

    async def version(self, area: str, definition_id: str, version: int) -> StoredDefinition:
        """One version. Raises Problem: `not_found`."""
        built_in = built_in_row(self._definitions, self._known(area), definition_id)
        if built_in is not None and built_in.version == version:
            return built_in
        found = await self._store.get(area, definition_id, version)
        if found is None:
            raise Problem("not_found", f"{area} has no version {version} of {definition_id}")
        return found

    async def publish(self, area: str, definition_id: str, wanted: Wanted, *, dry_run: bool) -> Defined:
        """Store the next version, or only say what it would be.

        Raises:
            Problem: `not_found`, `invalid_payload` (it cannot be played by; the detail says what to change),
                `version_conflict` (`version` is the newest one).
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
            problem = Problem("version_conflict", "it is not the newest version", details={"version": int(str(taken))})
        except Problem as refusal:
            problem = refusal
        else:
            return Defined(stored, computed, [*changes(before.body if before else {}, new.body)])
        if not dry_run:
            await self._audit.record(row._replace(result=problem.code))
        problem.recorded = True
        raise problem

    async def _next(
        self, area: str, definition_id: str, wanted: Wanted
    ) -> tuple[NewDefinition, StoredDefinition | None]:
        """The version to be published, and the newest one there is."""
        built_in = built_in_row(self._definitions, self._known(area), definition_id)
        newest = next(iter(await self._store.history(area, definition_id)), built_in)
        if built_in is not None and newest is not None and built_in.version > newest.version:
            newest = built_in
        body = wanted.body if wanted.body is not None else newest.body if newest else None
        if body is None:
            raise Problem("not_found", f"{area} has no definition {definition_id}")
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
            raise Problem("invalid_payload", f"starts_at: at most {STARTS_AHEAD_MS_MAX // 86_400_000} days ahead")

    async def _tried(self, new: NewDefinition) -> dict[str, Any]:
        version = Published(new.area, new.id, new.version, new.body, new.closed, new.starts_ms)
        try:
            return await asyncio.to_thread(self._definitions.trial, version)
        except DefinitionRefused as refused:
            raise Problem("invalid_payload", str(refused)) from None

    def _known(self, area: str) -> str:
        if area not in self._definitions.areas:
            raise Problem("not_found", f"there is no area {area}; there are {', '.join(self._definitions.areas)}")
        return area

    def _event(self, area: str, wanted: Wanted, before: StoredDefinition | None) -> str:
        act = wanted.act
        if not act:
            later = wanted.starts_ms > self._clock.now_ms()
            act = "CREATE" if before is None else "SCHEDULE" if later else "EDIT"
        return f"ADMIN_{'EVENT' if area == EVENTS else 'CONFIG'}_{act}"


def built_in_row(definitions: Definitions, area: str, definition_id: str) -> StoredDefinition | None:
    """The version that comes with the program, as a row that was written by nobody."""
    found = definitions.areas[area].built_in.get(definition_id)
    if found is None:
        return None
    return StoredDefinition(area, definition_id, found.version, dict(found.source), False, 0, "", "built in", 0, 0)


def _stored(new: NewDefinition, now_ms: int) -> StoredDefinition:
    return StoredDefinition(
        new.area, new.id, new.version, new.body, new.closed, new.starts_ms, new.author, new.reason, now_ms, 0
    )


def _audited(row: StoredDefinition) -> dict[str, Any]:
    return {"version": row.version, "closed": row.closed, "starts_ms": row.starts_ms, "body": row.body}
