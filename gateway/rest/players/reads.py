"""Reads of a player's own entity, and the snapshot that a client without a socket polls."""

from hashlib import blake2b
from typing import Any

import msgspec
from fastapi import APIRouter, Request
from starlette.responses import Response

from actors.fairness.messages import FairnessGet
from actors.runtime.entity import EntityRef
from actors.runtime.payloads import Command, ServerPayload
from actors.user.messages import Profile, ProfileGet, StatsGet
from actors.user.snapshot import INITIAL_STATE, InitialState, StateGet
from gateway.auth.tokens import Principal
from gateway.ports import Answer
from gateway.rest.body import EMPTY, checked, json_response
from gateway.rest.documented import documented, header
from gateway.rest.guards import Player
from gateway.rest.problems import Problem
from gateway.rest.provided import Provided
from gateway.rest.tags import matches

ETAG_BYTES = 12


class UserProfile(Profile, frozen=True, kw_only=True):
    """The caller's profile at `version` of the user entity; `gold` and `gold_balance` are always equal."""

    id: str
    """Id of the caller's account."""
    username: str
    """Name of the account, as it was chosen at sign-up."""
    version: int
    """Version number of the player's entity; it never goes backwards."""


class Snapshot(ServerPayload, frozen=True):
    """The `initial_state` message, without the epoch that only a socket has."""

    type: str
    """Always `initial_state`."""
    seq: int
    """Number of the last push, for clients that go on with a socket."""
    version: int
    """Version number of the player's entity."""
    payload: InitialState  # type: ignore[valid-type] # made of the player's features
    """The state."""


router = APIRouter()


async def _ask(provided: Provided, caller: Principal, query: type[Command]) -> Answer:
    return checked(await provided.entities.query(EntityRef("user", caller.user_id), query.TYPE, EMPTY))


@router.get(
    "/api/users/me",
    tags=["users"],
    summary="My profile",
    **documented(answer=UserProfile, says="The profile.", problems=(401, 403, 503)),
)
async def profile(provided: Provided, caller: Player) -> Response:
    """Balances, experience and tier of the caller, and the version of the entity that they are from."""
    account = await provided.accounts.get(caller.user_id)
    if account is None:
        raise Problem("not_found", "This account no longer exists.")
    answer = await _ask(provided, caller, ProfileGet)
    state: dict[str, Any] = msgspec.json.decode(answer.body)
    return json_response({"id": account.id, "username": account.username, **state, "version": answer.version})


@router.get(
    "/api/games/stats/me",
    tags=["games"],
    summary="My statistics",
    **documented(answer=StatsGet.REPLY, says="Overall and by game.", problems=(401, 403, 503)),
)
async def stats(provided: Provided, caller: Player) -> Response:
    """The caller's statistics, overall and by game."""
    return json_response((await _ask(provided, caller, StatsGet)).body)


@router.get(
    "/api/fairness/seeds",
    tags=["fairness"],
    summary="My fairness seeds",
    **documented(answer=FairnessGet.REPLY, says="Commitments and the client seed.", problems=(401, 403, 503)),
)
async def seeds(provided: Provided, caller: Player) -> Response:
    """The commitments in force, by which the caller can check every round once the seed is revealed."""
    return json_response((await _ask(provided, caller, FairnessGet)).body)


@router.get(
    "/api/realtime/snapshot",
    tags=["realtime"],
    summary="State snapshot",
    **documented(
        answer=Snapshot,
        says="The state that a socket gets as `initial_state`.",
        problems=(401, 403, 503),
        also={304: "Nothing has changed since."},
        parameters=(header("If-None-Match", "The ETag of the last answer."),),
    ),
)
async def snapshot(request: Request, provided: Provided, caller: Player) -> Response:
    """The whole state, for clients that cannot hold a socket; its ETag is of the caller and all that is shown."""
    answer = await _ask(provided, caller, StateGet)
    etag = _etag(caller, answer)
    headers = {"ETag": etag, "Cache-Control": "private, no-store"}
    if matches(request.headers.get("If-None-Match", ""), etag):
        return Response(status_code=304, headers=headers)
    message = {
        "type": INITIAL_STATE,
        "seq": answer.seq,
        "version": answer.version,
        "payload": msgspec.Raw(answer.body),
    }
    return json_response(message, headers=headers)


def _etag(caller: Principal, answer: Answer) -> str:
    """Return the tag of a snapshot; its version says nothing of what time changes, such as a midnight."""
    shown = b"%s %d %d %s" % (caller.user_id.encode(), answer.version, answer.seq, answer.body)
    return f'"u-{blake2b(shown, digest_size=ETAG_BYTES).hexdigest()}"'
