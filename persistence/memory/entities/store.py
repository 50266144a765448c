"""Both in-memory stores in one object: the twin of `PostgresStore`."""

from collections.abc import Callable, Collection

from persistence.memory.entities.commits import MemoryCommits
from persistence.memory.entities.database import Database
from persistence.memory.entities.ownership import MemoryOwnership


class MemoryStore(MemoryCommits, MemoryOwnership):
    """A `CommitStore`, an `Ownership` and `Announcements`. `tables` is what is stored, for tests to look at.

    `now_ms` is the database's clock. Stores given the same `tables` are several connections to one database, each with
    failures of its own.
    """

    def __init__(self, now_ms: Callable[[], int] = lambda: 0, *, tables: Database | None = None) -> None:
        self.tables = tables or Database(now_ms)
        MemoryCommits.__init__(self, self.tables)
        MemoryOwnership.__init__(self, self.tables)

    async def announce(self, shards: Collection[int]) -> None:
        """See `Announcements.announce`."""
        self.tables.reach()
        for heard in self.tables.outbox_heard:
            heard(sorted(shards))
