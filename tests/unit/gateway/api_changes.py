"""Pairs of OpenAPI documents that differ in one thing, with what is to be said of it and what npm's openapi-diff says.

`Case.theirs` is the verdict of openapi-diff 0.24.1, which was given each pair as OpenAPI 3.0.3, for it refuses 3.1.
"""

import copy
from typing import Any, NamedTuple

BREAKS, FITS, UNSEEN = "breaking", "compatible", "unseen"
PATH = "paths /items/{id} post"
PARAMETERS = f"{PATH} parameters"
ASKED = "components schemas NewItem"
TOLD = "components schemas Item"
BASE: dict[str, Any] = {
    "openapi": "3.1.0",
    "info": {"title": "Items", "version": "1"},
    "paths": {
        "/items/{id}": {
            "post": {
                "parameters": [
                    {"name": "id", "in": "path", "required": True, "schema": {"type": "string"}},
                    {"name": "limit", "in": "query", "required": False, "schema": {"type": "integer", "maximum": 10}},
                    {"name": "Key", "in": "header", "required": False, "schema": {"type": "string"}},
                ],
                "requestBody": {
                    "content": {"application/json": {"schema": {"$ref": "#/components/schemas/NewItem"}}},
                    "required": False,
                },
                "responses": {
                    "200": {
                        "description": "It.",
                        "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Item"}}},
                    },
                    "404": {"description": "None."},
                },
            },
            "get": {
                "parameters": [{"name": "id", "in": "path", "required": True, "schema": {"type": "string"}}],
                "responses": {"200": {"description": "It."}},
            },
        },
    },
    "components": {
        "schemas": {
            "NewItem": {
                "type": "object",
                "properties": {
                    "size": {"type": "integer", "minimum": 1, "maximum": 9},
                    "name": {"type": "string", "minLength": 1, "maxLength": 20},
                    "colour": {"type": "string", "enum": ["blue", "red"]},
                    "tags": {"type": "array", "items": {"type": "string"}, "maxItems": 5},
                },
                "required": ["size"],
                "additionalProperties": False,
            },
            "Item": {
                "type": "object",
                "properties": {
                    "size": {"type": "integer", "minimum": 1, "maximum": 9},
                    "colour": {"type": "string", "enum": ["blue", "red"]},
                    "note": {"type": "string"},
                },
                "required": ["size", "colour"],
            },
        }
    },
}
GET, FOUND = BASE["paths"]["/items/{id}"]["get"], BASE["paths"]["/items/{id}"]["post"]["responses"]["200"]


class Case(NamedTuple):
    """A change: `value` at the steps of `where`, or nothing there any more if it is None."""

    what: str
    where: str
    value: Any
    ours: str
    theirs: str


def text(**more: Any) -> dict[str, Any]:
    return {"type": "string", **more}


def number(low: int, high: int) -> dict[str, Any]:
    return {"type": "integer", "minimum": low, "maximum": high}


def header(*, required: bool) -> dict[str, Any]:
    return {"name": "If-Match", "in": "header", "required": required, "schema": {"type": "string"}}


CASES = (
    Case("a path is gone", "paths /items/{id}", None, BREAKS, BREAKS),
    Case("a method is gone", "paths /items/{id} get", None, BREAKS, BREAKS),
    Case("a path is new", "paths /more/{id}", {"get": GET}, FITS, FITS),
    Case("a method is new", "paths /items/{id} delete", GET, FITS, FITS),
    Case("a required header is new", f"{PARAMETERS} 3", header(required=True), BREAKS, UNSEEN),
    Case("an optional header is new", f"{PARAMETERS} 3", header(required=False), FITS, UNSEEN),
    Case("a header is required now", f"{PARAMETERS} 2 required", True, BREAKS, UNSEEN),
    Case("a header is gone", f"{PARAMETERS} 2", None, BREAKS, UNSEEN),
    Case("a query parameter is required now", f"{PARAMETERS} 1 required", True, BREAKS, UNSEEN),
    Case("a query parameter's bound is tighter", f"{PARAMETERS} 1 schema maximum", 9, BREAKS, UNSEEN),
    Case("a query parameter's bound is wider", f"{PARAMETERS} 1 schema maximum", 11, FITS, UNSEEN),
    Case("the body is required now", f"{PATH} requestBody required", True, BREAKS, UNSEEN),
    Case("a required key must be sent", f"{ASKED} required", ["size", "name"], BREAKS, BREAKS),
    Case("a key need not be sent any more", f"{ASKED} required", None, FITS, FITS),
    Case("an optional key may be sent", f"{ASKED} properties fresh", text(), FITS, FITS),
    Case("a key may not be sent any more", f"{ASKED} properties name", None, BREAKS, BREAKS),
    Case("what is sent is of another type", f"{ASKED} properties name", {"type": "integer"}, BREAKS, BREAKS),
    Case("a value may not be sent any more", f"{ASKED} properties colour enum", ["blue"], BREAKS, UNSEEN),
    Case("another value may be sent", f"{ASKED} properties colour enum", ["blue", "red", "tan"], FITS, UNSEEN),
    Case("any text may be sent", f"{ASKED} properties colour", text(), FITS, UNSEEN),
    Case("less may be sent", f"{ASKED} properties size", number(2, 9), BREAKS, BREAKS),
    Case("more may be sent", f"{ASKED} properties size", number(0, 9), FITS, FITS),
    Case("a shorter text may be sent", f"{ASKED} properties name", text(minLength=1, maxLength=9), BREAKS, BREAKS),
    Case("a longer text may be sent", f"{ASKED} properties name", text(minLength=1, maxLength=30), FITS, FITS),
    Case("fewer may be sent", f"{ASKED} properties tags maxItems", 4, BREAKS, BREAKS),
    Case("a text must match now", f"{ASKED} properties name pattern", "^a", BREAKS, UNSEEN),
    Case("other keys may be sent", f"{ASKED} additionalProperties", True, FITS, FITS),
    Case("a key is told no more", f"{TOLD} properties note", None, BREAKS, BREAKS),
    Case("a required key is told no more", f"{TOLD} properties colour", None, BREAKS, BREAKS),
    Case("a key may be left out", f"{TOLD} required", ["size"], BREAKS, BREAKS),
    Case("a key is always told", f"{TOLD} required", ["size", "colour", "note"], FITS, FITS),
    Case("another key is told", f"{TOLD} properties fresh", text(), FITS, FITS),
    Case("what is told is of another type", f"{TOLD} properties note", {"type": "integer"}, BREAKS, BREAKS),
    Case("another value may be told", f"{TOLD} properties colour enum", ["blue", "red", "tan"], BREAKS, UNSEEN),
    Case("a value is told no more", f"{TOLD} properties colour enum", ["blue"], FITS, UNSEEN),
    Case("more may be told", f"{TOLD} properties size", number(0, 9), BREAKS, BREAKS),
    Case("less may be told", f"{TOLD} properties size", number(2, 9), FITS, FITS),
    Case("a success has another status", f"{PATH} responses", {"201": FOUND}, BREAKS, BREAKS),
    Case("a refusal is gone", f"{PATH} responses 404", None, FITS, BREAKS),
    Case("a refusal is new", f"{PATH} responses 409", {"description": "Not now."}, FITS, FITS),
    Case("a description is another", f"{PATH} description", "More.", UNSEEN, UNSEEN),
)


def pair(case: Case) -> tuple[dict[str, Any], dict[str, Any]]:
    """Return the documents before and after a change."""
    after = copy.deepcopy(BASE)
    *steps, last = case.where.split()
    found: Any = after
    for step in steps:
        found = found[int(step) if isinstance(found, list) else step]
    match found, case.value:
        case list(), None:
            del found[int(last)]
        case list(), value if int(last) == len(found):
            found.append(value)
        case list(), value:
            found[int(last)] = value
        case _, None:
            del found[last]
        case _, value:
            found[last] = value
    return BASE, after
