"""Command ids: ULIDs that rise strictly within one source (github.com/ulid/spec, Monotonicity).

A server that has seen only rising ids of a player knows a new command without a look-up.
"""

from random import Random

from pitboss_client.clock import Clock

ULID_CHARS = 26
_RANDOM_BITS = 80
_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"


class UlidSource:
    """Makes ULIDs: the wall clock's milliseconds, then random bits; each is above the one before it."""

    def __init__(self, clock: Clock, random: Random) -> None:
        self._clock = clock
        self._random = random
        self._last = 0

    def next(self) -> str:
        """Return the next id, 26 characters: the last id plus one when the clock stands still or goes back."""
        fresh = self._clock.now_ms() << _RANDOM_BITS | self._random.getrandbits(_RANDOM_BITS)
        same_ms = fresh >> _RANDOM_BITS <= self._last >> _RANDOM_BITS
        self._last = self._last + 1 if same_ms else fresh
        return _encoded(self._last)


def _encoded(number: int) -> str:
    return "".join(_ALPHABET[number >> shift & 31] for shift in range(5 * (ULID_CHARS - 1), -1, -5))
