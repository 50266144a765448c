"""What `pitboss play` can be asked for."""

from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path


class Choice(StrEnum):
    """What to play."""

    ROCK = "rock"
    PAPER = "paper"
    SCISSORS = "scissors"
    RANDOM = "random"


class GameName(StrEnum):
    """Which game to play."""

    RPS = "rps"
    SLOT = "slot"
    GACHA = "gacha"
    CRASH = "crash"


@dataclass(frozen=True, slots=True)
class PlayOptions:
    """What `pitboss play` was asked for. Without `username` a new player; `drop` cuts the connection half-way.

    `auto_cashout` is in cents, 0 for none; it and `table` are for crash.
    """

    url: str
    rounds: int
    bet: int
    choice: Choice
    username: str = ""
    password_file: Path | None = None
    drop: bool = False
    game: GameName = GameName.RPS
    table: str = "main"
    auto_cashout: int = 200


@dataclass(frozen=True, slots=True)
class CrewOptions:
    """What `pitboss players` was asked for; the same `seed` gives the same players the same choices."""

    url: str
    count: int
    seconds: float
    seed: int
    table: str = "main"
