"""The figures of turns: of each side the median and the spread, the ratio of the medians, and the goals that it has.

A figure is read from the report of a turn; a turn that was refused it has none. Sides whose spreads overlap have not
been told apart: their ratio stands there all the same, marked.
"""

from collections.abc import Callable, Mapping, Sequence
from statistics import median
from typing import Literal, NamedTuple

from msgspec import Struct

from benchmarks.figures.hot_item import PURCHASE_CPU_US, PURCHASES_PER_S
from benchmarks.reports.report import Report, Workload
from benchmarks.run import OPEN_LOOP
from benchmarks.turns.fresh import FRESH_DEV_S

Side = Literal["old", "new"]
SERVERS = ("gateways", "hosts", "postgres")
Read = Callable[[Report], float | None]


class TurnGoal(NamedTuple):
    """The bounds of the ratio of new to old, or of their difference."""

    must: float
    moonshot: float
    more_is_better: bool = False
    difference: bool = False


class TurnFigure(NamedTuple):
    """A figure that both sides have, and how it is read from a report; None: the turn has none."""

    name: str
    read: Read
    goal: TurnGoal | None = None


class Spread(Struct, frozen=True):
    """The values of one side: the median, the least, the most, and how many turns there were."""

    median: float
    low: float
    high: float
    turns: int

    def overlaps(self, other: "Spread") -> bool:
        return self.low <= other.high and other.low <= self.high


class Comparison(Struct, frozen=True):
    """One figure of both sides."""

    name: str
    old: Spread
    new: Spread
    goal: TurnGoal | None = None

    @property
    def ratio(self) -> float | None:
        """The ratio of the medians, None when the old one is 0."""
        return self.new.median / self.old.median if self.old.median else None

    @property
    def told_apart(self) -> bool:
        """True when every turn of one side lies beyond every turn of the other."""
        return not self.old.overlaps(self.new)

    def verdict(self) -> str:
        """Return `moonshot`, `must`, `missed`, or empty for a figure without a goal."""
        goal = self.goal
        value = self.new.median - self.old.median if goal is not None and goal.difference else self.ratio
        if goal is None or value is None:
            return ""
        for bound, word in ((goal.moonshot, "moonshot"), (goal.must, "must")):
            if value >= bound if goal.more_is_better else value <= bound:
                return word
        return "missed"


def spread(values: Sequence[float]) -> Spread:
    """Return the spread of one side's values; there is at least one."""
    return Spread(median(values), min(values), max(values), len(values))


def compared(turns: Mapping[Side, Sequence[Report]]) -> list[Comparison]:
    """Return every figure that a turn of both sides has."""
    found = []
    for figure in FIGURES:
        old, new = ([value for report in turns[side] if (value := figure.read(report)) is not None] for side in SIDES)
        if old and new:
            found.append(Comparison(figure.name, spread(old), spread(new), figure.goal))
    return found


def unquiet(turns: Mapping[Side, Sequence[Report]]) -> list[str]:
    """Return what shows that the machine was not quiet, turn by turn."""
    return [
        f"turn {number} of {side}: {reason}"
        for side in SIDES
        for number, report in enumerate(turns[side], 1)
        for reason in report.unrest()
    ]


def _of(name: str, read: Callable[[Workload], float]) -> Read:
    def found(report: Report) -> float | None:
        return next((read(workload) for workload in report.workloads if workload.name == name), None)

    return found


def _figure(name: str) -> Read:
    return lambda report: next((figure.value for figure in report.figures if figure.name == name), None)


def _cpu(name: str, *kinds: str) -> Read:
    return _of(name, lambda workload: sum(workload.cpu_us[kind] for kind in kinds))


def _inserts(report: Report) -> float:
    return sum(each.per_s for each in report.inserts) / len(report.inserts)


SIDES: tuple[Side, Side] = ("old", "new")
FIGURES: tuple[TurnFigure, ...] = (
    TurnFigure("rps-256: CPU of a command, us", _cpu("rps-256", *SERVERS), TurnGoal(0.60, 0.40)),
    *(TurnFigure(f"rps-256: CPU of a command, us, {kind}", _cpu("rps-256", kind)) for kind in SERVERS),
    TurnFigure("rps-256: commands/s", _of("rps-256", lambda each: each.per_s), TurnGoal(1.5, 2.5, True)),
    TurnFigure("rps-64: commands/s", _of("rps-64", lambda each: each.per_s)),
    TurnFigure("rps-1: p50, ms", _of("rps-1", lambda each: each.latency_us.p50 / 1000), TurnGoal(0.60, 0.40)),
    TurnFigure("open: commands/s", _of(OPEN_LOOP, lambda each: each.per_s)),
    TurnFigure("open: p99, ms", _of(OPEN_LOOP, lambda each: each.latency_us.p99 / 1000), TurnGoal(0.50, 0.25)),
    TurnFigure(PURCHASES_PER_S, _figure(PURCHASES_PER_S), TurnGoal(1.5, 2.5, True)),
    TurnFigure(PURCHASE_CPU_US, _figure(PURCHASE_CPU_US)),
    TurnFigure("wallet-256: CPU of a command, us", _cpu("wallet-256", *SERVERS)),
    TurnFigure("wallet-256: commands/s", _of("wallet-256", lambda each: each.per_s)),
    TurnFigure("wallet-64: commands/s", _of("wallet-64", lambda each: each.per_s)),
    TurnFigure("wallet-1: p50, ms", _of("wallet-1", lambda each: each.latency_us.p50 / 1000)),
    TurnFigure(FRESH_DEV_S, _figure(FRESH_DEV_S), TurnGoal(20, 0, difference=True)),
    TurnFigure("inserts/s, which neither side changes", _inserts),
)
"""In the order in which they are shown; the goals are those of step 12 of the plan of work."""
