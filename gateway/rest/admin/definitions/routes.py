"""`/api/admin/definitions`: what staff change while players play. Times are RFC 3339.

A change is a further version: it names the version that it was made from (`version`, 0 for the first), so that nobody
overwrites what they have not seen. With `?dry_run=true` the answer is what would be, and nothing happens. Events and
missions need the role OPERATOR, everything else ADMIN.
"""

from collections.abc import Awaitable, Callable
from typing import Annotated, Any, ClassVar, TypeVar

import msgspec
from fastapi import APIRouter, Depends, Path, Query, Request
from starlette.responses import Response

from actors.definitions.book import Definitions
from actors.runtime.payloads import ClientPayload, ServerPayload
from gateway.auth.roles import Role
from gateway.auth.tokens import Principal
from gateway.dependencies import GatewayDependencies
from gateway.rest.admin.acts import OPTIONAL_KEY, act_of
from gateway.rest.admin.approvals import ApprovalView, waiting_for_approval
from gateway.rest.admin.definitions.bodies import (
    VERSION_MAX,
    Closing,
    DefinitionDiff,
    DefinitionDone,
    DefinitionHistory,
    DefinitionList,
    DefinitionsDone,
    NewVersion,
    NewVersions,
    Return,
    done_of,
    shown_body,
    stored_body,
    summary_of,
    version_of,
)
from gateway.rest.admin.definitions.exchanges import refuse_gainful
from gateway.rest.admin.moments import unix_ms
from gateway.rest.admin.once import once
from gateway.rest.body import json_response, read_payload
from gateway.rest.documented import documented
from gateway.rest.guards import Viewer, require
from gateway.rest.idempotency import KEY_HEADER
from gateway.rest.pages import Cursors, WantedPage
from gateway.rest.problems import Problem
from gateway.rest.provided import Caller, Provided
from gateway.staff.definition_versions import DefinitionVersions
from gateway.staff.definitions import EVENTS, Change, PublishedVersion, Wanted
from gateway.staff.four_eyes.gifts import Waiting
from gateway.staff.json_diff import changes

ID_PATTERN = r"^[a-z0-9][a-z0-9_-]{0,47}$"
PREFIX = "/api/admin/definitions"
IDS: Cursors[str] = Cursors("definitions", Annotated[str, msgspec.Meta(max_length=48)])
VERSIONS: Cursors[int] = Cursors("versions", Annotated[int, msgspec.Meta(ge=-VERSION_MAX, le=0)])
"""The newest first, so that places are negative."""

DefinitionId = Annotated[str, Path(pattern=ID_PATTERN)]
DryRun = Annotated[bool, Query(description="Only say what would be.")]
CLOSE = "CLOSE"
"""How the audit event of a version ends that takes a definition out of use."""
Sent = TypeVar("Sent", bound=msgspec.Struct)


class _Decoders:
    MANY: ClassVar[msgspec.json.Decoder[NewVersions]] = msgspec.json.Decoder(NewVersions)
    NEW: ClassVar[msgspec.json.Decoder[NewVersion]] = msgspec.json.Decoder(NewVersion)
    CLOSING: ClassVar[msgspec.json.Decoder[Closing]] = msgspec.json.Decoder(Closing)
    RETURN: ClassVar[msgspec.json.Decoder[Return]] = msgspec.json.Decoder(Return)


async def _area(request: Request) -> str:
    """Return the area of the path, or that of events where the path names none."""
    area: str = request.path_params.get("area", EVENTS)
    return area


async def _versions(provided: Provided) -> DefinitionVersions:
    return provided.promises.publisher.versions


AreaName = Annotated[str, Depends(_area)]
Versions = Annotated[DefinitionVersions, Depends(_versions)]
_READ = APIRouter(prefix=PREFIX + "/{area}", tags=["admin"])


# --- what there is ---


@_READ.get(
    "",
    summary="List definitions",
    **documented(answer=DefinitionList, says="All of the area.", problems=(401, 403, 404, 503)),
)
async def definitions(area: str, provided: Provided, known: Versions, _: Viewer, wanted: WantedPage) -> Response:
    """Every definition of an area: `missions`, `slot`, `gacha`, `crash`, `rps`, `economy` or `streak`."""
    page, after = IDS.page(await known.newest(area), wanted, lambda row: row.id)
    shown = [summary_of(row, _in_force(provided.definitions, area, row.id)) for row in page]
    return json_response(DefinitionList(area=area, items=shown, next=after))


@_READ.get(
    "/{definition_id}",
    summary="Versions of a definition",
    **documented(answer=DefinitionHistory, says="Its versions.", problems=(400, 401, 403, 404, 503)),
)
async def definition_history(
    area: str, definition_id: DefinitionId, provided: Provided, known: Versions, _: Viewer, wanted: WantedPage
) -> Response:
    """Every version with its body, who made it and why."""
    page, after = VERSIONS.page(await known.history(area, definition_id), wanted, lambda row: -row.version)
    versions = [version_of(row, known.moments(area)) for row in page]
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
    known: Versions,
    _: Viewer,
    old: Annotated[int, Query(ge=1, le=VERSION_MAX)],
    new: Annotated[int, Query(ge=1, le=VERSION_MAX)],
) -> Response:
    """Place by place, by JSON pointer."""
    before = await known.version(area, definition_id, old)
    after = await known.version(area, definition_id, new)
    moments = known.moments(area)
    found = changes(shown_body(before.body, moments), shown_body(after.body, moments))
    return json_response(DefinitionDiff(old, new, list(found)))


def _in_force(found: Definitions, area: str, definition_id: str) -> int | None:
    definition = found.area(area).get(definition_id)
    return None if definition is None else definition.version


# --- the next version ---


class VersionsRequest:
    """A request with versions of an area: reads it, publishes them or says what they would be, and answers."""

    def __init__(
        self, request: Request, provided: GatewayDependencies, caller: Principal, area: str, dry_run: bool
    ) -> None:
        self._request = request
        self._provided = provided
        self._caller = caller
        self._dry_run = dry_run
        self.area = area
        self.known = provided.promises.publisher.versions

    async def read(self, decoder: msgspec.json.Decoder[Sent]) -> Sent:
        """Return what was sent. Raises Problem."""
        return await read_payload(self._request, decoder, self._provided.config.body_bytes_max)

    def body(self, sent: dict[str, Any] | None) -> dict[str, Any] | None:
        """Return a body as it is stored. Raises Problem, UnknownDefinition."""
        return None if sent is None else stored_body(sent, self.known.moments(self.area))

    async def publish(
        self, sent: NewVersion | NewVersions | Closing | Return, *changes: Change, together: bool = False
    ) -> Response:
        """Publish the changes, or say what they would be. Raises Problem, and as `Promises.order` does."""
        starts_ms = 0 if sent.starts_at is None else unix_ms(sent.starts_at)
        wanted = Wanted(self.area, changes, starts_ms, sent.replace)
        by, promises = act_of(self._request, self._caller, sent.reason), self._provided.promises

        async def act() -> Response:
            await self._refuse_gainful(wanted)
            ordered = await promises.order(wanted, by, self._request.headers.get(KEY_HEADER, ""))
            return waiting_for_approval(ordered) if isinstance(ordered, Waiting) else self._done(ordered, together, 201)

        if self._dry_run:
            await self._refuse_gainful(wanted)
            tried = await promises.publisher.try_out(wanted, by, recorded=False)
            return self._done(promises.publisher.shown(tried), together, 200)
        return await once(self._request, self._provided, act)

    def _done(self, versions: list[PublishedVersion], together: bool, status: int) -> Response:
        moments, takes_two = self.known.moments(self.area), self._provided.promises.takes_two
        items = [done_of(each, moments, self._dry_run, takes_two((each.tried,))) for each in versions]
        shown = DefinitionsDone(area=self.area, dry_run=self._dry_run, items=items) if together else items[0]
        return json_response(shown, status)

    async def _refuse_gainful(self, wanted: Wanted) -> None:
        provided = self._provided
        await refuse_gainful(provided.entities, provided.definitions, wanted, provided.clock.now_ms())


async def _versions_request(
    request: Request, provided: Provided, caller: Caller, area: AreaName, dry_run: DryRun = False
) -> VersionsRequest:
    return VersionsRequest(request, provided, caller, area, dry_run)


New = Annotated[VersionsRequest, Depends(_versions_request)]


async def publish(definition_id: DefinitionId, new: New) -> Response:
    """Create a definition or change it; refused if it cannot be played by, or does not fit the others. What gives
    players more than one person may give waits for a second one."""
    sent = await new.read(_Decoders.NEW)
    return await new.publish(sent, Change(definition_id, sent.version, new.body(sent.body)))


async def publish_all(new: New) -> Response:
    """Change several definitions of an area together: all of them, or none. It is the way for those that only fit one
    another."""
    sent = await new.read(_Decoders.MANY)
    if len({each.id for each in sent.items}) < len(sent.items):
        raise Problem("invalid_payload", "items: of each definition one version.")
    changes = (
        Change(each.id, each.version, new.body(each.body), each.closed, CLOSE if each.closed else "")
        for each in sent.items
    )
    return await new.publish(sent, *changes, together=True)


async def close(definition_id: DefinitionId, new: New) -> Response:
    """Take it out of use; publishing another version opens it again."""
    sent = await new.read(_Decoders.CLOSING)
    return await new.publish(sent, Change(definition_id, sent.version, closed=True, act=CLOSE))


async def revert(definition_id: DefinitionId, new: New) -> Response:
    """Publish what an earlier version was as the next one."""
    sent = await new.read(_Decoders.RETURN)
    earlier = await new.known.version(new.area, definition_id, sent.to)
    return await new.publish(sent, Change(definition_id, sent.version, earlier.body, earlier.closed, "REVERT"))


def _writing(prefix: str, kind: str, role: Role, *in_path: str) -> APIRouter:
    """Return the routes that publish versions of `kind`, for callers of `role`."""
    writing = APIRouter(prefix=prefix, tags=["admin"], dependencies=[Depends(require(role))])
    parameters = [{"name": name, "in": "path", "required": True, "schema": {"type": "string"}} for name in in_path]

    def add(
        method: str,
        path: str,
        act: Callable[..., Awaitable[Response]],
        summary: str,
        body: type[ClientPayload],
        answer: type[ServerPayload] = DefinitionDone,
    ) -> None:
        documentation = documented(
            body=body,
            answer=answer,
            status=201,
            says="The version.",
            also={200: ("What the version would be.", answer), 202: ("Waits for a second person.", ApprovalView)},
            problems=(401, 403, 404, 409, 422, 503),
            parameters=(*parameters, OPTIONAL_KEY),
        )
        name = f"{act.__name__}_{kind}"
        writing.add_api_route(path, act, methods=[method], name=name, summary=summary, **documentation)

    add("PUT", "", publish_all, "Publish versions together", NewVersions, DefinitionsDone)
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
