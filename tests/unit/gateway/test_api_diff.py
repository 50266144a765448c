"""Changes of the API: each kind is found and rightly called breaking or not, and nothing breaks the released API."""

import copy
import json

import pytest
from typer.testing import CliRunner

from cluster.cli.app import app
from gateway.documents import export_messages, export_openapi
from gateway.documents.api_diff import NotComparable, accepted_breaks, changes, markdown, unaccepted
from gateway.documents.api_schemas import Change
from gateway.documents.export import API_DOCS

RELEASED = API_DOCS / "released"
ACCEPTED = RELEASED / "accepted-breaks.txt"
NAMES = ("openapi.json", "messages.schema.json")
ITEM = "#/components/schemas/Item"
NEW_ITEM = "#/components/schemas/NewItem"
OPENAPI = {
    "openapi": "3.1.0",
    "paths": {
        "/items/{id}": {
            "post": {
                "parameters": [
                    {"name": "id", "in": "path", "required": True, "schema": {"type": "string"}},
                    {"name": "limit", "in": "query", "required": False, "schema": {"type": "integer", "maximum": 10}},
                ],
                "requestBody": {"content": {"application/json": {"schema": {"$ref": NEW_ITEM}}}, "required": False},
                "responses": {
                    "200": {"content": {"application/json": {"schema": {"$ref": ITEM}}}},
                    "404": {"description": "none"},
                },
            }
        }
    },
    "components": {
        "schemas": {
            "NewItem": {
                "type": "object",
                "properties": {
                    "size": {"type": "integer", "minimum": 1},
                    "colour": {"enum": ["blue", "red"]},
                    "note": {"anyOf": [{"type": "string"}, {"type": "null"}]},
                },
                "required": ["size"],
                "additionalProperties": False,
            },
            "Item": {
                "type": "object",
                "properties": {
                    "size": {"type": "integer"},
                    "colour": {"enum": ["blue", "red"]},
                    "parts": {"type": "array", "items": {"$ref": ITEM}},
                    "by_name": {"type": "object", "additionalProperties": {"type": "integer"}},
                },
                "required": ["size", "colour"],
            },
        }
    },
}
OPERATION = OPENAPI["paths"]["/items/{id}"]["post"]
PATH = "paths /items/{id} post"
REQUEST = "components schemas NewItem"
RESPONSE = "components schemas Item"


def changed(where, value, document=OPENAPI):
    """`document` with `value` at the steps of `where`; None takes away what is there."""
    made = copy.deepcopy(document)
    *steps, last = [int(step) if step.isdigit() and step < "200" else step for step in where.split()]
    found = made
    for step in steps:
        found = found[step]
    if value is None:
        del found[last]
    else:
        found[last] = value
    return made


def said(old, new):
    return [(str(change), change.breaking) for change in changes(old, new)]


@pytest.mark.parametrize(
    ("where", "value", "expected"),
    [
        (PATH, None, "POST /items/{}: is gone"),
        ("paths /items/{id} post responses 200", None, "POST /items/{} 200: is gone"),
        ("paths /items/{id} post parameters 1", None, "POST /items/{} query limit: is gone"),
        (f"{PATH} parameters 1 required", True, "POST /items/{} query limit: is required now"),
        (f"{PATH} parameters 1 schema maximum", 9, "POST /items/{} query limit: maximum was 10, is 9"),
        (f"{PATH} requestBody", None, "POST /items/{} body: is gone"),
        (f"{PATH} requestBody required", True, "POST /items/{} body: is required now"),
        (f"{PATH} security", [{"bearer": []}], "POST /items/{}: needs other credentials"),
        (f"{REQUEST} required", ["size", "note"], "request NewItem.note: is required now"),
        (f"{REQUEST} properties note", {"type": "string"}, "request NewItem.note: is never null any more"),
        (f"{REQUEST} properties note", None, "request NewItem.note: is gone"),
        (f"{REQUEST} properties colour enum", ["blue"], "request NewItem.colour: is never 'red' any more"),
        (f"{REQUEST} properties size minimum", 2, "request NewItem.size: minimum was 1, is 2"),
        (f"{REQUEST} properties size pattern", "^a", "request NewItem.size: pattern was None, is ^a"),
        (f"{RESPONSE} properties size", {"type": "number"}, "response Item.size: may be number"),
        (f"{RESPONSE} properties size", None, "response Item.size: is gone"),
        (f"{RESPONSE} properties colour enum", ["blue", "red", "tan"], "response Item.colour: may be 'tan'"),
        (
            f"{RESPONSE} properties colour",
            {"type": "string"},
            "response Item.colour: may be other than ['blue', 'red']",
        ),
        (f"{RESPONSE} properties parts items", {"type": "null"}, "response Item.parts[]: may be null"),
        (f"{RESPONSE} required", ["size"], "response Item.colour: may be absent"),
    ],
)
def test_a_change_that_breaks_a_client_is_found(where, value, expected):
    assert (expected, True) in said(OPENAPI, changed(where, value))


@pytest.mark.parametrize(
    ("where", "value", "expected"),
    [
        ("paths /other", {"get": OPERATION | {"parameters": []}}, "GET /other: is new"),
        (f"{PATH} responses 404", None, "POST /items/{} 404: is gone"),
        (f"{PATH} responses 409", {}, "POST /items/{} 409: is new"),
        (f"{PATH} deprecated", True, "POST /items/{}: is deprecated"),
        (f"{PATH} parameters 1 schema maximum", 11, "POST /items/{} query limit: maximum was 10, is 11"),
        (f"{REQUEST} properties fresh", {"type": "string"}, "request NewItem.fresh: is new"),
        (f"{REQUEST} required", [], "request NewItem.size: may be absent"),
        (f"{REQUEST} properties size", {"type": "number", "minimum": 1}, "request NewItem.size: may be number"),
        (f"{REQUEST} properties colour enum", ["blue", "red", "tan"], "request NewItem.colour: may be 'tan'"),
        (f"{REQUEST} additionalProperties", True, "request NewItem: may have other keys"),
        (f"{RESPONSE} properties fresh", {"type": "string"}, "response Item.fresh: is new"),
        (f"{RESPONSE} required", ["size", "colour", "parts"], "response Item.parts: is required now"),
        (f"{RESPONSE} properties colour enum", ["red"], "response Item.colour: is never 'blue' any more"),
    ],
)
def test_a_change_that_breaks_nobody_is_told_from_one_that_does(where, value, expected):
    found = said(OPENAPI, changed(where, value))

    assert (expected, False) in found
    assert not any(breaking for _, breaking in found)


def test_a_new_key_that_must_be_sent_breaks_and_the_same_key_in_an_answer_does_not():
    asked = changed(f"{REQUEST} properties fresh", {"type": "string"})
    asked = changed(f"{REQUEST} required", ["size", "fresh"], asked)
    told = changed(f"{RESPONSE} properties fresh", {"type": "string"})
    told = changed(f"{RESPONSE} required", ["size", "colour", "fresh"], told)

    assert said(OPENAPI, asked) == [("request NewItem.fresh: is new and required", True)]
    assert said(OPENAPI, told) == [("response Item.fresh: is new", False)]


def problems(**codes):
    """A document with one operation that is refused by one of `codes`, each with the members of its details."""
    schemas = {code: {"type": "object", "properties": each} for code, each in codes.items()}
    mapping = {code: f"#/components/schemas/{code}" for code in codes}
    union = {"oneOf": [{"$ref": each} for each in mapping.values()], "discriminator": {"mapping": mapping}}
    refused = {"content": {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Any"}}}}
    return {
        "openapi": "3.1.0",
        "paths": {"/items": {"post": {"responses": {"409": {"$ref": "#/components/responses/Conflict"}}}}},
        "components": {"schemas": {**schemas, "Any": union}, "responses": {"Conflict": refused}},
    }


def test_a_new_code_of_a_status_breaks_nobody_and_a_detail_that_is_gone_does():
    old = problems(out={"left": {"type": "integer"}}, old={})
    new = problems(out={}, fresh={})

    assert changes(old, new) == [
        Change("response out.left", "is gone", True),
        Change("POST /items 409", "is never `old` any more", False),
        Change("POST /items 409", "may be `fresh`", False),
    ]


def test_names_and_words_that_no_client_sends_make_no_difference():
    renamed = json.loads(json.dumps(OPENAPI).replace("{id}", "{key}").replace('"name": "id"', '"name": "key"'))
    renamed["components"]["schemas"]["Item"]["description"] = "A thing."

    assert said(OPENAPI, OPENAPI) == []
    assert said(OPENAPI, renamed) == []


MESSAGES = {
    "frames": {"Hello": {"$ref": "#/$defs/Hello"}},
    "commands": {"play": {"payload": {"$ref": "#/$defs/Play"}, "reply": {"$ref": "#/$defs/Played"}, "mutating": True}},
    "pushes": {"told": {"payload": {"$ref": "#/$defs/Played"}, "delivery": "event"}},
    "broadcasts": {"news": {"payload": {"$ref": "#/$defs/Played"}}},
    "topics": {"crash": {"tick": {"payload": {"$ref": "#/$defs/Played"}}}},
    "$defs": {
        "Hello": {"type": "object", "properties": {"now": {"type": "integer"}}, "required": ["now"]},
        "Play": {"type": "object", "properties": {"bet": {"type": "integer"}}, "additionalProperties": False},
        "Played": {"type": "object", "properties": {"gold": {"type": "integer"}}, "required": ["gold"]},
    },
}


@pytest.mark.parametrize(
    ("where", "value", "expected"),
    [
        ("commands play", None, ("commands play: is gone", True)),
        ("pushes told delivery", "state", ("pushes told delivery: was event, is state", True)),
        ("broadcasts news", None, ("broadcasts news: is gone", True)),
        ("topics crash tick", None, ("topics crash tick: is gone", True)),
        ("$defs Hello required", [], ("response Hello.now: may be absent", True)),
        ("$defs Play required", ["bet"], ("request Play.bet: is required now", True)),
        ("$defs Played properties gold", {"type": "string"}, ("response Played.gold: may be string", True)),
        ("$defs Play properties auto", {"type": "string"}, ("request Play.auto: is new", False)),
        ("pushes more", {"payload": {"$ref": "#/$defs/Played"}}, ("pushes more: is new", False)),
    ],
)
def test_changes_of_socket_messages_are_found_and_told_apart(where, value, expected):
    assert expected in said(MESSAGES, changed(where, value, MESSAGES))


def test_documents_of_two_kinds_are_not_compared():
    with pytest.raises(NotComparable):
        changes(OPENAPI, MESSAGES)


def test_the_report_names_breaking_accepted_and_compatible_changes_apart():
    new = changed(f"{REQUEST} properties note", None)
    new = changed(f"{RESPONSE} properties size", None, new)
    new = changed(f"{RESPONSE} properties fresh", {}, new)
    accepted = accepted_breaks("# decided on\n\nrequest NewItem.note: is gone\n")

    report = markdown(changes(OPENAPI, new), accepted)

    assert "1 breaking, 1 breaking but accepted, 1 compatible." in report
    assert report.index("## Breaking\n\n- `response Item.size`") < report.index(
        "## Breaking, accepted\n\n- `request New"
    )
    assert report.endswith("## Compatible\n\n- `response Item.fresh` is new\n")


def test_the_command_prints_markdown_and_its_status_tells_whether_something_breaks(tmp_path):
    old, new, accepted = (tmp_path / name for name in ("old.json", "new.json", "accepted.txt"))
    old.write_text(json.dumps(OPENAPI))
    new.write_text(json.dumps(changed(f"{REQUEST} properties note", None)))
    accepted.write_text("request NewItem.note: is gone\n")
    run = CliRunner().invoke

    broken = run(app, ["api-diff", str(old), str(new)])

    assert (broken.exit_code, "- `request NewItem.note` is gone" in broken.stdout) == (1, True)
    assert run(app, ["api-diff", str(old), str(old)]).exit_code == 0
    assert run(app, ["api-diff", str(old), str(new), "--accepted", str(accepted)]).exit_code == 0
    assert run(app, ["api-diff", str(old), str(accepted)]).exit_code == 2


@pytest.mark.parametrize(
    ("name", "document"),
    [(NAMES[0], export_openapi.openapi_document), (NAMES[1], export_messages.messages_document)],
)
def test_nothing_breaks_the_released_api_that_was_not_decided_on(name, document):
    released = json.loads((RELEASED / name).read_text("utf-8"))

    broken = unaccepted(changes(released, document()), accepted_breaks(ACCEPTED.read_text("utf-8")))

    assert not broken, "breaks clients of the released API; accept it in accepted-breaks.txt or undo it"


def test_every_accepted_break_is_one():
    documents = [[json.loads((folder / name).read_text("utf-8")) for folder in (RELEASED, API_DOCS)] for name in NAMES]

    found = {str(change) for old, new in documents for change in changes(old, new) if change.breaking}

    assert accepted_breaks(ACCEPTED.read_text("utf-8")) <= found
