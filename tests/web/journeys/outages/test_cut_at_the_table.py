"""The socket is cut around a bet at the crash table: one stake is taken, one payout comes, the screen knows both."""

import pytest

from tests.web.journeys.crash import ROUND_MS_MAX, STAKE, CrashTable
from tests.web.journeys.player import SOCKET_FAILED
from tests.web.journeys.stage import Entrance, Stage
from tests.web.journeys.wire import Lost

pytestmark = [pytest.mark.serial, pytest.mark.xdist_group("platform"), pytest.mark.timeout(600)]
ROUND_S_MAX = ROUND_MS_MAX / 1000


@pytest.mark.parametrize("lost", Lost)
def test_a_bet_at_the_table_whose_socket_is_cut_is_placed_once(join: Entrance, stage: Stage, lost: Lost):
    player = join(f"seat{lost.value}")
    table, before = CrashTable(player), player.sees_gold()
    table.is_at("running")
    with stage.wire.stalls_at("crash.bet", lost, ROUND_S_MAX):
        table.asks(auto="1.10")
    stage.wire.cut()
    table.has_bet()
    won = table.is_over()
    assert player.sees_gold() == before + (STAKE // 10 if won else -STAKE)
    assert player.books.stakes(player.user_id) == [STAKE]
    player.was_not_reloaded()


def test_a_cash_out_whose_answer_is_lost_pays_once(join: Entrance, stage: Stage):
    player = join("leaver")
    player.visitor.expects(SOCKET_FAILED)
    table, rounds = CrashTable(player), 1
    while not table.carries_bet():
        rounds += 1
    with stage.wire.stalls_at("crash.cashout", Lost.ANSWER):
        table.presses_cash_out()
    stage.wire.cut()
    table.is_over()
    player.sees_gold()
    assert player.books.stakes(player.user_id) == [STAKE] * rounds
    assert len(player.books.rounds(player.user_id)) == rounds
    player.was_not_reloaded()


def test_a_bet_leaves_by_itself_while_its_player_is_away(join: Entrance, stage: Stage):
    player = join("absent")
    player.visitor.expects(SOCKET_FAILED)
    table, before = CrashTable(player), player.sees_gold()
    table.bets(auto="1.20")
    stage.wire.block()
    player.is_away()
    player.books.awaits_rounds(player.user_id, 1, ROUND_S_MAX)
    stage.wire.unblock()
    player.is_connected()
    won = table.is_over()
    assert player.sees_gold() == before + (STAKE // 5 if won else -STAKE)
    assert player.books.stakes(player.user_id) == [STAKE]
    player.was_not_reloaded()
