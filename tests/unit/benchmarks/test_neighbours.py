"""What other programs take of the machine is what is left of its work when ours is taken away."""

import time
from typing import NamedTuple

import psutil
import pytest

from benchmarks.ground import neighbours
from benchmarks.ground.neighbours import Neighbours


class Machine(NamedTuple):
    """Seconds that all processors of a machine have worked."""

    user: float
    nice: float
    system: float
    steal: float


def percent(monkeypatch: pytest.MonkeyPatch, machine: Machine, servers_s: float, children_s: float) -> float:
    """The share of others over 10 s of two processors; all counts begin at 0."""
    moments = {"machine": iter([Machine(0, 0, 0, 0), machine]), "clock": iter([100.0, 110.0])}
    used = {"servers": iter([0.0, servers_s]), "children": iter([0.0, children_s])}
    monkeypatch.setattr(psutil, "cpu_times", lambda: next(moments["machine"]))
    monkeypatch.setattr(psutil, "cpu_count", lambda: 2)
    monkeypatch.setattr(time, "monotonic", lambda: next(moments["clock"]))
    monkeypatch.setattr(neighbours.os, "times", lambda: (0.0, 0.0, next(used["children"]), 0.0, 0.0))
    return Neighbours(lambda: next(used["servers"])).percent()


def test_a_machine_that_works_for_the_run_alone_is_quiet(monkeypatch: pytest.MonkeyPatch):
    assert percent(monkeypatch, Machine(12.0, 0.0, 4.0, 0.0), servers_s=11.0, children_s=5.0) == 0


def test_the_work_of_others_and_what_is_stolen_count(monkeypatch: pytest.MonkeyPatch):
    assert percent(monkeypatch, Machine(9.0, 4.0, 4.0, 1.0), servers_s=10.0, children_s=4.0) == pytest.approx(20)


def test_clocks_that_are_not_in_step_give_no_less_than_nothing(monkeypatch: pytest.MonkeyPatch):
    assert percent(monkeypatch, Machine(9.0, 0.0, 0.0, 0.0), servers_s=9.5, children_s=0.0) == 0
