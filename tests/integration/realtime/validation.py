"""Every message that the server sends, checked against docs/api/messages.schema.json.

The document holds payloads; `ENVELOPES` is what protocol.md wraps them in.
"""

import json
from pathlib import Path
from typing import Any

from jsonschema import Draft202012Validator

DOCUMENT = json.loads((Path(__file__).parents[3] / "docs" / "api" / "messages.schema.json").read_text())
COUNT = {"type": "integer", "minimum": 0}
PUSH = {"type": {"type": "string"}, "seq": COUNT, "prev": COUNT, "version": COUNT, "payload": {"type": "object"}}
BROADCAST = {"topic": {"type": "string"}, "type": {"type": "string"}, "n": COUNT, "payload": {"type": "object"}}
ENVELOPES: dict[str, dict[str, Any]] = {
    "hello": {"re": {"type": "string"}, "type": {"const": "hello"}, "payload": {"$ref": "#/$defs/Hello"}},
    "initial_state": {
        "type": {"const": "initial_state"},
        "epoch": {"type": "string", "minLength": 1},
        "seq": COUNT,
        "version": COUNT,
        "payload": {"$ref": "#/$defs/InitialState"},
    },
    "ping": {"type": {"const": "ping"}, "t": COUNT},
    "reconnect": {
        "type": {"const": "reconnect"},
        "payload": {
            "type": "object",
            "properties": {"reason": {"type": "string"}, "window_ms": COUNT},
            "required": ["reason", "window_ms"],
        },
    },
    **{name: BROADCAST | {"payload": message["payload"]} for name, message in DOCUMENT["broadcasts"].items()},
    **{name: PUSH | {"payload": push["payload"]} for name, push in DOCUMENT["pushes"].items()},
}
REPLY = {"re": {"type": "string"}, "ok": {"const": True}, "seq": COUNT, "version": COUNT, "payload": {"type": "object"}}
REFUSAL = {"re": {"type": ["string", "null"]}, "ok": {"const": False}, "error": {"$ref": "#/$defs/ErrorBody"}}
OPTIONAL = {"dup": {"const": True}, "version": COUNT}
REPLIES = {name: command["reply"] for name, command in DOCUMENT["commands"].items()} | {
    "auth.refresh": {"$ref": "#/$defs/AuthRefreshed"}
}


def validated(message: dict[str, Any], command: str | None = None) -> dict[str, Any]:
    """`message`, if it is one that the server may send; `command` is the type that a reply answers."""
    Draft202012Validator(_schema(message, command)).validate(message)
    return message


def _schema(message: dict[str, Any], command: str | None) -> dict[str, Any]:
    if "type" in message:
        properties, optional = ENVELOPES[message["type"]], {}
    elif message["ok"]:
        assert command is not None, "a success that answers no command"
        properties, optional = REPLY | {"payload": REPLIES[command]}, OPTIONAL
    else:
        properties, optional = REFUSAL, OPTIONAL
    return {
        "type": "object",
        "properties": optional | properties,
        "required": list(properties),
        "additionalProperties": False,
        "$defs": DOCUMENT["$defs"],
    }
