"""Attempts by key within sliding windows: the port and its rule.

`persistence.redis`, `persistence.postgres.identity` and `persistence.memory.identity` each have a store of them;
`tests/contracts/test_attempts.py` runs all three. Times are Unix milliseconds. Keys are short and made by the server:
they hold no text of a client, only digests of it.
"""

from collections.abc import Sequence
from typing import NamedTuple, Protocol


class Limit(NamedTuple):
    """At most `attempts_max` attempts of `key` in any `window_ms`."""

    key: str
    attempts_max: int
    window_ms: int


class Full(NamedTuple):
    """The limit that left no room, by its place among those asked, and when there will be room again."""

    limit: int
    retry_after_ms: int


class Attempts(Protocol):
    """The store of attempts. Every method raises Unreachable when the store cannot be asked."""

    async def take(self, limits: Sequence[Limit], now_ms: int) -> Full | None:
        """Count one attempt under every key of `limits`, atomically, or none if one of them is full (the first one).

        Attempts are counted before their outcome is known, so that many at once are no way around a limit.
        """
        ...

    async def give_back(self, key: str, at_ms: int) -> None:
        """Take back one attempt that was counted at `at_ms`, if it is still known."""
        ...

    async def clear(self, key: str) -> None:
        """Forget every attempt of `key`."""
        ...


def recent(times: Sequence[int], limit: Limit, now_ms: int) -> list[int]:
    """Return those of `times` that still count."""
    return [time for time in times if time > now_ms - limit.window_ms]


def wait_ms(times: Sequence[int], limit: Limit, now_ms: int) -> int:
    """Return the ms until there is room for one more beside `times`, which are recent and in order; 0: now."""
    if len(times) < limit.attempts_max:
        return 0
    return times[len(times) - limit.attempts_max] + limit.window_ms - now_ms


def first_full(times_of: Sequence[Sequence[int]], limits: Sequence[Limit], now_ms: int) -> Full | None:
    """Return the first of `limits` that has no room beside its recent times."""
    waits = (wait_ms(times, limit, now_ms) for times, limit in zip(times_of, limits, strict=True))
    return next((Full(place, wait) for place, wait in enumerate(waits) if wait), None)
