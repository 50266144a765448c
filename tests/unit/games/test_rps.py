"""Rock, paper, scissors."""

from math import sqrt
from random import Random

import pytest

from actors.games.rps import CHOICES, Rps, RpsChoice, RpsPlay
from actors.money.economy import EconomyConfig

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


def test_the_published_return_is_the_formula() -> None:
    assert GAME.rtp() == pytest.approx((195 / 100 + 1) / 3)


def test_the_published_return_includes_the_flooring_at_the_minimum_stake() -> None:
    assert Rps(win_hundredths=199, bet_min=20, config_version=1).rtp() == pytest.approx((39 / 20 + 1) / 3)


@pytest.mark.parametrize("choice", CHOICES)
def test_a_simulation_returns_what_is_published(choice: RpsChoice) -> None:
    chance = Random(f"rps {choice}")
    fractions = iter(chance.random, None)
    play = RpsPlay(bet=20, choice=choice)
    returned = sum(GAME.play(play, fractions).payout for _ in range(SIMULATED_ROUNDS)) / (20 * SIMULATED_ROUNDS)
    variance = (1.95**2 + 1) / 3 - GAME.rtp() ** 2
    assert abs(returned - GAME.rtp()) < 4 * sqrt(variance / SIMULATED_ROUNDS)


def test_the_operator_sets_what_a_win_pays() -> None:
    economy = EconomyConfig(rps_win_hundredths=300)
    game = Rps(win_hundredths=economy.rps_win_hundredths, bet_min=economy.bet_min, config_version=economy.version)
    assert game.play(RpsPlay(bet=33, choice="paper"), iter([0.0])).payout == 99
    assert game.payout_max(RpsPlay(bet=33, choice="rock")) == 99
