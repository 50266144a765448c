"""The AsyncAPI document as a page of the documentation: Markdown, a heading for each message, links between schemas.

The page needs no script and nothing from another host. It shows what the document has, and nothing else.
"""

import json
from collections.abc import Iterator, Mapping
from typing import Any

from gateway.documents.asyncapi.document import GROUPS

Schema = Mapping[str, Any]
HEAD = """# Messages of the socket

Made of the AsyncAPI document, [asyncapi.json](api/asyncapi.json), by `python -m gateway.documents`; never edited. How a
conversation goes stands in [Protocol](protocol.md).
"""
BOUNDS = (
    ("minimum", "at least {}"),
    ("maximum", "at most {}"),
    ("minLength", "at least {} characters"),
    ("maxLength", "at most {} characters"),
    ("minItems", "at least {} items"),
    ("maxItems", "at most {} items"),
    ("pattern", "pattern `{}`"),
)
UNBOUNDED = 2**53 - 1
"""The largest amount: what is at most this much has no limit of its own."""


def page(document: Schema) -> str:
    """Return the Markdown text of an AsyncAPI document."""
    parts = [HEAD, document["info"]["description"], *_connection(document), *_contents(document)]
    for group, about in GROUPS.items():
        parts.append(f"## {group.capitalize()}\n\n{about}\n")
        parts += [_message(document, message) for message in _of_group(document, group)]
    parts += ["## Errors\n", _errors(document), "## Close codes\n", _closes(document), "## Schemas\n"]
    parts += [_schema(name, schema) for name, schema in document["components"]["schemas"].items()]
    return "\n".join(parts).rstrip() + "\n"


def _connection(document: Schema) -> Iterator[str]:
    (server,) = document["servers"].values()
    for channel in document["channels"].values():
        yield f"## {channel['title']}\n"
        yield f"{channel['description']}\n"
        yield f"- Address: `GET {channel['address']}`. {server['description']}"
        yield from (f"- Access: {each['description']}" for each in document["components"]["securitySchemes"].values())
        yield ""


def _contents(document: Schema) -> Iterator[str]:
    yield "| group | messages |\n|---|---|"
    for group in GROUPS:
        titles = (message["title"] for message in _of_group(document, group))
        yield f"| [{group}](#{group}) | {', '.join(f'[{title}](#{_anchor(title)})' for title in titles)} |"
    yield ""


def _of_group(document: Schema, group: str) -> list[Schema]:
    messages = document["components"]["messages"].values()
    return [message for message in messages if message["tags"][0]["name"] == group]


def _message(document: Schema, message: Schema) -> str:
    lines = [f"### {message['title']}\n", f"{_cell(message['summary'])}\n", _said(document, message["payload"])]
    sends = [each for each in document["operations"].values() if _sends(each, message["name"])]
    answers = [_title(document, reference) for each in sends for reference in each.get("reply", {}).get("messages", ())]
    if answers:
        lines.append(f"Answered by {' or '.join(f'[{title}](#{_anchor(title)})' for title in answers)}.\n")
    shown = (json.dumps(example["payload"], indent=1, ensure_ascii=False) for example in message["examples"])
    lines.extend(f"```json\n{text}\n```\n" for text in shown)
    return "\n".join(lines)


def _said(document: Schema, frame: Schema) -> str:
    """Return the fields of a payload, or of a frame that has none."""
    payload = frame["properties"].get("payload", {})
    if "$ref" not in payload:
        return _fields(frame) if not payload else "Its payload has no fields.\n"
    name = payload["$ref"].rpartition("/")[2]
    return f"Payload: {_type(payload)}\n\n{_fields(document['components']['schemas'][name])}"


def _sends(operation: Schema, name: str) -> bool:
    return any(each["$ref"].rpartition("/")[2] == name for each in operation["messages"])


def _title(document: Schema, reference: Schema) -> str:
    return str(document["components"]["messages"][reference["$ref"].rpartition("/")[2]]["title"])


def _schema(name: str, schema: Schema) -> str:
    about = " ".join(str(schema.get("description", "")).split())
    return f"### Schema {name}\n\n{_cell(about)}\n\n{_fields(schema)}"


def _fields(schema: Schema) -> str:
    if not schema.get("properties"):
        return "It has no fields.\n"
    rows = ["| field | type | what it is |", "|---|---|---|"]
    there = {*schema.get("required", ()), *schema.get("x-always-sent", ())}
    for name, value in schema.get("properties", {}).items():
        optional = "" if name in there else "?"
        rows.append(f"| {name}{optional} | {_type(value)} | {_cell(value.get('description', ''))}{_bounds(value)} |")
    return "\n".join([*rows, ""])


def _type(schema: Schema) -> str:
    if "$ref" in schema:
        name = schema["$ref"].rpartition("/")[2]
        return f"[{name}](#schema-{_anchor(name)})"
    if "const" in schema:
        return f"`{json.dumps(schema['const'])}`"
    if "enum" in schema:
        return " or ".join(f"`{json.dumps(each)}`" for each in schema["enum"])
    if "anyOf" in schema:
        return " or ".join(_type(each) for each in schema["anyOf"])
    if schema.get("type") == "array":
        return f"list of {_type(schema.get('items', {}))}"
    if isinstance(values := schema.get("additionalProperties"), Mapping):
        return f"object of {_type(values)}"
    return str(schema.get("type", "any"))


def _bounds(schema: Schema) -> str:
    found = [schema, *schema.get("anyOf", ())]
    texts = [text.format(_cell(str(each[key]))) for each in found for key, text in BOUNDS if _is_bound(each, key)]
    default = schema.get("default")
    if default not in (None, "", [], (), {}):
        texts.append(f"default `{json.dumps(default)}`")
    return f" ({', '.join(texts)})" if texts else ""


def _is_bound(schema: Schema, key: str) -> bool:
    return key in schema and schema[key] != UNBOUNDED


def _errors(document: Schema) -> str:
    rows = ["| code | status | same id again | details |", "|---|---|---|---|"]
    for code, each in document["x-errors"].items():
        details = _type(each["details"]) if "details" in each else ""
        rows.append(f"| `{code}` | {each['status']} | {'yes' if each['retryable'] else 'no'} | {details} |")
    return "\n".join([*rows, ""])


def _closes(document: Schema) -> str:
    rows = ["| code | name | meaning, and what to do |", "|---|---|---|"]
    rows += [
        f"| {each['code']} | `{name}` | {each['description']} |" for name, each in document["x-close-codes"].items()
    ]
    return "\n".join([*rows, ""])


def _anchor(title: str) -> str:
    """Return the anchor that MkDocs gives to a heading."""
    kept = "".join(letter for letter in title.lower() if letter.isalnum() or letter in " -_")
    return "-".join(kept.split())


def _cell(text: str) -> str:
    return " ".join(text.split()).replace("|", "\\|")
