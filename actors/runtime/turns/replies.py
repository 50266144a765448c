"""Replies and errors as JSON bytes."""

from collections.abc import Mapping
from typing import Any

from msgspec import json

from actors.runtime.entity import Rejection
from actors.runtime.errors import CODES, RETRYABLE
from actors.runtime.payloads import ErrorBody, ServerPayload

_encoder = json.Encoder()
UNAVAILABLE_RETRY_MS = 200


def error_bytes(code: str, details: Mapping[str, Any] | None = None) -> bytes:
    """Return an error body in JSON; `code` is one of `actors.runtime.errors.CODES`."""
    body = ErrorBody(code=code, status=CODES[code], retryable=code in RETRYABLE, details=dict(details or {}))
    return _encoder.encode(body)


def reply_bytes(reply: ServerPayload | Rejection) -> tuple[bool, bytes]:
    """Return (whether it is a success, its JSON)."""
    if isinstance(reply, Rejection):
        return False, error_bytes(reply.code, reply.details)
    return True, _encoder.encode(reply)


def payload_bytes(payload: Any) -> bytes:
    """Return a payload in JSON."""
    return _encoder.encode(payload)


UNAVAILABLE = error_bytes("unavailable", {"retry_after_ms": UNAVAILABLE_RETRY_MS})
"""The error body of all that may be sent again with the same id."""
