"""The twins that the contract suites run on, and requests to commit."""

import secrets
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Protocol

import pytest

from persistence.entities.commits import CommitStore
from persistence.entities.ownership import Ownership
from persistence.memory.entities.store import MemoryStore
from persistence.postgres.entities.store import PostgresStore

LEASE_TTL_MS = 60_000


class Stores(CommitStore, Ownership, Protocol):
    """Both ports on one database."""


@pytest.fixture(params=["memory", "postgres"])
def connect(request: pytest.FixtureRequest) -> Callable[[], Awaitable[MemoryStore | PostgresStore]]:
    """Opens a store on a fresh database; not async, since the database is made with an event loop of its own."""
    if request.param == "postgres":
        url = request.getfixturevalue("database_url")
        return lambda: PostgresStore.connect(url, lease_ttl_ms=LEASE_TTL_MS)

    async def open_memory() -> MemoryStore:
        return MemoryStore(now_ms=lambda: 1_000_000)

    return open_memory


@pytest.fixture
async def store(connect: Callable[[], Awaitable[MemoryStore | PostgresStore]]) -> AsyncIterator[Stores]:
    """One of the twins on a fresh database."""
    opened = await connect()
    yield opened
    if isinstance(opened, PostgresStore):
        await opened.close()


@pytest.fixture
def new_id() -> Callable[[], str]:
    """Makes 128-bit ids in hex."""
    return lambda: secrets.token_hex(16)
