"""`python -m gateway.documents.export_messages [--check]`: writes docs/api/messages.schema.json.

That is the JSON Schema of every message between client and server: `commands`, `subscriptions`, `session`, `pushes`,
`broadcasts` and `topics` map message types to the definitions of their payloads and replies, `frames` are what these
are wrapped in, `errors` and `closes` the codes.

A field with a default need not be there, for the release before may not know it. `x-always-sent` names those that this
release sends all the same.
"""

import sys
from typing import Any

import msgspec
from msgspec import Struct

from actors.crash.table_messages import TOPIC_MESSAGES, TableRef, TableView
from actors.kinds import TOPICS
from actors.messages import COMMANDS, PUSHES
from actors.runtime.errors import CODES, RETRYABLE
from actors.runtime.payloads import ErrorBody
from actors.shop.messages import BROADCASTS
from gateway.documents.export import API_DOCS, export
from gateway.documents.frames import CLIENT_FRAMES, PAYLOADS, SERVER_FRAMES
from gateway.realtime.close_codes import CloseCode
from gateway.realtime.wire.messages import SUBPROTOCOL, AuthRefresh, AuthRefreshed, Connect, Hello
from gateway.rest.openapi.error_details import DETAILS
from gateway.rest.openapi.fields import describe, member_texts, note_always_sent, reachable

PATH = API_DOCS / "messages.schema.json"
DIALECT = "https://json-schema.org/draft/2020-12/schema"
FRAMES = (*CLIENT_FRAMES, *SERVER_FRAMES, *PAYLOADS)
FINAL = range(4500, 5000)
"""Close codes after which a client does not reconnect."""


def messages_document() -> dict[str, Any]:
    """Return the schema document of the socket protocol."""
    replies = [command.REPLY for command in COMMANDS]
    told: tuple[Any, ...] = (*PUSHES, *BROADCASTS, TableRef, TableView, *TOPIC_MESSAGES)
    server: list[type[Struct]] = [*SERVER_FRAMES, *PAYLOADS, *replies, *told, *DETAILS.values()]
    client: list[type[Struct]] = [*CLIENT_FRAMES, *COMMANDS, TableRef, Connect, AuthRefresh]
    models: list[type[Struct]] = list(dict.fromkeys([*client, *server]))
    _, definitions = msgspec.json.schema_components(models, ref_template="#/$defs/{name}")
    describe(definitions, models)
    note_always_sent(definitions, set(reachable(server)) - set(reachable(client)))
    definitions[ErrorBody.__name__]["properties"]["code"]["enum"] = sorted(CODES)
    return {
        "$schema": DIALECT,
        "title": f"Pitboss messages, {SUBPROTOCOL}",
        "frames": {model.__name__: _reference(model) for model in FRAMES},
        "commands": {
            command.TYPE: {
                "payload": _reference(command),
                "reply": _reference(command.REPLY),
                "mutating": command.MUTATING,
            }
            for command in sorted(COMMANDS, key=lambda command: command.TYPE)
        },
        "session": {
            Connect.TYPE: {"payload": _reference(Connect), "reply": _reference(Hello)},
            AuthRefresh.TYPE: {"payload": _reference(AuthRefresh), "reply": _reference(AuthRefreshed)},
        },
        "pushes": {
            push.TYPE: {"payload": _reference(push), "delivery": push.DELIVERY.value}  # type: ignore[attr-defined]
            for push in sorted(PUSHES, key=lambda push: push.TYPE)  # type: ignore[attr-defined]
        },
        "broadcasts": {
            message.TYPE: {"payload": _reference(message)}  # type: ignore[attr-defined]
            for message in BROADCASTS
        },
        "subscriptions": {
            f"{kind}.{act}": {"payload": _reference(TableRef), **({"reply": _reference(reply)} if reply else {})}
            for kind in TOPICS
            for act, reply in (("subscribe", TableView), ("unsubscribe", None))
        },
        "topics": {
            kind: {
                TableView.TYPE: {"payload": _reference(TableView)},
                **{message.TYPE: {"payload": _reference(message)} for message in TOPIC_MESSAGES},
            }
            for kind in TOPICS
        },
        "errors": _errors(),
        "closes": _closes(),
        "$defs": dict(sorted(definitions.items())),
    }


def _errors() -> dict[str, Any]:
    return {
        code: {
            "status": status,
            "retryable": code in RETRYABLE,
            **({"details": _reference(DETAILS[code])} if code in DETAILS else {}),
        }
        for code, status in sorted(CODES.items())
    }


def _closes() -> dict[str, Any]:
    texts = member_texts(CloseCode)
    return {
        code.name: {"code": code.value, "final": code in FINAL, "description": texts[code.name]} for code in CloseCode
    }


def _reference(model: type[Struct]) -> dict[str, str]:
    return {"$ref": f"#/$defs/{model.__name__}"}


if __name__ == "__main__":
    sys.exit(export(PATH, messages_document()))
