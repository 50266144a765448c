"""The changes between two exported documents of our API, and which of them break a client.

Both kinds of document are compared: OpenAPI (docs/api/openapi.json) and the messages of the socket
(docs/api/messages.schema.json). `pitboss api-diff` prints the report; a test holds the documents against the last
released ones.
"""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import Any

from gateway.documents.api_schemas import Change, Schema, SchemaComparison, Side, resolved

PROBLEM = "application/problem+json"
METHODS = ("get", "put", "post", "patch", "delete", "head", "options")


class NotComparable(Exception):
    """The two documents are not of one kind, or of none that we export."""


def changes(old: Schema, new: Schema) -> list[Change]:
    """Return every difference that a client could notice, in the order of the documents. Raises NotComparable."""
    if "openapi" in old and "openapi" in new:
        return list(_Api(old, new).changes())
    if "$defs" in old and "$defs" in new:
        return list(_Messages(old, new).changes())
    raise NotComparable("these are not two OpenAPI documents, nor two documents of socket messages")


def accepted_breaks(text: str) -> set[str]:
    """Return the breaks that a list accepts: its lines, without empty ones and comments."""
    return {line.strip() for line in text.splitlines() if line.strip() and not line.startswith("#")}


def unaccepted(found: Iterable[Change], accepted: Collection[str]) -> list[Change]:
    """Return the breaking changes that are not `accepted`."""
    return [change for change in found if change.breaking and str(change) not in accepted]


def markdown(found: Sequence[Change], accepted: Collection[str] = ()) -> str:
    """Return the report: breaking changes, then those that were accepted, then what breaks nobody."""
    breaking = unaccepted(found, accepted)
    known = [change for change in found if change.breaking and change not in breaking]
    compatible = [change for change in found if not change.breaking]
    total = f"{len(breaking)} breaking, {len(known)} breaking but accepted, {len(compatible)} compatible."
    parts = ["# API changes", total if found else "None."]
    for title, group in (("Breaking", breaking), ("Breaking, accepted", known), ("Compatible", compatible)):
        if group:
            parts.append("\n".join([f"## {title}", "", *(f"- `{each.where}` {_plain(each.what)}" for each in group)]))
    return "\n\n".join(parts) + "\n"


def _plain(text: str) -> str:
    return re.sub(r"([\\`*_<>\[\]|])", r"\\\1", text)


class _Api:
    """Two OpenAPI documents."""

    def __init__(self, old: Schema, new: Schema) -> None:
        self._old = old
        self._new = new
        self._sides = {side: SchemaComparison(old, new, side) for side in Side}

    def changes(self) -> Iterator[Change]:
        before, after = _operations(self._old), _operations(self._new)
        for name, old in before.items():
            if name in after:
                yield from self._operation(name, old, after[name])
            else:
                yield Change(name, "is gone", True)
        yield from (Change(name, "is new", False) for name in after if name not in before)

    def _operation(self, name: str, old: Schema, new: Schema) -> Iterator[Change]:
        before, after = old.get("security", []), new.get("security", [])
        if after and not all(way in after for way in before or [None]):
            yield Change(name, "needs other credentials", True)
        if new.get("deprecated") and not old.get("deprecated"):
            yield Change(name, "is deprecated", False)
        yield from self._parameters(name, _parameters(old), _parameters(new))
        yield from self._body(name, old.get("requestBody"), new.get("requestBody"))
        yield from self._responses(name, old["responses"], new["responses"])

    def _parameters(self, name: str, before: Mapping[str, Schema], after: Mapping[str, Schema]) -> Iterator[Change]:
        for key, old in before.items():
            where = f"{name} {key}"
            if (new := after.get(key)) is None:
                yield Change(where, "is gone", True)
                continue
            if new.get("required") and not old.get("required"):
                yield Change(where, "is required now", True)
            yield from self._sides[Side.REQUEST].changes(where, old["schema"], new["schema"])
        for key, new in after.items():
            if key not in before:
                required = bool(new.get("required"))
                yield Change(f"{name} {key}", "is new and required" if required else "is new", required)

    def _body(self, name: str, old: Schema | None, new: Schema | None) -> Iterator[Change]:
        where = f"{name} body"
        if old is None and new is None:
            return
        if old is None or new is None:
            required = new is None or bool(new.get("required"))
            yield Change(where, "is gone" if new is None else "is new", required)
            return
        if new.get("required") and not old.get("required"):
            yield Change(where, "is required now", True)
        yield from self._content(where, old, new, Side.REQUEST)

    def _responses(self, name: str, before: Schema, after: Schema) -> Iterator[Change]:
        for status, old in before.items():
            where = f"{name} {status}"
            if status in after:
                both = resolved(self._old, old), resolved(self._new, after[status])
                yield from self._content(where, *both, Side.RESPONSE)
            else:
                yield Change(where, "is gone", status < "4")
        yield from (Change(f"{name} {status}", "is new", False) for status in after if status not in before)

    def _content(self, where: str, old: Schema, new: Schema, side: Side) -> Iterator[Change]:
        before, after = old.get("content", {}), new.get("content", {})
        for media, described in before.items():
            if media in after:
                schemas = described.get("schema", {}), after[media].get("schema", {})
                compare = self._problems if media == PROBLEM else self._sides[side].changes
                yield from compare(where, *schemas)
            else:
                yield Change(f"{where} {media}", "is gone", True)
        yield from (Change(f"{where} {media}", "is new", False) for media in after if media not in before)

    def _problems(self, where: str, old: Schema, new: Schema) -> Iterator[Change]:
        """Compare problem documents code by code: a client that does not know a code goes by its status."""
        before, after = _codes(self._old, old), _codes(self._new, new)
        if before is None and after is None:
            yield from self._sides[Side.RESPONSE].changes(where, old, new)
        if before is None or after is None:
            return
        for code in before:
            if code in after:
                yield from self._sides[Side.RESPONSE].changes(f"problem {code}", before[code], after[code])
            else:
                yield Change(where, f"is never `{code}` any more", False)
        yield from (Change(where, f"may be `{code}`", False) for code in after if code not in before)


def _codes(document: Schema, schema: Schema) -> Mapping[str, Schema] | None:
    """Return the schemas of a union of problem documents by their codes; None if it is no such union."""
    mapping = resolved(document, schema).get("discriminator", {}).get("mapping")
    return None if mapping is None else {code: {"$ref": reference} for code, reference in mapping.items()}


def _operations(document: Schema) -> dict[str, Schema]:
    """Return operations by `METHOD /path`, with credentials and parameters; clients never see the names of a path's."""
    found: dict[str, Schema] = {}
    for path, item in document["paths"].items():
        order = re.findall(r"{([^}]*)}", path)
        for method in METHODS:
            if method in item:
                operation = {"security": document.get("security", []), **item[method]}
                operation["parameters"] = [*item.get("parameters", ()), *item[method].get("parameters", ())]
                operation["order"] = order
                found[f"{method.upper()} {re.sub(r'{[^}]*}', '{}', path)}"] = operation
    return found


def _parameters(operation: Schema) -> dict[str, Schema]:
    """Return parameters by what a client writes: a name, or a position in the path."""
    order = operation["order"]
    return {
        f"path {order.index(each['name']) + 1}" if each["in"] == "path" else f"{each['in']} {each['name']}": each
        for each in operation["parameters"]
    }


class _Messages:
    """Two documents of socket messages."""

    def __init__(self, old: Schema, new: Schema) -> None:
        self._old = old
        self._new = new
        self._sides = {side: SchemaComparison(old, new, side) for side in Side}

    def changes(self) -> Iterator[Change]:
        before, after = _messages(self._old), _messages(self._new)
        for name, old in before.items():
            if name in after:
                yield from self._message(name, old, after[name])
            else:
                yield Change(name, "is gone", True)
        yield from (Change(name, "is new", False) for name in after if name not in before)

    def _message(self, name: str, old: Schema, new: Schema) -> Iterator[Change]:
        for key in ("mutating", "delivery", "status", "code"):
            if old.get(key) != new.get(key):
                yield Change(f"{name} {key}", f"was {old.get(key)}, is {new.get(key)}", True)
        for key in ("payload", "reply", "details"):
            if key in old and key in new:
                side = Side.REQUEST if key == "payload" and _sent(self._old, name, old) else Side.RESPONSE
                yield from self._sides[side].changes(f"{name} {key}", old[key], new[key])
            elif key in old:
                yield Change(f"{name} {key}", "is gone", True)


def _messages(document: Schema) -> dict[str, dict[str, Any]]:
    """Return `section name` -> its payload, reply and properties; topics are taken apart."""
    found: dict[str, dict[str, Any]] = {}
    for section in (key for key, value in document.items() if isinstance(value, Mapping) and key != "$defs"):
        for name, entry in document[section].items():
            if section == "topics":
                found.update({f"topics {name} {kind}": message for kind, message in entry.items()})
            else:
                found[f"{section} {name}"] = {"payload": entry} if section == "frames" else entry
    return found


def _sent(document: Schema, name: str, message: Schema) -> bool:
    """Return whether clients send it: requests of each kind, and frames in which unknown keys are refused."""
    if name.startswith("frames "):
        return resolved(document, message["payload"]).get("additionalProperties") is False
    return name.startswith(("commands ", "subscriptions ", "session "))
