"""The AsyncAPI 3 document of the socket, made of the document of messages.

Actions are those of the gateway: it receives what clients send. One channel is the socket; another way to hear of the
platform is another entry of `CHANNELS`, a function from the document of messages to the parts that it adds.
"""

from collections.abc import Callable, Iterator, Mapping
from importlib.metadata import version
from typing import Any, NamedTuple

from gateway.documents.asyncapi import examples

Schema = Mapping[str, Any]
SYNC = "sync"
ADDRESS = "/api/realtime/sync"
JSON = "application/json"
HELLO = "hello"
DESCRIPTION = """The socket of the Pitboss platform: a player sends commands and hears at once what changes.

The first message is `connect` with an access token; `hello` answers it, and then the whole state or what was missed.
Every other request is answered by its reply or a refusal with the same id, pushes come unasked. Amounts are integers,
times Unix milliseconds. Unknown keys of a client are refused; a client ignores types and keys that it does not know.
`x-errors` lists the codes of refusals, `x-close-codes` those with which a socket is closed and what to do next.
"""
SECURITY = {
    "accessToken": {
        "type": "apiKey",
        "in": "password",
        "description": "An access token of `POST /api/auth/login`, as `token` in the payload of `connect`. "
        "It never stands in the address; `auth.refresh` replaces it while the socket stays open.",
    }
}
GROUPS = {
    "session": "What opens and keeps up the connection.",
    "commands": "Commands that reach the player's entity.",
    "subscriptions": "Begin and end to watch a topic.",
    "pushes": "What the server tells a player, unasked; `seq` counts them.",
    "broadcasts": "What the server tells every player.",
    "topics": "What those who watch a topic are told.",
}


class Message(NamedTuple):
    """One message of the socket, and the group under which it is shown."""

    name: str
    group: str
    title: str
    frame: str
    narrowed: Mapping[str, Any]
    examples: tuple[Any, ...]
    summary: str = ""


def asyncapi(document: Schema, subprotocol: str) -> dict[str, Any]:
    """Return the AsyncAPI document of a document of messages."""
    channels: dict[str, Any] = {}
    operations: dict[str, Any] = {}
    messages: dict[str, Any] = {}
    for add in CHANNELS:
        channel, performed, told = add(document, subprotocol)
        channels |= channel
        operations |= performed
        messages |= told
    return {
        "asyncapi": "3.1.0",
        "info": {"title": "Pitboss realtime", "version": version("pitboss"), "description": DESCRIPTION},
        "defaultContentType": JSON,
        "servers": {
            "gateway": {
                "host": "127.0.0.1:8080",
                "protocol": "ws",
                "description": "The gateway that `make dev` starts; behind TLS the protocol is `wss`.",
                "security": [{"$ref": "#/components/securitySchemes/accessToken"}],
            }
        },
        "channels": channels,
        "operations": operations,
        "components": {
            "messages": messages,
            "schemas": {name: _moved(schema) for name, schema in document["$defs"].items()},
            "securitySchemes": SECURITY,
        },
        "x-errors": _moved(document["errors"]),
        "x-close-codes": document["closes"],
    }


def _sync(document: Schema, subprotocol: str) -> tuple[dict[str, Any], dict[str, Any], dict[str, Any]]:
    """Return the channel of the socket, its operations and its messages."""
    found = {message.name: message for message in _messages(document)}
    channel = {
        SYNC: {
            "address": ADDRESS,
            "title": "The socket of a player",
            "description": f"A WebSocket with the subprotocol `{subprotocol}`, in text messages without compression.",
            "servers": [{"$ref": "#/servers/gateway"}],
            "messages": {name: {"$ref": f"#/components/messages/{name}"} for name in found},
            "bindings": {
                "ws": {
                    "method": "GET",
                    "headers": {
                        "type": "object",
                        "properties": {
                            "Sec-WebSocket-Protocol": {
                                "type": "string",
                                "enum": [subprotocol],
                                "description": "The subprotocol; its name has the major version.",
                            }
                        },
                    },
                    "bindingVersion": "0.1.0",
                }
            },
        }
    }
    operations = dict(_operations(document, found))
    return channel, operations, {name: _message(document, message) for name, message in found.items()}


CHANNELS: tuple[Callable[[Schema, str], tuple[dict[str, Any], dict[str, Any], dict[str, Any]]], ...] = (_sync,)
"""What each way to hear of the platform adds: its channel, operations and messages."""


# --- messages ---


def _messages(document: Schema) -> Iterator[Message]:
    yield from _requests(document)
    alone = (("initial_state", "InitialStateMessage"), ("ping", "Ping"), ("reconnect", "Reconnect"))
    yield from (Message(name, "session", name, frame, {}, (examples.told(name),)) for name, frame in alone)
    yield Message("pong", "session", "pong", "Pong", {}, (examples.request("pong"),))
    refusals = (examples.told("refusal"), examples.told("refusal.unread"))
    yield Message("refusal", "session", "Refusal", "Refusal", {}, refusals)
    for group, frame in (("pushes", "Push"), ("broadcasts", "TopicMessage")):
        for name, entry in document[group].items():
            yield Message(
                name, group, name, frame, _typed(name, entry), (examples.told(name),), _about(document, entry)
            )
    for kind, watched in document["topics"].items():
        for name, entry in watched.items():
            narrowed = _typed(name, entry)
            summary = _about(document, entry)
            yield Message(
                f"{kind}.{name}", "topics", name, "TopicMessage", narrowed, (examples.watched(name),), summary
            )


def _requests(document: Schema) -> Iterator[Message]:
    for group in ("session", "commands", "subscriptions"):
        for name, entry in document[group].items():
            asked, summary = (examples.request(name),), _about(document, entry)
            yield Message(name, group, name, "ClientMessage", _typed(name, entry), asked, summary)
            if name == "connect":
                yield Message(HELLO, group, HELLO, "HelloMessage", {}, (examples.told(HELLO),))
                continue
            narrowed = {"payload": entry.get("reply", {"type": "object"})}
            yield Message(f"{name}.reply", group, f"Reply to {name}", "Reply", narrowed, (examples.reply(name),))


def _typed(name: str, entry: Schema) -> dict[str, Any]:
    return {"type": {"type": "string", "const": name}, "payload": entry["payload"]}


def _about(document: Schema, entry: Schema) -> str:
    payload = document["$defs"][entry["payload"]["$ref"].rpartition("/")[2]]
    return str(payload.get("description", "")).split("\n\n")[0]


def _message(document: Schema, message: Message) -> dict[str, Any]:
    schema = _framed(document["$defs"][message.frame], message)
    shown = {
        "name": message.name,
        "title": message.title,
        "summary": message.summary or str(schema.get("description", "")).split("\n\n")[0],
        "contentType": JSON,
        "tags": [{"name": message.group}],
        "payload": _moved(schema),
        "examples": [{"name": f"example {n}", "payload": each} for n, each in enumerate(message.examples, 1)],
    }
    if answered := next((key for key in ("id", "re") if key in schema["properties"]), None):
        shown["correlationId"] = {"location": f"$message.payload#/{answered}"}
    return shown


def _framed(frame: Schema, message: Message) -> dict[str, Any]:
    """Return a frame whose properties are narrowed to those of a message; of a request, without what `pong` has."""
    properties = {name: dict(each) for name, each in frame["properties"].items()}
    required = list(frame.get("required", ()))
    if message.frame == "ClientMessage":
        properties = {name: properties[name] for name in ("id", "type", "payload")}
        required = ["id", "type", "payload"]
    for name, schema in message.narrowed.items():
        properties[name] = {**schema, "description": properties[name]["description"]}
    kept = {key: value for key, value in frame.items() if key not in ("title", "properties", "required")}
    return {**kept, "properties": properties, "required": required}


def _moved(node: Any) -> Any:
    """Return a part of the document of messages with its references as they are here."""
    if isinstance(node, Mapping):
        reference = node.get("$ref")
        moved = {key: _moved(value) for key, value in node.items()}
        if isinstance(reference, str):
            moved["$ref"] = reference.replace("#/$defs/", "#/components/schemas/")
        return moved
    return [_moved(each) for each in node] if isinstance(node, list) else node


# --- operations ---


def _operations(document: Schema, found: Mapping[str, Message]) -> Iterator[tuple[str, dict[str, Any]]]:
    for group in ("session", "commands", "subscriptions"):
        for name, entry in document[group].items():
            answers = [HELLO] if name == "connect" else [f"{name}.reply", "refusal"]
            told = {"tags": [{"name": group}], "messages": [_of(name)]}
            reply = {"channel": {"$ref": f"#/channels/{SYNC}"}, "messages": [_of(each) for each in answers]}
            summary = _about(document, entry)
            yield _named("receive", name), _operation("receive", name, summary, told | {"reply": reply})
    yield _named("receive", "pong"), _operation("receive", "pong", "The answer to a ping.", {"messages": [_of("pong")]})
    answered = {HELLO, "refusal"}
    for name, message in found.items():
        if message.frame not in ("ClientMessage", "Pong", "Reply") and name not in answered:
            told = {"tags": [{"name": message.group}], "messages": [_of(name)]}
            yield _named("send", name), _operation("send", name, message.summary, told)


def _operation(action: str, title: str, summary: str, rest: Mapping[str, Any]) -> dict[str, Any]:
    about = {"summary": summary} if summary else {}
    return {"action": action, "channel": {"$ref": f"#/channels/{SYNC}"}, "title": title, **about, **rest}


def _named(action: str, name: str) -> str:
    return f"{action}_{name.replace('.', '_')}"


def _of(name: str) -> dict[str, str]:
    return {"$ref": f"#/channels/{SYNC}/messages/{name}"}
