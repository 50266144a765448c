"""The options of `pitboss play`."""

from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path


class Choice(StrEnum):
    """The hand to play at rock, paper, scissors."""

    ROCK = "rock"
    PAPER = "paper"
    SCISSORS = "scissors"
    RANDOM = "random"


@dataclass(frozen=True, slots=True)
class PlayOptions:
    """The options of one call. Without `username` a new player; `drop` cuts the connection half-way.

    `auto_cashout` is in hundredths, 0 for none; it and `table` are for crash.
    """

    url: str
    rounds: int
    bet: int
    choice: Choice
    username: str = ""
    password_file: Path | None = None
    drop: bool = False
    game: str = "rps"
    table: str = "main"
    auto_cashout: int = 200
