"""Rock, paper, scissors against the house: one float, three choices; a tie returns the bet.

What a win pays is a definition (`actors.definitions.book`) of the area `rps`, of which there is one, `standard`.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Annotated, Any, ClassVar, Literal, Self, get_args

import msgspec
from msgspec import Meta, Struct

from actors.definitions.body import as_file
from actors.definitions.book import Area, BuiltIn, DefinitionRefused
from actors.fairness.floats import choose
from actors.games.contract import NO_MEMORY, Memory, Odds, Played, Refusal, won
from actors.games.returns import lowest_return
from actors.games.shown import ShownVersion, version_refusal
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


class RpsPlay(Command, frozen=True, omit_defaults=True):
    """One round against the house; `bet` in gold.

    With the `version` of the pays that the player was shown, a round by any other is refused: `version_conflict`.
    """

    TYPE: ClassVar[str] = "rps.play"
    REPLY: ClassVar[type[ServerPayload]] = RpsPlayed
    bet: Amount
    """Stake, in whole gold."""
    choice: RpsChoice
    """The player's choice."""
    version: ShownVersion | None = None
    """Version number of the pays that the player was shown; null is any."""


CHOICES: tuple[RpsChoice, ...] = get_args(RpsChoice)
"""Each beats the one before it, and the first beats the last."""
RPS, STANDARD = "rps", "standard"
FIRST = 1
"""The version that a record leaves out: rounds were recorded before there were others."""
WIN_HUNDREDTHS = 195
"""The pay of a win on a stake of 100, by the first version."""
WIN_HUNDREDTHS_MAX = 200
"""Above it players would be paid more than they stake."""
ODDS_KEPT = 4_096
"""Stakes whose odds a process remembers."""
_RESULTS: tuple[Literal["tie", "win", "lose"], ...] = ("tie", "win", "lose")


class RpsPays(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The body of a definition: what a win pays, in hundredths of the stake."""

    id: Literal["standard"]
    version: Annotated[int, Meta(ge=1)]
    win_cents: Annotated[int, Meta(ge=100, le=WIN_HUNDREDTHS_MAX)]


@dataclass(frozen=True, slots=True)
class Rps:
    """`win_hundredths` is what a win pays on a stake of 100; `bet_min` the smallest stake."""

    win_hundredths: int
    bet_min: int
    config_version: int
    closed: bool = False
    name: ClassVar[str] = RPS
    area: ClassVar[str] = RPS
    about: ClassVar[str] = "Rock, paper, scissors."
    command: ClassVar[type[RpsPlay]] = RpsPlay

    @classmethod
    def of(cls, economy: EconomyConfig) -> Self:
        """Return the game by the operator's numbers."""
        return cls(WIN_HUNDREDTHS, economy.bet_min, FIRST)

    def refusal(self, command: RpsPlay, now_ms: int, /) -> Refusal | None:
        if self.closed:
            return Refusal("item_inactive", {"game": RPS})
        return version_refusal("game", RPS, command.version, self.config_version)

    def stake(self, command: RpsPlay, /) -> int:
        return command.bet

    def payout_max(self, command: RpsPlay, /) -> int:
        return max(command.bet, payout_of(command.bet, self.win_hundredths))

    def play(self, command: RpsPlay, floats: Iterator[float], memory: Memory = NO_MEMORY, /) -> Played:
        bet = command.bet
        house = choose(next(floats), len(CHOICES))
        lead = (CHOICES.index(command.choice) - house) % len(CHOICES)
        outcome: dict[str, Any] = {"choice": command.choice, "opponent": CHOICES[house], "result": _RESULTS[lead]}
        if self.config_version != FIRST:
            outcome["version"] = self.config_version
        payout = (bet, payout_of(bet, self.win_hundredths), 0)[lead]
        return Played(payout, won(bet, payout), outcome)

    def defined(
        self, bodies: Mapping[str, RpsPays], closed: Collection[str] = (), config_version: int | None = None, /
    ) -> Self:
        pays = bodies[STANDARD]
        version = config_version or pays.version
        return replace(self, win_hundredths=pays.win_cents, config_version=version, closed=STANDARD in closed)

    def played_by(self, outcome: Mapping[str, Any], /) -> tuple[str, int]:
        return STANDARD, outcome.get("version", FIRST)

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

    def rtp(self) -> float | None:
        return lowest_return(self, self.bet_min)

    def view(self) -> dict[str, Any]:
        return {"choices": CHOICES, "win_cents": self.win_hundredths, "version": self.config_version}

    def examples(self, bet: int, /) -> Sequence[RpsPlay]:
        return [RpsPlay(bet=bet, choice=choice) for choice in CHOICES]


@lru_cache(ODDS_KEPT)
def _odds(win_hundredths: int, bet: int) -> Odds:
    """Return the odds: a third each for win, tie and loss."""
    win = payout_of(bet, win_hundredths) / bet
    mean = (win + 1) / len(CHOICES)
    return Odds(mean, (win * win + 1) / len(CHOICES) - mean * mean)


def rps_area(economy: EconomyConfig) -> Area[RpsPays]:
    """Return the area; the proof of pays is their published return."""

    def decode(key: str, version: int, source: Mapping[str, Any]) -> RpsPays:
        try:
            return msgspec.json.decode(as_file(key, version, source), type=RpsPays)
        except msgspec.ValidationError as error:
            raise DefinitionRefused(str(error)) from None

    def prove(pays: RpsPays) -> dict[str, Any]:
        return {"rtp": Rps(pays.win_cents, economy.bet_min, pays.version).rtp()}

    return Area(
        name=RPS, decode=decode, prove=prove, built_in={STANDARD: BuiltIn(FIRST, {"win_cents": WIN_HUNDREDTHS})}
    )
