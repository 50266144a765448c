"""The days of players' streaks, as their players look back on them: the port and its record.

`persistence.postgres.streaks` and `persistence.memory.streaks` are its stores; `tests/contracts/test_streak_days.py`
runs both.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Protocol


@dataclass(frozen=True, slots=True)
class StreakDay:
    """A day that counted: the `number`th of the run. `ended` is the length of the run that it found lost, else 0."""

    run: int
    number: int
    day: date
    time_zone: str
    freezes_used: int
    ended: int


class StreakDays(Protocol):
    """The days of streaks, looked up. The method raises Unreachable."""

    async def page(self, user_id: str, before: tuple[int, int] | None, rows_max: int) -> Sequence[StreakDay]:
        """Return the newest days of a player, newest first; of those before (run, number) if that is given."""
        ...
