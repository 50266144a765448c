"""The neighbours of a run: what other programs of the machine take of its processors meanwhile."""

import os
import time
from collections.abc import Callable

import psutil


class Neighbours:
    """Measures, from its making on, the share of all processors that neither the servers nor this run's clients use.

    `used_s` says how many seconds of a processor the servers have used so far. Interrupts are left out, for it is they
    that cause them; time that a hypervisor steals counts.
    """

    def __init__(self, used_s: Callable[[], float]) -> None:
        self._used_s = used_s
        self._started_s = time.monotonic()
        self._others_s = self._used_by_others_s()

    def percent(self) -> float:
        """Return the share so far, in percent."""
        passed_s = (time.monotonic() - self._started_s) * (psutil.cpu_count() or 1)
        return max(0.0, (self._used_by_others_s() - self._others_s) / passed_s * 100)

    def _used_by_others_s(self) -> float:
        machine = psutil.cpu_times()
        busy_s: float = machine.user + machine.nice + machine.system + getattr(machine, "steal", 0.0)
        ours = os.times()  # clients have ended, so their time is that of our children
        return busy_s - self._used_s() - sum(ours[:4])
