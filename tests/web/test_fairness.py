"""A player's own browser verifies a round of each game, and catches a record that was changed."""

import json
import uuid
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, Route, expect

from tests.web.browsing import DESKTOP, PHONE
from tests.web.conftest import PASSWORD, Visit, sign_up

pytestmark = [pytest.mark.serial, pytest.mark.xdist_group("platform"), pytest.mark.timeout(300)]
GAMES: dict[str, dict[str, Any]] = {
    "rps": {"path": "/api/games/rps/play", "body": {"bet": 20, "choice": "rock"}},
    "slot": {"path": "/api/games/slot/spin", "body": {"machine": "fortune", "bet": 20}},
    "gacha": {"path": "/api/games/gacha/pull", "body": {"banner": "standard", "count": 1}},
}
Json = dict[str, Any]
IS_NOTED = """() => Object.keys(localStorage).some((key) => {
  if (!key.startsWith("pitboss.fairness.")) return false;
  const { seeds, rules } = JSON.parse(localStorage[key]);
  return seeds.length > 1 && rules.length > 3 && rules.every((rule) => rule.mark !== null);
})"""
ENDED = """async () => {
  for (;;) {
    const answer = await fetch("/api/fairness/rounds/main-1", { cache: "no-store" });
    if (answer.ok && (await answer.json()).game_hash) return;
    await new Promise((done) => setTimeout(done, 2000));
  }
}"""
"""Comes back when the first round of the table has ended, which takes as long as its curve."""


def token_of(page: Page, url: str, name: str) -> str:
    answer = page.request.post(f"{url}/api/auth/login", data={"username": name, "password": PASSWORD})
    token: str = answer.json()["access_token"]
    return token


def played(page: Page, url: str, token: str) -> dict[str, str]:
    """The ids of a round of each game."""
    rounds = {}
    for game, act in GAMES.items():
        headers = {"Authorization": f"Bearer {token}", "Idempotency-Key": uuid.uuid4().hex}
        answer = page.request.post(url + act["path"], data=act["body"], headers=headers)
        assert answer.ok, answer.text()
        rounds[game] = answer.json()["round_id"]
    return rounds


def verdict(page: Page, url: str, round_id: str) -> str:
    """What the browser finds about a round that the address names."""
    page.goto(f"{url}/fairness?round={round_id}")
    banner = page.locator("[data-verdict]")
    expect(banner).to_be_visible()
    found = banner.get_attribute("data-verdict")
    assert found is not None
    return found


def changed(change: Callable[[Json], None]) -> Callable[[Route], None]:
    """Lets the answer pass with a change."""

    def answer(route: Route) -> None:
        response = route.fetch()
        record = response.json()
        change(record)
        route.fulfill(response=response, body=json.dumps(record))

    return answer


def raise_payout(record: Json) -> None:
    record["payout"] += 1


def another_client_seed(record: Json) -> None:
    record["client_seed"] += "x"


@pytest.mark.parametrize(("screen", "locale"), [(PHONE, "ko-KR"), (DESKTOP, "en-US")])
def test_a_player_verifies_a_round_of_each_game_and_catches_a_change(visit: Visit, screen, locale):
    visitor = visit(screen=screen, locale=locale)
    name, url = f"fair{locale[:2]}", visitor.url
    page = visitor.open("/signup")
    sign_up(page, name)
    page.goto(f"{url}/fairness")
    page.wait_for_function(IS_NOTED)
    rounds = played(page, url, token_of(page, url, name))
    assert {verdict(page, url, each) for each in rounds.values()} == {"pending"}

    page.get_by_role("button", name="시드 바꾸기" if locale == "ko-KR" else "Change seeds").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_role("textbox").fill("my own words")
    dialog.get_by_role("button", name="공개하고 바꾸기" if locale == "ko-KR" else "Reveal and change").click()
    expect(dialog).to_be_hidden()
    expect(
        page.get_by_text("약속된 해시와 일치" if locale == "ko-KR" else "the hash that you were promised")
    ).to_be_visible()
    expect(page.locator("[data-verdict]")).to_have_attribute("data-verdict", "proven")

    for game, round_id in rounds.items():
        assert verdict(page, url, round_id) == "proven", game
        assert page.evaluate("document.documentElement.scrollWidth") <= screen.width
        for change in (raise_payout, another_client_seed):
            page.route("**/api/fairness/rounds/*", changed(change))
            assert verdict(page, url, round_id) == "broken", game
            page.unroute("**/api/fairness/rounds/*")


def test_anybody_verifies_a_round_of_the_crash_table(visit: Visit):
    visitor = visit()
    page = visitor.open("/fairness")
    page.evaluate(ENDED)
    assert verdict(page, visitor.url, "main-1") == "consistent"
    page.route("**/api/fairness/rounds/*", changed(lambda record: record.update(crash_cents=record["crash_cents"] + 1)))
    assert verdict(page, visitor.url, "main-1") == "broken"


def test_a_round_that_is_not_there_says_what_to_do(visit: Visit):
    visitor = visit()
    visitor.expects(r"status of 404 .*api/fairness/rounds/nowhere-1")
    page = visitor.open("/fairness")
    page.locator("input[name=round]").fill("nowhere-1")
    page.keyboard.press("Enter")
    expect(page.locator("main").get_by_role("alert")).to_be_visible()
