"""Processor time of a command in a host and in a gateway: `python -m benchmarks.core host|gateway`.

Nothing else of the platform runs, so that a change of some hundredths shows. `--profile` counts instead the calls of
a command, by function, and prints those that take most. Two checkouts are compared by turns: run it in each, several
times, one after the other.
"""

import asyncio
import cProfile
import pstats
import statistics
import time
from collections.abc import Awaitable
from typing import Annotated

import typer
import uvloop
from msgspec import Struct, json

from benchmarks.core.gateway import gateway_alone
from benchmarks.core.host import host_alone
from cluster.processes.garbage_collection import freeze_long_lived_objects

WARM_UP_COMMANDS = 5_000
SHOWN_FUNCTIONS = 60
PARTS = {"host": host_alone, "gateway": gateway_alone}


class CoreResult(Struct, frozen=True):
    """Microseconds of processor time a command: the median of the lots, and the quickest tenth of them."""

    part: str
    commands: int
    median_us: float
    quick_us: float


class Stopwatch:
    """Measures lots of commands, once it is warm; a lot may come in several steps, the last of which says how many."""

    def __init__(self, profile: cProfile.Profile | None) -> None:
        self._profile = profile
        self._commands = 0
        self._spent_ns = 0
        self.lots_us: list[float] = []
        self.measured = 0

    async def __call__(self, work: Awaitable[None], commands: int) -> None:
        """Await `work`, and note what it took if it is one of the measured."""
        warm = self._commands >= WARM_UP_COMMANDS
        if warm and self._profile is not None:
            self._profile.enable()
        before_ns = time.process_time_ns()
        await work
        self._spent_ns += time.process_time_ns() - before_ns
        if self._profile is not None:
            self._profile.disable()
        self._commands += commands
        if commands:
            self._lot_ended(commands, warm=warm)

    def _lot_ended(self, commands: int, *, warm: bool) -> None:
        if warm:
            self.lots_us.append(self._spent_ns / commands / 1000)
            self.measured += commands
        elif self._commands >= WARM_UP_COMMANDS:
            freeze_long_lived_objects()  # as a process does when it has started
        self._spent_ns = 0


def main(
    part: Annotated[str, typer.Argument(help="host or gateway")],
    commands: Annotated[int, typer.Option(help="Commands that are measured.")] = 40_000,
    profile: Annotated[bool, typer.Option(help="Count calls instead of measuring.")] = False,
    plain_loop: Annotated[bool, typer.Option(help="Run in asyncio's own event loop.")] = False,
) -> None:
    """Measure one part."""
    profiler = cProfile.Profile(time.process_time_ns, 1e-9) if profile else None
    stopwatch = Stopwatch(profiler)
    job = PARTS[part](stopwatch, (WARM_UP_COMMANDS + commands) // 256 + 1)
    if plain_loop:
        asyncio.run(job)
    else:
        uvloop.run(job)
    if profiler is not None:
        _show(profiler, stopwatch.measured)
        return
    lots = sorted(stopwatch.lots_us)
    result = CoreResult(part, stopwatch.measured, statistics.median(lots), lots[len(lots) // 10])
    print(json.encode(result).decode())


def _show(profiler: cProfile.Profile, commands: int) -> None:
    """Print the functions that take most, with their calls a command; the profiler's own time is in theirs."""
    stats = pstats.Stats(profiler)
    rows = [(spent, calls, function) for function, (_, calls, spent, _, _) in stats.stats.items()]  # type: ignore[attr-defined]
    python = sum(calls for _, calls, (file, _, _) in rows if file != "~") / commands
    print(f"{commands} commands: {python:.1f} Python calls and {stats.total_calls / commands - python:.1f} of C each")  # type: ignore[attr-defined]
    for spent, calls, (file, line, name) in sorted(rows, reverse=True)[:SHOWN_FUNCTIONS]:
        place = name if file == "~" else f"{'/'.join(file.split('/')[-3:])}:{line} {name}"
        print(f"{spent / commands * 1e6:8.2f} us {calls / commands:8.2f} calls  {place}")


if __name__ == "__main__":
    typer.run(main)
