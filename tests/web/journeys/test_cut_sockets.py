"""The socket is cut in the middle of a command: it is carried out once, the app goes on, and gold is right."""

import pytest
from playwright.sync_api import expect

from tests.web.browsing import FREE_SPINS_MS_MAX
from tests.web.journeys.player import SOCKET_FAILED
from tests.web.journeys.shop import PRICE, asks_to_buy, has_bought
from tests.web.journeys.stage import Entrance, Stage
from tests.web.journeys.wire import Lost

pytestmark = [pytest.mark.serial, pytest.mark.xdist_group("platform"), pytest.mark.timeout(300)]
STAKE = 100


@pytest.mark.parametrize("lost", Lost)
def test_a_bet_whose_socket_is_cut_is_placed_once(join: Entrance, stage: Stage, lost: Lost):
    player = join(f"cut{lost.value}")
    player.visitor.expects(SOCKET_FAILED)
    before = player.sees_gold()
    player.goes_to("/rps")
    with stage.wire.stalls_at("rps.play", lost):
        player.picks("Rock")
    player.expects_gold(before - STAKE)
    stage.wire.block()
    player.is_connected("waiting")
    player.hears("Reconnecting in")
    player.expects_gold(before - STAKE)
    stage.wire.unblock()
    player.has_result()
    player.hears("Back online")
    player.sees_gold()
    assert len(player.books.rounds(player.user_id)) == 1
    player.was_not_reloaded()


def test_a_pull_whose_answer_is_lost_is_made_once(join: Entrance, stage: Stage):
    player = join("cutpull")
    player.goes_to("/gacha")
    with stage.wire.stalls_at("gacha.pull", Lost.ANSWER):
        player.page.get_by_role("button", name="Pull once").click()
    stage.wire.cut()
    expect(player.page.get_by_test_id("pulled").locator("li")).to_have_count(1)
    player.is_connected()
    player.sees_gold()
    assert len(player.books.rounds(player.user_id)) == 1
    player.was_not_reloaded()


def test_a_spin_whose_answer_is_lost_is_made_once(join: Entrance, stage: Stage):
    player = join("cutspin")
    player.goes_to("/slot")
    with stage.wire.stalls_at("slot.spin", Lost.ANSWER):
        player.page.locator("button[data-act=spin]").click()
    stage.wire.cut()
    expect(player.page.get_by_test_id("slot-result")).to_be_visible(timeout=FREE_SPINS_MS_MAX)
    player.sees_gold()
    assert len(player.books.rounds(player.user_id)) == 1
    player.was_not_reloaded()


def test_a_purchase_whose_answer_is_lost_is_paid_once(join: Entrance, stage: Stage):
    player = join("cutbuy")
    before = player.sees_gold()
    with stage.wire.stalls_at("shop.buy", Lost.ANSWER):
        asks_to_buy(player)
    stage.wire.cut()
    has_bought(player)
    assert player.sees_gold() == before - PRICE
    player.was_not_reloaded()
