"""docs/protocol.md says what the code says: fields of messages, routes and their answers, errors, close codes.

A check takes the text of the document and yields what is not so, with its line. Each is also shown a text in which one
thing was changed.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from typing import Any

import pytest
from msgspec import UNSET, Struct, json
from msgspec.structs import fields

from actors.crash.table_messages import TOPIC_MESSAGES, TableRef, TableView
from actors.messages import COMMANDS, PUSHES
from actors.missions.messages import EventState
from actors.runtime.errors import CODES, RETRYABLE
from actors.shop.messages import BROADCASTS, PurchaseState
from actors.streak.messages import StreakState
from actors.user.snapshot import InitialState
from gateway.realtime.close_codes import CloseCode
from gateway.realtime.wire.messages import AuthRefresh, Connect, Hello
from gateway.rest.problems import STATUS
from pitboss_client.reconnection import Action, rule_of
from tests.unit.documents import (
    DOCS,
    Finder,
    Found,
    Row,
    code,
    differences,
    document,
    first,
    product_files,
    reported,
    rows,
    rows_with,
    words,
)

FIELDS = re.compile(r"\{(.*)\}")


# --- fields of messages ---


def said_fields(text: str, column: str) -> Callable[[Row], frozenset[str]]:
    """The fields that a cell gives, `{a, b?}`, or those of the shape that it names."""
    shapes = {first("shape")(row): _fields(row.codes("fields")) for row in rows(text, "shape", "fields")}

    def said(row: Row) -> frozenset[str]:
        codes = row.codes(column)
        return _fields(codes).union(*(shapes[name] for name in codes if name in shapes))

    return said


def _fields(codes: Iterable[str]) -> frozenset[str]:
    lists = (found[1] for each in codes if (found := FIELDS.fullmatch(each)))
    return frozenset(field.strip() for each in lists for field in each.split(",") if field.strip())


def taken(struct: type[Struct]) -> frozenset[str]:
    """The fields of what a client sends; those that it may leave out with a `?`."""
    return frozenset(field.name + "?" * (not field.required) for field in fields(struct))


def sent(struct: type[Struct]) -> frozenset[str]:
    """The fields of what the server sends; those that may be left out with a `?`."""
    omits = struct.__struct_config__.omit_defaults
    return frozenset(
        field.name + "?" * (not field.required and (omits or field.default is UNSET)) for field in fields(struct)
    )


def of_type(structs: Iterable[type[Any]], fields_of: Callable[[type[Any]], Any]) -> dict[str, Any]:
    return {struct.TYPE: fields_of(struct) for struct in structs}


def commands_are_true(text: str) -> Iterator[Found]:
    payload, reply = said_fields(text, "payload"), said_fields(text, "reply")
    expected = of_type(COMMANDS, lambda command: (taken(command), sent(command.REPLY)))
    said = rows(text, "type", "payload", "reply")
    return differences(said, first("type"), lambda row: (payload(row), reply(row)), expected)


def shapes_are_true(text: str) -> Iterator[Found]:
    expected = {shape.__name__: sent(shape) for shape in (PurchaseState, EventState, StreakState, InitialState)}
    return differences(rows(text, "shape", "fields"), first("shape"), said_fields(text, "fields"), expected)


def socket_commands_are_true(text: str) -> Iterator[Found]:
    expected = {AuthRefresh.TYPE: taken(AuthRefresh)} | dict.fromkeys(
        _document("messages.schema")["subscriptions"], taken(TableRef)
    )
    return differences(rows(text, "type", "payload", "answer"), first("type"), said_fields(text, "payload"), expected)


def frames_are_true(text: str) -> Iterator[Found]:
    expected = {Connect.TYPE: taken(Connect), Hello.TYPE: sent(Hello)}
    return differences(rows(text, "frame", "payload"), first("frame"), said_fields(text, "payload"), expected)


def pushes_are_true(text: str) -> Iterator[Found]:
    payload = said_fields(text, "payload")
    expected = of_type(PUSHES, lambda push: (push.DELIVERY.value, sent(push)))
    said = rows(text, "type", "class", "payload")
    return differences(said, first("type"), lambda row: (row.cells["class"], payload(row)), expected)


def broadcasts_are_true(text: str) -> Iterator[Found]:
    said = rows(text, "type", "payload", under="Pushes")
    return differences(said, first("type"), said_fields(text, "payload"), of_type(BROADCASTS, sent))


def topics_are_true(text: str) -> Iterator[Found]:
    said = rows(text, "type", "payload", under="Topics")
    return differences(said, first("type"), said_fields(text, "payload"), of_type([TableView, *TOPIC_MESSAGES], sent))


def snapshot_is_true(text: str) -> Iterator[Found]:
    expected = dict.fromkeys((field.name for field in fields(InitialState)), None)
    return differences(
        rows(text, "field of its payload", "what it is"), first("field of its payload"), lambda _: None, expected
    )


# --- REST ---


def _document(name: str) -> dict[str, Any]:
    found: dict[str, Any] = json.decode((DOCS / "api" / f"{name}.json").read_bytes())
    return found


def operations() -> Iterator[tuple[str, dict[str, Any]]]:
    """Every route that is not for staff, with its description."""
    for path, methods in _document("openapi")["paths"].items():
        if not path.startswith("/api/admin"):
            yield from ((f"{method.upper()} {path}", operation) for method, operation in methods.items())


def twins() -> dict[str, tuple[str, str]]:
    """By route, the command that it is the twin of, and whether it needs a key."""
    types = {f"Command {command.TYPE}": command.TYPE for command in COMMANDS}
    return {
        route: (types[operation["summary"]], "required" if _key_required(operation) else "optional")
        for route, operation in operations()
        if operation["summary"] in types
    }


def twins_are_true(text: str) -> Iterator[Found]:
    said = rows(text, "route", "command", "key")
    return differences(said, first("route"), lambda row: (first("command")(row), row.cells["key"]), twins())


def _key_required(operation: dict[str, Any]) -> bool:
    return any(each["name"] == "Idempotency-Key" and each["required"] for each in operation["parameters"])


def answers_are_true(text: str) -> Iterator[Found]:
    """The fields that a route's row gives are those of its answer and of its request in the OpenAPI document."""
    known, shapes = (
        dict(operations()),
        {first("shape")(row): _fields(row.codes("fields")) for row in rows(text, "shape", "fields")},
    )
    for row in rows_with(text, "route", "answer"):
        for route in row.codes("route"):
            if route not in known:
                yield row.says(f"there is no {route}")
                continue
            codes = [_fields([each]) or shapes.get(each, frozenset()) for each in row.codes("answer")]
            said = {frozenset(name.rstrip("?") for name in each) for each in codes if each}
            if said and said != set(map(frozenset, answers_of(known[route]))):
                yield row.says(f"{route} answers {[sorted(each) for each in answers_of(known[route])]}")
            if "request" in row.cells and _fields(row.codes("request")) != _request(known[route]):
                yield row.says(f"{route} takes {sorted(_request(known[route]))}")


def answers_of(operation: dict[str, Any]) -> list[list[str]]:
    """The fields of each thing that a route may answer."""
    good = next(answer for status, answer in operation["responses"].items() if status.startswith("2"))
    schema = good.get("content", {}).get("application/json", {}).get("schema", {})
    return [list(_schema(each)["properties"]) for each in schema.get("anyOf", [schema] if schema else [])]


def _request(operation: dict[str, Any]) -> frozenset[str]:
    body = operation.get("requestBody")
    if body is None:
        return frozenset()
    schema = _schema(body["content"]["application/json"]["schema"])
    return frozenset(name + "?" * (name not in schema.get("required", ())) for name in schema["properties"])


def _schema(reference: dict[str, str]) -> dict[str, Any]:
    found: dict[str, Any] = _document("openapi")["components"]["schemas"][reference["$ref"].rpartition("/")[2]]
    return found


def routes_are_whole(text: str) -> Iterator[Found]:
    said = {each.name for each in code(text)}
    return (Found(1, f"{route} is missing") for route, _ in operations() if route not in said)


# --- codes ---


def errors_are_true(text: str) -> Iterator[Found]:
    expected = {name: (str(status), "yes" if name in RETRYABLE else "no") for name, status in CODES.items()}
    said = rows(text, "code", "status", "retryable", "meaning")
    return differences(said, first("code"), lambda row: (row.cells["status"], row.cells["retryable"]), expected)


def rest_errors_are_true(text: str) -> Iterator[Found]:
    expected = {name: str(status) for name, status in STATUS.items() if name not in CODES}
    return differences(rows(text, "code", "status", "meaning"), first("code"), words("status"), expected)


def close_codes_are_true(text: str) -> Iterator[Found]:
    """Names and numbers; who stops; and which are never sent."""
    used = {
        name
        for path in product_files("*.py")
        for name in re.findall(r"CloseCode\.([A-Z_]+)", path.read_text())
        if "clients" not in path.parts
    }
    expected = {
        str(code.value): (code.name, rule_of(code).action is Action.STOP, code.name not in used) for code in CloseCode
    }

    def value(row: Row) -> tuple[str, bool, bool]:
        return words("name")(row), row.cells["client"].startswith("stop"), row.cells["meaning"].startswith("reserved")

    return differences(rows(text, "code", "name", "meaning", "client"), first("code"), value, expected)


CHECKS: tuple[tuple[Finder, str, str], ...] = (
    (commands_are_true, "`{bet, choice, version?}`", "`{bet, hand, version?}`"),
    (commands_are_true, "`{round_id, table?}`", "`{round_id, table}`"),
    (commands_are_true, "| `rps.play` | `{bet", "| `rps.go` | `{bet"),
    (shapes_are_true, "next_claim}`", "next}`"),
    (socket_commands_are_true, "| `auth.refresh` | `{token}`", "| `auth.refresh` | `{jwt}`"),
    (frames_are_true, "client?, resume?}", "client, resume?}"),
    (pushes_are_true, "| `reward_granted` | event", "| `reward_granted` | state"),
    (pushes_are_true, "claimed, more?}`", "claimed}`"),
    (broadcasts_are_true, "active, version, item", "active, item"),
    (topics_are_true, "`{round_id, elapsed_ms}`", "`{round_id}`"),
    (snapshot_is_true, "| `events_unacked` |", "| `unacked` |"),
    (twins_are_true, "`streak.tick` | optional", "`streak.tick` | required"),
    (answers_are_true, "session_id, expires_at, created_at, locale}", "session_id, expires_at}"),
    (answers_are_true, "password, totp?, refresh_token?}", "password}"),
    (answers_are_true, "| `{items, next}`: pending", "| `{items}`: pending"),
    (routes_are_whole, "`GET /api/events/active`", "events"),
    (errors_are_true, "| `in_progress` | 409 | yes", "| `in_progress` | 409 | no"),
    (rest_errors_are_true, "| `last_admin` | 409", "| `last_admin` | 403"),
    (close_codes_are_true, "| 4002 | `SLOW", "| 4009 | `SLOW"),
    (close_codes_are_true, "| reserved: there is no", "| there is no"),
)


@pytest.mark.parametrize("check", dict.fromkeys(check for check, _, _ in CHECKS))
def test_the_protocol_document_says_what_the_code_says(check: Finder):
    if found := reported([document("protocol.md")], check):
        pytest.fail("\n".join([*found, "`python -m tests.missing` writes rows that are missing"]), pytrace=False)


@pytest.mark.parametrize(("check", "so", "not_so"), CHECKS)
def test_something_that_is_not_so_is_found(check: Finder, so: str, not_so: str):
    text = document("protocol.md").text
    assert so in text
    assert list(check(text.replace(so, not_so)))
