"""Recovery times of a run: gathered by the tests, shown at its end beside their goals, and written down as JSON.

They are shown, not asserted: how fast a machine is that does something else too says nothing about a program.
"""

import math
from pathlib import Path
from typing import NamedTuple

import pytest
from msgspec import json

RESULTS = Path(__file__).parents[2] / "benchmarks" / "results" / "faults.json"


class Timing(NamedTuple):
    """Seconds from a fault until an affected player (the first of them, all of them) was served again."""

    case: str
    goal: str
    first_s: float
    all_s: float


class Timings:
    """What the tests of one run have measured."""

    def __init__(self) -> None:
        self.recoveries: list[Timing] = []
        self.pauses_s: list[float] = []
        """Hand-overs: how long a piece of shards was served by nobody."""

    def add(self, case: str, goal: str, first_s: float, all_s: float) -> None:
        self.recoveries.append(Timing(case, goal, first_s, all_s))

    def lines(self) -> list[str]:
        """The table."""
        lines = [f"{'case':<52} {'goal':<16} {'n':>4} {'first':>9} {'all: p50':>9} {'worst':>9}"]
        cases = dict.fromkeys((each.case, each.goal) for each in self.recoveries)
        for case, goal in cases:
            mine = [each for each in self.recoveries if each.case == case]
            every = [each.all_s for each in mine]
            first, middle, worst = max(each.first_s for each in mine), percentile(every, 50), max(every)
            lines.append(f"{case:<52} {goal:<16} {len(mine):>4} {first:>7.3f} s {middle:>7.3f} s {worst:>7.3f} s")
        if self.pauses_s:
            pauses = [pause * 1000 for pause in self.pauses_s]
            shown = ", ".join(f"p{share} {percentile(pauses, share):.0f} ms" for share in (50, 99))
            lines.append(f"{len(pauses)} hand-overs of shards: {shown}, worst {max(pauses):.0f} ms (p99 < 200)")
        return lines

    def write(self) -> None:
        """Add the figures of this run to `RESULTS`, which Git ignores."""
        RESULTS.parent.mkdir(parents=True, exist_ok=True)
        content = {"recoveries": [each._asdict() for each in self.recoveries], "pauses_s": self.pauses_s}
        RESULTS.write_bytes(json.format(json.encode(content)))


def percentile(values: list[float], share: float) -> float:
    """By nearest rank."""
    ordered = sorted(values)
    return ordered[max(0, math.ceil(share / 100 * len(ordered)) - 1)]


KEY = pytest.StashKey[Timings]()


def of(config: pytest.Config) -> Timings:
    """The timings of this run."""
    return config.stash.setdefault(KEY, Timings())


def show(terminal: pytest.TerminalReporter, config: pytest.Config) -> None:
    """Print the table and write the figures down, once a run."""
    measured = config.stash.get(KEY, None)
    if measured is not None and measured.recoveries:
        del config.stash[KEY]
        terminal.section("recovery")
        for line in measured.lines():
            terminal.write_line(line)
        measured.write()
