"""The proof of a crash round: nothing but the standard library, and nothing believed but what was published before.

The hashes of a table form a chain (method of bustabit v2): each is the SHA-256 of the next one to be played, so the
hash that ends a round must give the hash that its opening committed to. HMAC-SHA256 of the hash with the published
salt as its key is where the round ends. A chain gets its salt when betting closes in its first round that has bets, so
that whoever made the chain did not know it; until then rounds have the salt of no bets. Multipliers are integers, in
hundredths: 250 is 2.50x.
"""

from hashlib import sha256
from hmac import digest

PROVED = "proved"
UNSEEN = "not proved: its opening was not seen"
UNSALTED = "not proved: its salt was not seen"
NOBODYS = "nobody's"
"""In the place of a salt that no bet has made, of a round that had bets."""
POINT_BITS = 52
"""Bits of the HMAC that decide."""
RETURN_HUNDREDTHS = 99
"""P(point >= m) = 0.99 / m: the return to player is 99 % at every target."""
LOWEST_HUNDREDTHS = 100
_HASH_HEX_DIGITS = 64


def verdict(commit: str, game_hash: str, salt: str, told: str) -> str:
    """Return PROVED, or what is wrong; `told` is the multiplier that the server named, empty for a voided round.

    `commit` and `salt` are what was told of the round before it ended, empty if nothing was.
    """
    if not commit:
        return UNSEEN
    if salt == NOBODYS:
        return "DISPROVED: bets were taken, and the salt is that of a chain without any"
    try:
        kept, computed = previous_hash(game_hash) == commit, multiplier(crash_hundredths(game_hash, salt))
    except ValueError as error:
        return f"DISPROVED: {error}"
    if not kept:
        return "DISPROVED: the hash is not the one that the opening committed to"
    if told and not salt:
        return UNSALTED
    return PROVED if told in {"", computed} else f"DISPROVED: the hash gives {computed}, not {told}"


def salt_of_no_bets(terminating_hash: str) -> str:
    """Return the salt of a round of a chain that nobody has bet on yet."""
    return sha256(terminating_hash.encode("ascii")).hexdigest()


def crash_hundredths(game_hash: str, salt: str) -> int:
    """Return the crash point, at least 100.

    `game_hash` is 64 hex digits; `salt` is used as its ASCII text.

    Raises:
        ValueError: `game_hash` is none, or `salt` is not ASCII.
    """
    mac = digest(salt.encode("ascii"), _decoded(game_hash), "sha256")
    drawn = int.from_bytes(mac[:8], "big") >> (64 - POINT_BITS)
    return max(LOWEST_HUNDREDTHS, (RETURN_HUNDREDTHS << POINT_BITS) // ((1 << POINT_BITS) - drawn))


def previous_hash(game_hash: str) -> str:
    """Return the hash of the round played before: SHA-256 over the ASCII of the lower-case hex of `game_hash`.

    Raises:
        ValueError: `game_hash` is not 64 hex digits.
    """
    return sha256(_decoded(game_hash).hex().encode("ascii")).hexdigest()


def multiplier(hundredths: int) -> str:
    """Return a multiplier as messages write it: 307 is `3.07`."""
    return f"{hundredths // 100}.{hundredths % 100:02d}"


def hundredths_of(multiplier: str) -> int:
    """Return a multiplier as a number: `2.31` is 231."""
    whole, _, part = multiplier.partition(".")
    return int(whole) * 100 + int(part)


def _decoded(game_hash: str) -> bytes:
    if len(game_hash) != _HASH_HEX_DIGITS or not game_hash.isalnum():
        raise ValueError(f"a game hash is {_HASH_HEX_DIGITS} hex digits, not {game_hash!r}")
    return bytes.fromhex(game_hash)
