"""Reports: their ratios, their files, and two of them side by side."""

from pathlib import Path

import pytest

from benchmarks.reports import report as reports
from benchmarks.reports.compare import Change, changes, differences
from benchmarks.reports.report import Inserts, Latency, Report, Rows, Workload


def latency(p50: float) -> Latency:
    return Latency(p50, p50, p50, p50, p50)


def report(*, per_s: float = 3000.0, inserts_per_s: tuple[float, float] = (900.0, 1100.0), cores: int = 2) -> Report:
    workload = Workload("rps-256", 256, 8.0, 24_000, 0, per_s, latency(80_000), {"hosts": 50.0})
    return Report(
        at="2026-11-22T22:00:00+00:00",
        machine={"cores": cores, "load_average_1_min": per_s},
        versions={"python": "3.11"},
        settings={"hosts": 1},
        sessions={"commits": {"fsync": "on"}},
        inserts=[Inserts(rate, latency(1000)) for rate in inserts_per_s],
        workloads=[workload],
        rows=Rows(24_000, {"command": 0}, {"command": 24_000}),
    )


def test_a_ratio_is_taken_to_the_mean_of_the_inserts_before_and_after():
    assert report().ratios() == {
        "rps-256: commands/s through inserts/s": 3.0,
        "rps-256: p50 through an insert's p50": 80.0,
    }


def test_unrest_is_how_far_the_inserts_lie_apart():
    assert report(inserts_per_s=(800, 1000)).unrest_percent() == pytest.approx(25)


def test_a_report_is_read_as_it_was_written(tmp_path: Path):
    file = reports.write(report(), tmp_path / "results")
    assert reports.read(file) == report()
    assert file.name == "2026-11-22T220000+0000.json"


def test_a_change_is_a_part_of_the_old_figure():
    [change] = [c for c in changes(report(per_s=3000), report(per_s=3300)) if c.name == "rps-256: commands/s"]
    assert (change.old, change.new) == (3000, 3300)
    assert change.percent == pytest.approx(10)


def test_a_figure_that_was_zero_has_no_change():
    assert Change("x", 0, 1).percent is None


def test_ratios_come_first():
    names = [change.name for change in changes(report(), report())]
    assert names[:2] == list(report().ratios())


def test_a_workload_that_only_one_run_has_is_left_out():
    empty = Report(**{name: getattr(report(), name) for name in Report.__struct_fields__} | {"workloads": []})
    assert all(change.name.startswith("insert") for change in changes(report(), empty))


def test_different_machines_are_named_and_their_load_is_not():
    assert differences(report(cores=2), report(cores=4, per_s=1)) == ["machine cores: 2 -> 4"]
    assert differences(report(), report()) == []
