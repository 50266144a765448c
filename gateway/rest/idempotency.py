"""Commands over HTTP: the idempotency key of a request, and the headers of the answer (protocol.md, REST shapes)."""

import re
import secrets

from starlette.requests import Request
from starlette.responses import Response

from gateway.ports import COMMAND_ID_CHARS_MAX, Answer
from gateway.rest.body import checked, json_response
from gateway.rest.problems import Problem

KEY_HEADER = "Idempotency-Key"
REPLAYED_HEADER = "Idempotency-Replayed"
VERSION_HEADER = "Pitboss-Version"
SEQ_HEADER = "Pitboss-Seq"
PENDING = b'"status":"pending"'
"""In a reply: the act has begun and is not done yet."""
_KEY = re.compile(rf"[\x21-\x7e]{{1,{COMMAND_ID_CHARS_MAX}}}")


def idempotency_key(request: Request, *, required: bool) -> str:
    """Return the request's idempotency key, or a fresh id when there is none and none is required.

    Raises:
        Problem: `bad_request`: it is missing, or not 1-64 visible ASCII characters.
    """
    key = request.headers.get(KEY_HEADER)
    if key is None and not required:
        return secrets.token_hex(16)
    if key is None or not _KEY.fullmatch(key):
        raise Problem("bad_request", f"Send {KEY_HEADER}: 1 to {COMMAND_ID_CHARS_MAX} visible ASCII characters.")
    return key


def answered(answer: Answer) -> Response:
    """Return the reply of a command as a response. Raises Problem: the entity's refusal."""
    headers = {VERSION_HEADER: str(answer.version), SEQ_HEADER: str(answer.seq)}
    if answer.dup:
        headers[REPLAYED_HEADER] = "true"
    body = checked(answer).body
    return json_response(body, 202 if PENDING in body else 200, headers)
