"""Time as an argument: the only module of the server that reads a clock."""

import time
from typing import Protocol


class Clock(Protocol):
    """Two times: the wall clock, for what is stored and shown, and a monotonic one, for what is measured."""

    def now_ms(self) -> int:
        """Return Unix time in milliseconds."""
        ...

    def monotonic_ms(self) -> float:
        """Return milliseconds since an arbitrary start; it never goes back, and runs while the process is stopped."""
        ...


class SystemClock:
    """The machine's clocks."""

    def now_ms(self) -> int:
        return time.time_ns() // 1_000_000

    def monotonic_ms(self) -> float:
        return time.clock_gettime(time.CLOCK_BOOTTIME) * 1000


class ManualClock:
    """A clock that moves by hand."""

    def __init__(self, now_ms: int = 1_795_000_000_000) -> None:
        self._now_ms = now_ms
        self._monotonic_ms = 0.0

    def now_ms(self) -> int:
        return self._now_ms

    def monotonic_ms(self) -> float:
        return self._monotonic_ms

    def advance(self, ms: int) -> None:
        """Let `ms` milliseconds pass on both clocks."""
        self._now_ms += ms
        self._monotonic_ms += ms

    def step(self, ms: int) -> None:
        """Set the wall clock forward or back, as an administrator or NTP does; the monotonic clock does not move."""
        self._now_ms += ms
