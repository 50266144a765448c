"""The figures that have goals (step 3 of the plan of work): each beside its baseline of the same run.

`must` and `moonshot` bound the figure from below when more is better, else from above.
"""

from typing import NamedTuple

from msgspec import Struct


class Goal(NamedTuple):
    """The bounds that a figure has to reach."""

    unit: str
    must: float
    moonshot: float
    more_is_better: bool = False


GOALS = {
    "rps-256: commands/s through inserts/s": Goal("ratio", 3.0, 5.0, True),
    "rps-1: p50 through an insert's p50": Goal("ratio", 3.0, 2.0),
    "mixed play at half capacity: p99 through an insert's p50": Goal("ratio", 40, 15),
    "fan-out to 1,000: CPU a message through websockets.broadcast": Goal("ratio", 0.8, 0.6),
    "fan-out to 5,000: CPU a message through websockets.broadcast": Goal("ratio", 0.8, 0.6),
    "idle socket, whole gateway": Goal("KiB", 25, 12),
    "idle activated user entity": Goal("KiB", 8, 4),
    "cold activations/s through inserts/s": Goal("ratio", 1.5, 4, True),
    "second start of pitboss dev": Goal("s", 30, 12),
    "missions: CPU of a play command with 20 through without": Goal("ratio", 1.25, 1.1),
}


class Figure(Struct, frozen=True):
    """One figure; `baseline` says in words what it was divided by, or how it came about."""

    name: str
    value: float
    baseline: str = ""

    def verdict(self) -> str:
        """Return `moonshot`, `must`, `missed`, or empty for a figure without a goal."""
        goal = GOALS.get(self.name)
        if goal is None:
            return ""
        for bound, word in ((goal.moonshot, "moonshot"), (goal.must, "must")):
            if self.value >= bound if goal.more_is_better else self.value <= bound:
                return word
        return "missed"
