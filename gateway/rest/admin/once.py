"""Acts of staff, done once for each idempotency key: a repeat gets the same answer.

`once` is for acts that no entity remembers, and stores their answers. `claim` is for commands, whose entities
remember them by key and body; an entity does not know of the others, so that the key is kept for its route as well.
"""

import hmac
from collections.abc import Awaitable, Callable

from starlette.requests import Request
from starlette.responses import Response

from gateway.dependencies import GatewayDependencies
from gateway.rest.body import json_response
from gateway.rest.idempotency import KEY_HEADER, REPLAYED_HEADER, idempotency_key
from gateway.rest.problems import Problem
from gateway.staff.approvals import IdempotencyConflict
from gateway.staff.order_ids import order_id
from persistence.staff.orders import KeyReused
from persistence.staff.replies import StillRunning, StoredReply


async def once(request: Request, provided: GatewayDependencies, act: Callable[[], Awaitable[Response]]) -> Response:
    """Return the answer of `act`, or the one that the caller's key has already; without a key every request acts.

    The body has been read. What was refused has done nothing: its key may be used again.

    Raises:
        IdempotencyConflict: the key was used for another request.
        Problem: `in_progress`, or what `act` raises.
    """
    if KEY_HEADER not in request.headers:
        return await act()
    replies = provided.staff_replies
    reply_id = order_id(request.state.caller.user_id, idempotency_key(request, required=True))
    try:
        known = await replies.begin(reply_id, _what(request, provided), provided.clock.now_ms())
    except KeyReused:
        raise IdempotencyConflict from None
    except StillRunning:
        raise Problem("in_progress", "The request of this key is being carried out.") from None
    if known is not None:
        return _answer(known.status, known.body, {REPLAYED_HEADER: "true"})
    try:
        response = await act()
    except Exception:
        await replies.abandon(reply_id)
        raise
    await replies.finish(reply_id, StoredReply(response.status_code, bytes(response.body)))
    return response


async def claim(request: Request, provided: GatewayDependencies, key: str) -> None:
    """Keep the idempotency key of a command for this route from now on; a fresh one, which was not sent, needs it not.

    Raises:
        IdempotencyConflict: the key was used on another route, or for another target.
    """
    if KEY_HEADER not in request.headers:
        return
    claim_id, what = order_id(request.state.caller.user_id, key), _digest(provided, b"command", *_route(request))
    try:
        await provided.staff_replies.claim(claim_id, what, provided.clock.now_ms())
    except KeyReused:
        raise IdempotencyConflict from None


def _answer(status: int, body: bytes, headers: dict[str, str]) -> Response:
    return json_response(body, status, headers) if body else Response(None, status, headers)


def _what(request: Request, provided: GatewayDependencies) -> bytes:
    """Return a digest of what is asked for. It is keyed, since bodies hold passwords, which could be guessed by it."""
    return _digest(provided, *_route(request), getattr(request.state, "body", b""))


def _route(request: Request) -> tuple[bytes, bytes, bytes]:
    return request.method.encode(), request.url.path.encode(), request.url.query.encode()


def _digest(provided: GatewayDependencies, *parts: bytes) -> bytes:
    return hmac.digest(f"staff replies\0{provided.config.jwt_secret}".encode(), b"\0".join(parts), "sha256")
