"""The return of a slot machine, by enumeration of its whole cycle.

The cycle is walked reel by reel and not stop by stop. Windows whose lines so far have the same future are one state
with a count (a line that can no longer grow is paid and forgotten; a symbol on which no living line waits is any
other), so tens of millions of windows are some ten thousand states, and all that lines and scatters have to do with
each other is kept. The result, in integers and exact, is how many windows pay how much and give how many free spins.

Each spin is floored to whole gold, `bet * hundredths // 100`, so a round's mean is linear: base spin + expected
number of free spins * free spin (Wald). That number, and the variance, in which a spin's pay and the free spins that it
gives go together, follow by recursion over (free spins left, free spins that may still be given), in doubles, as long
as the machine's bound.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from fractions import Fraction
from functools import cache
from math import sqrt
from typing import NamedTuple

from actors.games.slot.machine import Column, Machine, MachineRefused

STAKE_CLASSES = 100
"""The gold that flooring takes depends on the stake modulo 100 alone: it weighs most at the smallest of each class."""

STEPS_MAX = 1_000_000
"""Bound of an enumeration, some seconds: loading a machine waits for it. A step is a line that meets a column of the
next reel; `fortune` takes 175,000."""

Windows = Mapping[tuple[int, int], int]
"""(hundredths, free spins given) of a window, and how many windows of the cycle are so."""


class Moments(NamedTuple):
    """Mean and standard deviation of the payout of one round for each unit staked."""

    rtp: float
    volatility: float


class Spin(NamedTuple):
    """Of the windows that give `award` free spins: their share, and their part of the first two moments."""

    award: int
    share: float
    mean: float
    square: float


def moments(hits: Mapping[int, int], cycle: int) -> Moments:
    """Return RTP and volatility of `hits` (pay a unit: times in `cycle`): sigma^2 = sum p * pay^2 - RTP^2."""
    mean = Fraction(sum(pay * count for pay, count in hits.items()), cycle)
    square = Fraction(sum(pay * pay * count for pay, count in hits.items()), cycle)
    return Moments(float(mean), sqrt(square - mean * mean))


class SlotOdds:
    """The return of `machine` at any stake; `bet_min` is where the published return is taken."""

    def __init__(self, machine: Machine, bet_min: int) -> None:
        self.machine = machine
        self._windows = enumerate_windows(machine)
        self._cycle = sum(self._windows.values())
        scatter = machine.scatter
        self._multiplier = scatter.multiplier if scatter else 1
        self._budget = scatter.free_spins_max if scatter else 0
        self.free_spins_mean = self._expected_free_spins()
        self.hundredths_max = max(hundredths for hundredths, _ in self._windows)
        self._exact = self._spin_mean(100, 1) + self.free_spins_mean * self._spin_mean(100, self._multiplier)
        self._lost = [self._flooring(bet) for bet in range(STAKE_CLASSES)]
        self.rtp = self.mean(bet_min)
        self.rtp_min = min(self.mean(bet) for bet in range(bet_min, bet_min + STAKE_CLASSES))
        self.volatility = sqrt(self.variance(bet_min))
        self.variance_exact = self.variance(100)

    def mean(self, bet: int) -> float:
        """Return the expected payout / stake at a stake of `bet`, flooring included."""
        return self._exact / 100 - self._lost[bet % STAKE_CLASSES] / bet

    def variance(self, bet: int) -> float:
        """Return the variance of payout / stake at a stake of `bet`, flooring included."""
        base, free = self._groups(bet, 1), self._groups(bet, self._multiplier)
        rest = _free_moments(free)
        first = second = 0.0
        for award, share, mean, square in base:
            later, later_square = rest(award, self._budget - award)
            first += mean + share * later
            second += square + 2 * mean * later + share * later_square
        return (second - first * first) / bet**2

    def share_of_hits(self) -> float:
        """Return the share of paid spins that pay or give free spins."""
        return 1 - self._windows.get((0, 0), 0) / self._cycle

    def _spin_mean(self, bet: int, multiplier: int) -> float:
        gold = sum(bet * hundredths * multiplier // 100 * count for (hundredths, _), count in self._windows.items())
        return gold / self._cycle

    def _flooring(self, bet: int) -> float:
        """Return the expected gold of a round that flooring takes at a stake of `bet` modulo 100."""
        floored = self._spin_mean(bet, 1) + self.free_spins_mean * self._spin_mean(bet, self._multiplier)
        return bet * self._exact / 100 - floored

    def _groups(self, bet: int, multiplier: int) -> list[Spin]:
        sums: dict[int, list[int]] = {}
        for (hundredths, award), count in self._windows.items():
            pay = bet * hundredths * multiplier // 100
            group = sums.setdefault(award, [0, 0, 0])
            group[0] += count
            group[1] += pay * count
            group[2] += pay * pay * count
        return [Spin(award, *(each / self._cycle for each in group)) for award, group in sums.items()]

    def _expected_free_spins(self) -> float:
        """Return the expected number of free spins of a round: each counts one, whatever it pays."""
        shares = [spin._replace(mean=spin.share, square=spin.share) for spin in self._groups(0, 1)]
        rest = _free_moments(shares)
        return sum(spin.share * rest(spin.award, self._budget - spin.award)[0] for spin in shares)


def _free_moments(spins: Iterable[Spin]) -> Callable[[int, int], tuple[float, float]]:
    """Return the first and second moment of the pay of `left` free spins when `budget` more may be given."""

    @cache
    def rest(left: int, budget: int) -> tuple[float, float]:
        first = second = 0.0
        if left:
            for award, share, mean, square in spins:
                given = min(award, budget)
                later, later_square = rest(left - 1 + given, budget - given)
                first += mean + share * later
                second += square + 2 * mean * later + share * later_square
        return first, second

    return rest


class Living(NamedTuple):
    """Lines that may still grow: their rows on the reels to come, leading wilds, symbol (empty: only wilds so far)."""

    rows: tuple[int, ...]
    wilds: int
    symbol: str


State = tuple[int, int, tuple[tuple[Living, int], ...]]
"""Hundredths paid so far, scatters so far, and how many lines live in which way."""


def enumerate_windows(machine: Machine) -> Windows:
    """Return all windows of the cycle, by pay and by the free spins that they give.

    Raises:
        MachineRefused: there are too many different ones to enumerate (STEPS_MAX).
    """
    lines = Counter(Living(tuple(rows), 0, "") for rows in machine.lines)
    states: Counter[State] = Counter({(0, 0, tuple(sorted(lines.items()))): 1})
    left = STEPS_MAX
    for reel, columns in enumerate(machine.columns):
        states, left = _next_reel(machine, reel, columns, states, left)
    windows: Counter[tuple[int, int]] = Counter()
    for (hundredths, scatters, _), count in states.items():
        windows[hundredths + machine.scatter_hundredths(scatters), machine.free_spins(scatters)] += count
    return windows


def _next_reel(
    machine: Machine, reel: int, columns: list[Column], states: Counter[State], left: int
) -> tuple[Counter[State], int]:
    """Return the states after one more reel, and the steps that are left. Raises MachineRefused: too few are left."""
    last = reel + 1 == len(machine.reels)
    all_symbols = frozenset(machine.runs)

    @cache
    def seen(waited_for: frozenset[str]) -> list[tuple[Column, int]]:
        kept = waited_for | {machine.wild}
        alike = Counter(Column(tuple(s if s in kept else "" for s in c.symbols), c.scatters) for c in columns)
        return list(alike.items())

    after: Counter[State] = Counter()
    for (hundredths, scatters, living), times in states.items():
        symbols = frozenset(line.symbol for line, _ in living)
        found = seen(all_symbols if "" in symbols else symbols)
        left -= len(found) * (1 + len(living))
        if left < 0:
            raise MachineRefused(
                f"machine {machine.id}: its windows differ in too many ways to enumerate them; give it shorter reels, "
                f"fewer lines or fewer symbols"
            )
        for column, count in found:
            paid, grown = _grow(machine, reel, column.symbols, living, last)
            after[hundredths + paid, scatters + column.scatters, grown] += times * count
    return after, left


def _grow(
    machine: Machine, reel: int, column: tuple[str, ...], living: tuple[tuple[Living, int], ...], last: bool
) -> tuple[int, tuple[tuple[Living, int], ...]]:
    """Return the pay of the lines that end at this reel, and the lines that go on."""
    paid = 0
    grown: dict[Living, int] = {}
    for (rows, wilds, symbol), count in living:
        shown = column[rows[0]]
        length = reel
        if shown == machine.wild:
            wilds, length = wilds + (not symbol), reel + 1
        elif shown and shown in machine.runs and symbol in ("", shown):
            symbol, length = shown, reel + 1
        if length > reel and not last:
            line = Living(rows[1:], wilds, symbol)
            grown[line] = grown.get(line, 0) + count
        else:
            hundredths = machine.runs[symbol][length] if symbol else 0
            paid += count * max(hundredths, machine.wild_runs[wilds][1])
    return paid, tuple(sorted(grown.items())) if len(grown) > 1 else tuple(grown.items())
