"""Reading requests and writing answers: bounded, strict, the same on every route."""

from typing import TypeVar

import msgspec
from starlette.requests import Request
from starlette.responses import Response

from actors.runtime.payloads import ErrorBody
from gateway.ports import RECEIVED, Answer
from gateway.rest.problems import Problem, from_error_body
from gateway.texts.i_json import fault_in

JSON = "application/json"
EMPTY = b"{}"

Payload = TypeVar("Payload", bound=msgspec.Struct)


async def read_payload(request: Request, decoder: msgspec.json.Decoder[Payload], bytes_max: int) -> Payload:
    """Return the request's JSON body as `decoder` types it: no unknown keys, none twice, no coercion, plain texts.

    No body at all, of whatever media type, stands for `{}` where nothing has to be said.

    Raises:
        Problem: `unsupported_media_type`, `payload_too_large`, `bad_request` (no JSON, or none that is
            taken from outside: `gateway.texts.i_json`), `invalid_payload`.
    """
    media_type = request.headers.get("Content-Type", JSON).partition(";")[0].strip().lower()
    may_be_empty = needs_no_body(decoder.type)
    if media_type != JSON and not may_be_empty:
        raise Problem("unsupported_media_type", f"Send {JSON}.")
    request.state.body = body = await _read(request, bytes_max)
    if may_be_empty and not body:
        body = EMPTY
    elif media_type != JSON:
        raise Problem("unsupported_media_type", f"Send {JSON}.")
    try:
        payload = decoder.decode(body)
    except msgspec.ValidationError as error:
        raise Problem("invalid_payload", str(error)) from None
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        raise Problem("bad_request", "The body is not well-formed JSON.") from None
    if fault := fault_in(body):
        raise Problem("bad_request", fault)
    return payload


def received_at(request: Request) -> float | None:
    """Return when the last byte of the request came (monotonic ms), None if its server does not say.

    Not when its head came: who holds back the body of a cash-out would be dated before what was seen meanwhile.
    """
    received_ms: float | None = getattr(request.state, RECEIVED, None)
    return received_ms


def needs_no_body(payload: type[msgspec.Struct]) -> bool:
    """Return whether every field of a payload may be left out."""
    return not any(field.required for field in msgspec.structs.fields(payload))


async def _read(request: Request, bytes_max: int) -> bytes:
    """Return the body. Nothing beyond the limit is read, so the connection is closed after the refusal."""
    too_large = Problem(
        "payload_too_large", f"The body may have at most {bytes_max} bytes.", headers={"Connection": "close"}
    )
    declared = request.headers.get("Content-Length", "0")
    if declared.isdecimal() and int(declared) > bytes_max:
        raise too_large
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > bytes_max:
            raise too_large
    return bytes(body)


def json_response(payload: object, status: int = 200, headers: dict[str, str] | None = None) -> Response:
    """Return a JSON answer; a `payload` of bytes is JSON already."""
    body = payload if isinstance(payload, bytes) else msgspec.json.encode(payload)
    return Response(body, status, headers, media_type=JSON)


def checked(answer: Answer) -> Answer:
    """Return the answer of an entity that has agreed.

    Raises:
        Problem: the entity's refusal.
    """
    if not answer.ok:
        raise from_error_body(msgspec.json.decode(answer.body, type=ErrorBody))
    return answer
