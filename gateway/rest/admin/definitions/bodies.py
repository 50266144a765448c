"""Definitions as staff send and see them. Times are RFC 3339."""

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Annotated, Any

import msgspec
from msgspec import Meta

from actors.runtime.payloads import ClientPayload, ServerPayload
from actors.staff.messages import Reason
from gateway.rest.admin.moments import Moment, moment, understood, unix_ms
from gateway.rest.pages import UNIX_MS_MAX, Listed
from gateway.rest.problems import Problem
from gateway.staff.definitions import PublishedVersion
from gateway.staff.json_diff import Change, changes
from persistence.definitions import StoredDefinition

VERSION_MAX = 2**31 - 2
TOGETHER_MAX = 50
"""Definitions that one request may change together."""

DefinitionName = Annotated[str, Meta(pattern=r"^[a-z0-9][a-z0-9_-]{0,47}$(?!\n)")]
Number = Annotated[int, Meta(ge=0, le=VERSION_MAX)]


class NewVersion(ClientPayload, frozen=True, kw_only=True):
    """The next version, made from `version`; in force from `starts_at` on, or at once."""

    version: Number
    """Version number that it is made from: the newest one that the caller has seen, 0 to create."""
    body: dict[str, Any]
    """The definition itself; its shape is that of its area, its times are RFC 3339."""
    reason: Reason
    """Why; the audit trail keeps it."""
    starts_at: Moment | None = None
    """From when on it is in force, with an offset; null is at once."""
    replace: bool = False
    """True to give up scheduled versions that so never come into force; without it they are a reason to refuse."""


class VersionOfMany(ClientPayload, frozen=True, kw_only=True):
    """The next version of one of several definitions."""

    id: DefinitionName
    """Id of the definition."""
    version: Number
    """Version number that it is made from: the newest one that the caller has seen, 0 to create."""
    body: dict[str, Any] | None = None
    """The definition itself; null keeps the body of the version before."""
    closed: bool = False
    """True to take it out of use."""


class NewVersions(ClientPayload, frozen=True, kw_only=True):
    """The next versions of several definitions of one area: all of them, or none."""

    items: Annotated[list[VersionOfMany], Meta(min_length=1, max_length=TOGETHER_MAX)]
    """Versions, of each definition one."""
    reason: Reason
    """Why; the audit trail keeps it."""
    starts_at: Moment | None = None
    """From when on they are in force, with an offset; null is at once."""
    replace: bool = False
    """True to give up scheduled versions that so never come into force; without it they are a reason to refuse."""


class Closing(ClientPayload, frozen=True, kw_only=True):
    """Out of use, from `starts_at` on or at once; what is open ends by its own version."""

    version: Number
    """Version number of the newest one that the caller has seen."""
    reason: Reason
    """Why; the audit trail keeps it."""
    starts_at: Moment | None = None
    """From when on it is closed, with an offset; null is at once."""
    replace: bool = False
    """True to give up scheduled versions that so never come into force; without it they are a reason to refuse."""


class Return(ClientPayload, frozen=True, kw_only=True):
    """Back to what version `to` was: a further version with its body."""

    version: Number
    """Version number of the newest one that the caller has seen."""
    to: Annotated[int, Meta(ge=1, le=VERSION_MAX)]
    """Version number to return to."""
    reason: Reason
    """Why; the audit trail keeps it."""
    starts_at: Moment | None = None
    """From when on it is in force, with an offset; null is at once."""
    replace: bool = False
    """True to give up scheduled versions that so never come into force; without it they are a reason to refuse."""


class DefinitionVersion(ServerPayload, frozen=True, kw_only=True):
    """One version. `starts_at` null: in force at once; without `author` it came with the program."""

    version: int
    """Version number; it rises by one with each change."""
    closed: bool
    """True if it is out of use."""
    starts_at: Moment | None
    """From when on it is in force; null is at once."""
    author: str
    """Id of the member of staff who published it; empty if it came with the program."""
    reason: str
    """Why it was published."""
    at: Moment | None
    """When it was published; null if it came with the program."""
    body: dict[str, Any]
    """The definition itself; its shape is that of its area, its times are RFC 3339."""


class DefinitionSummary(ServerPayload, frozen=True, kw_only=True):
    """The newest version of a definition, and the one that this gateway has in force."""

    id: str
    """Id of the definition."""
    newest: int
    """Version number of the newest version."""
    in_force: int | None
    """Version number of the one that this gateway has in force; null is none yet."""
    closed: bool
    """True if the newest version is out of use."""
    starts_at: Moment | None
    """From when on the newest version is in force; null is at once."""
    author: str
    """Id of the member of staff who published it; empty if it came with the program."""
    reason: str
    """Why the newest version was published."""
    at: Moment | None
    """When the newest version was published; null if it came with the program."""


class DefinitionList(Listed[DefinitionSummary], frozen=True, kw_only=True):
    """The definitions of an area, by id."""

    area: str
    """Area of the definition: `missions`, `slot`, `gacha`, `crash`, `rps`, `economy` or `streak`."""


class DefinitionHistory(Listed[DefinitionVersion], frozen=True, kw_only=True):
    """The versions of a definition, the newest first; the store keeps the last 100."""

    area: str
    """Area of the definition: `missions`, `slot`, `gacha`, `crash`, `rps`, `economy` or `streak`."""
    id: str
    """Id of the definition."""
    in_force: int | None
    """Version number of the one that this gateway has in force; null is none yet."""


class DefinitionDiff(ServerPayload, frozen=True):
    """What version `new` has different from version `old`."""

    old: int
    """Version number of the earlier one."""
    new: int
    """Version number of the later one."""
    changes: list[Change]
    """The differences, place by place."""


class DefinitionDone(ServerPayload, frozen=True, kw_only=True):
    """The version that was stored, or would be; `computed` is what was found of it (a machine's return)."""

    area: str
    """Area of the definition: `missions`, `slot`, `gacha`, `crash`, `rps`, `economy` or `streak`."""
    id: str
    """Id of the definition."""
    dry_run: bool
    """True if nothing was stored."""
    version: DefinitionVersion
    """The version that was stored, or would be."""
    computed: dict[str, Any]
    """What was found of it, such as a machine's return and volatility."""
    changes: list[Change]
    """What differs from the version before."""
    replaces: list[int]
    """Version numbers of scheduled versions that so never come into force."""
    gives: dict[str, int]
    """The most that one player is given by it within 30 days without a stake, in whole units by currency."""
    two_people: bool
    """True if what it gives beyond the version in force needs a second person, whatever else was published."""


class DefinitionsDone(ServerPayload, frozen=True, kw_only=True):
    """The versions that were stored together, or would be."""

    area: str
    """Area of the definitions: `missions`, `slot`, `gacha`, `crash`, `rps`, `economy` or `streak`."""
    dry_run: bool
    """True if nothing was stored."""
    items: list[DefinitionDone]
    """Versions, in the order of the request."""


def summary_of(row: StoredDefinition, in_force: int | None) -> DefinitionSummary:
    """Return a definition as a list shows it; `row` is its newest version."""
    return DefinitionSummary(
        id=row.id,
        newest=row.version,
        in_force=in_force,
        closed=row.closed,
        starts_at=_moment(row.starts_ms),
        author=row.author,
        reason=row.reason,
        at=_moment(row.at_ms),
    )


def version_of(row: StoredDefinition, moments: Collection[str]) -> DefinitionVersion:
    """Return a version as staff see it; `moments` are the keys of its body that hold times."""
    return DefinitionVersion(
        version=row.version,
        closed=row.closed,
        starts_at=_moment(row.starts_ms),
        author=row.author,
        reason=row.reason,
        at=_moment(row.at_ms),
        body=shown_body(row.body, moments),
    )


def done_of(done: PublishedVersion, moments: Collection[str], dry_run: bool, two_people: bool) -> DefinitionDone:
    """Return a version that was stored, or would be, as staff see it."""
    tried = done.tried
    before = {} if tried.before is None else tried.before.body
    return DefinitionDone(
        area=done.version.area,
        id=done.version.id,
        dry_run=dry_run,
        version=version_of(done.version, moments),
        computed=dict(tried.computed),
        changes=list(changes(shown_body(before, moments), shown_body(done.version.body, moments))),
        replaces=[row.version for row in tried.replaces],
        gives=dict(tried.gives),
        two_people=two_people,
    )


def shown_body(body: Mapping[str, Any], moments: Collection[str]) -> dict[str, Any]:
    """Return a stored body as staff see it: its moments in RFC 3339."""
    return {key: _shown(value) if key in moments else value for key, value in body.items()}


def stored_body(body: Mapping[str, Any], moments: Collection[str]) -> dict[str, Any]:
    """Return a body that staff have sent as it is stored: its moments in Unix ms. Raises Problem: `invalid_payload`."""
    return {key: _stored(key, value) if key in moments else value for key, value in body.items()}


def _shown(value: Any) -> Any:
    return msgspec.to_builtins(moment(value)) if isinstance(value, int) and 0 <= value <= UNIX_MS_MAX else value


def _stored(key: str, value: Any) -> Any:
    if value is None:
        return None
    if isinstance(value, int | float):
        says = f"{key}: write {understood(value)} in RFC 3339 with an offset if {value} is meant as that; or null."
        raise Problem("invalid_payload", says)
    try:
        return unix_ms(msgspec.convert(value, Moment))
    except msgspec.ValidationError:
        raise Problem("invalid_payload", f"{key}: a moment is RFC 3339 with an offset, or null.") from None
    except Problem as absurd:
        raise Problem("invalid_payload", f"{key}: {absurd.detail}") from None


def _moment(at_ms: int) -> datetime | None:
    """0 is none: in force at once, or never stored."""
    return moment(at_ms) if at_ms else None
