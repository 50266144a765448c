"""The check of published returns: the payouts of many rounds against their computed mean and variance.

The payouts of n independent rounds with means m_i and variances v_i have the mean sum(m_i) and the variance sum(v_i),
so stakes, machines and ways to play may be mixed as they come: z = (paid - sum(m_i)) / sqrt(sum(v_i)).
"""

from math import sqrt

from msgspec import Struct

ALARM_Z = 4.0
"""An honest game exceeds it once in 16,000 independent checks."""
ALARM_ROUNDS_MIN = 10_000
"""The sum of fewer rounds is too far from a normal distribution."""


class Returns(Struct, gc=False):
    """Sums over the rounds of one game and configuration; amounts in gold, `variance` in gold squared."""

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
