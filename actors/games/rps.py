"""Rock, paper, scissors against the house: one float, three choices; a tie returns the bet."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, ClassVar, Literal, Self, get_args

from actors.fairness.floats import choose
from actors.games.contract import NO_MEMORY, Memory, Odds, Played, Refusal
from actors.money.amounts import Amount
from actors.money.economy import EconomyConfig
from actors.money.wallet import payout_of
from actors.runtime.payloads import Command, ServerPayload

RpsChoice = Literal["rock", "paper", "scissors"]


class RpsPlayed(ServerPayload, frozen=True):
    """The result of one round of rock, paper, scissors; `gold` is the balance after it."""

    round_id: str
    """Id of the round."""
    outcome: Literal["win", "lose", "tie"]
    """How the round went for the player."""
    opponent: RpsChoice
    """The house's choice."""
    payout: int
    """Amount paid, in whole gold, the stake included; 0 if nothing."""
    gold: int
    """The player's balance after it, in whole gold."""


class RpsPlay(Command, frozen=True):
    """One round against the house; `bet` in gold."""

    TYPE: ClassVar[str] = "rps.play"
    REPLY: ClassVar[type[ServerPayload]] = RpsPlayed
    bet: Amount
    """Stake, in whole gold."""
    choice: RpsChoice
    """The player's choice."""


CHOICES: tuple[RpsChoice, ...] = get_args(RpsChoice)
"""Each beats the one before it, and the first beats the last."""
ODDS_KEPT = 4_096
"""Stakes whose odds a process remembers."""
_RESULTS: tuple[Literal["tie", "win", "lose"], ...] = ("tie", "win", "lose")
_WON = (None, True, False)


@dataclass(frozen=True, slots=True)
class Rps:
    """`win_hundredths` is what a win pays on a stake of 100; `bet_min` is where the published return is taken."""

    win_hundredths: int
    bet_min: int
    config_version: int
    name: ClassVar[str] = "rps"
    about: ClassVar[str] = "Rock, paper, scissors."
    command: ClassVar[type[RpsPlay]] = RpsPlay

    @classmethod
    def of(cls, economy: EconomyConfig) -> Self:
        """Return the game by the operator's numbers."""
        return cls(economy.rps_win_hundredths, economy.bet_min, economy.version)

    def refusal(self, command: RpsPlay, now_ms: int, /) -> Refusal | None:
        return None

    def stake(self, command: RpsPlay, /) -> int:
        return command.bet

    def payout_max(self, command: RpsPlay, /) -> int:
        return max(command.bet, payout_of(command.bet, self.win_hundredths))

    def play(self, command: RpsPlay, floats: Iterator[float], memory: Memory = NO_MEMORY, /) -> Played:
        bet = command.bet
        house = choose(next(floats), len(CHOICES))
        lead = (CHOICES.index(command.choice) - house) % len(CHOICES)
        outcome = {"choice": command.choice, "opponent": CHOICES[house], "result": _RESULTS[lead]}
        return Played((bet, payout_of(bet, self.win_hundredths), 0)[lead], _WON[lead], outcome)

    def reply(self, played: Played, round_id: str, gold: int, /) -> RpsPlayed:
        return RpsPlayed(
            round_id=round_id,
            outcome=played.outcome["result"],
            opponent=played.outcome["opponent"],
            payout=played.payout,
            gold=gold,
        )

    def odds(self, command: RpsPlay, /) -> Odds:
        return _odds(self.win_hundredths, command.bet)

    def rtp(self) -> float:
        return _odds(self.win_hundredths, self.bet_min).mean

    def view(self) -> dict[str, Any]:
        return {"choices": CHOICES, "win_cents": self.win_hundredths}

    def examples(self, bet: int, /) -> Sequence[RpsPlay]:
        return [RpsPlay(bet=bet, choice=choice) for choice in CHOICES]


@lru_cache(ODDS_KEPT)
def _odds(win_hundredths: int, bet: int) -> Odds:
    """Return the odds: a third each for win, tie and loss."""
    win = payout_of(bet, win_hundredths) / bet
    mean = (win + 1) / len(CHOICES)
    return Odds(mean, (win * win + 1) / len(CHOICES) - mean * mean)
