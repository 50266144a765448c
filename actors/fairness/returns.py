"""The check of what is published: payouts, and what chance decides, against their computed mean and variance.

The payouts of n independent rounds with means m_i and variances v_i have the mean sum(m_i) and the variance sum(v_i),
so stakes and ways to play may be mixed as they come: z = (paid - sum(m_i)) / sqrt(sum(v_i)). The same holds for any
number that is drawn, and for draws whose odds depend on those before (pity), as long as each is given its odds.
"""

from math import sqrt

from msgspec import Struct

ALARM_Z = 4.0
"""An honest game exceeds it once in 16,000 independent checks."""
ALARM_ROUNDS_MIN = 10_000
"""The sum of fewer rounds is too far from a normal distribution."""


class Observation(Struct, frozen=True):
    """Draws of one kind in a round: their number, the sum that came, and its mean and variance before it was known.

    `what` names the kind: `point` for the end of a curve, `stars_5` for hits of a rarity, `featured_5` for hits that
    are featured.
    """

    what: str
    draws: int
    observed: float
    expected: float
    variance: float


class Draws(Struct, gc=False):
    """Sums over draws of one kind."""

    draws: int = 0
    observed: float = 0.0
    expected: float = 0.0
    variance: float = 0.0

    def add(self, seen: Observation) -> None:
        """Count the draws of a round."""
        self.draws += seen.draws
        self.observed += seen.observed
        self.expected += seen.expected
        self.variance += seen.variance

    def z(self) -> float:
        """Return by how many standard deviations more came than expected; 0 while there was no variance."""
        return (self.observed - self.expected) / sqrt(self.variance) if self.variance > 0 else 0.0

    def alarming(self) -> bool:
        """Return whether chance does not explain any more what was drawn."""
        return self.draws >= ALARM_ROUNDS_MIN and abs(self.z()) > ALARM_Z


class Returns(Struct, gc=False):
    """Sums over the rounds of one game, definition and version; amounts in gold, `variance` in gold squared."""

    rounds: int = 0
    wagered: int = 0
    paid: int = 0
    expected: float = 0.0
    variance: float = 0.0

    def add(self, bet: int, payout: int, expected: float, variance: float) -> None:
        """Count one settled round; `expected` and `variance` are those of its payout before it was known."""
        self.rounds += 1
        self.wagered += bet
        self.paid += payout
        self.expected += expected
        self.variance += variance

    def z(self) -> float:
        """Return by how many standard deviations more was paid than expected; 0 while there was no variance."""
        return (self.paid - self.expected) / sqrt(self.variance) if self.variance > 0 else 0.0

    def alarming(self) -> bool:
        """Return whether chance does not explain the return any more."""
        return self.rounds >= ALARM_ROUNDS_MIN and abs(self.z()) > ALARM_Z
