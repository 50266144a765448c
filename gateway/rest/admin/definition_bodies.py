"""Definitions as staff send and see them. Times are RFC 3339."""

from datetime import datetime
from typing import Annotated, Any

from msgspec import Meta

from actors.runtime.payloads import ClientPayload, ServerPayload
from actors.staff.messages import Reason
from gateway.rest.admin.moments import Moment, moment
from gateway.staff.json_diff import Change
from persistence.definitions import StoredDefinition

VERSION_MAX = 2**31 - 2

Number = Annotated[int, Meta(ge=0, le=VERSION_MAX)]


class NewVersion(ClientPayload, frozen=True, kw_only=True):
    """The next version, made from `expected_version`; in force from `starts_at` on, or at once."""

    expected_version: Number
    body: dict[str, Any]
    reason: Reason
    starts_at: Moment | None = None


class Closing(ClientPayload, frozen=True, kw_only=True):
    """Out of use, from `starts_at` on or at once; what is open ends by its own version."""

    expected_version: Number
    reason: Reason
    starts_at: Moment | None = None


class Return(ClientPayload, frozen=True, kw_only=True):
    """Back to what `version` was: a further version with its body."""

    expected_version: Number
    version: Annotated[int, Meta(ge=1, le=VERSION_MAX)]
    reason: Reason
    starts_at: Moment | None = None


class DefinitionVersion(ServerPayload, frozen=True, kw_only=True):
    """One version. `starts_at` null: in force at once; without `author` it came with the program."""

    version: int
    closed: bool
    starts_at: datetime | None
    author: str
    reason: str
    at: datetime | None
    body: dict[str, Any]


class DefinitionSummary(ServerPayload, frozen=True, kw_only=True):
    """The newest version of a definition, and the one that this gateway has in force."""

    id: str
    newest: int
    in_force: int | None
    closed: bool
    starts_at: datetime | None
    author: str
    reason: str
    at: datetime | None


class DefinitionList(ServerPayload, frozen=True):
    """Every definition of an area."""

    area: str
    definitions: list[DefinitionSummary]


class DefinitionHistory(ServerPayload, frozen=True, kw_only=True):
    """The versions of a definition, the newest first, at most 100."""

    area: str
    id: str
    in_force: int | None
    versions: list[DefinitionVersion]


class DefinitionDiff(ServerPayload, frozen=True):
    """What version `new` has different from version `old`."""

    old: int
    new: int
    changes: list[Change]


class DefinitionDone(ServerPayload, frozen=True, kw_only=True):
    """The version that was stored, or would be; `computed` is what was found of it (a machine's return)."""

    area: str
    id: str
    dry_run: bool
    version: DefinitionVersion
    computed: dict[str, Any]
    changes: list[Change]


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


def version_of(row: StoredDefinition) -> DefinitionVersion:
    """Return a version as staff see it."""
    return DefinitionVersion(
        version=row.version,
        closed=row.closed,
        starts_at=_moment(row.starts_ms),
        author=row.author,
        reason=row.reason,
        at=_moment(row.at_ms),
        body=row.body,
    )


def _moment(at_ms: int) -> datetime | None:
    """0 is none: in force at once, or never stored."""
    return moment(at_ms) if at_ms else None
