"""The errors of the document: a schema for each code, with the members that its details become, and one by status."""

from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

import msgspec

from gateway.rest.openapi import error_details
from gateway.rest.openapi.fields import field_texts
from gateway.rest.problems import STATUS

MEDIA_TYPE = "application/problem+json"
ANY = "ProblemDocument"
"""The schema of a problem of any code."""
TEXTS: Mapping[int, str] = {
    400: "The query, a header or the body is not what is documented.",
    401: "No valid access token, or wrong credentials.",
    403: "The caller's role, or the player's standing, does not allow it.",
    404: "There is no such thing.",
    405: "The route does not have this method.",
    409: "The state does not allow it; `code` says why.",
    413: "The body is too large.",
    415: "The body is not declared as JSON.",
    422: "The idempotency key was used with another body.",
    429: "Too many requests or attempts: come back after `retry_after_ms`.",
    500: "A fault of the server.",
    503: "Not available at the moment: try again with the same idempotency key.",
    504: "No answer in time, so that the outcome is unknown: try again with the same idempotency key to learn it.",
}


def problem_schemas(problem: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """Return the schemas of all codes and statuses; `problem` is that of every problem document, and becomes strict."""
    problem["properties"]["code"]["enum"] = sorted(STATUS)
    schemas = {_name(code): _of_code(code, problem) for code in sorted(STATUS)}
    _, details = msgspec.json.schema_components(error_details.DETAILS.values())
    for code, model in error_details.DETAILS.items():
        members: dict[str, Any] = details[model.__name__]["properties"]
        texts = field_texts(model)
        schemas[_name(code)]["properties"] |= {
            name: schema | {"description": texts[name]}
            for name, schema in members.items()
            if name not in problem["properties"]
        }
    for status in TEXTS:
        codes = sorted(code for code, of in STATUS.items() if of == status)
        references = {code: _reference(_name(code)) for code in codes}
        schemas[f"Problem{status}"] = {
            "title": f"Problem{status}",
            "description": TEXTS[status],
            "oneOf": [{"$ref": each} for each in references.values()],
            "discriminator": {"propertyName": "code", "mapping": references},
        }
    return schemas


def problem_response(status: int, example: dict[str, Any]) -> dict[str, Any]:
    """Return the response of an operation that is refused with `status`."""
    content = {"schema": {"$ref": _reference(f"Problem{status}")}, "example": example}
    return {"description": TEXTS[status], "content": {MEDIA_TYPE: content}}


def first_code(status: int) -> str:
    """Return the code that stands for a status in examples: that of the status alone, or the first of many."""
    usual = {400: "bad_request", 401: "unauthenticated", 403: "forbidden", 409: "insufficient_gold"}
    return usual.get(status) or min(code for code, of in STATUS.items() if of == status)


def _of_code(code: str, problem: Mapping[str, Any]) -> dict[str, Any]:
    status = STATUS[code]
    constants = {"code": code, "status": status, "type": f"urn:pitboss:problem:{code}"}
    properties = {name: dict(schema) for name, schema in problem["properties"].items()}
    for name, constant in constants.items():
        described = {key: properties[name][key] for key in ("type", "description")}
        properties[name] = described | {"const": constant}
    return {
        "title": _name(code),
        "description": f"Problem `{code}`, status {status} {HTTPStatus(status).phrase}.",
        "type": "object",
        "properties": properties,
        "required": list(problem["required"]),
    }


def _name(code: str) -> str:
    return "".join(word.capitalize() for word in code.split("_")) + "Problem"


def _reference(name: str) -> str:
    return f"#/components/schemas/{name}"
