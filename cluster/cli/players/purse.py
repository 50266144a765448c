"""A scripted player's own count of its gold, compared with the gold that the server names."""

from collections import Counter
from dataclasses import dataclass, field

PROBLEMS_MAX = 20
"""Problems of one player that are kept."""


@dataclass(slots=True)
class Purse:
    """Gold by our own count, and its sources; `wagered` and `won` are of rounds that have ended."""

    gold: int
    rounds: int = 0
    wagered: int = 0
    won: int = 0
    forced: int = 0
    """Rounds that the guard of the house's bankroll ended before the player would have."""
    refusals: Counter[str] = field(default_factory=Counter)
    problems: list[str] = field(default_factory=list)

    def settle(self, bet: int, payout: int) -> None:
        """Count a round that has ended."""
        self.rounds += 1
        self.wagered += bet
        self.won += payout
        self.gold += payout - bet

    def check(self, told: int, when: str) -> None:
        """Compare with `told`, the gold that the server names; after a difference, count on from that."""
        if told != self.gold:
            self.problem(f"{when}: {told:,} gold, {self.gold:,} by our own count")
            self.gold = told

    def refused(self, code: str, expected: bool) -> None:
        """Count a refused command; an unexpected refusal is a problem."""
        self.refusals[code] += 1
        if not expected:
            self.problem(f"refused unexpectedly: {code}")

    def problem(self, text: str) -> None:
        """Keep a problem, up to the bound."""
        if len(self.problems) < PROBLEMS_MAX:
            self.problems.append(text)
