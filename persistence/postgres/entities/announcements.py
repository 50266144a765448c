"""Tells the relays that there are new events, in a transaction of its own.

NOTIFY takes a lock of the whole server while its transaction commits: in that of a commit it would let all commits wait
for each other, and for each other's disk. So it comes after them, and waits for no disk itself.
"""

from collections.abc import Collection

from persistence.postgres.connections import Readers

CHANNEL = "pitboss_outbox"
ANNOUNCE_SQL = f"SELECT set_config('synchronous_commit', 'off', true), pg_notify('{CHANNEL}', $1)"
"""1,024 shards make 4,010 bytes; Postgres takes less than 8,000 (NOTIFY)."""


class PostgresAnnouncements:
    """Rings over the connections of a host's other calls."""

    def __init__(self, readers: Readers) -> None:
        self._readers = readers

    async def announce(self, shards: Collection[int]) -> None:
        """See `Announcements.announce`."""
        async with self._readers.connection() as connection:
            await connection.execute(ANNOUNCE_SQL, ",".join(map(str, sorted(shards))))
