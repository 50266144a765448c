"""Deletes finished batches and old command rows, by walking through the blocks of their tables.

A step looks at a few blocks and is a transaction of its own, so that it never holds a lock for long and costs the same
however large a table is. Each block is looked at once a pass: no index has to know the oldest rows, and none of the
rows that were deleted before are passed again.
"""

import asyncio
from typing import NamedTuple

from persistence.postgres.connections import Readers

RETENTION_HOURS_MIN = 24
"""A reply is kept at least this long (architecture.md, Exactly once)."""
STEP_BLOCKS = 16
"""Blocks (of 8 KiB) that a step looks at, of each partition: some thousand rows in all."""
STEP_PAUSE_S = 0.02
"""Between two steps, so that a pass takes a small share of the server."""

BLOCKS_SQL = """
SELECT max(pg_relation_size(relid)) / current_setting('block_size')::bigint + 1
FROM (SELECT relid FROM pg_partition_tree($1::text::regclass) UNION SELECT $1::text::regclass) AS part
"""
BY_BLOCKS_SQL = "SET LOCAL enable_seqscan = off"
"""Or a table whose statistics are old would be read as a whole."""
PRUNE_BATCHES_SQL = """
DELETE FROM commit_batch
WHERE ctid >= $2::tid AND ctid < $3::tid AND at < clock_timestamp() - $1 * interval '1 hour'
"""
PRUNE_COMMANDS_SQL = """
DELETE FROM command c
WHERE c.ctid >= $2::tid AND c.ctid < $3::tid AND c.at < clock_timestamp() - $1 * interval '1 hour'
  AND c.reply IS NOT NULL
  AND (c.origin NOT LIKE 'entity:%' OR NOT EXISTS (
      SELECT FROM tell t WHERE t.id = CASE WHEN c.id ~ '^[0-9a-f]{32}$' THEN c.id::uuid END))
"""
"""A command without a reply will still be completed, and the row of a tell outlives the tell itself."""


class Pruned(NamedTuple):
    """Numbers of deleted rows."""

    batches: int
    commands: int


class PostgresRetention:
    """Deletes what is older than the retention."""

    def __init__(self, readers: Readers, step_blocks: int = STEP_BLOCKS, pause_s: float = STEP_PAUSE_S) -> None:
        self._readers = readers
        self._step_blocks = step_blocks
        self._pause_s = pause_s

    async def prune(self, older_than_hours: int) -> Pruned:
        """Delete batches, then commands, older than that; return how many. Raises Unreachable.

        Raises:
            ValueError: less than `RETENTION_HOURS_MIN`.
        """
        if older_than_hours < RETENTION_HOURS_MIN:
            raise ValueError(f"replies are kept at least {RETENTION_HOURS_MIN} h")
        return Pruned(
            await self._walk("commit_batch", PRUNE_BATCHES_SQL, older_than_hours),
            await self._walk("command", PRUNE_COMMANDS_SQL, older_than_hours),
        )

    async def _walk(self, table: str, statement: str, older_than_hours: int) -> int:
        """Run `statement` on every block of a table that it has now: what is written later is not old."""
        total = 0
        async with self._readers.connection() as connection:
            blocks = await connection.fetchval(BLOCKS_SQL, table)
        for first in range(0, blocks, self._step_blocks):
            ends = (first, 0), (first + self._step_blocks, 0)
            async with self._readers.connection() as connection, connection.transaction():
                await connection.execute(BY_BLOCKS_SQL)
                status = await connection.execute(statement, older_than_hours, *ends)
            total += int(status.split()[-1])
            await asyncio.sleep(self._pause_s)
        return total
