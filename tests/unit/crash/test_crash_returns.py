"""Mean and variance of what crash pays: those of all bets on a round together, for they share its end."""

import math
from dataclasses import dataclass
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from actors.crash.rules.point import crash_hundredths
from actors.crash.rules.returns import expected_payout, joint_variances
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
