"""Command ids: ULIDs that rise strictly within one source (github.com/ulid/spec, Monotonicity).

A server that sees only rising ids of an entity knows a new command without a look-up
(`actors/runtime/turns/commands.py`).
"""

from random import Random

from actors.runtime.clock import Clock

ULID_CHARS = 26
_RANDOM_BITS = 80
_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"


class UlidSource:
    """Makes ULIDs: the wall clock's milliseconds, then chance; never one that is not above the last."""

    def __init__(self, clock: Clock, chance: Random) -> None:
        self._clock = clock
        self._chance = chance
        self._last = 0

    def next(self) -> str:
        """The next id, 26 characters. When the clock stands still or goes back, the last id plus one."""
        fresh = self._clock.now_ms() << _RANDOM_BITS | self._chance.getrandbits(_RANDOM_BITS)
        same_ms = fresh >> _RANDOM_BITS <= self._last >> _RANDOM_BITS
        self._last = self._last + 1 if same_ms else fresh
        return _encoded(self._last)


def _encoded(number: int) -> str:
    return "".join(_ALPHABET[number >> shift & 31] for shift in range(5 * (ULID_CHARS - 1), -1, -5))
