"""`python -m benchmarks`: what it can be asked, and how a run that says nothing ends."""

import contextlib
from pathlib import Path

import pytest
from typer.testing import CliRunner

from benchmarks import __main__ as command_line
from benchmarks.processes.load import LoadFailed
from benchmarks.reports.report import Inserts, Latency, Report, Rows
from benchmarks.reports.rows import COUNTS, ONE_A_COMMAND
from benchmarks.run import WORKLOADS, RunOptions

NO_ROWS = dict.fromkeys(COUNTS, 0)
LATENCY = Latency(1, 1, 1, 1, 1)


def report(*, acknowledged: int = 0, refused: list[str]) -> Report:
    inserts = [Inserts(1000, LATENCY)] * 2
    return Report(
        "t", {}, {}, {}, {}, inserts, [], Rows(acknowledged, NO_ROWS, NO_ROWS, ONE_A_COMMAND), refused=refused
    )


def measured(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, found: Report | Exception, *arguments: str):
    """The run's outcome when it would find `found`, and the options it got."""
    asked: list[RunOptions] = []

    def run(options: RunOptions, _: object) -> Report:
        asked.append(options)
        if isinstance(found, Exception):
            raise found
        return found

    monkeypatch.setattr(command_line, "run", run)
    monkeypatch.setattr(command_line, "alone", contextlib.nullcontext)
    monkeypatch.setattr(command_line, "RESULTS", tmp_path)
    return CliRunner().invoke(command_line.app, arguments), asked


def test_every_workload_is_listed_and_nothing_is_measured(monkeypatch: pytest.MonkeyPatch, tmp_path: Path):
    done, asked = measured(monkeypatch, tmp_path, report(refused=[]), "--list")
    assert (done.exit_code, asked) == (0, [])
    assert done.output.split() == list(WORKLOADS)


def test_workloads_can_be_chosen(monkeypatch: pytest.MonkeyPatch, tmp_path: Path):
    done, [options] = measured(monkeypatch, tmp_path, report(refused=[]), "--only", "rps-1", "--only", "open")
    assert done.exit_code == 0
    assert tuple(options.names) == ("rps-1", "open")


def test_without_a_choice_all_are_measured(monkeypatch: pytest.MonkeyPatch, tmp_path: Path):
    _, [options] = measured(monkeypatch, tmp_path, report(refused=[]))
    assert options.names == WORKLOADS


def test_an_unknown_workload_is_a_mistake_of_use(monkeypatch: pytest.MonkeyPatch, tmp_path: Path):
    done, asked = measured(monkeypatch, tmp_path, report(refused=[]), "--only", "rps-2")
    assert (done.exit_code, asked) == (2, [])


def test_a_run_with_a_late_client_says_why_and_fails(monkeypatch: pytest.MonkeyPatch, tmp_path: Path):
    done, _ = measured(monkeypatch, tmp_path, report(refused=["open: the client sent late"]))
    assert done.exit_code == 1
    assert "the client sent late" in done.output


@pytest.mark.parametrize("found", [LoadFailed("closed"), report(acknowledged=1, refused=[])])
def test_a_run_without_figures_or_without_rows_fails_and_keeps_nothing(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, found: Report | Exception
):
    done, _ = measured(monkeypatch, tmp_path, found)
    assert done.exit_code == 1
    assert "error" in done.output
    assert list(tmp_path.iterdir()) == []
