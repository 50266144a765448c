"""`python -m benchmarks turns`: what it can be asked, and how it ends."""

import os
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest
from typer.testing import CliRunner

from benchmarks import __main__ as command_line
from benchmarks.ground.checkout import REPOSITORY, CheckoutError
from benchmarks.run import RunOptions
from benchmarks.turns import command
from benchmarks.turns.alternation import TURN_WORKLOADS
from tests.unit.benchmarks.test_turns import turn


@pytest.fixture(autouse=True)
def _no_signals(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[None]:
    """The signals of the test run stay as they are."""
    monkeypatch.setattr(command, "RESULTS", tmp_path)
    before = {each: signal.getsignal(each) for each in command.ENDING}
    yield
    for number, handler in before.items():
        signal.signal(number, handler)


def asked(monkeypatch: pytest.MonkeyPatch, *arguments: str, error: Exception | None = None, refused: list[str] = []):  # noqa: B006
    """The outcome of the command, and what it would have measured."""
    calls: list[tuple[dict[str, str], RunOptions, int, int]] = []

    def measured(places: dict[str, str], options: RunOptions, count: int, fresh: int, _: object):
        calls.append((places, options, count, fresh))
        if error is not None:
            raise error
        late = turn()
        late.refused.extend(refused)
        return {"old": [turn()], "new": [late]}

    monkeypatch.setattr(command, "measured", measured)
    return CliRunner().invoke(command_line.app, ["turns", *arguments]), calls


def test_a_revision_is_measured_beside_the_working_tree(monkeypatch: pytest.MonkeyPatch, tmp_path: Path):
    done, [(places, options, count, fresh)] = asked(monkeypatch, "fe02918")
    assert done.exit_code == 0
    assert places == {"old": "fe02918", "new": str(REPOSITORY)}
    assert (tuple(options.names), options.seconds, count, fresh) == (TURN_WORKLOADS, 5.0, 3, 0)
    assert "rps-256: commands/s" in done.output
    assert len(list(tmp_path.glob("turns-*/*.json"))) == 4


def test_another_revision_workloads_turns_and_seconds_can_be_chosen(monkeypatch: pytest.MonkeyPatch):
    arguments = ("a", "--new", "b", "--only", "rps-1", "--only", "shop", "--turns", "5", "--seconds", "2")
    done, [(places, options, count, fresh)] = asked(
        monkeypatch, *arguments, "--fresh-starts", "2", "--open-per-s", "900"
    )
    assert done.exit_code == 0
    assert places == {"old": "a", "new": "b"}
    assert (tuple(options.names), options.seconds, options.open_per_s) == (("rps-1", "shop"), 2.0, 900.0)
    assert (count, fresh) == (5, 2)


@pytest.mark.parametrize("arguments", [(), ("a", "--only", "fanout"), ("a", "--turns", "0"), ("a", "b")])
def test_mistakes_of_use_measure_nothing(monkeypatch: pytest.MonkeyPatch, arguments: tuple[str, ...]):
    done, calls = asked(monkeypatch, *arguments)
    assert (done.exit_code, calls) == (2, [])


def test_help_says_what_is_compared_and_what_is_left(monkeypatch: pytest.MonkeyPatch):
    done, calls = asked(monkeypatch, "--help")
    assert (done.exit_code, calls) == (0, [])
    assert "--turns" in done.output
    assert "removed" in done.output


def test_a_turn_that_fails_says_why_and_keeps_nothing(monkeypatch: pytest.MonkeyPatch, tmp_path: Path):
    done, _ = asked(monkeypatch, "nowhere", error=CheckoutError("no such revision"))
    assert done.exit_code == 1
    assert "no such revision" in done.output
    assert list(tmp_path.iterdir()) == []


def test_a_signal_that_comes_again_does_not_break_off_the_cleaning_up():
    for number in command.ENDING:
        signal.signal(number, command.interrupt_once)
    with pytest.raises(KeyboardInterrupt):
        os.kill(os.getpid(), signal.SIGTERM)
    for number in command.ENDING:
        os.kill(os.getpid(), number)


def test_a_refused_workload_fails_the_run_and_the_rest_is_kept(monkeypatch: pytest.MonkeyPatch, tmp_path: Path):
    done, _ = asked(monkeypatch, "a", refused=["open: late"])
    assert done.exit_code == 1
    assert "new, turn 1: open: late" in done.output
    assert list(tmp_path.iterdir())
