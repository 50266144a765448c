"""The states of entities as their kinds read them from what is stored."""

from collections.abc import Mapping, Sequence

from actors.kinds import entity_kinds
from actors.money.economy import EconomyConfig
from actors.runtime.commit.stored import unpack_root
from actors.runtime.entity import StoredPart
from persistence.entities.records import LoadedPart
from persistence.verification.snapshot import EntityRow

KINDS = entity_kinds(EconomyConfig())
"""Every kind, to read whatever is stored."""


def parts_of(row: EntityRow) -> dict[str, StoredPart]:
    """Return the stored parts of an entity, by name."""
    if row.names is None or row.schemas is None or row.data is None:
        return {}
    return dict(zip(row.names, map(StoredPart, row.schemas, row.data), strict=True))


def readable(parts: Mapping[str, StoredPart | LoadedPart], known: Sequence[str]) -> dict[str, StoredPart]:
    """Return the parts that a kind knows, as it reads them: `known` are its parts, the root first.

    Parts of a later release are left out (decision 0040), and what the runtime keeps in a root is taken off.

    Raises:
        KeyError: there is no root.
        ValueError: the root is too short to be one.
    """
    root = known[0]
    found = {name: StoredPart(part.schema, part.data) for name, part in parts.items() if name in known}
    found[root] = StoredPart(found[root].schema, unpack_root(found[root].data).data)
    return found
