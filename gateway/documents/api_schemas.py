"""Breaking and harmless changes of a JSON Schema, as far as the exported documents use JSON Schema.

What a client sends may be accepted in more forms than before, never in fewer; what the server sends may come in fewer
forms, never in more. An exception on each side: a key that is gone breaks both, and new keys in what the server sends
break nobody, for clients ignore unknown keys (protocol.md).
"""

from collections.abc import Iterator, Mapping
from enum import StrEnum
from typing import Any, NamedTuple

Schema = Mapping[str, Any]
ANYTHING = "anything"
LOWER_BOUNDS = ("minimum", "exclusiveMinimum", "minLength", "minItems")
UPPER_BOUNDS = ("maximum", "exclusiveMaximum", "maxLength", "maxItems")


class Side(StrEnum):
    """The side that writes what a schema describes: the client a request, the server a response."""

    REQUEST = "request"
    RESPONSE = "response"


class Change(NamedTuple):
    """One difference; `breaking` when a client that works with the old document may not work with the new one."""

    where: str
    what: str
    breaking: bool

    def __str__(self) -> str:
        return f"{self.where}: {self.what}"


class SchemaComparison:
    """Compares schemas of two documents for one side; a definition that both refer to is reported once, by its name."""

    def __init__(self, old: Schema, new: Schema, side: Side) -> None:
        self._old = old
        self._new = new
        self._side = side
        self._seen: set[tuple[str, str]] = set()

    def changes(self, where: str, old: Schema, new: Schema) -> Iterator[Change]:
        """Yield the differences between the schemas `old` and `new`, which stand at `where` in their documents."""
        olds, news = alternatives(self._old, old), alternatives(self._new, new)
        for label in olds:
            if label in news:
                yield from self._same_label(where, olds[label], news[label])
            elif not _covered(label, news):
                yield self._less(where, f"is never {label} any more")
        for label in news:
            if label not in olds and not _covered(label, olds):
                yield self._more(where, f"may be {label}")

    def _same_label(self, where: str, old: Schema, new: Schema) -> Iterator[Change]:
        references = old.get("$ref", ""), new.get("$ref", "")
        if all(references):
            if references in self._seen:
                return
            self._seen.add(references)
            if references[0] == references[1]:
                where = f"{self._side} {references[0].rpartition('/')[2]}"
        old, new = resolved(self._old, old), resolved(self._new, new)
        yield from self._values(where, old, new)
        yield from self._bounds(where, old, new)
        yield from self._forms(where, old, new)
        yield from self._properties(where, old, new)
        yield from self._others(where, old, new)
        yield from self._items(where, old, new)

    def _values(self, where: str, old: Schema, new: Schema) -> Iterator[Change]:
        before, after = old.get("enum"), new.get("enum")
        if before is None and after is None:
            return
        if before is None:
            yield self._less(where, f"is only one of {after}")
        elif after is None:
            yield self._more(where, f"may be other than {before}")
        else:
            yield from (self._less(where, f"is never {value!r} any more") for value in before if value not in after)
            yield from (self._more(where, f"may be {value!r}") for value in after if value not in before)

    def _bounds(self, where: str, old: Schema, new: Schema) -> Iterator[Change]:
        for keys, sign in ((LOWER_BOUNDS, 1), (UPPER_BOUNDS, -1)):
            for key in keys:
                before, after = old.get(key), new.get(key)
                if before == after:
                    continue
                tighter = before is None or (after is not None and sign * (after - before) > 0)
                yield (self._less if tighter else self._more)(where, f"{key} was {before}, is {after}")

    def _forms(self, where: str, old: Schema, new: Schema) -> Iterator[Change]:
        for key in ("pattern", "format"):
            before, after = old.get(key), new.get(key)
            if before == after:
                continue
            what = f"{key} was {before}, is {after}"
            if before is None:
                yield self._less(where, what)
            elif after is None:
                yield self._more(where, what)
            else:
                yield Change(where, what, True)

    def _properties(self, where: str, old: Schema, new: Schema) -> Iterator[Change]:
        before, after = old.get("properties", {}), new.get("properties", {})
        needed_before, needed_after = old.get("required", ()), new.get("required", ())
        for name in before:
            if name not in after:
                yield Change(f"{where}.{name}", "is gone", True)
                continue
            yield from self.changes(f"{where}.{name}", before[name], after[name])
            if name in needed_after and name not in needed_before:
                yield self._less(f"{where}.{name}", "is required now")
            if name in needed_before and name not in needed_after:
                yield self._more(f"{where}.{name}", "may be absent")
        for name in after:
            if name not in before:
                required = name in needed_after and self._side is Side.REQUEST
                yield Change(f"{where}.{name}", "is new and required" if required else "is new", required)

    def _others(self, where: str, old: Schema, new: Schema) -> Iterator[Change]:
        before, after = old.get("additionalProperties", True), new.get("additionalProperties", True)
        if before is not False and after is False:
            yield self._less(where, "has no other keys any more")
        elif before is False and after is not False:
            yield Change(where, "may have other keys", False)
        elif isinstance(before, Mapping) or isinstance(after, Mapping):
            yield from self.changes(f"{where}.*", _schema(before), _schema(after))

    def _items(self, where: str, old: Schema, new: Schema) -> Iterator[Change]:
        before, after = old.get("prefixItems", []), new.get("prefixItems", [])
        if len(before) != len(after):
            yield Change(where, f"had {len(before)} items, has {len(after)}", True)
        for index, (one, other) in enumerate(zip(before, after, strict=False)):
            yield from self.changes(f"{where}[{index}]", one, other)
        if "items" in old or "items" in new:
            yield from self.changes(f"{where}[]", _schema(old.get("items", True)), _schema(new.get("items", True)))

    def _less(self, where: str, what: str) -> Change:
        return Change(where, what, self._side is Side.REQUEST)

    def _more(self, where: str, what: str) -> Change:
        return Change(where, what, self._side is Side.RESPONSE)


def resolved(document: Schema, schema: Schema) -> Schema:
    """Return `schema`, or what its `$ref` points to in `document`. Raises KeyError: it points to nothing."""
    while "$ref" in schema:
        found: Any = document
        for step in schema["$ref"].removeprefix("#/").split("/"):
            found = found[step]
        schema = found
    return schema


def alternatives(document: Schema, schema: Schema) -> dict[str, Schema]:
    """Return the forms that a value may have, by a label that names the kind; references to objects stay references."""
    found: dict[str, Schema] = {}
    leaves = list(_leaves(document, schema))
    objects = sum(label == "object" for label, _ in leaves)
    for label, leaf in leaves:
        name = leaf.get("$ref", "").rpartition("/")[2] or leaf.get("title", "")
        key = f"{label} {name}".rstrip() if label == "object" and objects > 1 else label
        while key in found:
            key += " again"
        found[key] = leaf
    return found


def _leaves(document: Schema, schema: Schema) -> Iterator[tuple[str, Schema]]:
    whole = resolved(document, schema)
    options = whole.get("anyOf") or whole.get("oneOf")
    kinds = whole.get("type")
    if options:
        for option in options:
            yield from _leaves(document, option)
    elif "enum" in whole or "const" in whole:
        values = whole.get("enum", [whole.get("const")])
        for kind in dict.fromkeys(map(_kind, values)):
            yield kind, {"enum": [value for value in values if _kind(value) == kind]}
    elif isinstance(kinds, list):
        for kind in kinds:
            yield kind, {**whole, "type": kind}
    elif kinds is None:
        yield ANYTHING, whole
    else:
        yield kinds, schema


def _kind(value: object) -> str:
    match value:
        case None:
            return "null"
        case bool():
            return "boolean"
        case int():
            return "integer"
        case float():
            return "number"
        case _:
            return "string"


def _schema(keyword: bool | Schema) -> Schema:
    return {} if isinstance(keyword, bool) else keyword


def _covered(label: str, others: Mapping[str, Schema]) -> bool:
    return ANYTHING in others or (label == "integer" and "number" in others)
