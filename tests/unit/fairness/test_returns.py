"""The z-score of returns: an honest stream stays quiet, a rigged one does not."""

from math import isclose
from random import Random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from actors.fairness.returns import ALARM_ROUNDS_MIN, ALARM_Z, Returns
from actors.games.contract import NO_MEMORY, Game
from actors.games.registry import registered_games
from actors.games.rps import Rps, RpsPlay
from actors.money.economy import EconomyConfig

RPS = Rps(win_hundredths=195, bet_min=20, config_version=1)
ROUNDS = 40_000
HONEST_ROUNDS = 20_000


def played(seed: int, rig: float = 0.0) -> Returns:
    """`ROUNDS` at mixed stakes; the share `rig` of them is lost whatever the entropy say."""
    chance, returns = Random(seed), Returns()
    fractions = iter(chance.random, None)
    for _ in range(ROUNDS):
        command = RpsPlay(bet=chance.choice([20, 21, 33, 100, 999]), choice="rock")
        odds = RPS.odds(command)
        payout = RPS.play(command, fractions).payout
        if chance.random() < rig:
            payout = 0
        returns.add(command.bet, payout, odds.mean * command.bet, odds.variance * command.bet**2)
    return returns


@pytest.mark.parametrize("seed", range(5))
def test_an_honest_stream_raises_no_alarm(seed: int) -> None:
    returns = played(seed)
    assert abs(returns.z()) < ALARM_Z
    assert not returns.alarming()


@pytest.mark.parametrize("game", registered_games(EconomyConfig()), ids=lambda game: game.name)
def test_every_game_that_pays_gold_returns_what_its_odds_say(game: Game[Any]) -> None:
    chance, returns = Random(game.name), Returns()
    fractions = iter(chance.random, None)
    for n in range(HONEST_ROUNDS):
        examples = game.examples(chance.choice([20, 47, 100, 5_000]))
        command = examples[n % len(examples)]
        bet, odds = game.stake(command), game.odds(command)
        if odds is None:
            assert game.play(command, fractions, NO_MEMORY).payout == 0
            return
        payout = game.play(command, fractions, NO_MEMORY).payout
        returns.add(bet, payout, odds.mean * bet, odds.variance * bet**2)
    assert abs(returns.z()) < ALARM_Z


@pytest.mark.parametrize("seed", range(3))
def test_a_stream_in_which_some_rounds_are_stolen_raises_the_alarm(seed: int) -> None:
    returns = played(seed, rig=0.05)
    assert returns.z() < -ALARM_Z
    assert returns.alarming()


def test_too_few_rounds_raise_no_alarm_however_odd_they_are() -> None:
    returns = Returns()
    for _ in range(ALARM_ROUNDS_MIN - 1):
        returns.add(100, 195, 98.0, 6_000.0)
    assert returns.z() > ALARM_Z
    assert not returns.alarming()
    returns.add(100, 195, 98.0, 6_000.0)
    assert returns.alarming()


def test_rounds_that_leave_nothing_to_chance_have_no_deviation() -> None:
    returns = Returns()
    returns.add(100, 0, 0.0, 0.0)
    assert returns.z() == 0.0


@given(st.lists(st.tuples(st.integers(1, 10**6), st.integers(0, 10**7), st.floats(0, 1e6), st.floats(1e-3, 1e9))))
def test_the_order_of_rounds_does_not_matter(rounds: list[tuple[int, int, float, float]]) -> None:
    forth, back = Returns(), Returns()
    for one in rounds:
        forth.add(*one)
    for one in reversed(rounds):
        back.add(*one)
    assert (forth.rounds, forth.wagered, forth.paid) == (back.rounds, back.wagered, back.paid)
    assert isclose(forth.z(), back.z(), rel_tol=1e-6, abs_tol=1e-6)
