"""The crash table, turn by turn: a whole round, every bad input, the guard, the end of the curve."""

import pytest
from msgspec import json

from actors.crash.facts import BetTaken
from actors.crash.rules.config import TableConfig
from actors.crash.rules.curve import curve_hundredths, reached_ms
from actors.crash.table_messages import (
    TableBet,
    TableGet,
    TableOpen,
    TableStep,
)
from tests.unit.crash.tables import CONFIG, START_MS, Table, bet_id, running


@pytest.fixture
def table() -> Table:
    return Table()


# --- a whole round ---


def test_a_round_goes_through_its_phases_at_their_times(table):
    assert (table.state.root.phase, table.state.root.closes_at) == ("betting", START_MS + CONFIG.betting_ms)
    table.reach("closing")
    assert table.now == START_MS + CONFIG.betting_ms
    table.reach("running")
    started_at, crash_ms = table.state.root.started_at, table.crash_ms
    table.reach("ended")
    assert table.now == started_at + crash_ms + 250
    table.reach("betting")
    assert table.now == started_at + crash_ms + 250 + CONFIG.ended_ms
    assert table.state.root.n == 2


def test_every_bet_has_exactly_one_end_and_is_paid_by_the_rule():
    table = running()
    started_at = table.state.root.started_at
    table.advance(reached_ms(150) + 1000)
    told = table.cash_out("ann")
    cents = curve_hundredths(table.now - started_at)
    assert (told.how, told.cents, told.payout) == ("manual", cents, 1000 * cents // 100)
    assert (table.settled("bob").how, table.settled("bob").payout) == ("auto", 1500)
    table.reach("ended")
    assert (table.settled("cid").how, table.settled("cid").cents, table.settled("cid").payout) == ("lost", 0, 0)
    assert len(table.settlements()) == 3
    past = table.state.history[-1]
    assert (past.bets, past.staked, past.paid) == (3, 2077, 1500 + told.payout)


def test_an_automatic_cash_out_is_paid_at_its_exact_target_at_the_moment_it_is_reached():
    table = running()
    table.advance(reached_ms(150) - 1)
    assert not table.settlements()
    table.advance(1)
    assert [(end.hundredths, end.at_ms) for end in table.settlements()] == [
        (150, table.state.root.started_at + reached_ms(150))
    ]


def test_a_target_that_is_reached_exactly_pays_and_one_cent_more_does_not():
    table = Table()
    table.play_until_point(150, 100_000)
    point = table.point
    table.bet("ann", 100, point)
    table.bet("bob", 100, point + 1)
    table.reach("ended")
    assert (table.settled("ann").cents, table.settled("bob").how) == (point, "lost")


def test_a_late_timer_pays_the_target_and_not_what_the_curve_has_reached():
    table = running()
    table.now += reached_ms(290)
    table.fire()
    assert table.settled("bob").cents == 150


def test_a_disconnected_players_bet_stands_and_its_target_pays(table):
    table.play_until_point(200)
    table.bet("ann", 100, 120)
    table.reach("ended")
    assert table.settled("ann").payout == 120


# --- bad input ---


def test_a_bet_after_the_close_or_for_another_round_is_refused(table):
    assert table.bet("ann", round_id="main-2") == "round_closed"
    assert table.bet("ann", round_id="high-1") == "round_closed"
    table.now = table.state.root.closes_at
    assert table.bet("ann") == "round_closed"
    table.reach("running")
    assert table.bet("ann") == "round_closed"
    table.reach("ended")
    assert table.bet("ann") == "round_closed"
    assert not [fact for fact in table.facts if isinstance(fact, BetTaken)]


def test_a_player_has_one_bet_in_a_round(table):
    assert [table.bet("ann"), table.bet("ann")] == ["", "already_bet"]
    table.die()
    assert table.bet("ann") == "already_bet"


@pytest.mark.parametrize("bet", [CONFIG.bet_min - 1, CONFIG.bet_max + 1])
def test_a_stake_outside_of_the_tables_limits_is_refused(table, bet):
    assert table.bet("ann", bet) == "limit_exceeded"


def test_a_bet_that_the_bankroll_cannot_pay_its_first_cent_is_refused():
    table = Table(TableConfig(bankroll=1_000_000, bet_max=1_000_000, chain_length=4))
    assert [table.bet(f"u{n}", 1_000_000) for n in range(4)] == ["", "", "", "limit_exceeded"]


def test_a_cash_out_without_a_bet_or_of_anothers_is_refused():
    table = running()
    table.advance(1000)
    assert table.cash_out("eve").code == "no_bet"
    assert table.cash_out("eve", of="ann").code == "no_bet"
    assert not table.settlements()


def test_a_cash_out_below_the_first_cent_or_before_the_start_is_refused(table):
    table.play_until_point(300)
    table.bet("ann")
    assert table.cash_out("ann").code == "not_claimable"
    table.reach("running")
    table.now += reached_ms(101) - 1
    assert table.cash_out("ann").code == "not_claimable"
    table.now += 1
    assert table.cash_out("ann").cents == 101


def test_a_second_cash_out_changes_nothing():
    table = running()
    table.advance(2000)
    assert table.cash_out("ann").how == "manual"
    assert table.cash_out("ann") is None
    assert len(table.settlements()) == 1


@pytest.mark.parametrize("origin", ["user", "entity:shop/main", "timer", "system", "admin"])
def test_only_a_players_entity_bets(table, origin):
    assert table.refused(TableBet(bet_id=bet_id(1), round_id="main-1", bet=100), origin).code == "forbidden"


@pytest.mark.parametrize("body", [TableOpen(), TableStep()])
def test_no_player_moves_the_table(table, body):
    assert table.refused(body, "entity:user/ann").code == "forbidden"


def test_an_unknown_table_sends_the_stake_back_and_stays_nothing():
    table = Table()
    table.state = table.kind.create("nowhere")
    assert table.bet("ann", round_id="nowhere-1") == "not_found"
    assert table.state == table.kind.create("nowhere")
    assert table.kind.initial_command(table.state) is None
    assert table.kind.answer(table.state, TableGet(), 0).code == "not_found"
    assert json.encode(table.kind.snapshot(table.state, 0)) == b"{}"


# --- the end of the curve ---


def test_cash_outs_count_from_their_receipt_but_no_more_than_a_quarter_second_ago():
    table = running()
    started_at = table.state.root.started_at
    table.advance(5000)
    assert table.cash_out("ann", age_ms=100).cents == curve_hundredths(table.now - started_at - 100)
    assert table.cash_out("cid", age_ms=60_000).cents == curve_hundredths(table.now - started_at - 250)


def test_after_the_end_what_was_sent_before_wins_what_was_sent_later_loses_and_nobody_is_told_before_the_crash():
    table = running(300, 3000)
    table.advance(table.crash_ms + 10)
    heard, told = len(table.heard), len(table.tells)
    assert table.cash_out("cid", age_ms=10) is None
    assert table.cash_out("cid", age_ms=-5) is None
    assert (len(table.heard), len(table.tells)) == (heard, told)
    won = table.cash_out("ann", age_ms=11)
    assert won.how == "manual"
    assert won.cents < table.point
    crash_ms, started_at = table.crash_ms, table.state.root.started_at
    table.reach("ended")
    assert table.now == started_at + crash_ms + 250
    assert table.settled("cid").how == "lost"


def test_a_round_that_ends_at_once_is_lost_by_everybody():
    table = Table(TableConfig(chain_length=2_000))
    table.play_until_point(100, 100)
    table.bet("ann", 100, 101)
    table.bet("bob", 100)
    table.reach("running")
    assert table.cash_out("bob") is None
    table.reach("ended")
    assert {table.settled("ann").how, table.settled("bob").how} == {"lost"}


# --- the guard ---


def test_at_the_guard_everybody_is_cashed_out_and_no_more_than_the_allowance_is_won():
    table = Table(TableConfig(bankroll=1_000_000, bet_max=100_000, chain_length=100))
    table.play_until_point(200)
    for n, auto in enumerate((0, 120, 0, 500)):
        assert table.bet(f"u{n}", 20_000, auto) == ""
    allowance = table.state.root.allowance
    table.reach("running")
    table.advance(reached_ms(200))
    ends = table.settlements()
    assert [(end.how, end.hundredths) for end in ends] == [
        ("auto", 120),
        ("forced", 143),
        ("forced", 143),
        ("forced", 143),
    ]
    assert allowance - 600 < sum(end.payout - 20_000 for end in ends) <= allowance == 30_000
    assert table.state.root.won == 29_800
