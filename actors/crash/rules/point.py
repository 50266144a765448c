"""The crash point of a round, from the hash of a chain that was published before (method of bustabit v2).

A verifier needs the game hash and the salt alone; it is all integers, so that every language agrees.
"""

from hashlib import sha256
from hmac import digest

POINT_BITS = 52
"""Bits of the HMAC that decide: as many as a double holds, so that a browser computes the same."""
RETURN_HUNDREDTHS = 99
"""P(point >= m) = 0.99 / m: the return to player is 99 % at every target."""
LOWEST_HUNDREDTHS = 100
_HASH_HEX_DIGITS = 64


def crash_hundredths(game_hash: str, salt: str) -> int:
    """Return the crash point in hundredths (250 is 2.50x), at least 100.

    `game_hash` is 64 hex digits; `salt` is used as its ASCII text.

    Raises:
        ValueError: `game_hash` is none, or `salt` is not ASCII.
    """
    mac = digest(salt.encode("ascii"), _decoded(game_hash), "sha256")
    drawn = int.from_bytes(mac[:8], "big") >> (64 - POINT_BITS)
    return max(LOWEST_HUNDREDTHS, (RETURN_HUNDREDTHS << POINT_BITS) // ((1 << POINT_BITS) - drawn))


def previous_hash(game_hash: str) -> str:
    """Return the hash of the round before: SHA-256 over the ASCII of the lower-case hex of `game_hash`.

    Raises:
        ValueError: `game_hash` is not 64 hex digits.
    """
    return sha256(_decoded(game_hash).hex().encode("ascii")).hexdigest()


def _decoded(game_hash: str) -> bytes:
    if len(game_hash) != _HASH_HEX_DIGITS or not game_hash.isalnum():
        raise ValueError(f"a game hash is {_HASH_HEX_DIGITS} hex digits, not {game_hash!r}")
    return bytes.fromhex(game_hash)
