"""The days of players' streaks, as their players look back on them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Protocol

import sqlalchemy as sa

from persistence.postgres.small_pool import SmallPool

CONNECTIONS_MAX = 1


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
    """Where days are looked up. Every method raises Unreachable."""

    async def page(self, user_id: str, before: tuple[int, int] | None, rows_max: int) -> Sequence[StreakDay]:
        """The newest days of a player, newest first; of those before (run, number) if that is given."""
        ...


_PAGE = sa.text(
    """
    SELECT run, count, day, time_zone, freezes_used, ended FROM streak_day
    WHERE user_id = :user_id AND (CAST(:run AS bigint) IS NULL OR (run, count) < (:run, :count))
    ORDER BY run DESC, count DESC LIMIT :rows_max
    """
)


class PostgresStreakDays:
    """`StreakDays` on Postgres. `url` as asyncpg takes it; connects on first use."""

    def __init__(self, url: str) -> None:
        self._pool = SmallPool(url, "streaks", CONNECTIONS_MAX)

    async def close(self) -> None:
        """Close every connection."""
        await self._pool.close()

    async def page(self, user_id: str, before: tuple[int, int] | None, rows_max: int) -> Sequence[StreakDay]:
        """See `StreakDays.page`."""
        run, count = before or (None, None)
        wanted = {"user_id": user_id, "run": run, "count": count, "rows_max": rows_max}
        async with self._pool.transaction() as connection:
            rows = await connection.execute(_PAGE, wanted)
            return [StreakDay(*row) for row in rows]


class MemoryStreakDays:
    """The in-memory `StreakDays`; `days` are by player, oldest first."""

    def __init__(self) -> None:
        self.days: dict[str, list[StreakDay]] = {}

    async def page(self, user_id: str, before: tuple[int, int] | None, rows_max: int) -> Sequence[StreakDay]:
        """See `StreakDays.page`."""
        newest_first = sorted(self.days.get(user_id, ()), key=lambda day: (day.run, day.number), reverse=True)
        return [day for day in newest_first if before is None or (day.run, day.number) < before][:rows_max]
