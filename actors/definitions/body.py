"""Bodies of definitions that are files: read with the id and version that belong to the definition."""

from collections.abc import Mapping
from typing import Any

import msgspec

from actors.definitions.book import DefinitionRefused

OF_A_DEFINITION = frozenset({"id", "version"})
"""What a body leaves out, for the definition has it."""


def as_file(key: str, version: int, source: Mapping[str, Any]) -> bytes:
    """Return the file that a body would be in. Raises DefinitionRefused when the body says what the definition has."""
    if found := sorted(OF_A_DEFINITION & source.keys()):
        raise DefinitionRefused(f"leave {' and '.join(found)} out of the body: the definition has them already")
    return msgspec.json.encode({"id": key, "version": version, **source})
