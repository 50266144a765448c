"""Filed notices in Postgres: rows of `fact`, like those of what was read."""

from collections.abc import Sequence

import sqlalchemy as sa

from persistence.notices import FiledNotice
from persistence.postgres.pooled_store import PooledStore

_UNREAD = sa.text(
    """
    SELECT (n.data ->> 'number')::bigint, n.data ->> 'notice_id', n.data ->> 'notice_type', n.data -> 'payload'
    FROM fact n
    WHERE n.key = :user_id AND n.type = 'notice' AND n.kind = 'user'
      AND (n.data ->> 'number')::bigint > :after
      AND NOT EXISTS (
          SELECT FROM fact r
          WHERE r.key = n.key AND r.type = 'notice_read' AND r.kind = 'user' AND r.at >= n.at
            AND jsonb_exists(r.data -> 'ids', n.data ->> 'notice_id'))
    ORDER BY 1 LIMIT :rows_max
    """
)


class PostgresNotices(PooledStore):
    """`Notices` on Postgres. `url` as asyncpg takes it; connects on first use."""

    pool_name = "notices"
    connections_max = 1

    async def unread(self, user_id: str, after: int | None, rows_max: int) -> Sequence[FiledNotice]:
        """See `Notices.unread`."""
        wanted = {"user_id": user_id, "after": after or 0, "rows_max": rows_max}
        async with self._transaction() as connection:
            rows = await connection.execute(_UNREAD, wanted)
            return [FiledNotice(*row) for row in rows]
