"""Mean and variance of what crash pays: those of all bets on a round together, for they share its end."""

import math
from dataclasses import dataclass
from functools import cache
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from actors.crash.rules.point import crash_hundredths
from actors.crash.rules.returns import exact_return, expected_payout, joint_variances, lowest_at, lowest_return
from actors.fairness.returns import Returns
from actors.money.wallet import payout_of


@dataclass(frozen=True)
class Bet:
    bet: int
    auto: int = 0


bets = st.builds(Bet, st.integers(20, 10_000), st.one_of(st.just(0), st.integers(101, 3_000)))


def direct(crowd):
    """The variance of the sum, bet by bet."""
    total = 0.0
    for one in crowd:
        for other in crowd:
            both = 99 / max(one.auto, other.auto)
            pays = payout_of(one.bet, one.auto) * payout_of(other.bet, other.auto)
            total += pays * (both - 99 / one.auto * 99 / other.auto)
    return total


@given(st.lists(bets, max_size=12))
def test_the_parts_add_up_to_the_variance_of_the_round(crowd):
    parts = joint_variances(crowd)
    with_targets = [bet for bet in crowd if bet.auto]
    assert math.isclose(sum(parts), direct(with_targets), rel_tol=1e-9, abs_tol=1e-6)
    assert all(part == 0 for part, bet in zip(parts, crowd, strict=True) if not bet.auto)
    assert all(part >= 0 for part in parts)


def test_rounding_down_takes_what_the_exact_return_says():
    assert exact_return(100, 104) == pytest.approx(0.99)
    assert exact_return(20, 104) == pytest.approx(0.99 * 20 / 20.8)


@pytest.mark.parametrize("bet_min", [1, 7, 20, 21, 33, 50, 99, 100, 101, 137])
def test_the_published_return_of_a_table_holds_at_every_stake_and_target(bet_min: int):
    bets = (*range(bet_min, bet_min + 120), 1_000, 9_999, 1_000_000)
    found = min(exact_return(bet, target) for bet in bets for target in (*range(101, 700), 1_999, 10_000, 99_999))
    assert lowest_return(bet_min) == pytest.approx(found, abs=1e-12)


POINT_BITS = 18
"""Of every point that there is, for a brute force; the game has 52 bits, and rounds as little more."""


@cache
def every_point():
    """The ends of the curve, each as likely as any other."""
    return [max(100, (99 << POINT_BITS) // ((1 << POINT_BITS) - drawn)) for drawn in range(1 << POINT_BITS)]


@pytest.mark.parametrize("bet", [20, 22, 99, 137, 1_000])
def test_the_exact_return_of_a_bet_is_its_average_over_every_end_of_the_curve(bet: int):
    points = every_point()
    for target in (101, 104, 109, 150, 199, 1_000):
        paid = payout_of(bet, target) * sum(point >= target for point in points)
        assert exact_return(bet, target) == pytest.approx(paid / bet / len(points), abs=1e-4)


@pytest.mark.parametrize("bet", [1, 20, 22, 99, 100, 101, 150, 999_999, 1_000_000, 1_000_001])
def test_a_bet_without_a_target_returns_no_less_than_at_the_worst_of_all(bet: int):
    found = min(exact_return(bet, target) for target in (*range(101, 12_000), 99_999, 10**9))
    assert lowest_at(bet) == pytest.approx(found, abs=1e-12)


def test_a_bet_without_a_target_has_no_mean():
    assert expected_payout(Bet(100)) is None
    assert expected_payout(Bet(100, 200)) == pytest.approx(99.0)


def played(rounds, crowd, *, together):
    """The z-score after `rounds` rounds of chance, with the bets of each round taken together or one by one."""
    chance, returns = Random(7), Returns()
    for _ in range(rounds):
        point = crash_hundredths(f"{chance.getrandbits(256):064x}", "salt")
        joint = joint_variances(crowd) if together else [joint_variances([bet])[0] for bet in crowd]
        for bet, variance in zip(crowd, joint, strict=True):
            payout = payout_of(bet.bet, bet.auto) if bet.auto <= point else 0
            returns.add(bet.bet, payout, expected_payout(bet), variance)
    return returns.z()


def test_a_crowd_at_one_target_is_no_alarm_and_would_be_one_if_its_bets_were_taken_one_by_one():
    crowd = [Bet(100, 200)] * 1_000
    assert abs(played(40, crowd, together=True)) < 4
    assert abs(played(40, crowd, together=False)) > 4
