"""The hot path: a group commit is one call of the function `commit_batch` (migrations/sql/0011_commit_batch.sql)."""

from typing import Any

from persistence.entities.records import CommitRequest
from persistence.errors import RefusedData, StoreError, Unreachable
from persistence.postgres.connections import CommitConnection, Readers
from persistence.postgres.entities.at_fault import COUNT_MISMATCH, at_fault, unmatched
from persistence.postgres.errors import TRANSPORT_ERRORS, commit_error

SETTLE_SQL = """
INSERT INTO commit_batch AS b (id, incarnation, state) VALUES ($1, $2, 'aborted')
ON CONFLICT (id) DO UPDATE SET state = b.state RETURNING b.state
"""
"""Both ways a write: a row that is only read may be of a commit that no standby has yet, and that a failover loses."""


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
            raise await self._meaning(error, request) from error

    async def _meaning(self, error: Exception, request: CommitRequest) -> StoreError:
        """Return what an error means; a refusal names the rows at fault, from the store where the error does not."""
        meaning = commit_error(error)
        if type(meaning) is not RefusedData:
            return meaning
        named = meaning.names | at_fault(request, error)
        if getattr(error, "sqlstate", None) == COUNT_MISMATCH:
            try:
                async with self._readers.connection() as connection:
                    named |= await unmatched(connection, request)
            except (Unreachable, RefusedData):
                pass  # the batch is halved instead
        return RefusedData(str(meaning), named)

    async def settle(self, batch_id: str, incarnation: int) -> bool:
        """See `CommitStore.settle`; the unique index waits for a commit that still runs."""
        async with self._readers.connection() as connection:
            return bool(await connection.fetchval(SETTLE_SQL, batch_id, incarnation) == "committed")


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
