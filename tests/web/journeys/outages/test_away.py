"""The network is away: the last known state is shown as such, snapshots replace the socket, and nothing is missed."""

import pytest
from playwright.sync_api import Page, Response

from tests.web.journeys.elsewhere import STAKE, Elsewhere
from tests.web.journeys.player import REQUEST_FAILED, SOCKET_FAILED
from tests.web.journeys.stage import Entrance, Stage

pytestmark = [pytest.mark.serial, pytest.mark.xdist_group("platform"), pytest.mark.timeout(400)]
TWO_MINUTES_MS = 120_000
POLL = "00:30"
"""How often the app asks for a snapshot."""


def is_snapshot(response: Response) -> bool:
    return response.url.endswith("/api/realtime/snapshot")


def pass_time(page: Page, ms: int) -> None:
    """Return when the page has lived so long."""
    page.wait_for_function("([end]) => Date.now() > end", arg=[page.evaluate("Date.now()") + ms], timeout=2 * ms)


def test_a_player_who_was_offline_for_two_minutes_has_missed_nothing(join: Entrance, stage: Stage):
    player = join("offline")
    player.visitor.expects(SOCKET_FAILED)
    player.visitor.expects(REQUEST_FAILED)
    player.goes_to("/rps")
    before = player.plays()
    player.visitor.context.set_offline(True)
    player.is_connected("offline")
    player.hears("You are offline")
    with Elsewhere(stage.platform.url, player.name) as device:
        rounds = 1 + device.changes_gold()
    pass_time(player.page, TWO_MINUTES_MS)
    player.sees(before)
    player.visitor.context.set_offline(False)
    player.is_connected()
    player.hears("Back online. \\d+ updates? caught up")
    player.sees_gold()
    assert len(player.books.rounds(player.user_id)) == rounds
    player.plays()
    player.was_not_reloaded()


def test_a_hand_that_is_played_offline_waits_and_is_played_once(join: Entrance):
    player = join("patient")
    player.visitor.expects(SOCKET_FAILED)
    player.visitor.expects(REQUEST_FAILED)
    player.goes_to("/rps")
    before = player.plays()
    player.visitor.context.set_offline(True)
    player.is_connected("offline")
    player.picks("Rock")
    player.expects_gold(before - STAKE)
    player.visitor.context.set_offline(False)
    player.is_connected()
    player.has_result()
    player.sees_gold()
    assert len(player.books.rounds(player.user_id)) == 2
    player.was_not_reloaded()


def test_gold_comes_by_snapshots_while_the_socket_alone_is_away(join: Entrance, stage: Stage):
    player = join("polls", fake_time=True)
    player.visitor.expects(SOCKET_FAILED)
    page, clock = player.page, player.visitor.context.clock
    player.goes_to("/rps")
    player.plays()
    with page.expect_response(is_snapshot) as first:
        stage.wire.block()
    assert first.value.status == 200
    etag = first.value.headers["etag"]
    with page.expect_response(is_snapshot) as unchanged:
        clock.fast_forward(POLL)
    assert (unchanged.value.status, unchanged.value.request.headers["if-none-match"]) == (304, etag)
    with Elsewhere(stage.platform.url, player.name) as device:
        device.changes_gold()
    with page.expect_response(is_snapshot) as changed:
        clock.fast_forward(POLL)
    assert (changed.value.status, changed.value.request.headers["if-none-match"]) == (200, etag)
    player.sees_gold()
    player.is_away()
    stage.wire.unblock()
    player.is_connected()
    player.plays()
    player.was_not_reloaded()
