"""Statistics of play, counted round by round, overall and by game.

A tie counts as played and its stake and payout count as wagered and won (so won - wagered is the player's net), but it
is neither a win nor a loss and leaves the streak as it is.
"""

from typing import Any

from msgspec import Struct


class Tally(Struct, array_like=True, gc=False):
    """Running counts; amounts in gold.

    `biggest_win` and `best_multiplier` (payout / bet) are of won rounds. `streak` is the number of wins in a row, or of
    losses in a row as a negative number.
    """

    played: int = 0
    wins: int = 0
    losses: int = 0
    wagered: int = 0
    paid: int = 0
    biggest_win: int = 0
    best_multiplier: float = 0.0
    streak: int = 0

    def add(self, bet: int, payout: int, won: bool | None) -> None:
        """Count one settled round; `won` None is a tie."""
        self.played += 1
        self.wagered += bet
        self.paid += payout
        if won:
            self.wins += 1
            if payout > self.biggest_win:
                self.biggest_win = payout
            if payout / bet > self.best_multiplier:
                self.best_multiplier = payout / bet
            self.streak = self.streak + 1 if self.streak > 0 else 1
        elif won is False:
            self.losses += 1
            self.streak = self.streak - 1 if self.streak < 0 else -1

    def shown(self) -> dict[str, Any]:
        """Return the fields of `GameStats`."""
        decided = self.wins + self.losses
        return {
            "games_played": self.played,
            "wins": self.wins,
            "losses": self.losses,
            "win_rate": self.wins / decided if decided else 0.0,
            "total_wagered": self.wagered,
            "total_won": self.paid,
            "biggest_win": self.biggest_win,
            "best_multiplier": self.best_multiplier,
            "current_streak": self.streak,
        }
