"""`python -m gateway.documents.export_messages [--check]`: writes docs/api/messages.schema.json.

That is the JSON Schema of every message between client and server: `commands`, `pushes`, `broadcasts`, `frames`,
`subscriptions`, `topics` and `errors` map message types to the definitions of their payloads and replies.
"""

import sys
from typing import Any

import msgspec

from actors.crash.table_messages import TOPIC_MESSAGES, TableRef, TableView
from actors.kinds import TOPICS
from actors.messages import COMMANDS, PUSHES
from actors.runtime.errors import CODES, RETRYABLE
from actors.runtime.payloads import ErrorBody
from actors.shop.messages import BROADCASTS
from actors.user.snapshot import InitialState
from gateway.documents.export import API_DOCS, export
from gateway.realtime.wire.messages import SUBPROTOCOL, AuthRefresh, AuthRefreshed, ClientMessage, Connect, Hello
from gateway.rest.openapi.error_details import DETAILS
from gateway.rest.openapi.fields import describe, field_texts

PATH = API_DOCS / "messages.schema.json"
DIALECT = "https://json-schema.org/draft/2020-12/schema"


def _with_any_payload(frame: type[msgspec.Struct]) -> type[msgspec.Struct]:
    """Return `frame` as a schema can say it: its payload, kept raw for the entity to decode, is any object."""
    fields = [
        (field.name, dict[str, Any], {}) if field.type is msgspec.Raw else (field.name, field.type, field.default)
        for field in msgspec.structs.fields(frame)
    ]
    return msgspec.defstruct(
        frame.__name__,
        fields,
        namespace={"__doc__": frame.__doc__, "FIELD_TEXTS": field_texts(frame)},
        forbid_unknown_fields=True,
        kw_only=True,
    )


FRAMES: tuple[type[msgspec.Struct], ...] = (
    _with_any_payload(ClientMessage),
    ErrorBody,
    Connect,
    Hello,
    InitialState,
    AuthRefresh,
    AuthRefreshed,
)
"""The frames that open, wrap and keep up a conversation."""


def messages_document() -> dict[str, Any]:
    """Return the schema document of the socket protocol."""
    replies = [command.REPLY for command in COMMANDS]
    told: tuple[Any, ...] = (*PUSHES, *BROADCASTS, TableRef, TableView, *TOPIC_MESSAGES)
    every: list[type[msgspec.Struct]] = [*FRAMES, *COMMANDS, *replies, *told, *DETAILS.values()]
    models = list(dict.fromkeys(every))
    _, definitions = msgspec.json.schema_components(models, ref_template="#/$defs/{name}")
    describe(definitions, models)
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
        "errors": {
            code: {
                "status": status,
                "retryable": code in RETRYABLE,
                **({"details": _reference(DETAILS[code])} if code in DETAILS else {}),
            }
            for code, status in sorted(CODES.items())
        },
        "$defs": dict(sorted(definitions.items())),
    }


def _reference(model: type[msgspec.Struct]) -> dict[str, str]:
    return {"$ref": f"#/$defs/{model.__name__}"}


if __name__ == "__main__":
    sys.exit(export(PATH, messages_document()))
