"""Bodies of definitions that are files: read with the id and version of the definition."""

from collections.abc import Mapping
from typing import Any

import msgspec

from actors.definitions.book import DefinitionRefused

OF_A_DEFINITION = frozenset({"id", "version"})
"""The fields that a body leaves out: the definition has them."""


def as_file(key: str, version: int, source: Mapping[str, Any]) -> bytes:
    """Return the file that a body would be in. Raises DefinitionRefused when the body has a field of the definition."""
    if found := sorted(OF_A_DEFINITION & source.keys()):
        raise DefinitionRefused(f"leave {' and '.join(found)} out of the body: the definition has them already")
    return msgspec.json.encode({"id": key, "version": version, **source})
