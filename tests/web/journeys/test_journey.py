"""A player's evening without a reload: at each step, the screen shows what the database has."""

import pytest
from playwright.sync_api import expect

from tests.web.browsing import FREE_SPINS_MS_MAX
from tests.web.journeys.crash import STAKE, CrashTable
from tests.web.journeys.player import Player
from tests.web.journeys.shop import PRICE, SHARDS, asks_to_buy, has_bought
from tests.web.journeys.stage import Entrance

pytestmark = [pytest.mark.serial, pytest.mark.xdist_group("platform"), pytest.mark.timeout(600)]
WARM_UP, FIRST_PURCHASE = "warm-up", "first-purchase"
WARM_UP_ROUNDS, WARM_UP_GOLD = 10, 500
PURCHASE_SHARDS = 50
STREAK_GOLD = 100
SOCKETS = 2
"""One after the sign-up, one after the log-in."""


def wins_at_crash(player: Player) -> int:
    """Bet until a cash-out came in time; return how many bets that took."""
    table, bets = CrashTable(player), 0
    while True:
        before = player.sees_gold()
        table.bets()
        bets += 1
        assert player.sees_gold() == before - STAKE
        in_time = table.leaves()
        assert (player.sees_gold() > before - STAKE) is in_time
        if in_time:
            return bets


def spins(player: Player) -> None:
    player.goes_to("/slot")
    player.page.locator("button[data-act=spin]").click()
    expect(player.page.get_by_test_id("slot-result")).to_be_visible(timeout=FREE_SPINS_MS_MAX)
    player.sees_gold()


def pulls(player: Player) -> None:
    player.goes_to("/gacha")
    player.page.get_by_role("button", name="Pull once").click()
    expect(player.page.get_by_test_id("pulled").locator("li")).to_have_count(1)
    player.sees_gold()


def joins(player: Player, *missions: str) -> None:
    player.goes_to("/")
    for mission in missions:
        row = player.page.locator(f'[data-event="{mission}"]')
        row.get_by_role("button", name="Join").click()
        expect(row).to_have_attribute("data-state", "running")


def claims_streak(player: Player) -> None:
    expect(player.badge("/")).to_have_text("1")
    before = player.sees_gold()
    player.page.get_by_role("button", name=f"Claim {STREAK_GOLD} gold").click()
    expect(player.badge("/")).to_have_count(0)
    assert player.sees_gold() == before + STREAK_GOLD


def claims(player: Player, mission: str) -> None:
    """Claim the reward of a mission, the only one of which the badge of the navigation and the database tell."""
    assert player.books.claimable_missions(player.user_id) == {mission}
    expect(player.badge("/")).to_have_text("1")
    player.goes_to("/")
    row = player.page.locator(f'[data-event="{mission}"]')
    expect(row).to_have_attribute("data-state", "claimable")
    row.get_by_role("button", name="Claim").click()
    expect(row).to_have_attribute("data-state", "claimed")
    expect(player.badge("/")).to_have_count(0)
    assert player.books.claimable_missions(player.user_id) == set()


def sees_statistics(player: Player) -> None:
    """What the dashboard tells of all rounds and of each game is what the rounds of the database come to."""
    page, rounds = player.page, player.books.rounds(player.user_id)
    player.goes_to("/")
    expect(page.locator('[data-stat="games_played"]')).to_have_attribute("data-value", str(len(rounds)))
    best = max((each.payout for each in rounds if each.payout > each.bet), default=0)
    expect(page.locator('[data-stat="biggest_win"]')).to_have_attribute("data-value", str(best))
    page.get_by_role("radio", name="Results by game").check()
    for game in {each.game for each in rounds}:
        net = sum(each.payout - each.bet for each in rounds if each.game == game)
        expect(page.locator(f'[data-net="{game}"]')).to_have_text(signed(net))


def signed(amount: int) -> str:
    """Return an amount as the app writes a difference."""
    return f"{amount:+,}" if amount else "0"


def outlives_its_token(player: Player) -> int:
    """Play until the app has shown a fresh access token on the open socket; return the number of rounds."""
    player.goes_to("/rps")
    rounds = 1
    player.plays()
    while not player.refreshes():
        player.plays()
        rounds += 1
    return rounds


def test_a_player_plays_claims_and_buys_and_every_screen_agrees_with_the_database(join: Entrance):
    player = join("journey")
    player.logs_out()
    player.logs_in()
    assert player.sees_gold() == 10_000
    claims_streak(player)
    bets = wins_at_crash(player)
    spins(player)
    pulls(player)

    joins(player, WARM_UP, FIRST_PURCHASE)
    player.goes_to("/rps")
    for _ in range(WARM_UP_ROUNDS):
        player.plays()
    before = player.sees_gold()
    claims(player, WARM_UP)
    assert player.sees_gold() == before + WARM_UP_GOLD
    sees_statistics(player)

    shards = player.books.balance(player.user_id, "shard")
    asks_to_buy(player)
    has_bought(player)
    assert player.sees_gold() == before + WARM_UP_GOLD - PRICE
    claims(player, FIRST_PURCHASE)
    assert player.books.balance(player.user_id, "shard") == shards + SHARDS + PURCHASE_SHARDS
    more = outlives_its_token(player)

    games = [each.game for each in player.books.rounds(player.user_id)]
    assert games == ["crash"] * bets + ["slot", "gacha"] + ["rps"] * (WARM_UP_ROUNDS + more)
    cash_out, missions, claimed, purchase = 1, 2, 3, 1
    player.has_acted(len(games) + cash_out + missions + claimed + purchase)
    assert player.sockets == SOCKETS
    player.was_not_reloaded()
