"""A crash table that leaves the settings, or has lost the timer of its phase, keeps what it owes to its players."""

from dataclasses import replace
from typing import Any

import pytest

from actors.crash.area import crash_area
from actors.crash.facts import TableWoken
from actors.crash.rules.config import RESUME_MS_MAX, TableConfig
from actors.crash.table import CLOSED_LOOK_MS, TableKind
from actors.crash.table_messages import BetAnswered, TableBet, TableGet, TableStep
from actors.definitions.book import Definitions
from actors.runtime.entity import Incoming
from tests.unit.crash.tables import CONFIG, SEAL, START_MS, Table, bet_id

OWN = replace(CONFIG, ended_ms=11_000, resume_ms_max=2_000)
"""Numbers that are not those of any other table."""


def settings_of(*tables: TableConfig) -> TableKind:
    return TableKind([], SEAL, Definitions([crash_area(tables)]))


class Retired(Table):
    """A table that leaves the settings and comes back to them, its host restarted each time."""

    def restart(self, *tables: TableConfig, lost_ms: int = 0) -> None:
        self.die(lost_ms)
        self.kind = settings_of(*tables)


@pytest.fixture
def table() -> Retired:
    return Retired(OWN)


@pytest.mark.parametrize("phase", ["betting", "closing", "running"])
def test_a_round_ends_by_its_own_numbers_when_its_table_has_left_the_settings(table: Retired, phase: str) -> None:
    table.play_until_point(200)
    assert table.bet("ann", 100, 150) == ""
    table.reach(phase)
    table.restart()
    table.reach("ended")
    settled = table.settled("ann")
    assert (settled.how, settled.payout, settled.config_version) == ("auto", 150, OWN.version)


def test_a_round_that_was_away_for_too_long_by_its_own_numbers_is_refunded(table: Retired) -> None:
    table.play_until_point(300)
    assert table.bet("ann", 100) == ""
    table.reach("running")
    table.restart(lost_ms=OWN.resume_ms_max)
    assert OWN.resume_ms_max < RESUME_MS_MAX
    table.fire()
    assert (table.settled("ann").how, table.settled("ann").payout) == ("refunded", 100)


def test_a_table_that_has_left_the_settings_opens_no_round_and_takes_no_bet(table: Retired) -> None:
    table.restart()
    table.reach("ended")
    n = table.state.root.n
    table.advance(10 * CLOSED_LOOK_MS)
    assert (table.state.root.phase, table.state.root.n) == ("ended", n)
    assert table.bet("ann", 100) == "round_closed"


def test_a_table_that_is_back_in_the_settings_opens_its_next_round_by_itself(table: Retired) -> None:
    table.restart()
    table.reach("ended")
    table.advance(3 * CLOSED_LOOK_MS)
    table.restart(replace(OWN, version=2, bet_min=500))
    n = table.state.root.n
    table.advance(CLOSED_LOOK_MS)
    assert (table.state.root.phase, table.state.root.n, table.state.root.config_version) == ("betting", n + 1, 2)
    assert (table.bet("ann", 499), table.bet("bob", 500)) == ("limit_exceeded", "")


def test_other_numbers_of_the_same_version_do_not_reach_the_round_that_is_open(table: Retired) -> None:
    table.restart(replace(OWN, bet_min=500))
    assert table.bet("ann", 100) == ""
    table.reach("ended")
    ended_at = table.now
    table.reach("betting")
    assert table.now == ended_at + OWN.ended_ms
    assert table.bet("bob", 100) == "limit_exceeded"


def test_a_table_that_has_left_the_settings_is_still_shown(table: Retired) -> None:
    table.restart()
    shown: Any = table.kind.answer(table.state, TableGet(), table.now)
    assert (shown.phase, shown.bet_min) == ("betting", OWN.bet_min)


def test_a_table_of_an_earlier_release_that_kept_no_numbers_ends_its_round_by_the_defaults(table: Retired) -> None:
    assert table.bet("ann", 100, 101) == ""
    table.state.config = None
    table.restart()
    table.reach("ended")
    assert table.settled("ann").how in {"auto", "lost"}
    assert table.timers["step"].due_ms == table.now + TableConfig().ended_ms


# --- a table without a step ---


@pytest.mark.parametrize("phase", ["betting", "closing", "running", "ended"])
def test_the_first_bet_wakes_a_table_that_has_lost_its_timer(table: Retired, phase: str) -> None:
    table.reach(phase)
    table.restart(OWN)
    table.timers.clear()
    table.bet("bob", 100)
    assert "step" in table.timers
    table.reach("ended" if phase != "ended" else "betting")


def test_the_first_watcher_wakes_a_table_that_has_lost_its_timer(table: Retired) -> None:
    table.restart(OWN)
    table.timers.clear()
    first = table.kind.on_attach(table.state, table.now)
    assert first is not None
    table.turn(first[1], "system")
    assert table.timers["step"].due_ms == table.state.root.closes_at
    assert table.kind.on_attach(table.state, table.now) is None


def test_a_table_is_woken_once_and_not_before_it_was_opened(table: Retired) -> None:
    table.restart(OWN)
    for _ in range(3):
        table.bet("ann", 100)
    assert len([fact for fact in table.facts if isinstance(fact, TableWoken)]) == 1
    assert settings_of(OWN).on_attach(settings_of().create("main"), START_MS) is None


def test_a_table_that_was_bet_at_before_it_was_in_the_settings_opens_once_it_is(table: Retired) -> None:
    table.state, table.timers = table.kind.create("main"), {}
    table.restart()
    assert table.bet("ann", 100, round_id="main-1") == "not_found"
    table.restart(OWN)
    assert table.bet("ann", 100, round_id="main-1") == "round_closed"
    assert (table.state.root.phase, table.bet("ann", 100)) == ("betting", "")
    table.reach("ended")


def test_a_bet_that_it_refuses_goes_back_by_the_version_that_held_it(table: Retired) -> None:
    table.state, table.timers = table.kind.create("main"), {}
    late = TableBet(bet_id=bet_id(1), round_id="main-1", bet=100, config_version=7)
    for tables, code in (((), "not_found"), ((OWN,), "round_closed")):
        table.restart(*tables)
        table.turn(late, "entity:user/ann")
        assert table.tells[-1] == ("ann", BetAnswered(bet_id=late.bet_id, code=code, config_version=7))


def test_its_first_watcher_opens_it_too(table: Retired) -> None:
    table.state, table.timers = table.kind.create("main"), {}
    table.restart(OWN)
    first = table.kind.on_attach(table.state, table.now)
    assert first is not None
    table.turn(first[1], "system")
    assert (table.state.root.phase, "step" in table.timers) == ("betting", True)


def test_a_table_that_never_was_refuses_its_timer() -> None:
    kind = settings_of()
    command = Incoming("c", "timer", "0" * 32, TableStep())
    refusal: Any = kind.decide(kind.create("main"), command, START_MS, None)  # type: ignore[arg-type] # not asked
    assert refusal.code == "not_found"
