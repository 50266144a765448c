"""The curve of a crash round, the payout of cash-outs, and the guard of the house's bankroll.

Multipliers are integers, in hundredths: 250 is 2.50x. Times are milliseconds since the curve started. The end of the
curve is in `actors.crash.rules.point`.
"""

from collections.abc import Iterable, Iterator, Sequence
from math import ceil, exp, floor, log
from typing import NamedTuple, Protocol

from actors.money.wallet import payout_of

GAME = "crash"
"""Its name in rounds and statistics."""
GROWTH_PER_MS = 6e-5
"""The curve is 100 * e^(GROWTH_PER_MS * ms): 2.00x at 11.552 s, 10x at 38.376 s, 100x at 76.753 s."""
START_HUNDREDTHS = 100
CASHOUT_HUNDREDTHS_MIN = 101
GRACE_MS = 250
"""How long after its end a round takes cash-outs that the gateway received before it; the end is told no earlier."""
GUARD_PERCENT = 3
"""Share of the bankroll that the players of one round may win together."""
GUARD_LOOKAHEAD_MS = 2_000
"""How far ahead the guard is sought: farther than the next heartbeat, which seeks it again."""
HUNDREDTHS_MAX = 2**60
"""Above any crash point."""

MANUAL, AUTO, FORCED, LOST, REFUNDED = "manual", "auto", "forced", "lost", "refunded"
"""The ways in which a bet ends. `forced` is a cash-out by the guard, `refunded` the stake of a voided round."""


class Stake(Protocol):
    """An open bet; `auto` is its automatic target in hundredths, 0 for none."""

    @property
    def bet(self) -> int: ...
    @property
    def auto(self) -> int: ...


class Due(NamedTuple):
    """A bet that ends now: its multiplier, and how."""

    place: int
    """Its place in the sequence of open bets."""
    hundredths: int
    how: str


def curve_hundredths(elapsed_ms: int) -> int:
    """Return the multiplier `elapsed_ms` after the start; 99 or less before it."""
    return floor(START_HUNDREDTHS * exp(GROWTH_PER_MS * elapsed_ms))


def reached_ms(hundredths: int) -> int:
    """Return the first millisecond, from 0, at which the curve is at `hundredths` or above."""
    elapsed_ms = max(0, ceil(log(hundredths / START_HUNDREDTHS) / GROWTH_PER_MS))
    while elapsed_ms > 0 and curve_hundredths(elapsed_ms - 1) >= hundredths:
        elapsed_ms -= 1
    while curve_hundredths(elapsed_ms) < hundredths:
        elapsed_ms += 1
    return elapsed_ms


def multiplier(hundredths: int) -> str:
    """Return a multiplier as players see it: `3.07`."""
    return f"{hundredths // 100}.{hundredths % 100:02d}"


def allowance_of(bankroll: int) -> int:
    """Return the most that the players of one round may win together, in gold."""
    return max(0, bankroll) * GUARD_PERCENT // 100


def profit(stakes: Iterable[Stake], hundredths: int) -> int:
    """Return the joint profit of `stakes` when the curve is at `hundredths`; each stops at its automatic target."""
    return sum(payout_of(each.bet, min(hundredths, each.auto or hundredths)) - each.bet for each in stakes)


def guard_is_reached(stakes: Sequence[Stake], allowance: int, hundredths: int) -> bool:
    """Return whether one hundredth more would give `stakes` more than `allowance`."""
    at_most = sum(each.bet for each in stakes) * (hundredths + 1 - START_HUNDREDTHS) // 100
    return at_most > allowance and profit(stakes, hundredths + 1) > allowance


def forced_hundredths(stakes: Sequence[Stake], allowance: int) -> int:
    """Return the highest multiplier at which `stakes` win no more than `allowance`, at most HUNDREDTHS_MAX."""
    if not guard_is_reached(stakes, allowance, HUNDREDTHS_MAX - 1):
        return HUNDREDTHS_MAX
    low, high = START_HUNDREDTHS, HUNDREDTHS_MAX
    while high - low > 1:
        middle = (low + high) // 2
        if profit(stakes, middle) <= allowance:
            low = middle
        else:
            high = middle
    return low


def due(stakes: Sequence[Stake], allowance: int, point: int, elapsed_ms: int) -> Iterator[Due]:
    """Yield the open bets that end by themselves: automatic ones at their exact target, then all others at the guard.

    `point` is the crash point; reaching it pays. `allowance` is what may still be won.
    """
    reach = min(curve_hundredths(elapsed_ms), point)
    forced = forced_hundredths(stakes, allowance) if guard_is_reached(stakes, allowance, reach) else HUNDREDTHS_MAX
    limit = min(reach, forced)
    for place, stake in enumerate(stakes):
        if 0 < stake.auto <= limit:
            yield Due(place, stake.auto, AUTO)
        elif forced <= reach:
            yield Due(place, forced, FORCED)


def next_due_ms(stakes: Sequence[Stake], allowance: int, point: int, elapsed_ms: int) -> int:
    """Return when, after the start, something happens by itself: the next target, the guard, or the end of the round.

    The guard only counts when it is reached within GUARD_LOOKAHEAD_MS of `elapsed_ms`. Finding it takes much of a turn
    of many bets: whether that is done must not depend on `point`, or the duration of a turn would reveal it.
    """
    targets = [each.auto for each in stakes if 0 < each.auto <= point]
    if guard_is_reached(stakes, allowance, curve_hundredths(elapsed_ms + GUARD_LOOKAHEAD_MS)):
        forced = forced_hundredths(stakes, allowance)
        targets += [forced] if forced <= point else []
    end_ms = reached_ms(point) + GRACE_MS
    return min(end_ms, reached_ms(min(targets))) if targets else end_ms


def cash_out(stake: Stake, stakes: Sequence[Stake], allowance: int, point: int, dated_ms: int) -> tuple[int, str]:
    """Return (hundredths, how) of a manual cash-out of `stake`, one of `stakes`, dated `dated_ms` after the start.

    0 hundredths: it comes before 1.01x. The date must be before the end of the curve.
    """
    now = min(curve_hundredths(dated_ms), point)
    if now < CASHOUT_HUNDREDTHS_MIN:
        return 0, MANUAL
    hundredths, how = now, MANUAL
    if 0 < stake.auto <= hundredths:
        hundredths, how = stake.auto, AUTO
    if guard_is_reached(stakes, allowance, now):
        forced = forced_hundredths(stakes, allowance)
        if forced < hundredths:
            hundredths, how = forced, FORCED
    return hundredths, how
