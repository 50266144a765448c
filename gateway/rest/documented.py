"""How routes document themselves in OpenAPI: by the msgspec classes that really decode and encode their messages."""

from typing import Any

import msgspec

PROBLEM_MEDIA_TYPE = "application/problem+json"
_PROBLEMS = {
    400: "The body is not JSON, or not of the documented shape.",
    401: "No valid access token, or wrong credentials.",
    403: "The caller's role does not allow it.",
    404: "There is no such thing.",
    409: "The state does not allow it; `code` says why.",
    413: "The body is too large.",
    415: "The body is not declared as JSON.",
    422: "The idempotency key was used with another body.",
    429: "Too many attempts: come back after `retry_after_ms`.",
    503: "Not available at the moment: try again with the same idempotency key.",
}


class ProblemDocument(msgspec.Struct, frozen=True):
    """An RFC 9457 problem document; further members depend on `code`."""

    type: str
    title: str
    status: int
    detail: str
    code: str
    request_id: str


def documented(
    *,
    answer: type[msgspec.Struct] | None = None,
    other_answer: type[msgspec.Struct] | None = None,
    status: int = 200,
    says: str = "Done.",
    body: type[msgspec.Struct] | None = None,
    problems: tuple[int, ...] = (),
    parameters: tuple[dict[str, Any], ...] = (),
    also: dict[int, str] | None = None,
) -> dict[str, Any]:
    """Keyword arguments for a route decorator: status code, documented answers, request body and extra parameters.

    `also` describes answers without a body that are no problems.
    """
    content = {"application/json": {"schema": _either(answer, other_answer)}} if answer else None
    good: dict[str, Any] = {"description": says, **({"content": content} if content else {})}
    if body:
        problems = (*problems, 400, 413, 415)
    extra: dict[str, Any] = {}
    if parameters:
        extra["parameters"] = list(parameters)
    if body:
        extra["requestBody"] = {"required": True, "content": {"application/json": {"schema": _reference(body)}}}
    refusals = {code: _problem(_PROBLEMS[code]) for code in sorted(set(problems))}
    bare = {code: {"description": description} for code, description in (also or {}).items()}
    return {
        "status_code": status,
        "response_model": None,
        "responses": {status: good, **bare, **refusals, "default": _problem("Any other error.")},
        "openapi_extra": extra,
    }


def header(name: str, description: str, *, required: bool = False, chars_max: int = 256) -> dict[str, Any]:
    """A documented request header."""
    schema = {"type": "string", "minLength": 1, "maxLength": chars_max}
    return {"name": name, "in": "header", "required": required, "description": description, "schema": schema}


def _problem(description: str) -> dict[str, Any]:
    return {"description": description, "content": {PROBLEM_MEDIA_TYPE: {"schema": _reference(ProblemDocument)}}}


def _either(model: type[msgspec.Struct], other: type[msgspec.Struct] | None) -> dict[str, Any]:
    return {"anyOf": [_reference(model), _reference(other)]} if other else _reference(model)


def _reference(model: type[msgspec.Struct]) -> dict[str, str]:
    return {"$ref": f"#/components/schemas/{model.__name__}"}
