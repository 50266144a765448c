"""The expected payout and the variance of bets with a target, for the monitor of returns.

All bets on a round share its end, so their payouts rise and fall together: a thousand bets on one round say little more
than one. The variance of a bet is therefore given together with its share of what it has in common with others; the sum
over the bets of a round is the variance of what the round pays.
"""

from collections.abc import Sequence

from actors.crash.rules.curve import START_HUNDREDTHS, Stake
from actors.money.wallet import payout_of

RETURN_SHARE = 0.99
"""P(point >= m) = 0.99 / m."""


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
