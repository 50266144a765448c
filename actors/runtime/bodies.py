"""The comparison of a command's body with that of a repeat, whichever release has stored it.

A body is hashed by the fields that were given: those that have their default count as left out, in nested structs as
well. So a release that adds an optional field finds the same hash as the one before, in both directions, as long as
nobody gives the field (decision 0040).
"""

from functools import cache
from hashlib import blake2b
from typing import Any

from msgspec import NODEFAULT, UNSET, Struct, inspect, msgpack, structs

_encode = msgpack.Encoder().encode
_ALONE = (None, False, True)
"""Defaults of which Python has one object each: for these alone does the encoder leave out whatever equals them."""


def body_hash(body: Struct) -> bytes:
    """Return 16 bytes that are equal for equal bodies of one type, however their JSON was written."""
    return _digest(body, body if _encodes_given(type(body)) else given_fields(body))


def is_same_body(stored: bytes, body: Struct, hashed: bytes) -> bool:
    """Return whether `stored` is the hash of `body`, made by this release (`hashed`) or by one before it."""
    return stored == hashed or stored == hash_of_all_fields(body)


def hash_of_all_fields(body: Struct) -> bytes:
    """Return the hash of releases that took fields with defaults as well; their rows are there for a day after them."""
    whole = {name: value for name, value in structs.asdict(body).items() if value is not UNSET}
    return _digest(body, whole | _same_by(body))


def given_fields(value: Any) -> Any:
    """Return `value` with its structs as dicts of the fields that were given.

    What the method `same_by` of a struct returns stands for the fields of these names.
    """
    if isinstance(value, Struct):
        defaults = _defaults(type(value))
        given = {name: getattr(value, name) for name in defaults}
        fields = {name: given_fields(each) for name, each in given.items() if each != defaults[name]}
        return fields | _same_by(value)
    if isinstance(value, dict):
        return {key: given_fields(each) for key, each in value.items()}
    return [given_fields(each) for each in value] if isinstance(value, list | tuple) else value


@cache
def _defaults(kind: type[Struct]) -> dict[str, Any]:
    """Return the default of each field, in their order; NODEFAULT, which no value equals, for one that has none."""
    return {
        field.name: field.default if field.default_factory is NODEFAULT else field.default_factory()
        for field in structs.fields(kind)
    }


@cache
def _encodes_given(kind: type[Struct]) -> bool:
    """Return whether msgspec encodes of this type what `given_fields` returns, which takes a tenth of its time."""
    config = kind.__struct_config__
    plain = config.omit_defaults and config.tag is None and not config.array_like and not hasattr(kind, "same_by")
    return plain and all(_is_left_out(field) and not _holds_struct(field.type) for field in structs.fields(kind))


def _is_left_out(field: structs.FieldInfo) -> bool:
    """Return whether the encoder leaves the field out exactly when its value equals its default."""
    if field.name != field.encode_name:
        return False
    if field.default_factory is not NODEFAULT:
        return field.default_factory in (dict, list)
    return field.default is NODEFAULT or any(field.default is alone for alone in _ALONE)


def _holds_struct(annotation: Any) -> bool:
    return "StructType" in repr(inspect.type_info(annotation))


def _digest(body: Struct, compared: Any) -> bytes:
    named: bytes = type(body).TYPE.encode()  # type: ignore[attr-defined] # bodies are commands
    return blake2b(named + b"\0" + _encode(compared), digest_size=16).digest()


def _same_by(value: Struct) -> dict[str, Any]:
    same_by = getattr(value, "same_by", None)
    found: dict[str, Any] = {} if same_by is None else same_by()
    return found
