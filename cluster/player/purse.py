"""What a scripted player should own by what it was told, held against what the server says it owns."""

from collections import Counter
from dataclasses import dataclass, field

PROBLEMS_MAX = 20
"""Problems of one player that are kept."""


@dataclass(slots=True)
class Purse:
    """Gold by our own count, and what it came from; `wagered` and `won` are of rounds that have ended."""

    gold: int
    rounds: int = 0
    wagered: int = 0
    won: int = 0
    forced: int = 0
    """Rounds that the guard of the house's bankroll ended before the player would have."""
    refusals: Counter[str] = field(default_factory=Counter)
    problems: list[str] = field(default_factory=list)

    def settle(self, bet: int, payout: int) -> None:
        """A round has ended."""
        self.rounds += 1
        self.wagered += bet
        self.won += payout
        self.gold += payout - bet

    def check(self, told: int, when: str) -> None:
        """The server says that we own `told`; after a difference we go on from there."""
        if told != self.gold:
            self.problem(f"{when}: {told:,} gold, {self.gold:,} by our own count")
            self.gold = told

    def refused(self, code: str, expected: bool) -> None:
        """A command was refused."""
        self.refusals[code] += 1
        if not expected:
            self.problem(f"refused unexpectedly: {code}")

    def problem(self, text: str) -> None:
        """Something was not as it should be."""
        if len(self.problems) < PROBLEMS_MAX:
            self.problems.append(text)
