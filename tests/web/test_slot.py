"""A player spins both slot machines: the screen shows what the server has recorded, and nothing of it too early."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, WebSocketRoute, expect

from tests.web.browsing import DESKTOP, FREE_SPINS_MS_MAX, PHONE
from tests.web.conftest import PASSWORD, Visit, sign_up

pytestmark = [pytest.mark.serial, pytest.mark.xdist_group("platform"), pytest.mark.timeout(300)]
Json = dict[str, Any]
BET = 100
MACHINES = ("classic", "fortune")
SHOWN = "[data-testid=slot-window][data-stage=shown]"
SPIN = "button[data-act=spin]"
SYMBOLS_ON_SCREEN = """() => {
  const frame = document.querySelector("[data-testid=slot-window]").getBoundingClientRect();
  const isInside = (place) => {
    const { top, bottom } = place.getBoundingClientRect();
    return top >= frame.top - 2 && bottom <= frame.bottom + 2;
  };
  return [...document.querySelectorAll("[data-testid=slot-reel]")].map((reel) =>
    [...reel.querySelectorAll("[data-symbol]")].filter(isInside).map((place) => place.dataset.symbol));
}"""
"""Whole symbols within the frame of the window, by reel from the top row down: as an eye finds them."""
MARKED_LINES = """() => [...document.querySelectorAll("[data-testid=slot-window] polyline")].map((line) =>
  Number(line.dataset.line))"""
WATCH = """() => {
  window.seen = { moves: 0, gold: {} };
  const reels = document.querySelector("[data-testid=slot-window]");
  const gold = document.querySelector("[data-testid=gold] [data-value]");
  new MutationObserver((changes) => {
    window.seen.moves += changes.filter(({ attributeName }) => attributeName === "style").length;
    (window.seen.gold[reels.dataset.stage] ??= []).push([Number(gold.dataset.value), "optimistic" in gold.dataset]);
  }).observe(document.body, { subtree: true, childList: true, attributes: true });
}"""
"""Count how often a strip is moved, and note with each change of the page, by stage of the round, the gold on screen
and whether it is marked as not confirmed."""


class Player:
    """A player on the screen of the machines, and what the server says of them."""

    def __init__(self, page: Page, url: str, name: str) -> None:
        self.page = page
        self._url = url
        sign_up(page, name)
        self.open()
        answer = page.request.post(f"{url}/api/auth/login", data={"username": name, "password": PASSWORD})
        self._headers = {"Authorization": f"Bearer {answer.json()['access_token']}"}

    def open(self) -> None:
        self.page.goto(f"{self._url}/slot")
        expect(self.page.locator(SPIN)).to_be_enabled()
        expect(self.page.get_by_test_id("gold").locator("[data-value]")).to_be_visible()

    def told(self, path: str) -> Json:
        answer = self.page.request.get(self._url + path, headers=self._headers)
        assert answer.ok, answer.text()
        said: Json = answer.json()
        return said

    def gold(self) -> int:
        """Gold as the server keeps it."""
        gold: int = self.told("/api/users/me")["gold"]
        return gold

    def last_round(self) -> Json:
        """The round that the server recorded last."""
        newest: Json = self.told("/api/games/history?limit=1")["items"][0]
        return newest

    def gold_seen(self, stage: str) -> set[tuple[int, bool]]:
        """Return what WATCH has seen of the gold during a stage: its figure, and whether it was marked."""
        return {(amount, marked) for amount, marked in self.page.evaluate(f"window.seen.gold.{stage} ?? []")}

    def wait_until_shown(self) -> None:
        """Wait until a round has been shown; free spins are skipped."""
        skip = self.page.locator("button[data-act=skip]")
        expect(self.page.locator(SHOWN).or_(skip).first).to_be_visible()
        if skip.is_visible():
            skip.click()
        expect(self.page.locator(SHOWN)).to_be_visible(timeout=FREE_SPINS_MS_MAX)

    def sees_what_was_recorded(self) -> Json:
        """Compare the screen, once a round has been shown, with the server's record of it; return the record."""
        page, record = self.page, self.last_round()
        outcome = record["outcome"]
        spin = [outcome["spin"], *outcome["free_spins"]][-1]
        assert page.evaluate(SYMBOLS_ON_SCREEN) == spin["window"]
        assert page.evaluate(MARKED_LINES) == [line["line"] for line in spin["lines"]]
        result = page.get_by_test_id("slot-result")
        if record["payout"] > 0:
            expect(result.locator("[data-value]")).to_have_attribute("data-value", str(record["payout"]))
        else:
            expect(result).to_have_attribute("data-rank", "none")
        proof = page.locator("[data-round]").first
        expect(proof).to_have_attribute("href", f"/fairness?round={record['round_id']}")
        gold = page.get_by_test_id("gold").locator("[data-value]:not([data-optimistic])")
        expect(gold).to_have_attribute("data-value", str(self.gold()))
        return record


@pytest.mark.parametrize(("screen", "locale"), [(PHONE, "ko-KR"), (DESKTOP, "en-US")])
def test_a_player_spins_both_machines_and_sees_what_the_server_recorded(visit: Visit, screen, locale):
    visitor = visit(screen=screen, locale=locale)
    player = Player(visitor.open("/signup"), visitor.url, f"spins{locale[:2]}")
    page, seen = player.page, set()
    for machine in MACHINES:
        page.locator(f"input[type=radio][value={machine}]").check()
        page.get_by_role("button", name="터보" if locale == "ko-KR" else "Turbo").click()
        for _ in range(3):
            page.locator(SPIN).click()
            player.wait_until_shown()
            record = player.sees_what_was_recorded()
            assert (record["outcome"]["machine"], record["bet"]) == (machine, BET)
            seen.add(record["round_id"])
        assert page.evaluate("document.documentElement.scrollWidth") <= screen.width
    assert len(seen) == 3 * len(MACHINES)


def test_nothing_of_a_result_is_told_before_the_last_reel_stands(visit: Visit):
    visitor = visit()
    player = Player(visitor.open("/signup"), visitor.url, "patience")
    page, before = player.page, player.gold()
    page.evaluate(WATCH)
    page.locator(SPIN).click()
    player.wait_until_shown()
    player.sees_what_was_recorded()
    assert player.gold_seen("landing") == {(before - BET, True)}
    assert page.evaluate("window.seen.moves") > 10 * 3


def test_the_reels_turn_until_the_server_has_answered(visit: Visit):
    visitor = visit()
    held: list[Callable[[], None]] = []
    is_holding = False

    def between(socket: WebSocketRoute) -> None:
        server = socket.connect_to_server()

        def hand_on(message: str | bytes) -> None:
            if is_holding:
                held.append(lambda: socket.send(message))
            else:
                socket.send(message)

        server.on_message(hand_on)

    visitor.context.route_web_socket("**/api/realtime/sync*", between)
    player = Player(visitor.open("/signup"), visitor.url, "waiting")
    page, before = player.page, player.gold()
    is_holding = True
    page.evaluate(WATCH)
    page.keyboard.press("Space")
    page.wait_for_function("() => window.seen.moves > 300")
    window = page.get_by_test_id("slot-window")
    expect(window).to_have_attribute("data-stage", "asking")
    assert player.gold_seen("asking") == {(before - BET, True)}

    is_holding = False
    while held:
        held.pop(0)()
    player.wait_until_shown()
    player.sees_what_was_recorded()


def test_a_player_without_a_mouse_chooses_reads_and_spins(visit: Visit):
    visitor = visit()
    player = Player(visitor.open("/signup"), visitor.url, "keys")
    page, keyboard = player.page, player.page.keyboard
    page.locator("input[type=radio][value=classic]").focus()
    keyboard.press("ArrowRight")
    expect(page.locator("input[type=radio][value=fortune]")).to_be_checked()
    keyboard.press("Space")
    player.wait_until_shown()
    assert player.sees_what_was_recorded()["outcome"]["machine"] == "fortune"

    keyboard.press("Tab")
    expect(page.get_by_role("button", name="Paytable and lines")).to_be_focused()
    keyboard.press("Enter")
    dialog = page.get_by_role("dialog")
    expect(dialog.get_by_role("row", name="Seven")).to_be_visible()
    expect(dialog).to_contain_text("At a stake of 100 it is")
    keyboard.press("Escape")
    expect(dialog).to_be_hidden()

    page.get_by_role("textbox").focus()
    keyboard.press("ArrowUp")
    keyboard.press("Enter")
    player.wait_until_shown()
    assert player.sees_what_was_recorded()["bet"] == 2 * BET


def test_with_little_motion_the_reels_show_the_result_without_turning(visit: Visit):
    visitor = visit(reduced_motion="reduce")
    player = Player(visitor.open("/signup"), visitor.url, "calm")
    page = player.page
    page.evaluate(WATCH)
    page.keyboard.press("Space")
    player.wait_until_shown()
    outcome = player.sees_what_was_recorded()["outcome"]
    spins, reels = 1 + len(outcome["free_spins"]), len(outcome["spin"]["stops"])
    assert page.evaluate("window.seen.moves") <= spins * reels
