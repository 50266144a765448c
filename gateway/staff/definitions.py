"""Versions of definitions as staff publish them: new ones, closed ones, earlier ones again; alone or several together.

A version is tried before it is stored, at every time at which it would be in force, against all that the store has.
Each act is one transaction with its audit rows; a refused one is recorded too. Of two members of staff who changed the
same version, one is told that it is no longer the newest; who would undo what is scheduled is told so as well.
"""

import asyncio
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from datetime import UTC, datetime
from typing import Any, NamedTuple

from actors.definitions.book import NOT_PUBLISHED, UNREADABLE, DefinitionRefused, Definitions, Published
from actors.definitions.trial import trial
from gateway.auth.events import Recorder
from gateway.refusals import Refusal
from gateway.staff.approvals import By
from gateway.staff.definition_versions import DefinitionVersions, UnknownDefinition, published
from persistence.audit import AuditRow
from persistence.definitions import (
    AreaMoved,
    DefinitionStore,
    NewDefinition,
    StoredDefinition,
    VersionTaken,
    check_follows,
)

EVENTS = "missions"
"""The area whose definitions are events and missions: its acts are ADMIN_EVENT_..., all others' ADMIN_CONFIG_..."""
STARTS_AHEAD_MS_MAX = 366 * 86_400_000
"""A version may be scheduled this far ahead."""
STARTS_BEHIND_MS_MAX = 3_600_000
"""A version whose time is over by no more is in force at once: requests take their time, and clocks differ."""
TRIES_MAX = 8
"""Times that versions are tried anew because others of the area were published meanwhile."""


class UnplayableDefinition(Refusal):
    """The definition cannot be played by."""

    code = "invalid_payload"


class NotTheNewest(Refusal):
    """It is not the newest version."""

    code = "version_conflict"


class WouldReplace(Refusal):
    """A scheduled version would never come into force; publish with `replace` to give it up."""

    code = "would_replace"


class Crowded(Refusal):
    """Others publish versions of this area at the same time; try again."""

    code = "unavailable"


class Change(NamedTuple):
    """The next version of one definition. `follows` is the newest one that its author has seen; `body` None keeps that
    of the one before. `act` ends the name of its audit event; empty: what follows from the versions."""

    id: str
    follows: int
    body: dict[str, Any] | None = None
    closed: bool = False
    act: str = ""


class Wanted(NamedTuple):
    """The next versions of definitions of one area: all of them or none. `starts_ms` 0: at once; with `replace` they
    may take the place of versions that are scheduled."""

    area: str
    changes: tuple[Change, ...]
    starts_ms: int = 0
    replace: bool = False


class Tried(NamedTuple):
    """A version that could be stored: the newest one before it, what was computed of it, the most of each currency that
    it gives one player within 30 days, and of that what the one in force does not give, and the scheduled versions that
    it replaces."""

    new: NewDefinition
    before: StoredDefinition | None
    event: str
    computed: Mapping[str, Any]
    gives: Mapping[str, int]
    gives_more: Mapping[str, int]
    replaces: tuple[StoredDefinition, ...]

    def stored(self, now_ms: int) -> StoredDefinition:
        """Return the row that it would be."""
        new = self.new
        what = (new.area, new.id, new.version, new.body, new.closed, new.starts_ms, new.author, new.reason)
        return StoredDefinition(*what, now_ms, 0)


class Trial(NamedTuple):
    """Versions that were tried together against an area as it was at a revision."""

    read_at: int
    tried: tuple[Tried, ...]


class PublishedVersion(NamedTuple):
    """The version that was stored, or would be, and how it was tried."""

    version: StoredDefinition
    tried: Tried


class DefinitionPublisher:
    """Publishes versions on behalf of members of staff."""

    def __init__(
        self, definitions: Definitions, store: DefinitionStore, audit: Recorder, now_ms: Callable[[], int]
    ) -> None:
        self.versions = DefinitionVersions(definitions, store)
        self._definitions = definitions
        self._store = store
        self._audit = audit
        self._now_ms = now_ms

    async def try_out(self, wanted: Wanted, by: By, *, recorded: bool) -> Trial:
        """Return what the versions would be; with `recorded` the trail gets the refusal, if it is one.

        Raises:
            UnknownDefinition: there is no such area, or no version before and no body.
            UnplayableDefinition: the text says what to change.
            NotTheNewest: the detail `version` is the newest one.
            WouldReplace: the detail `scheduled` has the versions.
        """
        drafts = [await self._draft(wanted, change, by) for change in wanted.changes]
        try:
            return await self._tried(wanted, drafts)
        except (UnplayableDefinition, NotTheNewest, WouldReplace) as refusal:
            refusal.recorded = True
            if recorded:
                for each in drafts:
                    await self._audit.record(_row(each, by, self._now_ms())._replace(result=refusal.code))
            raise

    async def publish(self, wanted: Wanted, by: By, tried: Trial) -> list[PublishedVersion]:
        """Store the versions that were tried. Raises as `try_out` does, and Crowded."""
        for _ in range(TRIES_MAX):
            rows = [_row(each, by, self._now_ms()) for each in tried.tried]
            try:
                stored = await self._store.publish(
                    [(each.new, row) for each, row in zip(tried.tried, rows, strict=True)], read_at=tried.read_at
                )
            except (AreaMoved, VersionTaken):
                tried = await self.try_out(wanted, by, recorded=True)
            else:
                return [PublishedVersion(*each) for each in zip(stored, tried.tried, strict=True)]
        raise Crowded

    def shown(self, tried: Trial) -> list[PublishedVersion]:
        """Return the versions as they would be stored."""
        return [PublishedVersion(each.stored(self._now_ms()), each) for each in tried.tried]

    # --- trial ---

    async def _draft(self, wanted: Wanted, change: Change, by: By) -> Tried:
        """Return the version to be published, and the newest one there is; nothing is tried yet."""
        area, key = wanted.area, change.id
        built_in = self.versions.built_in(area, key)
        newest: StoredDefinition | None = None
        with suppress(UnknownDefinition):
            newest = (await self.versions.history(area, key))[0]
        body = change.body if change.body is not None else newest.body if newest else None
        if body is None:
            raise UnknownDefinition(f"{area} has no definition {key}.")
        number = built_in.version if built_in is not None else 0
        what = (area, key, change.follows, body, change.closed, wanted.starts_ms, by.actor, by.reason, number)
        return Tried(NewDefinition(*what), newest, self._event(wanted, change, newest), {}, {}, {}, ())

    async def _tried(self, wanted: Wanted, drafts: Sequence[Tried]) -> Trial:
        self._check_start(wanted)
        for draft in drafts:
            try:
                check_follows(draft.new, draft.before.version if draft.before is not None else 0)
            except VersionTaken as taken:
                raise NotTheNewest(details={"version": taken.newest, "definition": taken.id}) from None
        read_at, rows = await self._store.standing(wanted.area)
        new = [
            Published(each.area, each.id, each.version, each.body, each.closed, each.starts_ms, NOT_PUBLISHED)
            for each, *_ in drafts
        ]
        now_ms = self._now_ms()
        try:
            computed = await asyncio.to_thread(trial, self._definitions, new, now_ms, [published(row) for row in rows])
        except DefinitionRefused as refused:
            raise UnplayableDefinition(str(refused)) from None
        replaced = [_replaced(each.new, rows, now_ms) for each in drafts]
        if any(replaced) and not wanted.replace:
            raise WouldReplace(details={"scheduled": [_scheduled(row) for rows in replaced for row in rows]})
        tried = [
            self._weighed(each, self._in_force(each.new, rows, now_ms))._replace(computed=found, replaces=given_up)
            for each, found, given_up in zip(drafts, computed, replaced, strict=True)
        ]
        return Trial(read_at, tuple(tried))

    def _in_force(self, new: NewDefinition, rows: Sequence[StoredDefinition], now_ms: int) -> StoredDefinition | None:
        """Return the version that players live by now; None: there is none."""
        begun = [row for row in rows if row.id == new.id and row.starts_ms <= now_ms]
        return max(begun, key=lambda row: row.version, default=self.versions.built_in(new.area, new.id))

    def _weighed(self, draft: Tried, now: StoredDefinition | None) -> Tried:
        gives, gave = self._gives(draft.new), {} if now is None else self._gives(now)
        more = {currency: amount - gave.get(currency, 0) for currency, amount in gives.items()}
        return draft._replace(gives=gives, gives_more={name: amount for name, amount in more.items() if amount > 0})

    def _gives(self, version: NewDefinition | StoredDefinition) -> Mapping[str, int]:
        if version.closed:
            return {}
        area = self.versions.area(version.area)
        try:
            return area.gives(area.decode(version.id, version.version, version.body))
        except UNREADABLE:
            return {}  # a version of another program: here nothing is played by it

    def _check_start(self, wanted: Wanted) -> None:
        now_ms = self._now_ms()
        if wanted.starts_ms > now_ms + STARTS_AHEAD_MS_MAX:
            raise UnplayableDefinition(f"starts_at: at most {STARTS_AHEAD_MS_MAX // 86_400_000} days ahead")
        if wanted.starts_ms and wanted.starts_ms < now_ms - STARTS_BEHIND_MS_MAX:
            raise UnplayableDefinition("starts_at is over: leave it out, and the version is in force at once")

    def _event(self, wanted: Wanted, change: Change, before: StoredDefinition | None) -> str:
        later = wanted.starts_ms > self._now_ms()
        act = change.act or ("CREATE" if before is None else "SCHEDULE" if later else "EDIT")
        return f"ADMIN_{'EVENT' if wanted.area == EVENTS else 'CONFIG'}_{act}"


def _replaced(new: NewDefinition, rows: Sequence[StoredDefinition], now_ms: int) -> tuple[StoredDefinition, ...]:
    """Return the versions that would come into force if `new` did not, and never do if it does."""
    starts_ms = max(new.starts_ms, now_ms)
    coming = [row for row in rows if row.id == new.id and row.starts_ms > now_ms]
    return tuple(
        row
        for row in coming
        if row.starts_ms >= starts_ms
        and not any(
            later.version > row.version and later.starts_ms <= row.starts_ms for later in rows if later.id == new.id
        )
    )


def _scheduled(row: StoredDefinition) -> dict[str, Any]:
    return {"id": row.id, "version": row.version, "starts_at": datetime.fromtimestamp(row.starts_ms / 1000, UTC)}


def _row(tried: Tried, by: By, now_ms: int) -> AuditRow:
    return AuditRow(
        tried.event,
        by.actor,
        by.role,
        f"{tried.new.area}/{tried.new.id}",
        old=None if tried.before is None else _audited(tried.before),
        new=_audited(tried.stored(now_ms)),
        reason=by.reason,
        request_id=by.request_id,
        address=by.address,
    )


def _audited(row: StoredDefinition) -> dict[str, Any]:
    return {"version": row.version, "closed": row.closed, "starts_ms": row.starts_ms, "body": row.body}
