"""The options of `pitboss players`."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class CrewOptions:
    """The options of one call; the same `seed` gives the same players the same choices."""

    url: str
    count: int
    seconds: float
    seed: int
    table: str = "main"
