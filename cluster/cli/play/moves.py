"""A round of each solo game: the command, its REST twin, and the result in words."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

MACHINE = "classic"
BANNER = "standard"
COLOURS = {"win": "green", "lose": "red", "tie": "yellow"}


def _plain_summary(result: Mapping[str, Any]) -> str:
    told = (f"{name} {value}" for name, value in result.items() if name not in {"round_id", "gold"})
    return ", ".join(told)


@dataclass(frozen=True, slots=True)
class Move:
    """`payload` takes the stake and the hand of rock, paper, scissors; `summary` takes the result."""

    command: str
    payload: Callable[[int, str], dict[str, Any]]
    summary: Callable[[Mapping[str, Any]], str] = _plain_summary

    @property
    def path(self) -> str:
        """The command's REST twin."""
        return f"/api/games/{self.command.replace('.', '/')}"


def _rps_summary(result: Mapping[str, Any]) -> str:
    outcome = result["outcome"]
    colour = COLOURS.get(outcome, "white")
    return f"[bold {colour}]{outcome}[/bold {colour}] against {result['opponent']}, payout {result['payout']:,}"


def _slot_summary(result: Mapping[str, Any]) -> str:
    rows = " / ".join(" ".join(row) for row in zip(*result["window"], strict=True))
    colour = COLOURS["win" if result["payout"] else "lose"]
    return f"{rows}  [bold {colour}]payout {result['payout']:,}[/bold {colour}] ({result['win_class']})"


def _gacha_summary(result: Mapping[str, Any]) -> str:
    return ", ".join(f"{pull['item']} {'*' * pull['rarity']}" for pull in result["pulls"])


MOVES: Mapping[str, Move] = {
    "rps": Move("rps.play", lambda bet, hand: {"bet": bet, "choice": hand}, _rps_summary),
    "slot": Move("slot.spin", lambda bet, _: {"machine": MACHINE, "bet": bet}, _slot_summary),
    "gacha": Move("gacha.pull", lambda *_: {"banner": BANNER, "count": 1}, _gacha_summary),
}
"""By the game's name. Pulls have a price of their own, whatever the stake."""
CRASH = "crash"
GAMES = (*MOVES, CRASH)
"""The games that can be played here."""
