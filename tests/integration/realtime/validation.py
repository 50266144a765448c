"""Every message that the server sends, checked against docs/api/messages.schema.json.

The document holds the frames and the payloads; here each type gets its frame. A key that is in neither is a fault of
the document, so none is let pass.
"""

import json
from pathlib import Path
from typing import Any

from jsonschema import Draft202012Validator

DOCUMENT = json.loads((Path(__file__).parents[3] / "docs" / "api" / "messages.schema.json").read_text())
REPLIES = {
    name: entry["reply"]
    for section in ("commands", "session")
    for name, entry in DOCUMENT[section].items()
    if name != "connect"
}


def framed(frame: str, **narrowed: Any) -> dict[str, Any]:
    """The schema of a frame whose properties are `narrowed` to those of one message."""
    schema = DOCUMENT["$defs"][frame]
    properties = schema["properties"] | narrowed
    return schema | {"properties": properties, "additionalProperties": False, "$defs": DOCUMENT["$defs"]}


ENVELOPES: dict[str, dict[str, Any]] = {
    "hello": framed("HelloMessage"),
    "initial_state": framed("InitialStateMessage"),
    "ping": framed("Ping"),
    "reconnect": framed("Reconnect"),
    **{name: framed("TopicMessage", payload=each["payload"]) for name, each in DOCUMENT["broadcasts"].items()},
    **{name: framed("Push", payload=each["payload"]) for name, each in DOCUMENT["pushes"].items()},
}


def validated(message: dict[str, Any], command: str | None = None) -> dict[str, Any]:
    """`message`, if it is one that the server may send; `command` is the type that a reply answers."""
    Draft202012Validator(_schema(message, command)).validate(message)
    return message


def _schema(message: dict[str, Any], command: str | None) -> dict[str, Any]:
    if "type" in message:
        return ENVELOPES[message["type"]]
    if not message["ok"]:
        return framed("Refusal")
    assert command is not None, "a success that answers no command"
    return framed("Reply", payload=REPLIES[command])
