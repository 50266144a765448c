"""Deletes finished batches and old command rows, in chunks that never hold a lock for long."""

from typing import NamedTuple

from persistence.postgres.connections import Readers

RETENTION_HOURS_MIN = 24
"""A reply is kept at least this long (architecture.md, Exactly once)."""
CHUNK_ROWS_MAX = 2_000

PRUNE_BATCHES_SQL = """
DELETE FROM commit_batch WHERE id IN (
    SELECT id FROM commit_batch WHERE at < clock_timestamp() - $1 * interval '1 hour' LIMIT $2)
"""
PRUNE_COMMANDS_SQL = """
DELETE FROM command d USING (
    SELECT c.tx, c.shard FROM command c
    WHERE c.at < clock_timestamp() - $1 * interval '1 hour' AND c.reply IS NOT NULL
      AND (c.origin NOT LIKE 'entity:%' OR NOT EXISTS (
          SELECT FROM tell t WHERE t.id = CASE WHEN c.id ~ '^[0-9a-f]{32}$' THEN c.id::uuid END))
    LIMIT $2) old
WHERE d.tx = old.tx AND d.shard = old.shard
"""
"""A command without a reply will still be completed, and the row of a tell outlives the tell itself."""


class Pruned(NamedTuple):
    """Numbers of deleted rows."""

    batches: int
    commands: int


class PostgresRetention:
    """Deletes what is older than the retention."""

    def __init__(self, readers: Readers, chunk_rows: int = CHUNK_ROWS_MAX) -> None:
        self._readers = readers
        self._chunk_rows = chunk_rows

    async def prune(self, older_than_hours: int) -> Pruned:
        """Delete batches and commands older than that; each chunk is a transaction. Raises Unreachable.

        Raises:
            ValueError: less than `RETENTION_HOURS_MIN`.
        """
        if older_than_hours < RETENTION_HOURS_MIN:
            raise ValueError(f"replies are kept at least {RETENTION_HOURS_MIN} h")
        return Pruned(
            await self._in_chunks(PRUNE_BATCHES_SQL, older_than_hours),
            await self._in_chunks(PRUNE_COMMANDS_SQL, older_than_hours),
        )

    async def _in_chunks(self, statement: str, older_than_hours: int) -> int:
        total = 0
        while True:
            async with self._readers.connection() as connection:
                status = await connection.execute(statement, older_than_hours, self._chunk_rows)
            deleted = int(status.split()[-1])
            total += deleted
            if deleted < self._chunk_rows:
                return total
