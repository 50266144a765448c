"""The parts that operations have in common, put into each of them: name and tag, errors, headers and examples."""

from collections.abc import Mapping
from typing import Any

from gateway.rest.auth.session_cookie import MEDIA_TYPE as COOKIE_SESSION
from gateway.rest.auth.session_cookie import SESSION_HEADER
from gateway.rest.edge.middleware import REQUEST_ID_HEADER
from gateway.rest.idempotency import KEY_HEADER, REPLAYED_HEADER, SEQ_HEADER, VERSION_HEADER
from gateway.rest.openapi.errors import ANY, MEDIA_TYPE, TEXTS, first_code, problem_response
from gateway.rest.openapi.examples import example_of
from gateway.rest.openapi.naming import operation_id, staff_tag
from gateway.rest.problems import STATUS

JSON = "application/json"
_ALWAYS = (400, 500)
"""An unknown parameter of the query, and a fault, are possible everywhere."""
_OF_THE_API = (429, 503, 504)
_GUARDED = (401, 403)
_HEADERS: Mapping[str, tuple[str, dict[str, Any]]] = {
    REQUEST_ID_HEADER: ("Id of the request, for support: the one that was sent, or a new one.", {"type": "string"}),
    "Allow": ("Methods that are served at this path, with commas.", {"type": "string"}),
    "ETag": ("Tag of what is shown, for `If-None-Match`.", {"type": "string"}),
    "Set-Cookie": ("The refresh token, or its end, for who asks for a session in a cookie.", {"type": "string"}),
    "Retry-After": ("Time to wait, in seconds.", {"type": "integer", "minimum": 0}),
    "WWW-Authenticate": ("How to authenticate (RFC 6750).", {"type": "string"}),
    REPLAYED_HEADER: ("`true`: the stored answer of a repeat.", {"type": "string", "const": "true"}),
    SEQ_HEADER: ("`seq` of the push that carries the effect, a count.", {"type": "integer", "minimum": 0}),
    VERSION_HEADER: ("Version number of the player's entity afterwards.", {"type": "integer", "minimum": 0}),
}
_ALWAYS_SENT = frozenset({REQUEST_ID_HEADER, "Allow", "ETag", "WWW-Authenticate", SEQ_HEADER, VERSION_HEADER})


def complete(path: str, method: str, operation: dict[str, Any], schemas: Mapping[str, dict[str, Any]]) -> None:
    """Complete an operation of the document in place. Raises NoExample."""
    for response in operation["responses"].values():
        if response.get("content", {}).get(JSON) == {"schema": {}}:  # the framework's guess, where an answer is text
            del response["content"][JSON]
    answer = _schema_of_answer(operation, schemas)
    lists = {"items", "next"} <= set(answer.get("properties", {}))
    operation["operationId"] = operation_id(method, path, lists=lists)
    if "next" in answer.get("properties", {}):
        operation["responses"]["200"]["links"] = {"next_page": _next_page(operation)}
    if tag := staff_tag(path):
        operation["tags"] = [tag]
    _add_problems(path, operation)
    _add_headers(path, operation)
    _add_examples(operation, schemas)


def _next_page(operation: Mapping[str, Any]) -> dict[str, Any]:
    """Return the link from a page of a list to the next one, with the same path and filters."""
    same = {
        f"{each['in']}.{each['name']}": f"$request.{each['in']}.{each['name']}"
        for each in operation.get("parameters", ())
        if each["in"] == "path"
    }
    return {
        "operationId": operation["operationId"],
        "parameters": same | {"query.cursor": "$response.body#/next"},
        "description": "The page after this, while `next` is not null.",
    }


def _schema_of_answer(operation: Mapping[str, Any], schemas: Mapping[str, dict[str, Any]]) -> Mapping[str, Any]:
    for status, response in operation["responses"].items():
        schema = response.get("content", {}).get(JSON, {}).get("schema", {})
        if status.startswith("2") and "$ref" in schema:
            return schemas[schema["$ref"].rpartition("/")[2]]
    return {}


def _add_problems(path: str, operation: dict[str, Any]) -> None:
    responses = operation["responses"]
    good = {status: each for status, each in responses.items() if status < "4"}
    refused = {int(status) for status in responses if "4" <= status < "6"} | set(_ALWAYS)
    if path.startswith("/api/"):
        refused |= set(_OF_THE_API)
    if operation.get("security"):
        refused |= set(_GUARDED)
    problems = {str(status): {"$ref": f"#/components/responses/Problem{status}"} for status in sorted(refused)}
    operation["responses"] = good | problems | {"default": {"$ref": f"#/components/responses/{ANY}"}}


def shared_responses() -> dict[str, dict[str, Any]]:
    """Return the responses that refuse, one for each status and one for any other, for operations to refer to."""
    found = {f"Problem{status}": problem_response(status, problem_example(first_code(status))) for status in TEXTS}
    content = {"schema": {"$ref": f"#/components/schemas/{ANY}"}, "example": problem_example("internal")}
    found[ANY] = {"description": "Any other error.", "content": {MEDIA_TYPE: content}}
    for name, response in found.items():
        response["headers"] = {each: _header(each) for each in _headers_of_problem(name)}
    return found


def _headers_of_problem(name: str) -> list[str]:
    names = [REQUEST_ID_HEADER]
    if name == "Problem401":
        names.append("WWW-Authenticate")
    if name == "Problem405":
        names.append("Allow")
    if name in {"Problem429", "Problem503", "Problem504"}:
        names.append("Retry-After")
    return names


def problem_example(code: str) -> dict[str, Any]:
    """Return an example of the problem document of a code."""
    title = code.replace("_", " ").capitalize()
    return {
        "type": f"urn:pitboss:problem:{code}",
        "title": title,
        "status": STATUS[code],
        "detail": title,
        "code": code,
        "request_id": "0e1f2a3b4c5d6e7f8091a2b3c4d5e6f7",
    }


def _add_headers(path: str, operation: dict[str, Any]) -> None:
    keyed = any(each["name"] == KEY_HEADER for each in operation.get("parameters", ()))
    command = keyed and not path.startswith("/api/admin/")
    tagged = "304" in operation["responses"]
    cookie = any(each["name"] == SESSION_HEADER for each in operation.get("parameters", ()))
    names = [REQUEST_ID_HEADER]
    names += ["Set-Cookie"] if cookie else []
    names += ["ETag"] if tagged else []
    names += [REPLAYED_HEADER] if keyed else []
    names += [SEQ_HEADER, VERSION_HEADER] if command else []
    for status, response in operation["responses"].items():
        if status < "4":
            response["headers"] = {name: _header(name) for name in names}


def _header(name: str) -> dict[str, Any]:
    text, schema = _HEADERS[name]
    return {"description": text, "required": name in _ALWAYS_SENT, "schema": schema}


def _add_examples(operation: dict[str, Any], schemas: Mapping[str, dict[str, Any]]) -> None:
    answers = [each for status, each in operation["responses"].items() if status < "4"]
    for described in (operation.get("requestBody", {}), *answers):
        content = described.get("content", {})
        for media in content.keys() & {JSON, COOKIE_SESSION}:
            content[media]["example"] = example_of(content[media]["schema"], schemas)
        for media, text in TEXT_EXAMPLES.items():
            if media in content:
                content[media]["example"] = text


TEXT_EXAMPLES: Mapping[str, str] = {
    "text/csv": "id,at,event\r\n7,2026-11-29T12:00:00+00:00,ADMIN_USER_BAN\r\n",
    "application/jsonl": '{"id":7,"at":"2026-11-29T12:00:00Z","event":"ADMIN_USER_BAN"}\n',
}
