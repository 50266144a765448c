"""Time as an argument: the only module of the client that reads a clock."""

import sys
import time
from typing import Protocol


class Clock(Protocol):
    """Two times: the wall clock, for ids and for what is shown, and a monotonic one, for what is measured."""

    def now_ms(self) -> int:
        """Return the Unix time in milliseconds."""
        ...

    def monotonic_ms(self) -> float:
        """Return the milliseconds since an arbitrary start; they never go backwards."""
        ...


class SystemClock:
    """The machine's clocks. On Linux the monotonic one also runs while the machine is suspended."""

    def now_ms(self) -> int:
        return time.time_ns() // 1_000_000

    def monotonic_ms(self) -> float:
        if sys.platform == "linux":
            return time.clock_gettime(time.CLOCK_BOOTTIME) * 1000
        return time.monotonic() * 1000
