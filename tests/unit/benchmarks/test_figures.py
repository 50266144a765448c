"""How the figures are worked out of what was measured, and that every goal belongs to one of them."""

import contextlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from benchmarks import run
from benchmarks.figures import crowds, missions
from benchmarks.figures.missions import Cost
from benchmarks.ground.platform import Platform
from benchmarks.processes.activations import ActivationResult
from benchmarks.processes.crowd import Returned
from benchmarks.processes.load import LoadFailed
from benchmarks.reports.goals import GOALS, Figure
from benchmarks.reports.report import Inserts, Latency, Report, Rows, Workload
from benchmarks.run import Measured, RunOptions

PLATFORM = Platform(
    "http://127.0.0.1:1", 1, Path("/"), {"postgres_url": "", "gateways": [{"pid": 7}], "hosts": [{"pid": 8}]}, 11.5
)
INSERTS = [Inserts(rate, Latency(200, 200, 200, 200, 200)) for rate in (4_000.0, 6_000.0)]
SERVED = {"gateway": crowds.Delivered(12.0, 1.0), "broadcast": crowds.Delivered(20.0, 0.97)}
RETURNED = Returned(2_000, 1_990, 2_100, 1.25, Latency(1_000, 2_000, 90_000, 99_000, 99_000))


class QuietCrowd:
    """A crowd that is there at once."""

    def drop(self) -> Returned:
        return RETURNED


@pytest.fixture(autouse=True)
def no_processes(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is measured in other processes is given."""

    @contextlib.contextmanager
    def crowd(*_: object) -> Iterator[QuietCrowd]:
        yield QuietCrowd()

    monkeypatch.setattr(crowds, "running_crowd", crowd)
    monkeypatch.setattr(crowds, "SETTLE_S", 0)
    monkeypatch.setattr(crowds, "_fan_out", lambda server, *_: SERVED[server])
    monkeypatch.setattr(crowds, "slow_readers", lambda *_: [])
    monkeypatch.setattr(run, "scratch_database", lambda _: contextlib.nullcontext("url"))
    monkeypatch.setattr(run, "run_client", lambda *_: ActivationResult(20_000, 2.0, 80.0, 3.5))


def workload(name: str, per_s: float, us: float, **others: Any) -> Workload:
    return Workload(name, 1, 8.0, 100, 0, per_s, Latency(us, us, 2 * us, us, us), {}, **others)


def apart(*names: str) -> dict[str, Figure]:
    found = Measured()
    run._apart(RunOptions(1.0, names, 1), PLATFORM, found, INSERTS, lambda _: None)
    return {figure.name: figure for figure in found.figures}


def ratios() -> dict[str, float]:
    loops = [workload("rps-1", 1_000, 500), workload("rps-256", 20_000, 9_000)]
    open_loop = workload("open", 10_000, 1_500, send_lag_us=Latency(1, 1, 1, 1, 1))
    return Report("", {}, {}, {}, {}, INSERTS, [*loops, open_loop], Rows(0, {}, {})).ratios()


def test_activations_are_compared_with_inserts():
    figures = apart("activations")
    assert figures["cold activations/s through inserts/s"].value == 10_000 / 5_000
    assert "10,000/s through 5,000/s" in figures["cold activations/s through inserts/s"].baseline
    assert figures["idle activated user entity"].value == 3.5


def test_fan_out_is_compared_with_the_library():
    [figure, *_] = apart("fanout").values()
    assert figure.value == pytest.approx(0.6)
    assert figure.baseline == "12.0 us through 20.0 us; 100% and 97% of the messages came within the time"


def test_memory_of_idle_sockets_is_what_the_process_grew_by(monkeypatch: pytest.MonkeyPatch):
    readings = {7: iter((10_000, 70_000)), 8: iter((5_000, 25_000))}
    monkeypatch.setattr(crowds, "private_kib", lambda pid: next(readings[pid]))
    gateway, host = crowds.idle_sockets(PLATFORM, ["token"] * 5_000)
    assert (gateway.value, host.value) == (12.0, 4.0)


def test_a_connect_storm_tells_how_many_were_resumed_and_how_long_it_took():
    share, seconds, hello_ms = (figure.value for figure in crowds.connect_storm(PLATFORM, ["token"] * 2_000))
    assert (share, seconds, hello_ms) == (0.995, 1.25, 90)


def test_the_open_loop_is_judged_by_its_p99_and_the_others_by_rate_and_p50():
    assert ratios() == {
        "rps-1: commands/s through inserts/s": 0.2,
        "rps-1: p50 through an insert's p50": 2.5,
        "rps-256: commands/s through inserts/s": 4.0,
        "rps-256: p50 through an insert's p50": 45.0,
        "mixed play at half capacity: p99 through an insert's p50": 15.0,
    }


def test_every_goal_belongs_to_a_figure_that_is_measured(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(crowds, "private_kib", lambda _: 0)
    idle = {figure.name for figure in crowds.idle_sockets(PLATFORM, ["token"])}
    cost = Cost({"hosts": 1, "gateways": 1, "postgres": 1}, 1)
    ours = {figure.name for figure in missions.figures([cost], [cost], "")}
    assert GOALS.keys() <= ratios().keys() | apart("activations", "fanout", "start").keys() | idle | ours


def test_a_workload_that_fails_is_refused_and_the_others_are_kept(monkeypatch: pytest.MonkeyPatch):
    def failing(*_: object) -> list[Figure]:
        raise LoadFailed("closed: 4002")

    monkeypatch.setattr(crowds, "fan_out", failing)
    found = Measured()
    run._apart(RunOptions(1.0, ("fanout", "start"), 1), PLATFORM, found, INSERTS, lambda _: None)
    assert found.refused == ["fanout: closed: 4002"] * 2
    assert [figure.name for figure in found.figures] == ["second start of pitboss dev"]


def test_half_of_a_capacity_that_was_not_measured_is_refused():
    with pytest.raises(LoadFailed, match="rps-256 has no rate"):
        Measured().rate("rps-256")
    assert Measured([workload("rps-256", 20_000, 9_000)]).rate("rps-256") == 20_000


def test_what_was_not_asked_for_is_not_measured():
    assert apart("start").keys() == {"second start of pitboss dev"}
    assert apart() == {}
