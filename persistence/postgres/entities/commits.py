"""The hot path: a group commit is one call of the function `commit_batch` (migrations/sql/0011_commit_batch.sql)."""

from typing import Any

from persistence.entities.records import CommitRequest
from persistence.errors import Unreachable
from persistence.postgres.connections import CommitConnection, Readers
from persistence.postgres.errors import TRANSPORT_ERRORS, commit_error

ABORT_SQL = """
INSERT INTO commit_batch (id, incarnation, state) VALUES ($1, $2, 'aborted') ON CONFLICT DO NOTHING RETURNING true
"""
STATE_SQL = "SELECT state FROM commit_batch WHERE id = $1"


class PostgresCommits:
    """Commit over a connection of their own; settle over another one, since a commit may still hold the first."""

    def __init__(self, connection: CommitConnection, readers: Readers) -> None:
        self._connection = connection
        self._readers = readers

    async def commit(self, request: CommitRequest) -> None:
        """See `CommitStore.commit`."""
        try:
            await self._connection.call(*arguments(request))
        except TRANSPORT_ERRORS as error:
            raise commit_error(error) from error

    async def settle(self, batch_id: str, incarnation: int) -> bool:
        """See `CommitStore.settle`; the unique index waits for a commit that still runs."""
        async with self._readers.connection() as connection:
            if await connection.fetchval(ABORT_SQL, batch_id, incarnation):
                return False
            state = await connection.fetchval(STATE_SQL, batch_id)
        if state is None:
            raise Unreachable(f"batch {batch_id} ended between two looks")
        return bool(state == "committed")


def arguments(request: CommitRequest) -> list[Any]:
    """`request` in the order of the function's parameters; null where there are no rows."""
    return [
        request.batch_id,
        request.incarnation,
        list(request.shards),
        list(request.shards.values()),
        request.commands or None,
        request.completions or None,
        request.transfers or None,
        request.rounds or None,
        request.outbox or None,
        request.tells or None,
        request.tells_done or None,
        request.timers or None,
        request.timers_done or None,
        request.timers_cancelled or None,
        request.parts or None,
        request.seeds or None,
        request.acts or None,
        request.facts or None,
    ]


COMMIT_SQL = f"SELECT commit_batch({', '.join(f'${n}' for n, _ in enumerate(arguments(CommitRequest('', 0)), 1))})"
