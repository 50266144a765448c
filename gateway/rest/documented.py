"""Documentation of routes in OpenAPI, by the msgspec classes that decode and encode their messages."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import msgspec
from fastapi.routing import iter_route_contexts
from starlette.routing import BaseRoute

from gateway.rest.body import needs_no_body

PROBLEM_MEDIA_TYPE = "application/problem+json"


class ProblemDocument(msgspec.Struct, frozen=True):
    """An RFC 9457 problem document; further members depend on `code`."""

    type: str
    """URN of the kind of problem."""
    title: str
    """The code in words."""
    status: int
    """HTTP status, a number."""
    detail: str
    """What happened, in words."""
    code: str
    """Machine-readable reason; further members depend on it."""
    request_id: str
    """Id of the request, for support; `X-Request-ID` has it as well."""


class RouteDocumentation(dict[str, Any]):
    """A route's `openapi_extra`. `models` are the classes that its documentation refers to by name."""

    def __init__(self, members: dict[str, Any], models: Iterable[type[msgspec.Struct]]) -> None:
        super().__init__(members)
        self.models = tuple(models)


def models_of(routes: Sequence[BaseRoute]) -> list[type[msgspec.Struct]]:
    """Return every class that these routes refer to in their documentation."""
    documentations = (getattr(each.original_route, "openapi_extra", None) for each in iter_route_contexts(routes))
    found = (each.models for each in documentations if isinstance(each, RouteDocumentation))
    return list(dict.fromkeys(model for models in found for model in models))


def documented(
    *,
    answer: type[msgspec.Struct] | None = None,
    other_answer: type[msgspec.Struct] | None = None,
    status: int = 200,
    says: str = "Done.",
    body: type[msgspec.Struct] | None = None,
    problems: tuple[int, ...] = (),
    parameters: tuple[dict[str, Any], ...] = (),
    also: dict[int, str | tuple[str, type[msgspec.Struct]]] | None = None,
    texts: tuple[str, ...] = (),
    forms: Mapping[str, type[msgspec.Struct]] | None = None,
    body_required: bool | None = None,
) -> dict[str, Any]:
    """Return keyword arguments for a route decorator: status code, answers, request body and extra parameters.

    The document says of each status in `problems` what it means (`gateway.rest.openapi.errors`), and adds those that
    are possible everywhere. `also` describes other answers that are no problems, with the class of their body if they
    have one; `texts` are the media types of an answer that is text, `forms` the classes of other forms of the answer,
    by media type. `body_required` goes before what `body` says by itself.
    """
    content = {"application/json": {"schema": _either(answer, other_answer)}} if answer else None
    content = content or {media_type: {"schema": {"type": "string"}} for media_type in texts}
    content |= {media_type: {"schema": _reference(model)} for media_type, model in (forms or {}).items()}
    good: dict[str, Any] = {"description": says, **({"content": content} if content else {})}
    if body:
        problems = (*problems, 400, 413, 415)
    extra: dict[str, Any] = {}
    if parameters:
        extra["parameters"] = list(parameters)
    if body:
        extra["requestBody"] = {
            "required": not needs_no_body(body) if body_required is None else body_required,
            "content": {"application/json": {"schema": _reference(body)}},
        }
    refusals = {code: _problem("Refused.") for code in sorted(set(problems))}
    others = {code: _other(described) for code, described in (also or {}).items()}
    also_models = (described[1] for described in (also or {}).values() if isinstance(described, tuple))
    models = (
        model for model in (answer, other_answer, *(forms or {}).values(), body, *also_models, ProblemDocument) if model
    )
    return {
        "status_code": status,
        "response_model": None,
        "responses": {status: good, **others, **refusals, "default": _problem("Any other error.")},
        "openapi_extra": RouteDocumentation(extra, models),
    }


def header(name: str, description: str, *, required: bool = False, chars_max: int = 256) -> dict[str, Any]:
    """Describe a request header."""
    schema = {"type": "string", "minLength": 1, "maxLength": chars_max}
    return {"name": name, "in": "header", "required": required, "description": description, "schema": schema}


def _other(described: str | tuple[str, type[msgspec.Struct]]) -> dict[str, Any]:
    if isinstance(described, str):
        return {"description": described}
    says, answer = described
    return {"description": says, "content": {"application/json": {"schema": _reference(answer)}}}


def _problem(description: str) -> dict[str, Any]:
    return {"description": description, "content": {PROBLEM_MEDIA_TYPE: {"schema": _reference(ProblemDocument)}}}


def _either(model: type[msgspec.Struct], other: type[msgspec.Struct] | None) -> dict[str, Any]:
    return {"anyOf": [_reference(model), _reference(other)]} if other else _reference(model)


def _reference(model: type[msgspec.Struct]) -> dict[str, str]:
    return {"$ref": f"#/components/schemas/{model.__name__}"}
