"""Rock, paper, scissors."""

from fractions import Fraction
from math import sqrt
from random import Random

import pytest

from actors.definitions.book import DefinitionRefused
from actors.games.rps import CHOICES, Rps, RpsChoice, RpsPlay, rps_area
from actors.money.economy import EconomyConfig

ECONOMY = EconomyConfig()
GAME = Rps(win_hundredths=195, bet_min=20, config_version=1)
FLOAT_OF = {"rock": 0.0, "paper": 0.34, "scissors": 0.67}
SIMULATED_ROUNDS = 100_000


@pytest.mark.parametrize(
    ("mine", "house", "result", "payout", "won"),
    [
        ("rock", "scissors", "win", 195, True),
        ("paper", "rock", "win", 195, True),
        ("scissors", "paper", "win", 195, True),
        ("rock", "paper", "lose", 0, False),
        ("paper", "scissors", "lose", 0, False),
        ("scissors", "rock", "lose", 0, False),
        ("rock", "rock", "tie", 100, None),
        ("paper", "paper", "tie", 100, None),
        ("scissors", "scissors", "tie", 100, None),
    ],
)
def test_every_pair_of_choices_pays_as_it_should(
    mine: RpsChoice, house: RpsChoice, result: str, payout: int, won: bool | None
) -> None:
    played = GAME.play(RpsPlay(bet=100, choice=mine), iter([FLOAT_OF[house]]))
    assert (played.payout, played.won) == (payout, won)
    assert played.outcome == {"choice": mine, "opponent": house, "result": result}
    reply = GAME.reply(played, "r1", 42)
    assert (reply.round_id, reply.outcome, reply.opponent, reply.payout, reply.gold) == (
        "r1",
        result,
        house,
        payout,
        42,
    )


@pytest.mark.parametrize(
    ("fraction", "house"),
    [(0.0, "rock"), (0.333333, "rock"), (0.333334, "paper"), (0.666666, "paper"), (0.666667, "scissors")],
)
def test_the_house_chooses_by_thirds_of_the_float(fraction: float, house: str) -> None:
    assert GAME.play(RpsPlay(bet=20, choice="rock"), iter([fraction])).outcome["opponent"] == house


def test_one_round_takes_one_float() -> None:
    fractions = iter([0.1, 0.2])
    GAME.play(RpsPlay(bet=20, choice="rock"), fractions)
    assert next(fractions) == 0.2


@pytest.mark.parametrize("bet", [20, 100, 1_000_000])
def test_the_return_is_the_formula_where_nothing_is_rounded(bet: int) -> None:
    assert GAME.odds(RpsPlay(bet=bet, choice="rock")).mean == pytest.approx((195 / 100 + 1) / 3)


def test_the_published_return_holds_at_every_stake_that_is_allowed() -> None:
    means = [(bet * 195 // 100 / bet + 1) / 3 for bet in range(20, 1_000_001)]
    assert GAME.rtp() == pytest.approx(min(means), abs=1e-12)
    assert GAME.rtp() == pytest.approx((40 / 21 + 1) / 3), "at a stake of 21 a win pays 40"


@pytest.mark.parametrize("choice", CHOICES)
def test_a_simulation_returns_what_is_published(choice: RpsChoice) -> None:
    chance = Random(f"rps {choice}")
    fractions = iter(chance.random, None)
    play = RpsPlay(bet=20, choice=choice)
    returned = sum(GAME.play(play, fractions).payout for _ in range(SIMULATED_ROUNDS)) / (20 * SIMULATED_ROUNDS)
    odds = GAME.odds(play)
    assert abs(returned - odds.mean) < 4 * sqrt(odds.variance / SIMULATED_ROUNDS)


def test_staff_set_what_a_win_pays_and_the_round_names_the_version() -> None:
    area = rps_area(ECONOMY)
    game = GAME.defined({"standard": area.decode("standard", 4, {"win_cents": 200})})
    played = game.play(RpsPlay(bet=33, choice="paper"), iter([0.0]))
    assert (played.payout, played.outcome["version"], game.config_version) == (66, 4, 4)
    assert game.payout_max(RpsPlay(bet=33, choice="rock")) == 66
    assert game.played_by(played.outcome) == ("standard", 4)
    assert game.played_by({"choice": "rock"}) == ("standard", 1)


@pytest.mark.parametrize(
    ("key", "source"),
    [
        ("standard", {"win_cents": 201}),
        ("standard", {"win_cents": 99}),
        ("standard", {"win_cents": 195, "tie_cents": 0}),
        ("standard", {}),
        ("other", {"win_cents": 195}),
    ],
)
def test_pays_that_nobody_can_play_by_are_refused(key: str, source: dict[str, int]) -> None:
    with pytest.raises(DefinitionRefused):
        rps_area(ECONOMY).decode(key, 2, source)


@pytest.mark.parametrize("cents", [100, 187, 195, 199, 200])
def test_a_dry_run_of_pays_computes_the_lowest_return_at_any_stake(cents: int) -> None:
    area = rps_area(ECONOMY)
    computed = area.prove(area.decode("standard", 2, {"win_cents": cents}))
    means = [Fraction(bet * cents // 100 + bet, 3 * bet) for bet in range(20, 1_020)]
    assert computed == {"rtp": pytest.approx(float(min(means)))}
