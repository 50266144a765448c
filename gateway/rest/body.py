"""Reading requests and writing answers: bounded, strict, the same on every route."""

from typing import TypeVar

import msgspec
from starlette.requests import Request
from starlette.responses import Response

from actors.runtime.payloads import ErrorBody
from gateway.ports import Answer
from gateway.rest.problems import Problem, from_error_body
from gateway.texts.i_json import fault_in

JSON = "application/json"

Payload = TypeVar("Payload", bound=msgspec.Struct)


async def read_payload(request: Request, decoder: msgspec.json.Decoder[Payload], bytes_max: int) -> Payload:
    """Return the request's JSON body as `decoder` types it: no unknown keys, none twice, no coercion, plain texts.

    Raises:
        Problem: `unsupported_media_type`, `payload_too_large`, `bad_request` (no JSON, or none that is
            taken from outside: `gateway.texts.i_json`), `invalid_payload`.
    """
    media_type = request.headers.get("Content-Type", JSON).partition(";")[0].strip().lower()
    if media_type != JSON:
        raise Problem("unsupported_media_type", f"Send {JSON}.")
    request.state.body = body = await _read(request, bytes_max)
    try:
        payload = decoder.decode(body)
    except msgspec.ValidationError as error:
        raise Problem("invalid_payload", str(error)) from None
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        raise Problem("bad_request", "The body is not well-formed JSON.") from None
    if fault := fault_in(body):
        raise Problem("bad_request", fault)
    return payload


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
