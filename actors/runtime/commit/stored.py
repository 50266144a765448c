"""The stored form of a root part: a header of the runtime before the bytes of the entity kind.

16 bytes high-water mark of command ids, 8 bytes time of the last turn (Unix ms), both big-endian. The rest is the
kind's.
"""

import struct
from typing import NamedTuple

_TIME = struct.Struct(">q")
_HEADER_BYTES = 24


class Root(NamedTuple):
    """The header and the kind's own bytes."""

    high_water: int
    last_turn_ms: int
    data: bytes


def pack_root(root: Root) -> bytes:
    """Return the stored bytes of a root part."""
    return root.high_water.to_bytes(16, "big") + _TIME.pack(root.last_turn_ms) + root.data


def unpack_root(stored: bytes) -> Root:
    """Return the root part of its stored bytes, the inverse of `pack_root`.

    Raises:
        ValueError: too short to hold the header.
    """
    if len(stored) < _HEADER_BYTES:
        raise ValueError(f"a root part of {len(stored)} bytes has no header")
    (last_turn_ms,) = _TIME.unpack_from(stored, 16)
    return Root(int.from_bytes(stored[:16], "big"), last_turn_ms, stored[_HEADER_BYTES:])
