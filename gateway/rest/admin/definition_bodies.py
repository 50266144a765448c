"""Definitions as staff send and see them. Times are RFC 3339."""

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Annotated, Any

import msgspec
from msgspec import Meta

from actors.runtime.payloads import ClientPayload, ServerPayload
from actors.staff.messages import Reason
from gateway.rest.admin.moments import Moment, moment, unix_ms
from gateway.rest.pages import UNIX_MS_MAX, Listed
from gateway.rest.problems import Problem
from gateway.staff.json_diff import Change
from persistence.definitions import StoredDefinition

VERSION_MAX = 2**31 - 2

Number = Annotated[int, Meta(ge=0, le=VERSION_MAX)]


class NewVersion(ClientPayload, frozen=True, kw_only=True):
    """The next version, made from `version`; in force from `starts_at` on, or at once."""

    version: Number
    body: dict[str, Any]
    reason: Reason
    starts_at: Moment | None = None


class Closing(ClientPayload, frozen=True, kw_only=True):
    """Out of use, from `starts_at` on or at once; what is open ends by its own version."""

    version: Number
    reason: Reason
    starts_at: Moment | None = None


class Return(ClientPayload, frozen=True, kw_only=True):
    """Back to what version `to` was: a further version with its body."""

    version: Number
    to: Annotated[int, Meta(ge=1, le=VERSION_MAX)]
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


class DefinitionList(Listed[DefinitionSummary], frozen=True, kw_only=True):
    """The definitions of an area, by id."""

    area: str


class DefinitionHistory(Listed[DefinitionVersion], frozen=True, kw_only=True):
    """The versions of a definition, the newest first; the store keeps the last 100."""

    area: str
    id: str
    in_force: int | None


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
    try:
        return unix_ms(msgspec.convert(value, Moment))
    except msgspec.ValidationError:
        raise Problem("invalid_payload", f"{key}: a moment is RFC 3339 with an offset, or null.") from None


def _moment(at_ms: int) -> datetime | None:
    """0 is none: in force at once, or never stored."""
    return moment(at_ms) if at_ms else None
