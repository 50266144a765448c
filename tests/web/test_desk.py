"""The history and the account in Chromium, over a real platform: what is on screen is what the database has."""

import asyncio
import re
import uuid
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import asyncpg
import pytest
from msgspec import json
from playwright.sync_api import Page, expect

from cluster.running import CLUSTER_FILE
from tests.e2e.platform import Platform
from tests.web.browsing import DESKTOP, PHONE, Visitor
from tests.web.conftest import PASSWORD, Visit, sign_up

pytestmark = [pytest.mark.serial, pytest.mark.xdist_group("platform"), pytest.mark.timeout(300)]
NEW_PASSWORD = "another longer staple"
ROUNDS = 24
"""More than a page of rounds, and with their stakes and payouts more than one of the ledger."""
ROUNDS_OF = "SELECT game, bet, payout FROM game_round WHERE user_id = $1 ORDER BY at DESC, round_id DESC"
LEDGER_OF = """
SELECT reason, CASE WHEN credit = $1 THEN amount ELSE -amount END AS amount, balance_after FROM transfer
WHERE $1 IN (debit, credit) ORDER BY at DESC, version DESC, n DESC
"""
GAMES = {"Slots": "slot", "Rock paper scissors": "rps", "슬롯": "slot", "가위바위보": "rps"}
REASONS = {
    "Starting gold": "opening",
    "Stake": "bet",
    "Payout": "payout",
    "시작 골드": "opening",
    "베팅": "bet",
    "지급": "payout",
}
ENDED = r"status of 401 .*api/"
"""What a browser says whose session was ended elsewhere."""


class Player:
    """A player with an account, as the database and the routes know them; `visitor` is their first browser."""

    def __init__(self, visitor: Visitor, served: Platform, name: str) -> None:
        self.visitor, self.name = visitor, name
        self._database: str = json.decode((served.data_dir / CLUSTER_FILE).read_bytes())["postgres_url"]
        self.page = visitor.open("/signup")
        sign_up(self.page, name)
        answer = self.page.request.post(
            f"{visitor.url}/api/auth/login", data={"username": name, "password": PASSWORD}
        ).json()
        self.id: str = answer["user"]["id"]
        self._token: str = answer["access_token"]

    def ask(self, method: str, path: str, body: Any = None) -> Any:
        headers = {"Authorization": f"Bearer {self._token}", "Idempotency-Key": uuid.uuid4().hex}
        return self.page.request.fetch(self.visitor.url + path, method=method, data=body, headers=headers)

    def play(self, rounds: int) -> None:
        for n in range(rounds):
            game, body = ("rps/play", {"bet": 20 + n, "choice": "rock"})
            if n % 3 == 0:
                game, body = ("slot/spin", {"machine": "fortune", "bet": 20})
            answer = self.ask("POST", f"/api/games/{game}", body)
            assert answer.ok, answer.text()

    def rows(self, query: str, key: str) -> list[tuple[Any, ...]]:
        """The rows of a query in the database of the platform. A thread asks: playwright has the loop of this one."""

        async def ask() -> list[tuple[Any, ...]]:
            connection = await asyncpg.connect(self._database)
            try:
                return [tuple(row) for row in await connection.fetch(query, key)]
            finally:
                await connection.close()

        with ThreadPoolExecutor(1) as thread:
            return thread.submit(lambda: asyncio.run(ask())).result()


def number(text: str) -> int:
    """The whole number that a text shows, with its sign and separators."""
    (found,) = re.findall(r"[+\-−]?[\d,]+", text)
    return int(found.replace(",", "").replace("−", "-"))


def every_page(page: Page, older: str, rows: str) -> list[list[str]]:
    """The texts of all rows of a list, page by page: of their cells, or of the paragraphs of a row on a phone."""
    found: list[list[str]] = []
    button = page.get_by_role("button", name=older, exact=True)
    while True:
        expect(page.locator("[aria-busy=false]")).to_be_visible()
        shown = page.locator(rows).all()
        found += [[cell.inner_text() for cell in row.locator("td, p").all()] for row in shown]
        if button.count() == 0 or button.is_disabled():
            return found
        with page.expect_response(lambda answer: "cursor=" in answer.url):
            button.click()


def test_the_history_shows_every_round_and_every_entry_of_the_database(visit: Visit, served: Platform):
    player = Player(visit(screen=DESKTOP), served, "ledger")
    player.play(ROUNDS)
    page = player.visitor.open("/history")
    shown = every_page(page, "Older", "main tbody tr")
    rounds = player.rows(ROUNDS_OF, player.id)
    assert len(rounds) == ROUNDS
    assert [(GAMES[cells[0]], number(cells[2]), number(cells[3])) for cells in shown] == rounds
    assert [number(cells[5]) for cells in shown] == [payout - bet for _, bet, payout in rounds]

    page.get_by_role("tab", name="Ledger").click()
    entries = every_page(page, "Older", "main tbody tr")
    kept = player.rows(LEDGER_OF, f"user:{player.id}")
    assert len(kept) > ROUNDS
    assert [(REASONS[cells[0]], number(cells[3]), number(cells[4])) for cells in entries] == kept


def test_a_phone_in_korean_shows_the_same_rows_and_the_proof_of_one(visit: Visit, served: Platform):
    player = Player(visit(screen=PHONE, locale="ko-KR"), served, "lista")
    player.play(ROUNDS)
    page = player.visitor.open("/history")
    shown = every_page(page, "이전", "main [data-row]")
    rounds = player.rows(ROUNDS_OF, player.id)
    assert [(GAMES[cells[0]], number(cells[2])) for cells in shown] == [(game, won - bet) for game, bet, won in rounds]
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE.width

    page.get_by_role("button", name="검증").last.click()
    dialog = page.get_by_role("dialog")
    expect(dialog.locator("[data-verdict]")).to_be_visible()
    page.keyboard.press("Escape")
    expect(dialog).to_be_hidden()

    page.get_by_role("tab", name="재화").click()
    entries = every_page(page, "이전", "main [data-row]")
    kept = player.rows(LEDGER_OF, f"user:{player.id}")
    assert [(REASONS[cells[0]], number(cells[2]), number(cells[3])) for cells in entries] == kept


def test_a_round_adds_itself_and_filters_leave_what_they_name(visit: Visit, served: Platform):
    player = Player(visit(), served, "filter")
    page = player.visitor.open("/history")
    expect(page.get_by_role("link", name="Play a round")).to_be_visible()
    player.play(4)
    expect(page.locator("main tbody tr")).to_have_count(4)
    page.get_by_label("Game", exact=True).select_option("slot")
    expect(page.locator("main tbody tr")).to_have_count(2)
    page.get_by_label("Period", exact=True).select_option("today")
    expect(page.locator("main tbody tr")).to_have_count(2)
    page.get_by_label("Game", exact=True).select_option("crash")
    page.get_by_role("button", name="Clear filters").click()
    expect(page.locator("main tbody tr")).to_have_count(4)


def logged_in(visitor: Visitor, name: str) -> Page:
    """A tab at a page for members, which nobody else can stay at."""
    page = visitor.open("/login?next=%2Fshop")
    page.locator("input[name=username]").fill(name)
    page.locator("input[name=password]").fill(PASSWORD)
    page.locator("form button[type=submit]").click()
    page.wait_for_url(lambda url: "/login" not in url)
    return page


def test_a_session_that_is_ended_in_one_browser_ends_the_app_of_the_other(visit: Visit, served: Platform):
    player = Player(visit(), served, "seated")
    elsewhere = visit()
    elsewhere.expects(ENDED)
    other = logged_in(elsewhere, "seated")
    page = player.visitor.open("/account")
    rows = page.locator("[data-session]")
    expect(rows).to_have_count(3)
    expect(rows.first).to_contain_text("This device")
    expect(rows.first.get_by_role("button")).to_have_count(0)
    # The newest after this device's own: that of the other browser.
    rows.nth(1).get_by_role("button", name="End the session: Chrome on Linux").click()
    other.wait_for_url("**/login**")
    expect(rows).to_have_count(2)
    page.get_by_role("button", name="End all others").click()
    expect(rows).to_have_count(1)
    assert player.ask("GET", "/api/auth/me").status == 401
    expect(page.get_by_role("navigation").first).to_be_visible()


def test_a_log_out_everywhere_leaves_no_browser_inside(visit: Visit, served: Platform):
    player = Player(visit(), served, "leaver")
    elsewhere = visit()
    for visitor in (player.visitor, elsewhere):
        visitor.expects(ENDED)
    other = logged_in(elsewhere, "leaver")
    page = player.visitor.open("/account")
    page.get_by_role("button", name="Log out everywhere").click()
    page.get_by_role("dialog").get_by_role("button", name="Log out everywhere").click()
    expect(page.get_by_role("link", name="Log in").first).to_be_visible()
    other.wait_for_url("**/login**")
    assert player.rows("SELECT id FROM login_session WHERE user_id = $1 AND revoked_at IS NULL", player.id) == []


def test_a_new_password_takes_the_place_of_the_old_one_and_logs_the_others_out(visit: Visit, served: Platform):
    player = Player(visit(), served, "keeper")
    player.visitor.expects(r"status of 40[01] .*api/auth/password")
    elsewhere = visit()
    elsewhere.expects(ENDED)
    other = logged_in(elsewhere, "keeper")
    page = player.visitor.open("/account")

    def change(current: str, new: str) -> None:
        page.locator("input[name=current]").fill(current)
        page.locator("input[name=next]").fill(new)
        page.get_by_role("button", name="Change password").click()

    change("not the one", NEW_PASSWORD)
    expect(page.locator("main").get_by_role("alert")).to_have_text("This is not your current password.")
    change(PASSWORD, "password1")
    expect(page.locator("main").get_by_role("alert")).to_contain_text("easy to guess")
    change(PASSWORD, NEW_PASSWORD)
    expect(page.get_by_text("All other devices have been logged out.")).to_be_visible()
    expect(page.locator("input[name=current]")).to_have_value("")
    other.wait_for_url("**/login**")
    expect(page.locator("[data-session]")).to_have_count(1)
    for password, status in ((PASSWORD, 401), (NEW_PASSWORD, 200)):
        answer = page.request.post(
            f"{player.visitor.url}/api/auth/login", data={"username": "keeper", "password": password}
        )
        assert answer.status == status


def test_another_time_zone_ends_the_day_of_the_streak_elsewhere(visit: Visit, served: Platform):
    player = Player(visit(), served, "mover")
    before = player.ask("GET", "/api/streak/protection").json()
    page = player.visitor.open("/account")
    page.locator("select[name=zone]").select_option("America/New_York")
    page.get_by_role("button", name="Save time zone").click()
    expect(page.get_by_text("Time zone saved")).to_be_visible()
    after = player.ask("GET", "/api/streak/protection").json()
    assert (before["time_zone"], after["time_zone"]) == ("Asia/Seoul", "America/New_York")
    assert after["next_reset"] != before["next_reset"]
    ends = datetime.fromtimestamp(after["next_reset"] / 1000, ZoneInfo("Asia/Seoul"))
    expect(page.get_by_text("Your day ends on")).to_contain_text(f"{ends:%b} {ends.day}, {ends:%H:%M}")

    home = player.visitor.open("/")
    timer = home.get_by_role("region", name="Streak", exact=True).get_by_role("timer")
    hours, minutes, seconds = map(int, timer.inner_text().split(":"))
    left_ms = after["next_reset"] - home.evaluate("Date.now()")
    assert abs(left_ms - (hours * 3600 + minutes * 60 + seconds) * 1000) < 10_000

    page.locator("select[name=zone]").select_option("Europe/Paris")
    page.get_by_role("button", name="Save time zone").click()
    expect(page.locator("main").get_by_role("alert")).to_contain_text("You can change it again on")
    assert player.ask("GET", "/api/streak/protection").json()["time_zone"] == "America/New_York"


def test_a_language_is_kept_at_the_account_and_spoken_at_once(visit: Visit, served: Platform):
    player = Player(visit(), served, "speaker")
    page = player.visitor.open("/account")
    with page.expect_response("**/api/users/me/locale"):
        page.locator("main").get_by_role("radio", name="한국어").check()
    expect(page.locator("html")).to_have_attribute("lang", "ko")
    expect(page.locator("h1")).to_have_text("계정")
    assert player.rows("SELECT locale FROM account WHERE id = $1", player.id) == [("ko",)]
    page.reload()
    expect(page.locator("h1")).to_have_text("계정")


@pytest.mark.parametrize(("screen", "locale"), [(DESKTOP, "en-US"), (PHONE, "ko-KR")])
def test_an_exclusion_stops_play_everywhere_and_says_until_when(visit: Visit, served: Platform, screen, locale):
    name = f"pause{locale[:2]}"
    player = Player(visit(screen=screen, locale=locale), served, name)
    player.play(1)
    elsewhere = logged_in(visit(screen=screen, locale=locale), name)
    page = player.visitor.open("/account")
    page.locator("select[name=period]").select_option("day")
    page.locator("main button[aria-haspopup=dialog]").last.click()
    dialog = page.get_by_role("dialog")
    confirm = dialog.locator("button[type=submit]")
    dialog.locator("input[name=confirmation]").fill("somebody else")
    confirm.click()
    expect(dialog.get_by_role("alert")).to_be_visible()
    assert player.ask("GET", "/api/users/me/standing").json()["excluded_until"] is None
    dialog.locator("input[name=confirmation]").fill(name)
    confirm.click()

    notice = page.locator("[data-standing=barred]")
    expect(notice).to_be_visible()
    until = player.ask("GET", "/api/users/me/standing").json()["excluded_until"]
    expect(page.locator("[data-excluded-until]")).to_have_attribute("data-excluded-until", str(until))
    ends = datetime.fromtimestamp(until / 1000, ZoneInfo("Asia/Seoul"))
    said = f"{ends:%B} {ends.day}, {ends.year}" if locale == "en-US" else f"{ends.year}년 {ends.month}월 {ends.day}일"
    for shown in (page, elsewhere):
        expect(shown.locator("[data-standing=barred]")).to_contain_text(said)
        expect(shown.locator("[data-standing=barred]")).to_contain_text(f"{ends:%H:%M}")
    refused = player.ask("POST", "/api/games/rps/play", {"bet": 20, "choice": "rock"})
    assert (refused.status, refused.json()["code"]) == (403, "self_excluded")
    assert len(player.rows(ROUNDS_OF, player.id)) == 1

    page.goto(f"{player.visitor.url}/history")
    expect(notice).to_be_visible()
    expect(page.locator("main tbody tr, main [data-row]")).to_have_count(1)
    assert page.evaluate("document.documentElement.scrollWidth") <= screen.width
