"""The figures of missions: what a command costs with them through what it costs without."""

import pytest

from actors.areas import GAME_NAMES
from actors.missions.rules import read_mission
from benchmarks.figures.missions import ALIKE, BODY, MIXED, Cost, figures


def cost(cpu_us: float, per_s: float) -> Cost:
    return Cost({"hosts": cpu_us / 2, "gateways": cpu_us / 4, "postgres": cpu_us / 4}, per_s)


def test_the_cost_is_that_with_missions_through_that_without():
    cpu, rate = figures([cost(300, 1_000), cost(500, 3_000)], [cost(440, 1_500), cost(440, 1_500)], "")
    assert (cpu.value, rate.value) == (pytest.approx(1.1), 0.75)
    assert cpu.verdict() == "moonshot"
    assert figures([cost(100, 1)], [cost(130, 1)], "")[0].verdict() == "missed"


@pytest.mark.parametrize("kind", [*ALIKE, *MIXED])
def test_what_is_published_is_a_mission(kind):
    assert read_mission("bench", BODY | kind, GAME_NAMES).open_at(0)
