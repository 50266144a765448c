"""A player at the app; at every step the gold on screen must be the database's, and no page is reloaded."""

import json
import re
from typing import Any

from playwright.sync_api import Locator, Page, WebSocket, expect

from tests.web.browsing import ACT_WITHIN_MS, Visitor
from tests.web.conftest import PASSWORD, sign_up
from tests.web.journeys.books import Books

NO_ACTS = {"auth.refresh", "connect", "crash.subscribe", "crash.unsubscribe", "event.ack", "state.get", "streak.tick"}
"""Commands that the app sends by itself, or that change nothing."""


SOCKET_FAILED = r"^error: WebSocket connection to 'ws://[^']*/api/realtime/sync' failed"
"""What a browser says of a socket that it could not open: part of each story in which there is no gateway to reach."""
REQUEST_FAILED = r"^error: Failed to load resource: net::ERR_\w+ \(\S*/(api|_next/static)/"
"""The same of a request, and of a part of the app that nobody waits for."""


class Player:
    """A player in one tab; `joins` makes the first, `in_another_tab` the next."""

    def __init__(self, visitor: Visitor, books: Books, name: str, page: Page) -> None:
        self.visitor, self.books, self.name, self.page = visitor, books, name, page
        self.sent: list[dict[str, Any]] = []
        """What this tab has sent over sockets."""
        self.heard: list[dict[str, Any]] = []
        """What it has received."""
        self.sockets = 0
        page.on("websocket", self._opened)

    @classmethod
    def joins(cls, visitor: Visitor, books: Books, name: str, *, fake_time: bool = False) -> "Player":
        """Sign up, and wait until gold is shown. With `fake_time` the test can turn the clock of the browser."""
        if fake_time:
            visitor.context.clock.install()
        player = cls(visitor, books, name, visitor.context.new_page())
        player.page.goto(f"{visitor.url}/signup")
        sign_up(player.page, name)
        player.user_id = books.user_id(name)
        player._enter()
        return player

    def in_another_tab(self, path: str = "/") -> "Player":
        """Open another tab of the same browser, in which nobody logs in again."""
        other = Player(self.visitor, self.books, self.name, self.visitor.context.new_page())
        other.user_id = self.user_id
        other.page.goto(self.visitor.url + path)
        other._enter()
        return other

    # --- what is shown ---

    @property
    def gold(self) -> Locator:
        """The gold in the header."""
        return self.page.get_by_test_id("gold").locator("[data-value]")

    def badge(self, path: str) -> Locator:
        """The badge of a place in the navigation: how much waits there."""
        return self.page.locator(f'nav a[href="{path}"]:visible').locator('span[aria-hidden="true"]')

    def sees_gold(self) -> int:
        """Wait until the header shows the gold of the database, confirmed and in figures; return it."""
        gold = self.books.balance(self.user_id)
        self.sees(gold)
        assert self.books.balance(self.user_id) == gold
        return gold

    def sees(self, gold: int) -> None:
        """Look at the tab until its header shows this gold, confirmed."""
        self.page.bring_to_front()
        expect(self.gold).to_have_attribute("data-value", str(gold))
        expect(self.gold).not_to_have_attribute("data-optimistic", "true")
        expect(self.gold.locator("[aria-hidden]")).to_have_text(f"{gold:,}")

    def expects_gold(self, gold: int) -> None:
        """Wait until the header shows what a command on its way is expected to leave, marked as unconfirmed."""
        expect(self.gold).to_have_attribute("data-optimistic", "true")
        expect(self.gold).to_have_attribute("data-value", str(gold))

    def is_connected(self, status: str | re.Pattern[str] = "open", within_ms: float = ACT_WITHIN_MS) -> None:
        """Wait until the app says so of its connection."""
        banner = self.page.locator("[data-connection]")
        expect(banner).to_have_attribute("data-connection", status, timeout=within_ms)

    def is_away(self) -> None:
        """Wait until the app says that it is not connected."""
        self.is_connected(re.compile("waiting|connecting|offline"))

    def hears(self, words: str) -> None:
        """Wait until the banner of the connection says this, a regular expression."""
        expect(self.page.locator("[data-connection]")).to_have_text(re.compile(words))

    def has_opened(self, sockets: int) -> None:
        """Wait until this tab has opened so many sockets, the first one included."""
        while self.sockets < sockets:
            self.page.wait_for_event("websocket")

    def was_not_reloaded(self) -> None:
        """The page is the one that was opened."""
        assert self.page.evaluate("window.unbroken") is True

    # --- what is done ---

    def goes_to(self, path: str) -> None:
        """Follow the link of the navigation."""
        self.page.locator(f'nav a[href="{path}"]:visible').first.click()
        self.page.wait_for_url(self.visitor.url + path)

    def logs_out(self) -> None:
        """Log out by the menu of the account."""
        self.page.get_by_role("button", name=f"Account of {self.name}").click()
        self.page.get_by_role("button", name="Log out").click()

    def logs_in(self) -> None:
        """Log in again, from the page that a guest sees."""
        self.page.locator('a[href="/login"]:visible').first.click()
        self.page.locator("input[name=username]").fill(self.name)
        self.page.locator("input[name=password]").fill(PASSWORD)
        self.page.locator("form button[type=submit]").click()
        self.is_connected()

    def picks(self, hand: str) -> None:
        """Play a hand of rock, paper, scissors for the stake that is there; the outcome comes later."""
        self.page.get_by_role("button", name=hand).click()

    def plays(self, hand: str = "Rock") -> int:
        """Play a hand and wait for its outcome; return the gold then."""
        rounds = len(self.books.rounds(self.user_id))
        self.picks(hand)
        self.has_result()
        assert len(self.books.rounds(self.user_id)) == rounds + 1
        return self.sees_gold()

    def has_result(self) -> None:
        """Wait for the outcome of a hand."""
        expect(self.page.get_by_test_id("rps-result")).to_have_attribute("data-outcome", re.compile("win|tie|lose"))

    def refreshes(self) -> list[dict[str, Any]]:
        """Return the answers to fresh tokens that this tab has shown on an open socket."""
        shown = {each["id"] for each in self.sent if each["type"] == "auth.refresh"}
        return [each for each in self.heard if each.get("re") in shown and each["ok"]]

    def has_acted(self, times: int) -> None:
        """Each act of the player is one command of this tab, one that succeeded, and one in the database."""
        succeeded = {each["re"] for each in self.heard if each.get("ok")}
        acts = {each["id"] for each in self.sent if each["type"] not in NO_ACTS and each.get("id") in succeeded}
        assert len(acts) == times
        own = {each["id"] for each in self.sent if each["type"] in NO_ACTS and "id" in each}
        assert sorted(acts) == sorted(each for each in self.books.command_ids(self.user_id) if each not in own)

    def _enter(self) -> None:
        expect(self.gold).to_be_visible()
        self.is_connected()
        self.page.evaluate("window.unbroken = true")

    def _opened(self, socket: WebSocket) -> None:
        self.sockets += 1
        socket.on("framesent", lambda text: self.sent.append(json.loads(text)))
        socket.on("framereceived", lambda text: self.heard.append(json.loads(text)))
