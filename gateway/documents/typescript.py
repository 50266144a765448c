"""TypeScript of the socket's messages, made of the document of messages: types, and a few tables as constants.

What a client sends has the fields that it may leave out as optional ones. What the server sends has those that it may
leave out as optional ones: a field with a default that is sent all the same (`x-always-sent` in the document) is there.
The text is as prettier leaves it, at 120 characters a line.
"""

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from textwrap import wrap
from typing import Any

Schema = Mapping[str, Any]
LINE_CHARS_MAX = 120
INDENT = "  "
PRIMITIVES = {"integer": "number", "number": "number", "string": "string", "boolean": "boolean", "null": "null"}
ANY_OBJECT = "AnyObject"
IDENTIFIER = re.compile(r"[A-Za-z_$][\w$]*")
CLIENT_MESSAGE, ERROR_BODY = "ClientMessage", "ErrorBody"

HEAD = """\
/**
 * The messages of the socket, {subprotocol}: what a client may send, what the server sends, and what each code means.
 *
 * Made of docs/api/messages.schema.json by `python -m gateway.documents.export_typescript`; a test fails when it is
 * stale. Never edited. Amounts are whole numbers, times are Unix milliseconds. A client ignores types, fields and codes
 * that it does not know: a later server of the same subprotocol may send more than is here.
 */

export const SUBPROTOCOL = {quoted};

/** An object whose fields its place in the protocol leaves open. */
export interface AnyObject {{
  readonly [name: string]: unknown;
}}
"""

UNIONS = """\
/** Every request with its payload and its reply, by type. */
export interface Requests extends Commands, Subscriptions, SessionRequests {}

export type CommandType = keyof Commands;
export type SubscriptionType = keyof Subscriptions;
export type SessionRequestType = keyof SessionRequests;
export type RequestType = keyof Requests;
export type PushType = keyof Pushes;
export type BroadcastType = keyof Broadcasts;
export type TopicKind = keyof Topics;
export type ErrorCode = keyof ErrorDetails;

/** A request of one type, or of any of them: all that a client sends but `pong`. */
export type RequestMessage<T extends RequestType = RequestType> = {
  readonly [K in T]: {
    /** Id of the request; of a command that changes something its idempotency key, kept for every retry. */
    readonly id: string;
    readonly type: K;
    readonly payload: Requests[K]["payload"];
  };
}[T];

/** A command of one type, or of any of them. */
export type CommandMessage<T extends CommandType = CommandType> = RequestMessage<T>;

/** Everything that a client sends. */
export type ClientMessage = RequestMessage | Pong;

/** The reply of a request of one type, when it was accepted. */
export type ReplyTo<T extends RequestType> = Reply<Requests[T]["reply"]>;

/** The answer to a request of one type. */
export type AnswerTo<T extends RequestType> = ReplyTo<T> | Refusal;

/** Why a command was refused; `code` tells the details apart. */
export type ErrorBody<C extends ErrorCode = ErrorCode> = { readonly [K in C]: ErrorOf<K> }[C];

/** A push of one type, or of any of them. */
export type PushMessage<T extends PushType = PushType> = { readonly [K in T]: Push<K, Pushes[K]> }[T];

/** A message to every player of one type, or of any of them. */
export type BroadcastMessage<T extends BroadcastType = BroadcastType> = {
  readonly [K in T]: TopicMessage<string, K, Broadcasts[K]>;
}[T];

/** A message to those who watch a topic of one kind, or of any of them. */
export type WatchedMessage<K extends TopicKind = TopicKind> = {
  readonly [N in K]: {
    readonly [T in keyof Topics[N] & string]: TopicMessage<`${N}:${string}`, T, Topics[N][T]>;
  }[keyof Topics[N] & string];
}[K];

/** The answers of the server to requests, which have `ok` and no `type`. */
export type Answer = Reply | Refusal;

/** Everything that the server says unasked, or in answer to `connect`: all that has a `type`. */
export type ServerEvent =
  HelloMessage | InitialStateMessage | PushMessage | BroadcastMessage | WatchedMessage | Ping | Reconnect;

/** Everything that the server sends. */
export type ServerMessage = Answer | ServerEvent;
"""


def typescript(document: Schema, subprotocol: str) -> str:
    """Return the module of types of a document of messages."""
    head = HEAD.format(subprotocol=subprotocol, quoted=json.dumps(subprotocol))
    parts = [head, *_definitions(document), *_registries(document), UNIONS, *_constants(document)]
    return "\n".join(parts)


# --- types ---


def type_of(schema: Schema) -> str:
    """Return the type of the values that fit `schema`."""
    if "$ref" in schema:
        return str(schema["$ref"]).rpartition("/")[2]
    if "const" in schema:
        return json.dumps(schema["const"], ensure_ascii=False)
    if "enum" in schema:
        return " | ".join(json.dumps(value, ensure_ascii=False) for value in schema["enum"])
    if "anyOf" in schema:
        return " | ".join(type_of(each) for each in schema["anyOf"])
    if schema.get("type") == "array":
        item = type_of(schema.get("items", {}))
        composed = " | " in item or item.startswith("readonly ")
        return f"readonly ({item})[]" if composed else f"readonly {item}[]"
    if schema.get("type") == "object":
        values = schema.get("additionalProperties")
        return f"{{ readonly [name: string]: {type_of(values)} }}" if isinstance(values, Mapping) else ANY_OBJECT
    return PRIMITIVES.get(schema.get("type", ""), "unknown")


def _definitions(document: Schema) -> Iterator[str]:
    """Yield an interface for each definition, with parameters for what its frame leaves open."""
    for name, schema in document["$defs"].items():
        if name == ERROR_BODY:
            narrowed = {"code": "C", "status": '(typeof ERRORS)[C]["status"]', "details": "ErrorDetails[C]"}
            yield _interface("ErrorOf<C extends ErrorCode>", schema, narrowed)
        elif name != CLIENT_MESSAGE:
            free = _parameters(schema)
            parameters = ", ".join(parameter for _, _, parameter in free)
            yield _interface(
                f"{name}<{parameters}>" if free else name, schema, {field: letter for field, letter, _ in free}
            )


def _parameters(schema: Schema) -> list[tuple[str, str, str]]:
    """Return field, letter and declaration of each type parameter of a frame whose payload is left open."""
    properties = schema.get("properties", {})
    if type_of(properties.get("payload", {})) != ANY_OBJECT:
        return []
    texts = (("topic", "N"), ("type", "T"))
    found = [
        (field, letter, f"{letter} extends string = string")
        for field, letter in texts
        if type_of(properties.get(field, {})) == "string"
    ]
    return [*found, ("payload", "P", f"P = {ANY_OBJECT}")]


def _interface(name: str, schema: Schema, narrowed: Mapping[str, str]) -> str:
    there = {*schema.get("required", ()), *schema.get("x-always-sent", ())}
    lines = [*_comment(schema.get("description", ""))]
    fields = [
        line
        for field, value in schema.get("properties", {}).items()
        for line in (
            *_comment(value["description"] + _default(value, field in there), INDENT),
            _field(field, narrowed.get(field) or type_of(value), optional=field not in there),
        )
    ]
    if not fields:
        return "\n".join([*lines, f"export type {name} = {{ readonly [name: string]: never }};", ""])
    return "\n".join([*lines, f"export interface {name} {{", *fields, "}", ""])


def _field(name: str, type_text: str, *, optional: bool = False) -> str:
    start = f"{INDENT}readonly {_key(name)}{'?' * optional}:"
    line = f"{start} {type_text};"
    if len(line) <= LINE_CHARS_MAX:
        return line
    return "\n".join([start, *(f"{INDENT * 2}| {each}" for each in type_text.split(" | "))]) + ";"


def _default(schema: Schema, there: bool) -> str:
    default = schema.get("default")
    return "" if there or default in (None, (), [], {}) else f"\n\n@default {json.dumps(default)}"


def _key(name: str) -> str:
    return name if IDENTIFIER.fullmatch(name) else json.dumps(name)


def _comment(text: str, indent: str = "") -> list[str]:
    paragraphs = [" ".join(each.split()).replace("*/", "*\\/") for each in text.split("\n\n") if each.strip()]
    if not paragraphs:
        return []
    short = f"{indent}/** {paragraphs[0]} */"
    if len(paragraphs) == 1 and len(short) <= LINE_CHARS_MAX:
        return [short]
    lines: list[str] = []
    for paragraph in paragraphs:
        lines += ["", *wrap(paragraph, LINE_CHARS_MAX - len(indent) - 3, break_long_words=False)]
    return [f"{indent}/**", *(f"{indent} * {line}".rstrip() for line in lines[1:]), f"{indent} */"]


# --- registries ---


def _registries(document: Schema) -> Iterator[str]:
    def conversation(entry: Schema) -> str:
        reply = type_of(entry["reply"]) if "reply" in entry else ANY_OBJECT
        return f"{{ readonly payload: {type_of(entry['payload'])}; readonly reply: {reply} }}"

    def told(entry: Schema) -> str:
        return type_of(entry["payload"])

    yield _map("Commands", "Commands that reach the player's entity.", document["commands"], conversation)
    yield _map("Subscriptions", "Begin and end to watch a topic.", document["subscriptions"], conversation)
    yield _map("SessionRequests", "What opens and keeps up the connection.", document["session"], conversation)
    yield _map("Pushes", "Payloads of what the server tells a player.", document["pushes"], told)
    yield _map("Broadcasts", "Payloads of what the server tells every player.", document["broadcasts"], told)
    yield _topics(document["topics"])
    details = "Details of a refusal, by code; which of them are there depends on what was refused."
    any_object = {"type": "object"}
    yield _map("ErrorDetails", details, document["errors"], lambda each: type_of(each.get("details", any_object)))


def _map(name: str, comment: str, entries: Mapping[str, Schema], value: Any) -> str:
    fields = (_field(key, value(entry)) for key, entry in entries.items())
    return "\n".join([*_comment(comment), f"export interface {name} {{", *fields, "}", ""])


def _topics(topics: Mapping[str, Mapping[str, Schema]]) -> str:
    lines = [*_comment("Payloads of what those who watch a topic are told, by the kind of the topic.")]
    lines.append("export interface Topics {")
    for kind, messages in topics.items():
        lines.append(f"{INDENT}readonly {_key(kind)}: {{")
        lines += [INDENT + _field(name, type_of(each["payload"])) for name, each in messages.items()]
        lines.append(f"{INDENT}}};")
    return "\n".join([*lines, "}", ""])


# --- constants ---


def _constants(document: Schema) -> Iterator[str]:
    yield _constant(
        "COMMANDS",
        "Whether a command changes something: its id is an idempotency key then.",
        {name: {"mutating": each["mutating"]} for name, each in document["commands"].items()},
        "Record<CommandType, { readonly mutating: boolean }>",
    )
    yield _constant(
        "PUSHES",
        "How much of a push an absent or slow reader may miss: of `state` all but the last value, of `event` nothing.",
        {name: {"delivery": each["delivery"]} for name, each in document["pushes"].items()},
        'Record<PushType, { readonly delivery: "state" | "event" }>',
    )
    yield _constant(
        "ERRORS",
        "HTTP status of each code, and whether the same request may be sent again with the same id.",
        {name: {key: each[key] for key in ("status", "retryable")} for name, each in document["errors"].items()},
        "Record<ErrorCode, { readonly status: number; readonly retryable: boolean }>",
    )
    yield _close_codes(document["closes"])


def _constant(name: str, comment: str, entries: Mapping[str, Schema], kept_to: str) -> str:
    lines = (f"{INDENT}{_key(key)}: {_literal(entry)}," for key, entry in entries.items())
    start = f"export const {name} = {{"
    return "\n".join([*_comment(comment), start, *lines, f"}} as const satisfies {kept_to};", ""])


def _literal(entry: Schema) -> str:
    return "{ " + ", ".join(f"{key}: {json.dumps(value)}" for key, value in entry.items()) + " }"


def _close_codes(closes: Mapping[str, Schema]) -> str:
    comment = (
        "Codes with which the server closes a socket: 4500 to 4999 are final, after any other a client reconnects."
    )
    return "\n".join([
        *_comment(comment),
        "export const CLOSE_CODES = {",
        *_members(closes),
        "} as const satisfies Record<string, number>;",
        "",
        "export type CloseCode = (typeof CLOSE_CODES)[keyof typeof CLOSE_CODES];",
        "",
    ])  # fmt: skip


def _members(closes: Mapping[str, Schema]) -> Iterable[str]:
    for name, each in closes.items():
        yield from _comment(each["description"], INDENT)
        yield f"{INDENT}{name}: {each['code']},"
