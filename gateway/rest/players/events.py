"""Events and missions over REST: what there is now, joining, claiming. The commands are those of the socket.

Beside them the notices of a player that are too many for a snapshot.
"""

from collections.abc import Awaitable, Callable
from typing import Annotated, Any

import msgspec
from fastapi import APIRouter, Request
from msgspec import UNSET, Meta, UnsetType
from starlette.responses import Response

from actors.missions.messages import EventClaim, EventId, EventJoin, EventsGet
from actors.player.notices import UnackedEvent
from actors.runtime.entity import EntityRef
from actors.runtime.payloads import ClientPayload
from gateway.ports import COMMAND_ID_CHARS_MAX
from gateway.rest.body import EMPTY, checked, json_response, read_payload, received_at
from gateway.rest.documented import documented, header
from gateway.rest.guards import Player
from gateway.rest.idempotency import KEY_HEADER, REPLAYED_HEADER, answered, idempotency_key
from gateway.rest.pages import UNIX_MS_MAX, Cursors, Listed, WantedPage
from gateway.rest.problems import Problem
from gateway.rest.provided import Provided


class EventNamed(ClientPayload, frozen=True):
    """The body of the command, which may be left out: the path names the event."""

    event_id: EventId | UnsetType = UNSET


class UnackedEvents(Listed[UnackedEvent], frozen=True):
    """Notices that are not in the snapshot and not acknowledged yet, oldest first."""


CURSORS: Cursors[int] = Cursors("unacked", Annotated[int, Meta(ge=1, le=UNIX_MS_MAX)])
router = APIRouter(tags=["event"])
_DECODE_NAMED = msgspec.json.Decoder(EventNamed)
_DECODE_ID = msgspec.json.Decoder(EventId)


@router.get(
    "/api/events/active",
    summary="Events and missions of now",
    **documented(
        answer=EventsGet.REPLY, says="What can be joined, counts or can be claimed.", problems=(401, 403, 503)
    ),
)
async def active_events(provided: Provided, caller: Player) -> Response:
    """Every event that means something to the caller now, and how far they have come in it."""
    answer = await provided.entities.query(EntityRef("user", caller.user_id), EventsGet.TYPE, EMPTY)
    return json_response(checked(answer).body)


@router.get(
    "/api/events/unacked",
    summary="Notices that are too many for the snapshot",
    **documented(answer=UnackedEvents, says="Older notices, oldest first.", problems=(400, 401, 403, 503)),
)
async def unacked_events(provided: Provided, caller: Player, page: WantedPage) -> Response:
    """The caller's unacknowledged notices that the snapshot has no room for; `event.ack` acknowledges them."""
    found = await provided.notices.unread(caller.user_id, CURSORS.place(page.cursor), page.limit + 1)
    shown, after = CURSORS.cut(found, page.limit, lambda notice: notice.number)
    items = [UnackedEvent(id=each.notice_id, type=each.type, payload=dict(each.payload)) for each in shown]
    return json_response(UnackedEvents(items=items, next=after))


def _handler(command: type[EventJoin] | type[EventClaim], *, key_required: bool) -> Callable[..., Awaitable[Response]]:
    async def event_command(event_id: str, request: Request, provided: Provided, caller: Player) -> Response:
        key = idempotency_key(request, required=key_required)
        await _check_body(event_id, request, provided.config.body_bytes_max)
        answer = await provided.entities.command(
            EntityRef("user", caller.user_id),
            command.TYPE,
            msgspec.json.encode(command(event_id=event_id)),
            command_id=key,
            timeout_ms=provided.config.command_timeout_ms,
            received_ms=received_at(request),
        )
        return answered(answer)

    return event_command


async def _check_body(event_id: str, request: Request, bytes_max: int) -> None:
    """Raise Problem when the path names no event, the body names another one, or the body is wrong."""
    try:
        _DECODE_ID.decode(msgspec.json.encode(event_id))
    except msgspec.ValidationError:
        raise Problem("not_found", "There is no event of this id.") from None
    named = await read_payload(request, _DECODE_NAMED, bytes_max)
    if named.event_id not in (UNSET, event_id):
        raise Problem("invalid_payload", "The body names another event than the path.")


def _documentation(command: type[EventJoin] | type[EventClaim], *, key_required: bool) -> dict[str, Any]:
    key = header(
        KEY_HEADER,
        f"Made once and kept for every retry: a repeat gets the stored reply and `{REPLAYED_HEADER}: true`.",
        required=key_required,
        chars_max=COMMAND_ID_CHARS_MAX,
    )
    return {
        "summary": f"Command {command.TYPE}",
        "description": command.__doc__,
        **documented(
            answer=command.REPLY,
            says="The reply's payload.",
            problems=(400, 401, 403, 404, 409, 413, 415, 422, 503),
            parameters=(key,),
        ),
    }


for _verb, _command, _key_required in (("join", EventJoin, False), ("claim", EventClaim, True)):
    router.add_api_route(
        f"/api/events/{{event_id}}/{_verb}",
        _handler(_command, key_required=_key_required),
        methods=["POST"],
        **_documentation(_command, key_required=_key_required),
    )
