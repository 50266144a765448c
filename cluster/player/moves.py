"""A round of each solo game for `pitboss play`: the command, its twin over HTTP, and the result in words."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from actors.messages import GachaPull, RpsPlay, SlotSpin
from cluster.player.options import GameName

MACHINE = "classic"
BANNER = "standard"
COLOURS = {"win": "green", "lose": "red", "tie": "yellow"}


@dataclass(frozen=True, slots=True)
class Move:
    """`payload` takes the stake and, for rock, paper, scissors, the hand."""

    command: str
    path: str
    payload: Callable[[int, str], dict[str, Any]]
    told: Callable[[Mapping[str, Any]], str]


def _rps_told(result: Mapping[str, Any]) -> str:
    outcome = result["outcome"]
    colour = COLOURS.get(outcome, "white")
    return f"[bold {colour}]{outcome}[/bold {colour}] against {result['opponent']}, payout {result['payout']:,}"


def _slot_told(result: Mapping[str, Any]) -> str:
    rows = " / ".join(" ".join(row) for row in zip(*result["window"], strict=True))
    colour = COLOURS["win" if result["payout"] else "lose"]
    return f"{rows}  [bold {colour}]payout {result['payout']:,}[/bold {colour}] ({result['win_class']})"


def _gacha_told(result: Mapping[str, Any]) -> str:
    return ", ".join(f"{pull['item']} {'*' * pull['rarity']}" for pull in result["pulls"])


MOVES: Mapping[GameName, Move] = {
    GameName.RPS: Move(RpsPlay.TYPE, "/api/games/rps/play", lambda bet, hand: {"bet": bet, "choice": hand}, _rps_told),
    GameName.SLOT: Move(
        SlotSpin.TYPE, "/api/games/slot/spin", lambda bet, _: {"machine": MACHINE, "bet": bet}, _slot_told
    ),
    GameName.GACHA: Move(
        GachaPull.TYPE, "/api/games/gacha/pull", lambda *_: {"banner": BANNER, "count": 1}, _gacha_told
    ),
}
"""Pulls have a price of their own, whatever the stake."""
