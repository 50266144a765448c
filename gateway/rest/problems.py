"""Errors over HTTP: RFC 9457 problem documents with the codes of the socket protocol.

{"type": "urn:pitboss:problem:insufficient_gold", "title": "Insufficient gold", "status": 409, "detail": "...",
 "code": "insufficient_gold", "request_id": "...", "need": 100, "have": 40}
"""

import math
from collections.abc import Awaitable, Callable, Mapping
from typing import Any, cast

import msgspec
import structlog
from fastapi import FastAPI
from fastapi.exceptions import RequestValidationError
from fastapi.routing import iter_route_contexts
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Match

from actors.runtime.errors import CODES
from actors.runtime.payloads import ErrorBody
from gateway.refusals import Refusal
from persistence.errors import Unreachable

MEDIA_TYPE = "application/problem+json"
CHALLENGE = 'Bearer realm="pitboss"'
"""`WWW-Authenticate` of a 401: without a token (RFC 6750, 3), and where credentials were wrong."""
INVALID_TOKEN = f'{CHALLENGE}, error="invalid_token"'
CHALLENGES: Mapping[str, str] = {"token_expired": f'{INVALID_TOKEN}, error_description="The access token has expired"'}
STATUS: Mapping[str, int] = {
    **CODES,
    "idempotency_conflict": 422,
    "unauthenticated": 401,
    "invalid_credentials": 401,
    "method_not_allowed": 405,
    "last_admin": 409,
    "not_pending": 409,
    "same_person": 409,
    "step_up_required": 409,
    "totp_required": 401,
    "wrong_code": 409,
    "username_taken": 409,
    "would_replace": 409,
    "payload_too_large": 413,
    "unsupported_media_type": 415,
}
"""The HTTP status of every code; over HTTP a reused idempotency key is 422 (protocol.md)."""
_CODE_OF_STATUS = {
    404: "not_found",
    405: "method_not_allowed",
    413: "payload_too_large",
    415: "unsupported_media_type",
}

log = structlog.get_logger(__name__)


class Problem(Exception):
    """A request is refused. `details` become members of the problem document.

    `recorded` says that the audit trail has this refusal already.
    """

    def __init__(
        self,
        code: str,
        detail: str = "",
        *,
        details: Mapping[str, Any] | None = None,
        headers: Mapping[str, str] | None = None,
        status: int | None = None,
    ) -> None:
        super().__init__(code, detail)
        self.code = code
        self.detail = detail
        self.details = details or {}
        self.headers = headers or {}
        self.status = status or STATUS[code]
        self.recorded = False


def from_refusal(refusal: Refusal) -> Problem:
    """Return the problem that says over HTTP what the gateway refuses."""
    problem = Problem(refusal.code, str(refusal), details=refusal.details, headers=retry_after(refusal.details))
    problem.recorded = refusal.recorded
    return problem


def from_error_body(error: ErrorBody) -> Problem:
    """Return the problem that says over HTTP what an entity answered."""
    status = STATUS.get(error.code, error.status)
    return Problem(error.code, details=error.details, status=status, headers=retry_after(error.details))


def retry_after(details: Mapping[str, Any]) -> dict[str, str]:
    """Return the header for `retry_after_ms` among `details`, if it is there."""
    wait_ms = details.get("retry_after_ms")
    return {"Retry-After": str(math.ceil(wait_ms / 1000))} if isinstance(wait_ms, int | float) else {}


def problem_response(problem: Problem, request_id: str) -> Response:
    """Return the problem document."""
    title = problem.code.replace("_", " ").capitalize()
    document = {
        **problem.details,
        "type": f"urn:pitboss:problem:{problem.code}",
        "title": title,
        "status": problem.status,
        "detail": problem.detail or title,
        "code": problem.code,
        "request_id": request_id,
    }
    headers = dict(problem.headers)
    if problem.status == 401:
        headers.setdefault("WWW-Authenticate", CHALLENGES.get(problem.code, CHALLENGE))
    return Response(msgspec.json.encode(document), problem.status, headers, media_type=MEDIA_TYPE)


def _from_http(request: Request, error: HTTPException) -> Problem:
    code = _CODE_OF_STATUS.get(error.status_code, "bad_request" if error.status_code < 500 else "internal")
    headers = {"Allow": _allowed(request)} if code == "method_not_allowed" else error.headers
    return Problem(code, status=error.status_code, headers=headers)


def _allowed(request: Request) -> str:
    """Return every method that is served at the path of a request; the framework names those of one of its routes, and
    knows nothing of HEAD (`gateway.rest.edge.middleware.HeadAsGet`)."""
    routes = iter_route_contexts(request.app.routes)
    there = (route.methods or () for route in routes if route.matches(request.scope)[0] is not Match.NONE)
    methods: set[str] = set().union(*there)
    return ", ".join(sorted(methods | {"HEAD"} if "GET" in methods else methods))


def _from_validation(error: RequestValidationError) -> Problem:
    first = error.errors()[0]
    return Problem("invalid_payload", f"{'.'.join(str(step) for step in first['loc'])}: {first['msg']}")


def install(app: FastAPI, told: Callable[[Request, Problem], Awaitable[None]]) -> None:
    """Make every error that a route raises or the framework finds a problem document; call `told` with it before."""

    async def on_error(request: Request, error: Exception) -> Response:
        match error:
            case Problem():
                problem = error
            case Refusal():
                problem = from_refusal(error)
            case RequestValidationError():
                problem = _from_validation(error)
            case Unreachable():
                log.warning("store_unreachable", error=str(error))
                problem = Problem("unavailable", "Try again with the same idempotency key.")
            case _:
                problem = _from_http(request, cast("HTTPException", error))
        await told(request, problem)
        return problem_response(problem, request.state.request_id)

    for kind in (Problem, Refusal, RequestValidationError, Unreachable, HTTPException):
        app.add_exception_handler(kind, on_error)
