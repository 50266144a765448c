"""The TypeScript of the socket's messages: each form of a schema, what may be left out, and every message there is."""

import re
from functools import cache
from typing import Any

import pytest

from gateway.documents.export_messages import messages_document
from gateway.documents.export_typescript import messages_module
from gateway.documents.typescript import LINE_CHARS_MAX, type_of, typescript


@cache
def module() -> str:
    return messages_module()


def made(**definitions: Any) -> str:
    """The module of a document that has these definitions and no message."""
    sections = ("commands", "subscriptions", "session", "pushes", "broadcasts", "topics", "errors", "closes")
    return typescript({"$defs": definitions, **{section: {} for section in sections}}, "p")


def interface(text: str, name: str) -> str:
    found = re.search(rf"export interface {re.escape(name)} {{\n(.*?)\n}}\n", text, re.DOTALL)
    assert found, name
    return found[1]


@pytest.mark.parametrize(
    ("schema", "written"),
    [
        ({"type": "integer", "minimum": 1}, "number"),
        ({"enum": ["a", 1]}, '"a" | 1'),
        ({"const": True}, "true"),
        ({"anyOf": [{"$ref": "#/$defs/Rung"}, {"type": "null"}]}, "Rung | null"),
        ({"type": "array", "items": {"type": "string"}}, "readonly string[]"),
        ({"type": "array", "items": {"type": "array", "items": {"type": "string"}}}, "readonly (readonly string[])[]"),
        ({"type": "array", "items": {"enum": ["a", "b"]}}, 'readonly ("a" | "b")[]'),
        ({"type": "object"}, "AnyObject"),
        ({"type": "object", "additionalProperties": {"type": "integer"}}, "{ readonly [name: string]: number }"),
        ({}, "unknown"),
    ],
)
def test_a_schema_is_a_type(schema: dict[str, Any], written: str):
    assert type_of(schema) == written


def test_a_field_is_optional_unless_it_is_required_or_always_sent():
    fields = {name: {"type": "integer", "description": f"The {name}.", "default": 7} for name in ("a", "b", "c")}
    text = made(Thing={"properties": fields, "required": ["a"], "x-always-sent": ["b"]})
    assert re.findall(r"readonly (\S+) number;", interface(text, "Thing")) == ["a:", "b:", "c?:"]
    assert "The c.\n   *\n   * @default 7" in text


def test_a_frame_leaves_open_what_its_messages_narrow():
    frame = {"type": "string", "description": "Its type."}, {"type": "object", "description": "What it says."}
    text = made(Frame={"properties": {"type": frame[0], "payload": frame[1]}, "required": ["type", "payload"]})
    assert "readonly type: T;" in interface(text, "Frame<T extends string = string, P = AnyObject>")


def test_a_comment_cannot_end_itself():
    assert "/** a *\\/ b */" in made(Thing={"description": "a */ b", "properties": {}})


def test_every_message_and_code_is_in_the_module():
    document = messages_document()
    for section, name in (
        ("commands", "Commands"),
        ("subscriptions", "Subscriptions"),
        ("session", "SessionRequests"),
        ("pushes", "Pushes"),
        ("broadcasts", "Broadcasts"),
        ("errors", "ErrorDetails"),
    ):
        keys = [key.strip('"') for key in re.findall(r'readonly ("[\w.]+"|\w+):', interface(module(), name))]
        assert [key for key in keys if key not in ("payload", "reply")] == list(document[section])
    assert [name for name, each in document["closes"].items() if f"  {name}: {each['code']},\n" not in module()] == []


def test_every_name_that_the_module_uses_is_defined_once():
    without_comments = re.sub(r"/\*\*.*?\*/", "", module(), flags=re.DOTALL)
    defined = re.findall(r"^export (?:interface|type) (\w+)", without_comments, re.MULTILINE)
    assert len(defined) == len(set(defined))
    used = set(re.findall(r"(?::|readonly|\||<) ?([A-Z]\w+)", re.sub(r'"[^"]*"', "", without_comments)))
    known = {*defined, "Record", "K", "N", "T", "P", "C"} | set(re.findall(r"const ([A-Z_]+)", without_comments))
    assert used - known == set()


def test_no_line_is_longer_than_the_formatter_allows():
    assert [line for line in module().splitlines() if len(line) > LINE_CHARS_MAX] == []
