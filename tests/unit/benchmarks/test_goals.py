"""Which goals a figure has reached."""

import pytest

from benchmarks.reports.goals import GOALS, Figure

MORE, LESS = "rps-256: commands/s through inserts/s", "idle socket, whole gateway"


@pytest.mark.parametrize(
    ("name", "value", "verdict"),
    [
        (MORE, 5.0, "moonshot"),
        (MORE, 4.99, "must"),
        (MORE, 3.0, "must"),
        (MORE, 2.99, "missed"),
        (LESS, 12.0, "moonshot"),
        (LESS, 12.1, "must"),
        (LESS, 25.0, "must"),
        (LESS, 25.1, "missed"),
        ("a figure without a goal", 1.0, ""),
    ],
)
def test_a_figure_is_held_against_its_goal(name: str, value: float, verdict: str):
    assert Figure(name, value).verdict() == verdict


@pytest.mark.parametrize("name", GOALS)
def test_a_moonshot_is_beyond_what_must_be_reached(name: str):
    goal = GOALS[name]
    assert (goal.moonshot > goal.must) == goal.more_is_better
