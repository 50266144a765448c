"""Attempts in memory."""

from collections.abc import Sequence

from persistence.identity.attempts import Full, Limit, first_full, recent


class MemoryAttempts:
    """Attempts in a dictionary; a method never awaits, so each is atomic. Nothing is ever removed: for tests."""

    def __init__(self) -> None:
        self._times: dict[str, list[int]] = {}

    async def take(self, limits: Sequence[Limit], now_ms: int) -> Full | None:
        times_of = [recent(self._times.get(limit.key, []), limit, now_ms) for limit in limits]
        full = first_full(times_of, limits, now_ms)
        if full is None:
            self._times |= {limit.key: [*times, now_ms] for limit, times in zip(limits, times_of, strict=True)}
        return full

    async def give_back(self, key: str, at_ms: int) -> None:
        times = self._times.get(key, [])
        if at_ms in times:
            times.remove(at_ms)

    async def clear(self, key: str) -> None:
        self._times.pop(key, None)
