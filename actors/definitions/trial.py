"""The trial of versions that are not published yet: at every time at which they would be in force.

A version is tried against what will be in force when its time comes, and when the time of any later one comes: two
that require each other, or the one that is too many, are refused when they are sent and not when they begin.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from actors.definitions.book import UNREADABLE, Definition, DefinitionRefused, Definitions, Published, settle

Versions = Mapping[str, Sequence[Definition[Any]]]


def trial(
    definitions: Definitions, new: Sequence[Published], now_ms: int, stored: Iterable[Published]
) -> list[dict[str, Any]]:
    """Return the results of `Area.prove` for versions of one area that come together; `stored` are those there are,
    beside the program's.

    Raises:
        DefinitionRefused: one cannot be read, or holds back itself or another when it comes into force.
    """
    area = definitions.areas[new[0].area]
    before = definitions.prepare(stored).versions[area.name]
    if not area.closable and any(each.closed for each in new):
        raise DefinitionRefused(f"{area.name} cannot be closed: publish other numbers instead")
    try:
        read = [definitions.read(each) for each in new]
        for each in read:
            area.admit(each.body)
        computed = [area.prove(each.body) for each in read]
    except UNREADABLE as error:
        raise DefinitionRefused(str(error)) from error
    after = {**before}
    for each in read:
        others = [known for known in after.get(each.id, ()) if known.version != each.version]
        after[each.id] = sorted([*others, each], key=lambda known: known.version)
    _check_times(definitions, area.name, before, after, min(max(each.starts_ms, now_ms) for each in read))
    return computed


def _check_times(definitions: Definitions, name: str, before: Versions, after: Versions, first_ms: int) -> None:
    """Raise DefinitionRefused if from `first_ms` on something is held back that would not be without the new ones."""
    area = definitions.areas[name]
    starts = {each.starts_ms for found in after.values() for each in found if each.starts_ms > first_ms}
    for at_ms in (first_ms, *sorted(starts)):
        known = {(each.id, each.version) for each in settle(area, before, at_ms).held}
        for each in settle(area, after, at_ms).held:
            if (each.id, each.version) not in known:
                raise DefinitionRefused(each.why if at_ms == first_ms else f"{each.why} (from {_named(at_ms)} on)")


def _named(at_ms: int) -> str:
    return datetime.fromtimestamp(at_ms / 1000, UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
