"""The expected payout and the variance of bets with a target, for the monitor of returns.

All bets on a round share its end, so their payouts rise and fall together: a thousand bets on one round say little more
than one. The variance of a bet is therefore given together with its share of what it has in common with others; the sum
over the bets of a round is the variance of what the round pays.
"""

from collections.abc import Sequence
from functools import cache, lru_cache

from actors.crash.rules.curve import CASHOUT_HUNDREDTHS_MIN, START_HUNDREDTHS, Stake
from actors.fairness.returns import Observation
from actors.money.wallet import payout_of

RETURN_SHARE = 0.99
"""P(point >= m) = 0.99 / m."""
POINTS_SUMMED = 20_000
"""Ends above 200x add about 0.00001 to mean and variance: nothing before some hundred million rounds."""
STAKES_KEPT = 64
"""Smallest stakes whose published return a process remembers."""


def exact_return(bet: int, target: int) -> float:
    """Return what a bet with a target in hundredths returns on average, as a share of 1, rounding included."""
    return payout_of(bet, target) / bet * RETURN_SHARE * START_HUNDREDTHS / target


def lowest_at(bet: int) -> float:
    """Return the lowest `exact_return` of a bet, at any target: what it returns to whoever leaves as they please."""
    lowest, target = exact_return(bet, CASHOUT_HUNDREDTHS_MIN), CASHOUT_HUNDREDTHS_MIN
    while bet % START_HUNDREDTHS and _at_least(payout_of(bet, target)) < lowest:
        lowest = min(lowest, exact_return(bet, target))
        target += 1
    return lowest


def point_observation(point: int) -> Observation:
    """Return the end of a round, in hundredths, as the monitor takes it: 0.99 / multiplier, which is almost uniform.

    P(point >= h) = 99 / h for each h from 101 on, so that mean and variance are exact sums, the instant crash and the
    rounding to hundredths included.
    """
    mean, variance = _point_moments()
    return Observation("point", 1, RETURN_SHARE * START_HUNDREDTHS / point, mean, variance)


@cache
def _point_moments() -> tuple[float, float]:
    share = RETURN_SHARE * START_HUNDREDTHS
    instant = 1 - share / CASHOUT_HUNDREDTHS_MIN
    mean, square = instant * RETURN_SHARE, instant * RETURN_SHARE**2
    for point in range(CASHOUT_HUNDREDTHS_MIN, POINTS_SUMMED):
        chance, value = share / point - share / (point + 1), share / point
        mean += chance * value
        square += chance * value * value
    return mean, square - mean * mean


@lru_cache(STAKES_KEPT)
def lowest_return(bet_min: int) -> float:
    """Return the lowest `exact_return` of any stake from `bet_min` on and any target.

    A payout of k has lost less than one gold to rounding, so it returns more than k / (k + 1) of what it should: the
    search ends where that alone is above the lowest found.
    """
    lowest = min(exact_return(bet, CASHOUT_HUNDREDTHS_MIN) for bet in range(bet_min, bet_min + START_HUNDREDTHS))
    bet = bet_min
    while _at_least(bet) < lowest:
        target = CASHOUT_HUNDREDTHS_MIN
        while _at_least(payout_of(bet, target)) < lowest:
            lowest = min(lowest, exact_return(bet, target))
            target += 1
        bet += 1
    return lowest


def _at_least(payout: int) -> float:
    return RETURN_SHARE * payout / (payout + 1)


def expected_payout(stake: Stake) -> float | None:
    """Return the average payout of a bet with a target, in gold; None without a target.

    Without one the mean is 0.99 of the stake as well, but the variance depends on when the player would leave, which
    is unknown before; that of an assumed target would make the z-score wrong. A bet that ends by hand or by the guard
    before its target keeps the odds of the target: the mean is the same but for flooring, and the variance is rather
    too large, so that the monitor alarms late rather than falsely.
    """
    return payout_of(stake.bet, stake.auto) * _chance(stake) if stake.auto else None


def joint_variances(stakes: Sequence[Stake]) -> list[float]:
    """Return each bet's part of the variance of the round's whole payout, in gold squared; 0 without a target.

    A round that reaches a target has reached all lower ones: cov = pay(low) * pay(high) * P(high) * (1 - P(low)). Each
    bet's part is its own variance and twice its covariance with those before it in the order of targets.
    """
    parts, below = [0.0] * len(stakes), 0.0
    for place in sorted((n for n, stake in enumerate(stakes) if stake.auto), key=lambda n: stakes[n].auto):
        payout, chance = payout_of(stakes[place].bet, stakes[place].auto), _chance(stakes[place])
        missed = payout * (1 - chance)
        parts[place] = payout * chance * (missed + 2 * below)
        below += missed
    return parts


def _chance(stake: Stake) -> float:
    return RETURN_SHARE * START_HUNDREDTHS / stake.auto
