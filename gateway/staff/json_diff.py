"""Differences between two JSON documents, place by place."""

from collections.abc import Iterator
from typing import Any

from msgspec import UNSET, Struct, UnsetType


class Change(Struct, frozen=True, omit_defaults=True):
    """A difference at `path`, a JSON pointer (RFC 6901); without `old` it is new there, without `new` it is gone."""

    path: str
    """Place of the difference, a JSON pointer."""
    old: Any | UnsetType = UNSET
    """Value before; absent if it is new there."""
    new: Any | UnsetType = UNSET
    """Value after; absent if it is gone."""


def changes(old: Any, new: Any, path: str = "") -> Iterator[Change]:
    """Yield every difference, in the order of `old`, then of `new`; items of lists are compared place by place."""
    if isinstance(old, dict) and isinstance(new, dict):
        for key in [*old, *(key for key in new if key not in old)]:
            yield from changes(old.get(key, UNSET), new.get(key, UNSET), f"{path}/{_escaped(key)}")
    elif isinstance(old, list) and isinstance(new, list):
        for place in range(max(len(old), len(new))):
            before = old[place] if place < len(old) else UNSET
            after = new[place] if place < len(new) else UNSET
            yield from changes(before, after, f"{path}/{place}")
    elif old != new or isinstance(old, bool) != isinstance(new, bool):
        yield Change(path, old, new)


def _escaped(key: str) -> str:
    return str(key).replace("~", "~0").replace("/", "~1")
