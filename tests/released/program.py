"""The messages and stored forms of a program, and what of a change a program of the former release would not survive.

Commands and queries are listed with their fields and defaults, those of staff, tells and timers too, and the structs
within them; envelopes of links with their fields in order; parts of states with the number of the form that is written.
"""

from collections.abc import Iterator, Mapping
from typing import Any, get_args

import msgspec
from msgspec import NODEFAULT, Struct, inspect, json

from actors.games.registry import registered_games
from actors.kinds import entity_kinds
from actors.money.economy import EconomyConfig
from actors.runtime.entity import EntityKind
from actors.runtime.link.envelope import LINK_FORMAT, Downstream, Upstream

REQUIRED = "must be given"
ANY_KEY = "main"
Program = dict[str, dict[str, Any]]


def described() -> Program:
    """Return the description of this program, as JSON has it."""
    economy = EconomyConfig()
    kinds = entity_kinds(economy, registered_games(economy))
    bodies: dict[str, Any] = {}
    for kind in kinds.values():
        for name, cls in {**kind.commands, **kind.queries}.items():
            bodies[f"{kind.name} {name}"] = _fields(cls)
            bodies |= {struct.__name__: _fields(struct) for struct in _within(cls)}
    envelopes = {f"format {LINK_FORMAT}": sorted(_envelopes())}
    found: Program = {
        "bodies": dict(sorted(bodies.items())),
        "envelopes": envelopes | {name: list(cls.__struct_fields__) for name, cls in sorted(_envelopes().items())},
        "parts": {f"{kind.name} {part}": schema for kind in kinds.values() for part, schema in _schemas(kind)},
    }
    as_stored: Program = json.decode(json.encode(found))
    return as_stored


def breaks(released: Program, present: Program) -> Iterator[str]:
    """Yield what one of two releases sends, reads or has stored and the other one does not bear."""
    for name, fields in released["bodies"].items():
        now = present["bodies"].get(name)
        if now is None:
            yield f"{name} is gone: take it for one release more"
        else:
            yield from _breaks_of_body(name, fields, now)
    for name, ordered in released["envelopes"].items():
        if (present["envelopes"].get(name) or [])[: len(ordered)] != ordered:
            yield f"envelope {name} has other fields: leave them, and add at the end"
    for part, schema in released["parts"].items():
        if present["parts"].get(part) not in (schema, None):
            yield f"part {part} is written in form {present['parts'][part]}, the previous release reads {schema}"


def _breaks_of_body(name: str, fields: Mapping[str, Any], now: Mapping[str, Any]) -> Iterator[str]:
    for field, default in fields.items():
        if field not in now:
            yield f"{name}.{field} is gone: take it for one release more"
        elif now[field] != default:
            yield f"{name}.{field} has the default {now[field]!r}, had {default!r}: make a field of another name"
    for field in now.keys() - fields.keys():
        if now[field] == REQUIRED:
            yield f"{name}.{field} must be given, and the previous release does not: give it a default"


def _fields(cls: type[Struct]) -> dict[str, Any]:
    return {field.name: _default(field) for field in msgspec.structs.fields(cls)}


def _default(field: msgspec.structs.FieldInfo) -> Any:
    if field.default_factory is not NODEFAULT:
        return msgspec.to_builtins(field.default_factory())
    if field.default is NODEFAULT:
        return REQUIRED
    return "left out" if field.default is msgspec.UNSET else msgspec.to_builtins(field.default)


def _within(cls: type[Struct]) -> Iterator[type[Struct]]:
    """Yield the structs in the fields of a body, all the way down."""
    found: dict[type[Struct], None] = {}
    waiting: list[Any] = [inspect.type_info(cls)]
    while waiting:
        info = waiting.pop()
        if isinstance(info, inspect.StructType):
            if info.cls in found:
                continue
            found[info.cls] = None
            waiting += [field.type for field in info.fields]
        else:
            waiting += [each for name in ("types", "item_types") for each in getattr(info, name, ())]
            waiting += [each for name in ("item_type", "key_type", "value_type") if (each := getattr(info, name, None))]
    del found[cls]
    yield from found


def _envelopes() -> dict[str, type[Struct]]:
    """The kinds of envelopes, by direction and tag."""
    directions = {"up": get_args(Upstream), "down": get_args(Downstream)}
    return {f"{way} {cls.__struct_config__.tag}": cls for way, kinds in directions.items() for cls in kinds}


def _schemas(kind: EntityKind[Any]) -> Iterator[tuple[str, int]]:
    state = kind.create(ANY_KEY)
    for part in kind.parts:
        yield part, kind.dump(state, part).schema
