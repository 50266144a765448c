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


@dataclass(frozen=True, slots=True)
class PlayOptions:
    """What `pitboss play` was asked for. Without `username` a new player; `drop` cuts the connection half-way."""

    url: str
    rounds: int
    bet: int
    choice: Choice
    username: str = ""
    password_file: Path | None = None
    drop: bool = False
