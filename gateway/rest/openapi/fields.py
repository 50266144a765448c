"""Descriptions of fields: the docstrings that stand below them in their classes.

A message class says of each of its fields, on the line below, the meaning and the unit. Python keeps no such
docstrings, so they are read from the source, and none of it is there when messages are decoded. A class that is made
and not written has a mapping of them as an attribute.
"""

import ast
import inspect
import sys
from collections.abc import Iterable, Iterator, Mapping
from enum import Enum
from functools import cache
from typing import Any, get_args, get_origin

from msgspec import UNSET, Struct, structs


def field_texts(model: type[Struct]) -> dict[str, str]:
    """Return the descriptions of the fields of a class, its own and inherited ones, by name."""
    found: dict[str, str] = {}
    for base in reversed(model.__mro__):
        found |= _written(base.__module__).get(base.__qualname__, {})
    return found | getattr(model, "FIELD_TEXTS", {})


def member_texts(of: type[Enum]) -> dict[str, str]:
    """Return the descriptions of the members of an enumeration, by name."""
    return _written(of.__module__).get(of.__qualname__, {})


def describe(schemas: Mapping[str, dict[str, Any]], models: Iterable[type[Struct]]) -> None:
    """Put into `schemas`, by the names of classes that `models` consist of, the descriptions of their properties."""
    for model in reachable(models):
        properties = schemas.get(model.__name__, {}).get("properties", {})
        for name, text in field_texts(model).items():
            if name in properties:
                properties[name]["description"] = text


def note_always_sent(schemas: Mapping[str, dict[str, Any]], models: Iterable[type[Struct]]) -> None:
    """Name in the schemas of `models`, which the server sends, the fields with a default that are there all the same.

    As `x-always-sent`, and not as required: the release before, which may answer as well, may not know them.
    """
    for model in models:
        optional = [field for field in structs.fields(model) if not field.required and field.default is not UNSET]
        if optional and not model.__struct_config__.omit_defaults and model.__name__ in schemas:
            schemas[model.__name__]["x-always-sent"] = [field.encode_name for field in optional]


def reachable(models: Iterable[type[Struct]]) -> list[type[Struct]]:
    """Return `models` and every class of messages that their fields hold, each once."""
    found: dict[type[Struct], None] = {}
    waiting: list[Any] = list(models)
    while waiting:
        each = waiting.pop()
        waiting.extend(_parts(each))
        if isinstance(each, type) and issubclass(each, Struct) and each not in found:
            found[each] = None
            waiting.extend(field.type for field in structs.fields(each))
    return list(found)


def _parts(annotation: Any) -> Iterator[Any]:
    yield from get_args(annotation)
    origin = get_origin(annotation)
    if isinstance(origin, type) and issubclass(origin, Struct):
        yield origin


@cache
def _written(module: str) -> dict[str, dict[str, str]]:
    """Return the docstrings of fields and members by class, of all classes that a module writes."""
    if not module.startswith(("actors.", "gateway.")):
        return {}
    tree = ast.parse(inspect.getsource(sys.modules[module]))
    return {each.name: dict(_below_fields(each)) for each in ast.walk(tree) if isinstance(each, ast.ClassDef)}


def _below_fields(of_class: ast.ClassDef) -> Iterator[tuple[str, str]]:
    for statement, below in zip(of_class.body, of_class.body[1:], strict=False):
        match statement, below:
            case (
                ast.AnnAssign(target=ast.Name(id=name)) | ast.Assign(targets=[ast.Name(id=name)]),
                ast.Expr(value=ast.Constant(value=str(text))),
            ):
                yield name, " ".join(text.split())
            case _:
                pass
