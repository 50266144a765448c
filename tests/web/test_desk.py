"""The history in Chromium, over a real platform: what is on screen is what the database has."""

import asyncio
import re
import uuid
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import asyncpg
import pytest
from msgspec import json
from playwright.sync_api import Page, expect

from cluster.running import CLUSTER_FILE
from tests.e2e.platform import Platform
from tests.web.browsing import DESKTOP, PHONE, Visitor
from tests.web.conftest import PASSWORD, Visit, sign_up

pytestmark = [pytest.mark.serial, pytest.mark.xdist_group("platform"), pytest.mark.timeout(300)]
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
