"""The days of streaks in Postgres."""

from collections.abc import Sequence

import sqlalchemy as sa

from persistence.postgres.pooled_store import PooledStore
from persistence.streaks import StreakDay

_PAGE = sa.text(
    """
    SELECT run, count, day, time_zone, freezes_used, ended FROM streak_day
    WHERE user_id = :user_id AND (CAST(:run AS bigint) IS NULL OR (run, count) < (:run, :count))
    ORDER BY run DESC, count DESC LIMIT :rows_max
    """
)


class PostgresStreakDays(PooledStore):
    """`StreakDays` on Postgres. `url` as asyncpg takes it; connects on first use."""

    pool_name = "streaks"
    connections_max = 1

    async def page(self, user_id: str, before: tuple[int, int] | None, rows_max: int) -> Sequence[StreakDay]:
        """See `StreakDays.page`."""
        run, count = before or (None, None)
        wanted = {"user_id": user_id, "run": run, "count": count, "rows_max": rows_max}
        async with self._transaction() as connection:
            rows = await connection.execute(_PAGE, wanted)
            return [StreakDay(*row) for row in rows]
