"""What nobody should send, made from the OpenAPI document and the registry of messages: one fault in each request.

Every request is the documented example, in which one parameter, one field or one key is replaced.
"""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

FORBIDDEN_TEXTS = (
    *('"a\\u0000"', '"\\n"', '"a\\ud800"'),
    *('"a\\u001b[2J"', '"a\x7f"', '"a\x85"', '"\\udc00\\ud800"', '"\uffff"'),
)
"""As JSON: control characters, lone surrogates, a noncharacter."""
FORBIDDEN_NUMBERS = (str(2**53), "-0", "NaN", "-0.0", "-Infinity", "1e400", str(-(2**63)), "1" * 400)
FORBIDDEN_ESCAPES = ("%00", "a%0A", "%1B", "%7F", "%C2%85", "%ED%A0%80", "%FF", "%EF%BF%BF")
"""The same in a path or a query, besides what is not UTF-8."""
ODD_ESCAPES = (str(2**53), "-0", "NaN", "-1", "1e400", "%F0%9F%92%8E", "%22", "..%2F..%2F", "a" * 5_000)
"""Texts that may be taken, wherever they are no number and no id of anything."""
SAMPLE = "w" * 20
"""Value of headers and ids."""
ALWAYS = 3
_HOLE = "\u2603"
"""Stands for what is put in its place; no example has it."""


def some_of(choices: Sequence[str], number: int) -> list[str]:
    """Return three that every place gets, and two more in turn."""
    others = choices[ALWAYS:]
    return [*choices[:ALWAYS], *(others[(2 * number + n) % len(others)] for n in range(2))]


class Request(NamedTuple):
    """`must_fail`: any answer but 4xx is a fault; else 4xx or a plain success of a read."""

    path: str
    headers: list[tuple[str, str]]
    body: str | None
    must_fail: bool = True


GUESSES = {"/api/admin/staff/{staff_id}/totp/remove"}
"""Whatever the path names, a wrong proof counts against the lockout: no stranger learns who is there."""


def requests_of(path: str, operation: Mapping[str, Any], values: Mapping[str, str]) -> Iterator[Request]:
    """Yield every bad request for an operation; `values` are good ones of its parameters, else `main` is."""
    parameters = operation.get("parameters", [])
    named = {
        place: [each["name"] for each in parameters if each["in"] == place] for place in ("path", "query", "header")
    }
    needed_headers = {each["name"] for each in parameters if each["in"] == "header" and each.get("required")}
    values = dict.fromkeys(named["path"], "main") | dict(values)
    good = path.format_map(values)
    headers = [(name, SAMPLE) for name in named["header"]]
    content = operation.get("requestBody", {}).get("content", {}).get("application/json")
    body = json.dumps(content["example"]) if content else None
    if content:
        headers.append(("Content-Type", "application/json"))
    for name in named["path"]:
        for escaped in FORBIDDEN_ESCAPES:
            yield Request(path.format_map({**values, name: escaped}), headers, body)
        for escaped in (
            () if path in GUESSES else ODD_ESCAPES
        ):  # a good order about something that is not there would keep its key
            needed = [each for each in headers if each[0] in needed_headers or each[0] == "Content-Type"]
            yield Request(path.format_map({**values, name: escaped}), needed, body)
    for number, name in enumerate(named["query"]):
        for escaped in some_of(FORBIDDEN_ESCAPES, number):
            yield Request(f"{good}?{name}={escaped}", headers, body)
        for escaped in some_of(ODD_ESCAPES, number):
            yield Request(f"{good}?{name}={escaped}", headers, body, body is not None)
        yield Request(f"{good}?{name}=1&{name}=1", headers, body)
    yield Request(f"{good}?dryRun=true", headers, body)
    yield Request(f"{good}?a%00=1", headers, body)
    for header in headers:
        yield Request(good, [*headers, header], body)
        yield Request(good, [each for each in headers if each != header] + [(header[0], "a\x85\xff")], body, False)
    if content:
        for bad in bad_documents(content["example"]):
            yield Request(good, headers, bad)


def bad_documents(example: Any) -> Iterator[str]:
    """Yield JSON texts that are `example` but for one value or one key."""
    for number, place in enumerate(places(example)):
        holed = json.dumps(put(example, place, _HOLE), ensure_ascii=False)
        for bad in (*some_of(FORBIDDEN_TEXTS, number), *some_of(FORBIDDEN_NUMBERS, number)):
            yield holed.replace(f'"{_HOLE}"', bad)
    for place in (place for place in [(), *places(example)] if isinstance(at(example, place), dict)):
        members = [*at(example, place).items()]
        for key, value in members:
            twice = json.dumps(key) + ":" + json.dumps(value)
            holed = json.dumps(put(example, place, _HOLE) if place else _HOLE, ensure_ascii=False)
            whole = json.dumps(dict(members))
            yield holed.replace(f'"{_HOLE}"', f"{{{twice},{whole[1:]}")
        yield json.dumps(put(example, (*place, "a\0"), 1))
        yield json.dumps(put(example, (*place, "nonsense"), 1)) if place == () else "{"


def places(example: Any, before: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """Yield the way to every value in an example."""
    inside: Iterable[tuple[Any, Any]] = ()
    if isinstance(example, dict):
        inside = example.items()
    elif isinstance(example, list):
        inside = enumerate(example)
    for step, value in inside:
        yield (*before, step)
        yield from places(value, (*before, step))


def at(example: Any, place: tuple[Any, ...]) -> Any:
    for step in place:
        example = example[step]
    return example


def put(example: Any, place: tuple[Any, ...], value: Any) -> Any:
    """Return a copy of an example with another value at that place."""
    copy = json.loads(json.dumps(example))
    inside = at(copy, place[:-1])
    inside[place[-1]] = value
    return copy


def frames_of(message_type: str, payload: Any) -> Iterator[str]:
    """Yield every bad frame of a message whose payload would be good."""
    return bad_documents({"id": SAMPLE, "type": message_type, "payload": payload})
