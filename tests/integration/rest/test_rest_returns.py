"""The exact return of a stake, and of its target, where a player looks at a game before playing it."""

import pytest

from actors.crash.rules.curve import CASHOUT_HUNDREDTHS_MIN
from actors.games.rps import CHOICES, WIN_HUNDREDTHS, Rps, RpsPlay
from actors.money.economy import EconomyConfig
from actors.money.wallet import payout_of

ECONOMY = EconomyConfig()


async def read(gateway, path):
    answer = await gateway.client.get(f"/api/games/{path}")
    assert answer.status_code == 200, answer.text
    return answer.json()


@pytest.mark.parametrize("bet", [20, 21, 39, 100, 1_000_000])
async def test_rock_paper_scissors_says_what_a_stake_returns_over_every_choice_of_the_house(gateway, bet):
    game, command = Rps.of(ECONOMY), RpsPlay(bet=bet, choice="paper")
    paid = [game.play(command, iter([(house + 0.5) / len(CHOICES)])).payout for house in range(len(CHOICES))]
    assert sorted(paid) == [0, bet, payout_of(bet, WIN_HUNDREDTHS)]
    said = (await read(gateway, f"rps?bet={bet}"))["rtp_at_bet"]
    assert said == pytest.approx(sum(paid) / len(paid) / bet, abs=1e-12)


async def test_the_published_return_is_that_of_the_worst_stake(gateway):
    rules = [await read(gateway, f"rps?bet={bet}") for bet in range(ECONOMY.bet_min, ECONOMY.bet_min + 100)]
    assert min(each["rtp_at_bet"] for each in rules) == rules[0]["rtp"]


async def test_a_table_says_what_a_bet_returns_at_its_target_and_without_one_what_at_least(make_gateway):
    gateway = make_gateway(crash_tables=("main",))

    async def said(asked):
        (table,) = (await read(gateway, f"crash/tables?{asked}"))["items"]
        return table["rtp_at_bet"]

    assert await said("bet=20&auto_cashout=104") == pytest.approx(20 / 20 * 0.99 / 1.04)
    assert await said("bet=100&auto_cashout=104") == pytest.approx(0.99)
    targets = range(CASHOUT_HUNDREDTHS_MIN, 300)
    at_targets = [await said(f"bet=22&auto_cashout={target}") for target in targets]
    assert await said("bet=22") == min(at_targets)


@pytest.mark.parametrize("path", ["rps", "slot/machines/classic", "slot/machines", "crash/tables"])
async def test_without_a_stake_or_for_one_that_is_not_taken_nothing_is_said(make_gateway, path):
    gateway = make_gateway(crash_tables=("main",))
    for asked in ("", "?bet=19", "?bet=1000001"):
        answer = await read(gateway, f"{path}{asked}")
        for each in answer.get("items", [answer]):
            assert each["rtp_at_bet"] is None
    for wrong in ("?bet=0", "?bet=x", f"?bet={2**53}"):
        assert (await gateway.client.get(f"/api/games/{path}{wrong}")).status_code == 400
