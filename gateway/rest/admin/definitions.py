"""`/api/admin/definitions`: what staff change while players play. Times are RFC 3339.

A change is a further version: it names the version that it was made from (`version`, 0 for the first), so that nobody
overwrites what they have not seen. With `?dry_run=true` the answer is what would be, and nothing happens. Events and
missions need the role OPERATOR, slot machines, banners and crash tables ADMIN.
"""

from collections.abc import Awaitable, Callable
from datetime import datetime
from typing import Annotated, ClassVar

import msgspec
from fastapi import APIRouter, Depends, Path, Query, Request
from starlette.responses import Response

from actors.definitions.book import Definitions
from actors.runtime.payloads import ClientPayload
from gateway.auth.roles import Role
from gateway.rest.admin.acts import OPTIONAL_KEY
from gateway.rest.admin.definition_bodies import (
    VERSION_MAX,
    Closing,
    DefinitionDiff,
    DefinitionDone,
    DefinitionHistory,
    DefinitionList,
    NewVersion,
    Return,
    shown_body,
    stored_body,
    summary_of,
    version_of,
)
from gateway.rest.admin.moments import unix_ms
from gateway.rest.admin.once import once
from gateway.rest.body import json_response, read_payload
from gateway.rest.documented import documented
from gateway.rest.guards import Viewer, require
from gateway.rest.pages import Cursors, WantedPage
from gateway.rest.provided import Caller, Provided, origin_of
from gateway.staff.definitions import EVENTS, DefinitionPublisher, Wanted
from gateway.staff.json_diff import changes

ID_PATTERN = r"^[a-z0-9][a-z0-9_-]{0,47}$"
PREFIX = "/api/admin/definitions"
IDS: Cursors[str] = Cursors("definitions", Annotated[str, msgspec.Meta(max_length=48)])
VERSIONS: Cursors[int] = Cursors("versions", Annotated[int, msgspec.Meta(ge=-VERSION_MAX, le=0)])
"""The newest first, so that places are negative."""

DefinitionId = Annotated[str, Path(pattern=ID_PATTERN)]
DryRun = Annotated[bool, Query(description="Only say what would be.")]


class _Decoders:
    NEW: ClassVar[msgspec.json.Decoder[NewVersion]] = msgspec.json.Decoder(NewVersion)
    CLOSING: ClassVar[msgspec.json.Decoder[Closing]] = msgspec.json.Decoder(Closing)
    RETURN: ClassVar[msgspec.json.Decoder[Return]] = msgspec.json.Decoder(Return)


async def _area(request: Request) -> str:
    """Return the area of the path, or that of events where the path names none."""
    area: str = request.path_params.get("area", EVENTS)
    return area


async def _publisher(request: Request, provided: Provided, caller: Caller) -> DefinitionPublisher:
    return DefinitionPublisher(
        provided.definitions,
        provided.definition_store,
        provided.audit,
        provided.clock,
        caller=caller,
        origin=origin_of(request),
    )


AreaName = Annotated[str, Depends(_area)]
Publisher = Annotated[DefinitionPublisher, Depends(_publisher)]
_READ = APIRouter(prefix=PREFIX + "/{area}", tags=["admin"])


# --- what there is ---


@_READ.get(
    "",
    summary="List definitions",
    **documented(answer=DefinitionList, says="All of the area.", problems=(401, 403, 404, 503)),
)
async def definitions(area: str, provided: Provided, publisher: Publisher, _: Viewer, wanted: WantedPage) -> Response:
    """Every definition of an area: `missions`, `slot`, `gacha` or `crash`."""
    page, after = IDS.page(await publisher.newest(area), wanted, lambda row: row.id)
    shown = [summary_of(row, _in_force(provided.definitions, area, row.id)) for row in page]
    return json_response(DefinitionList(area=area, items=shown, next=after))


@_READ.get(
    "/{definition_id}",
    summary="Versions of a definition",
    **documented(answer=DefinitionHistory, says="Its versions.", problems=(400, 401, 403, 404, 503)),
)
async def definition_history(
    area: str, definition_id: DefinitionId, provided: Provided, publisher: Publisher, _: Viewer, wanted: WantedPage
) -> Response:
    """Every version with its body, who made it and why."""
    page, after = VERSIONS.page(await publisher.history(area, definition_id), wanted, lambda row: -row.version)
    versions = [version_of(row, publisher.moments(area)) for row in page]
    in_force = _in_force(provided.definitions, area, definition_id)
    return json_response(DefinitionHistory(area=area, id=definition_id, in_force=in_force, items=versions, next=after))


@_READ.get(
    "/{definition_id}/diff",
    summary="What differs between two versions",
    **documented(answer=DefinitionDiff, says="The differences.", problems=(400, 401, 403, 404, 503)),
)
async def definition_diff(
    area: str,
    definition_id: DefinitionId,
    publisher: Publisher,
    _: Viewer,
    old: Annotated[int, Query(ge=1, le=VERSION_MAX)],
    new: Annotated[int, Query(ge=1, le=VERSION_MAX)],
) -> Response:
    """Place by place, by JSON pointer."""
    before = await publisher.version(area, definition_id, old)
    after = await publisher.version(area, definition_id, new)
    moments = publisher.moments(area)
    found = changes(shown_body(before.body, moments), shown_body(after.body, moments))
    return json_response(DefinitionDiff(old, new, list(found)))


def _in_force(found: Definitions, area: str, definition_id: str) -> int | None:
    definition = found.area(area).get(definition_id)
    return None if definition is None else definition.version


# --- the next version ---


async def publish(
    area: AreaName,
    definition_id: DefinitionId,
    request: Request,
    provided: Provided,
    publisher: Publisher,
    dry_run: DryRun = False,
) -> Response:
    """Create a definition or change it; refused if it cannot be played by, or does not fit the others."""
    new = await read_payload(request, _Decoders.NEW, provided.config.body_bytes_max)
    body = stored_body(new.body, publisher.moments(area))
    wanted = Wanted(new.version, new.reason, _starts_ms(new.starts_at), body)
    return await _done(request, provided, publisher, area, definition_id, wanted, dry_run=dry_run)


async def close(
    area: AreaName,
    definition_id: DefinitionId,
    request: Request,
    provided: Provided,
    publisher: Publisher,
    dry_run: DryRun = False,
) -> Response:
    """Take it out of use; publishing another version opens it again."""
    new = await read_payload(request, _Decoders.CLOSING, provided.config.body_bytes_max)
    wanted = Wanted(new.version, new.reason, _starts_ms(new.starts_at), closed=True, act="CLOSE")
    return await _done(request, provided, publisher, area, definition_id, wanted, dry_run=dry_run)


async def revert(
    area: AreaName,
    definition_id: DefinitionId,
    request: Request,
    provided: Provided,
    publisher: Publisher,
    dry_run: DryRun = False,
) -> Response:
    """Publish what an earlier version was as the next one."""
    new = await read_payload(request, _Decoders.RETURN, provided.config.body_bytes_max)
    earlier = await publisher.version(area, definition_id, new.to)
    starts_ms = _starts_ms(new.starts_at)
    wanted = Wanted(new.version, new.reason, starts_ms, earlier.body, earlier.closed, "REVERT")
    return await _done(request, provided, publisher, area, definition_id, wanted, dry_run=dry_run)


def _starts_ms(starts_at: datetime | None) -> int:
    return 0 if starts_at is None else unix_ms(starts_at)


async def _done(
    request: Request,
    provided: Provided,
    publisher: DefinitionPublisher,
    area: str,
    definition_id: str,
    wanted: Wanted,
    *,
    dry_run: bool,
) -> Response:
    moments = publisher.moments(area)

    async def act() -> Response:
        done = await publisher.publish(area, definition_id, wanted, dry_run=dry_run)
        shown = DefinitionDone(
            area=area,
            id=definition_id,
            dry_run=dry_run,
            version=version_of(done.version, moments),
            computed=done.computed,
            changes=list(changes(shown_body(done.before, moments), shown_body(done.version.body, moments))),
        )
        return json_response(shown, 200 if dry_run else 201)

    return await (act() if dry_run else once(request, provided, act))


def _writing(prefix: str, kind: str, role: Role, *in_path: str) -> APIRouter:
    """Return the routes that publish versions of `kind`, for callers of `role`."""
    writing = APIRouter(prefix=prefix, tags=["admin"], dependencies=[Depends(require(role))])
    parameters = [{"name": name, "in": "path", "required": True, "schema": {"type": "string"}} for name in in_path]

    def add(
        method: str, path: str, act: Callable[..., Awaitable[Response]], summary: str, body: type[ClientPayload]
    ) -> None:
        documentation = documented(
            body=body,
            answer=DefinitionDone,
            status=201,
            says="The version.",
            also={200: ("What the version would be.", DefinitionDone)},
            problems=(401, 403, 404, 409, 422, 503),
            parameters=(*parameters, OPTIONAL_KEY),
        )
        name = f"{act.__name__}_{kind}"
        writing.add_api_route(path, act, methods=[method], name=name, summary=summary, **documentation)

    add("PUT", "/{definition_id}", publish, "Publish a version", NewVersion)
    add("POST", "/{definition_id}/close", close, "Close a definition", Closing)
    add("POST", "/{definition_id}/revert", revert, "Return to an earlier version", Return)
    return writing


router = APIRouter()
for _part in (
    _writing(f"{PREFIX}/{EVENTS}", "event", Role.OPERATOR),
    _writing(f"{PREFIX}/{{area}}", "configuration", Role.ADMIN, "area"),
    _READ,
):
    router.include_router(_part)
