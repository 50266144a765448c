"""`/api/admin/definitions`: what staff change while players play. Times are RFC 3339.

A change is a further version: it names the version that it was made from (`expected_version`, 0 for the first), so that
nobody overwrites what he has not seen. With `?dry_run=true` the answer is what would be, and nothing happens. Events
and missions need the role OPERATOR, slot machines, banners and crash tables ADMIN.
"""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Annotated, Any, ClassVar

import msgspec
from fastapi import APIRouter, Depends, Path, Query, Request
from msgspec import Meta
from starlette.responses import Response

from actors.definitions.book import Definitions
from actors.runtime.payloads import ClientPayload, ServerPayload
from actors.staff.messages import Reason
from gateway.auth.roles import Role
from gateway.rest.body import json_response, read_payload
from gateway.rest.documented import documented
from gateway.rest.guards import Viewer, require
from gateway.rest.problems import Problem
from gateway.rest.provided import Caller, Identities, Provided, origin_of
from gateway.staff.definitions import EVENTS, DefinitionPublisher, Wanted, built_in_row
from gateway.staff.json_diff import Change, changes
from persistence.definitions import StoredDefinition

VERSION_MAX = 2**31 - 2
ID_PATTERN = r"^[a-z0-9][a-z0-9_-]{0,47}$"
PREFIX = "/api/admin/definitions"

Number = Annotated[int, Meta(ge=0, le=VERSION_MAX)]
Moment = Annotated[datetime, Meta(tz=True)]
DefinitionId = Annotated[str, Path(pattern=ID_PATTERN)]
DryRun = Annotated[bool, Query(description="Only say what would be.")]


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


class _Decoders:
    NEW: ClassVar[msgspec.json.Decoder[NewVersion]] = msgspec.json.Decoder(NewVersion)
    CLOSING: ClassVar[msgspec.json.Decoder[Closing]] = msgspec.json.Decoder(Closing)
    RETURN: ClassVar[msgspec.json.Decoder[Return]] = msgspec.json.Decoder(Return)


async def _area(request: Request) -> str:
    """The area of the path, or that of events where the path names none."""
    area: str = request.path_params.get("area", EVENTS)
    return area


async def _desk(request: Request, provided: Provided, identity: Identities, caller: Caller) -> DefinitionPublisher:
    return DefinitionPublisher(
        provided.definitions,
        provided.definition_store,
        provided.audit,
        provided.clock,
        caller=caller,
        origin=origin_of(request, identity),
    )


AreaName = Annotated[str, Depends(_area)]
Desk = Annotated[DefinitionPublisher, Depends(_desk)]
_READ = APIRouter(prefix=PREFIX + "/{area}", tags=["admin"])


@_READ.get(
    "",
    summary="List definitions",
    **documented(answer=DefinitionList, says="All of the area.", problems=(401, 403, 404, 503)),
)
async def definitions(area: str, provided: Provided, _: Viewer) -> Response:
    """Every definition of an area: `missions`, `slot`, `gacha` or `crash`."""
    if area not in provided.definitions.areas:
        raise Problem("not_found", f"there is no area {area}; there are {', '.join(provided.definitions.areas)}")
    newest = {row.id: row for row in _built_in(provided.definitions, area)}
    for row in await provided.definition_store.newest(area):
        if row.id not in newest or row.version >= newest[row.id].version:
            newest[row.id] = row
    shown = [_summary(newest[key], _in_force(provided.definitions, area, key)) for key in sorted(newest)]
    return json_response(DefinitionList(area, shown))


@_READ.get(
    "/{definition_id}",
    summary="Versions of a definition",
    **documented(answer=DefinitionHistory, says="Its versions.", problems=(400, 401, 403, 404, 503)),
)
async def definition_history(
    area: str, definition_id: DefinitionId, provided: Provided, desk: Desk, _: Viewer
) -> Response:
    """Every version with its body, who made it and why."""
    versions = [_version(row) for row in await desk.history(area, definition_id)]
    in_force = _in_force(provided.definitions, area, definition_id)
    return json_response(DefinitionHistory(area=area, id=definition_id, in_force=in_force, versions=versions))


@_READ.get(
    "/{definition_id}/diff",
    summary="What differs between two versions",
    **documented(answer=DefinitionDiff, says="The differences.", problems=(400, 401, 403, 404, 503)),
)
async def definition_diff(
    area: str,
    definition_id: DefinitionId,
    desk: Desk,
    _: Viewer,
    old: Annotated[int, Query(ge=1, le=VERSION_MAX)],
    new: Annotated[int, Query(ge=1, le=VERSION_MAX)],
) -> Response:
    """Place by place, by JSON pointer."""
    before = await desk.version(area, definition_id, old)
    after = await desk.version(area, definition_id, new)
    return json_response(DefinitionDiff(old, new, list(changes(before.body, after.body))))


def _documented(body: type[ClientPayload], parameters: tuple[dict[str, Any], ...]) -> dict[str, Any]:
    return documented(
        body=body,
        answer=DefinitionDone,
        status=201,
        says="The version.",
        also={200: ("What the version would be.", DefinitionDone)},
        problems=(401, 403, 404, 409, 503),
        parameters=parameters,
    )


def _writing(prefix: str, kind: str, role: Role, *in_path: str) -> APIRouter:
    """The routes that publish versions of `kind`, for callers of `role`."""
    writing = APIRouter(prefix=prefix, tags=["admin"], dependencies=[Depends(require(role))])
    text = {"type": "string"}
    parameters = tuple({"name": name, "in": "path", "required": True, "schema": text} for name in in_path)

    @writing.put(
        "/{definition_id}",
        name=f"publish_{kind}",
        summary="Publish a version",
        **_documented(NewVersion, parameters),
    )
    async def publish(
        area: AreaName,
        definition_id: DefinitionId,
        request: Request,
        provided: Provided,
        desk: Desk,
        dry_run: DryRun = False,
    ) -> Response:
        """Create a definition or change it; refused if it cannot be played by, or does not fit the others."""
        new = await read_payload(request, _Decoders.NEW, provided.config.body_bytes_max)
        wanted = Wanted(new.expected_version, new.reason, _unix_ms(new.starts_at), new.body)
        return await _done(desk, area, definition_id, wanted, dry_run=dry_run)

    @writing.post(
        "/{definition_id}/close",
        name=f"close_{kind}",
        summary="Close a definition",
        **_documented(Closing, parameters),
    )
    async def close(
        area: AreaName,
        definition_id: DefinitionId,
        request: Request,
        provided: Provided,
        desk: Desk,
        dry_run: DryRun = False,
    ) -> Response:
        """Take it out of use; publishing another version opens it again."""
        new = await read_payload(request, _Decoders.CLOSING, provided.config.body_bytes_max)
        starts_ms = _unix_ms(new.starts_at)
        wanted = Wanted(new.expected_version, new.reason, starts_ms, closed=True, act="CLOSE")
        return await _done(desk, area, definition_id, wanted, dry_run=dry_run)

    @writing.post(
        "/{definition_id}/revert",
        name=f"revert_{kind}",
        summary="Return to an earlier version",
        **_documented(Return, parameters),
    )
    async def revert(
        area: AreaName,
        definition_id: DefinitionId,
        request: Request,
        provided: Provided,
        desk: Desk,
        dry_run: DryRun = False,
    ) -> Response:
        """Publish what an earlier version was as the next one."""
        new = await read_payload(request, _Decoders.RETURN, provided.config.body_bytes_max)
        earlier = await desk.version(area, definition_id, new.version)
        wanted = Wanted(
            new.expected_version, new.reason, _unix_ms(new.starts_at), earlier.body, earlier.closed, "REVERT"
        )
        return await _done(desk, area, definition_id, wanted, dry_run=dry_run)

    return writing


async def _done(desk: DefinitionPublisher, area: str, definition_id: str, wanted: Wanted, *, dry_run: bool) -> Response:
    done = await desk.publish(area, definition_id, wanted, dry_run=dry_run)
    shown = DefinitionDone(
        area=area,
        id=definition_id,
        dry_run=dry_run,
        version=_version(done.version),
        computed=done.computed,
        changes=list(done.changes),
    )
    return json_response(shown, 200 if dry_run else 201)


def _built_in(found: Definitions, area: str) -> Sequence[StoredDefinition]:
    rows = (built_in_row(found, area, key) for key in found.areas[area].built_in)
    return [row for row in rows if row is not None]


def _in_force(found: Definitions, area: str, definition_id: str) -> int | None:
    definition = found.area(area).get(definition_id)
    return None if definition is None else definition.version


def _summary(row: StoredDefinition, in_force: int | None) -> DefinitionSummary:
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


def _version(row: StoredDefinition) -> DefinitionVersion:
    return DefinitionVersion(
        version=row.version,
        closed=row.closed,
        starts_at=_moment(row.starts_ms),
        author=row.author,
        reason=row.reason,
        at=_moment(row.at_ms),
        body=row.body,
    )


def _moment(unix_ms: int) -> datetime | None:
    return datetime.fromtimestamp(unix_ms / 1000, UTC) if unix_ms else None


def _unix_ms(moment: datetime | None) -> int:
    return 0 if moment is None else round(moment.timestamp() * 1000)


router = APIRouter()
for _part in (
    _writing(f"{PREFIX}/{EVENTS}", "event", Role.OPERATOR),
    _writing(f"{PREFIX}/{{area}}", "configuration", Role.ADMIN, "area"),
    _READ,
):
    router.include_router(_part)
