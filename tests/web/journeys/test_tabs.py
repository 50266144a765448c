"""Tabs of one browser: a socket each, one session, one refresh for all; what happens in one is seen in the other."""

from contextlib import suppress

import pytest
from playwright.sync_api import Error, Request, Route, expect

from tests.web.journeys.elsewhere import Elsewhere
from tests.web.journeys.stage import Entrance, Stage
from tests.web.journeys.wire import Lost

pytestmark = [pytest.mark.serial, pytest.mark.xdist_group("platform"), pytest.mark.timeout(300)]
REFRESH = "**/api/auth/refresh"
NIGHT = "10:00:00"
"""A laptop sleeps for ten hours: sockets are silent for too long, and tokens have run out."""


def is_refresh(request: Request) -> bool:
    return request.url.endswith("/api/auth/refresh")


def test_a_play_in_one_tab_is_seen_in_the_other_which_goes_on_when_the_first_is_closed(join: Entrance, stage: Stage):
    first = join("tabs")
    first.goes_to("/rps")
    second = first.in_another_tab("/rps")
    for player, watcher in ((first, second), (second, first), (first, second)):
        watcher.sees(player.plays())
    assert (first.sockets, second.sockets, stage.wire.open) == (1, 1, 2)
    with stage.wire.stalls_at("rps.play", Lost.ANSWER):
        first.picks("Paper")
    first.page.close()
    second.picks("Rock")
    second.has_result()
    second.sees_gold()
    assert len(second.books.rounds(second.user_id)) == 5
    assert second.sockets == 1
    second.was_not_reloaded()


def test_tabs_that_wake_up_refresh_once_for_both(join: Entrance, stage: Stage):
    first = join("wakes", fake_time=True)
    second = first.in_another_tab("/rps")
    asked: list[Request] = []
    first.visitor.context.on("request", lambda request: asked.append(request) if is_refresh(request) else None)
    first.visitor.context.clock.fast_forward(NIGHT)
    for tab in (first, second):
        tab.has_opened(sockets=2)
        tab.is_connected()
        tab.sees_gold()
        tab.was_not_reloaded()
    assert len(asked) == 1
    first.sees(second.plays())


def test_the_tab_that_refreshes_is_closed_and_the_other_goes_on(join: Entrance):
    first = join("leader", fake_time=True)
    second = first.in_another_tab("/rps")
    first.goes_to("/rps")
    context, held = first.visitor.context, []

    def hold_the_first(route: Route) -> None:
        if held:
            route.continue_()
        else:
            held.append(route)

    context.route(REFRESH, hold_the_first)
    with context.expect_event("request", is_refresh) as asked:
        context.clock.fast_forward(NIGHT)
    leader, other = (first, second) if asked.value.frame.page is first.page else (second, first)
    other.is_connected("connecting")
    leader.page.close()
    with suppress(Error):
        held[0].abort()  # its page is gone, and nobody waits for it any more
    other.is_connected()
    other.plays()
    other.was_not_reloaded()


def test_a_log_out_in_one_tab_is_one_in_every_tab(join: Entrance, stage: Stage):
    first = join("leaves")
    second = first.in_another_tab("/rps")
    first.logs_out()
    for tab in (first, second):
        expect(tab.page.locator('a[href="/login"]:visible').first).to_be_visible()
        expect(tab.gold).to_have_count(0)
        tab.was_not_reloaded()
    first.page.wait_for_function("() => localStorage.getItem('pitboss.signed_in') === null")
    assert stage.wire.open == 0


def test_sessions_that_are_ended_from_elsewhere_are_over_in_every_tab(join: Entrance, stage: Stage):
    first = join("ended")
    second = first.in_another_tab("/rps")
    first.visitor.expects(r"status of 401 .*/api/auth/refresh")
    with Elsewhere(stage.platform.url, first.name) as device:
        device.ends_all_sessions()
    for tab in (first, second):
        expect(tab.page.locator('input[name=password], main a[href="/login"]').first).to_be_visible()
        expect(tab.gold).to_have_count(0)
        tab.was_not_reloaded()
    assert stage.wire.open == 0
