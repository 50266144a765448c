"""Turns: whose turn it is, what is worked out of them, and how they are kept."""

from pathlib import Path

import pytest
from msgspec import structs

from benchmarks.ground.checkout import Checkout
from benchmarks.ground.platform import PlatformError
from benchmarks.reports import report as reports
from benchmarks.reports.compare import changes
from benchmarks.reports.goals import Figure
from benchmarks.reports.report import Inserts, Latency, Report, Rows, Workload
from benchmarks.reports.rows import RowsMissing
from benchmarks.run import SPOKEN, WORKLOADS, RunOptions
from benchmarks.turns import alternation, command
from benchmarks.turns.alternation import TURN_WORKLOADS, alternate, order
from benchmarks.turns.figures import Comparison, TurnGoal, compared, spread, unquiet
from benchmarks.turns.fresh import FRESH_DEV_S
from benchmarks.turns.middle import middle
from benchmarks.turns.table import ratio_text, spread_text

CHECKOUTS = {side: Checkout(Path(f"/{side}"), Path(f"/{side}/bin")) for side in ("old", "new")}
OPTIONS = RunOptions(1.0, TURN_WORKLOADS, 1)


def latency(us: float) -> Latency:
    return Latency(us, us, us, us, us)


def workload(name: str, per_s: float, us: float, cpu_us: float, *, elsewhere_percent: float = 0.0) -> Workload:
    spent = {"gateways": cpu_us, "hosts": 2 * cpu_us, "postgres": cpu_us, "others": 1_000, "load client": 1_000}
    lag = latency(10) if name == "open" else None
    return Workload(name, 1, 5.0, 100, 0, per_s, latency(us), spent, lag, elsewhere_percent)


def turn(factor: float = 1.0, *, inserts: tuple[float, float] = (5_000, 5_000), **others: float) -> Report:
    """A turn of a platform that is `factor` times as fast as some other."""
    names = ("rps-256", "rps-64", "rps-1", "open")
    return Report(
        at="2026-11-30T01:00:00+00:00",
        machine={},
        versions={},
        settings={"hosts": 1},
        sessions={},
        inserts=[Inserts(rate, latency(200)) for rate in inserts],
        workloads=[workload(name, 1_000 * factor, 2_000 / factor, 100 / factor, **others) for name in names],
        rows=Rows(100, {"command": 0}, {"command": 100}, ("command",)),
        figures=[Figure("purchases/s of one hot item", 500 * factor), Figure(FRESH_DEV_S, 60 + factor)],
    )


def figures(old: list[Report], new: list[Report]) -> dict[str, Comparison]:
    return {each.name: each for each in compared({"old": old, "new": new})}


def test_the_side_that_begins_changes_from_pair_to_pair():
    assert list(order(3)) == ["old", "new", "new", "old", "old", "new"]


def test_a_ratio_is_that_of_the_medians():
    found = figures([turn(1), turn(1.1), turn(0.5)], [turn(2), turn(3), turn(2.2)])
    assert found["rps-256: commands/s"].ratio == pytest.approx(2.2)
    assert found["rps-1: p50, ms"].ratio == pytest.approx(1 / 2.2)
    assert found["open: p99, ms"].ratio == pytest.approx(1 / 2.2)
    assert found["purchases/s of one hot item"].ratio == pytest.approx(2.2)


def test_the_cost_of_a_command_is_that_of_all_servers_and_of_each():
    found = figures([turn()], [turn(2)])
    assert found["rps-256: CPU of a command, us"].old.median == 400
    assert found["rps-256: CPU of a command, us, hosts"].old.median == 200
    assert found["rps-256: CPU of a command, us"].ratio == pytest.approx(0.5)


def test_a_figure_that_one_side_never_had_is_left_out():
    refused = structs.replace(turn(), workloads=[])
    assert "open: p99, ms" not in figures([turn()], [refused])
    assert figures([turn(), turn()], [refused, turn()])["open: p99, ms"].new.turns == 1


def test_the_spread_is_the_least_and_the_most():
    assert spread([3.0, 1.0, 2.5]) == spread([2.5, 3.0, 1.0])
    assert spread_text(spread([3.0, 1.0, 2.5])) == "2.50 (1.00..3.00)"
    assert spread_text(spread([4_000.4])) == "4,000 (4,000..4,000)"


def test_sides_whose_spreads_overlap_are_marked():
    assert ratio_text(Comparison("x", spread([1, 3]), spread([2, 4]))) == "~ 1.500"
    assert ratio_text(Comparison("x", spread([1, 3]), spread([4, 4]))) == "2.000"
    assert ratio_text(Comparison("x", spread([0]), spread([4]))) == "-"


@pytest.mark.parametrize(
    ("goal", "new", "verdict"),
    [
        (TurnGoal(1.5, 2.5, True), 25, "moonshot"),
        (TurnGoal(1.5, 2.5, True), 15, "must"),
        (TurnGoal(1.5, 2.5, True), 14.9, "missed"),
        (TurnGoal(0.6, 0.4), 4, "moonshot"),
        (TurnGoal(0.6, 0.4), 6.1, "missed"),
        (TurnGoal(20, 0, difference=True), 10, "moonshot"),
        (TurnGoal(20, 0, difference=True), 30, "must"),
        (TurnGoal(20, 0, difference=True), 30.5, "missed"),
        (None, 1, ""),
    ],
)
def test_goals_bound_the_ratio_or_the_difference(goal: TurnGoal | None, new: float, verdict: str):
    assert Comparison("x", spread([10]), spread([new]), goal).verdict() == verdict


def test_a_difference_is_shown_where_the_goal_is_one():
    assert ratio_text(Comparison("x", spread([60]), spread([72.25]), TurnGoal(20, 0, difference=True))) == "+12.2"


def test_a_machine_that_was_not_quiet_is_named_turn_by_turn():
    old, new = [turn(), turn(inserts=(4_000, 5_000))], [turn(elsewhere_percent=31.0), turn(inserts=(4_500, 5_000))]
    assert unquiet({"old": old, "new": new}) == [
        "turn 2 of old: inserts before and after are 25 % apart",
        "turn 1 of new: other programs used up to 31 % of its processors",
    ]


def test_the_medians_of_turns_are_a_report_like_any_other(tmp_path: Path):
    folder = command.keep({"old": [turn(1), turn(2), turn(9)], "new": [turn(4)]}, tmp_path)
    assert sorted(file.name for file in folder.iterdir()) == [
        "new-1.json",
        "new.json",
        "old-1.json",
        "old-2.json",
        "old-3.json",
        "old.json",
    ]
    old, new = reports.read(folder / "old.json"), reports.read(folder / "new.json")
    [rate] = [change for change in changes(old, new) if change.name == "rps-256: commands/s"]
    assert (rate.old, rate.new) == (2_000, 4_000)
    assert (old.rows.commands, old.rows.written()) == (300, {"command": 300})


def test_refusals_of_all_turns_are_kept():
    late = structs.replace(turn(), refused=["open: the client sent late"])
    assert middle([turn(), late]).refused == ["turn 2: open: the client sent late"]


def test_every_turn_is_a_run_of_its_own_on_its_checkout(monkeypatch: pytest.MonkeyPatch):
    ran: list[Path] = []

    def run(options: RunOptions, _: object, checkout: Checkout) -> Report:
        assert options == OPTIONS
        ran.append(checkout.folder)
        return turn()

    monkeypatch.setattr(alternation, "run", run)
    monkeypatch.setattr(alternation, "fresh_dev", lambda checkout: Figure(str(checkout.folder), 1.0))
    found = alternate(CHECKOUTS, OPTIONS, 2, 1, lambda _: None)
    assert ran == [Path("/old"), Path("/new"), Path("/new"), Path("/old")]
    timed = {side: [turn.figures[-1].name for turn in turns] for side, turns in found.items()}
    assert timed == {"old": ["/old", FRESH_DEV_S], "new": ["/new", FRESH_DEV_S]}


def test_a_platform_that_does_not_start_is_started_once_more(monkeypatch: pytest.MonkeyPatch):
    outcomes = iter([PlatformError("Ray did not start"), turn(), turn(), PlatformError("a"), PlatformError("b")])

    def run(*_: object) -> Report:
        outcome = next(outcomes)
        if isinstance(outcome, Exception):
            raise outcome
        return outcome

    monkeypatch.setattr(alternation, "run", run)
    assert len(alternate(CHECKOUTS, OPTIONS, 1, 0, lambda _: None)["old"]) == 1
    with pytest.raises(PlatformError, match="b"):
        alternate(CHECKOUTS, OPTIONS, 1, 0, lambda _: None)


def test_a_turn_that_left_rows_out_ends_them_all(monkeypatch: pytest.MonkeyPatch):
    lacking = structs.replace(turn(), rows=Rows(100, {"command": 0}, {"command": 99}, ("command",)))
    monkeypatch.setattr(alternation, "run", lambda *_: lacking)
    with pytest.raises(RowsMissing, match="command 1"):
        alternate(CHECKOUTS, OPTIONS, 1, 0, lambda _: None)


def test_turns_measure_what_any_revision_answers():
    assert set(TURN_WORKLOADS) <= set(SPOKEN) <= set(WORKLOADS)
