"""All stores of one process on one database: `PostgresStore` is a `CommitStore`, an `Ownership` and `Announcements`."""

from typing import Self

from persistence.postgres.connections import (
    ANSWER_MARGIN_S,
    HOT_PATH_PLANNING,
    CommitConnection,
    Readers,
    session_settings,
)
from persistence.postgres.entities.announcements import PostgresAnnouncements
from persistence.postgres.entities.commits import COMMIT_SQL, PostgresCommits
from persistence.postgres.entities.loads import PostgresLoads
from persistence.postgres.entities.ownership import RENEW_SQL, PostgresOwnership
from persistence.postgres.entities.retention import PostgresRetention

COMMIT_SHARE_OF_LEASE = 0.4
"""Statement time-out as a share of the lease: below one half, so that a commit ends well before its host's lease."""
RENEW_SHARE_OF_LEASE = 0.25


class PostgresStore(PostgresCommits, PostgresLoads, PostgresOwnership, PostgresAnnouncements, PostgresRetention):
    """Made by `connect`; ended by `close`."""

    def __init__(self, commits: CommitConnection, renewals: CommitConnection, readers: Readers) -> None:
        PostgresCommits.__init__(self, commits, readers)
        PostgresOwnership.__init__(self, renewals, readers)
        PostgresAnnouncements.__init__(self, readers)
        PostgresRetention.__init__(self, readers)

    @classmethod
    async def connect(cls, url: str, *, lease_ttl_ms: int) -> Self:
        """Stores on the database at `url`, its schema being at the head. Raises Unreachable.

        `url` is of the schema's owner or of a member of the role `pitboss_app`; the sessions run as that role.
        """
        commit_ms = int(lease_ttl_ms * COMMIT_SHARE_OF_LEASE)
        renew_ms = int(lease_ttl_ms * RENEW_SHARE_OF_LEASE)
        store = cls(
            CommitConnection(
                url, COMMIT_SQL, session_settings("commits", commit_ms, HOT_PATH_PLANNING), _answer_s(commit_ms)
            ),
            CommitConnection(url, RENEW_SQL, session_settings("renewals", renew_ms, {}), renew_ms / 1000),
            Readers(url, commit_ms),
        )
        await store._open()
        return store

    async def close(self) -> None:
        """Drop every connection; a commit that runs ends with its outcome unknown."""
        self._connection.terminate()
        self._renewals.terminate()
        await self._readers.close()

    async def _open(self) -> None:
        await self._readers.open()
        try:
            await self._connection.open()
            await self._renewals.open()
        except BaseException:
            await self.close()
            raise


def _answer_s(statement_timeout_ms: int) -> float:
    return statement_timeout_ms / 1000 + ANSWER_MARGIN_S
