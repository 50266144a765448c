"""The twins that the contract suites run on, and requests to commit."""

import secrets
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Protocol

import pytest

from persistence.audit import Audit, AuditFilter, AuditRow
from persistence.entities.commits import CommitStore
from persistence.entities.ownership import Ownership
from persistence.memory.audit import MemoryAudit
from persistence.memory.entities.store import MemoryStore
from persistence.postgres.audit import PostgresAudit
from persistence.postgres.entities.store import PostgresStore
from tests.contracts.rows import SHARD

LEASE_TTL_MS = 60_000


class Stores(CommitStore, Ownership, Protocol):
    """Both ports on one database."""


@pytest.fixture(params=["memory", "postgres"])
def url(request: pytest.FixtureRequest) -> str:
    """A fresh database for the stores on Postgres, nothing for those in memory.

    Not async, since the database is made with an event loop of its own.
    """
    return request.getfixturevalue("database_url") if request.param == "postgres" else ""


@pytest.fixture
def trail() -> list[AuditRow]:
    """The audit rows of the stores in memory."""
    return []


@pytest.fixture
async def audit(url: str, trail: list[AuditRow]) -> AsyncIterator[Audit]:
    """The audit trail that the other stores of a test write in."""
    if not url:
        yield MemoryAudit(trail)
        return
    store = PostgresAudit(url)
    yield store
    await store.close()


@pytest.fixture
def events(audit: Audit) -> Callable[[], Awaitable[list[str]]]:
    """Reads the events of the audit trail, oldest first."""

    async def read() -> list[str]:
        return [entry.row.event for entry in reversed(await audit.page(AuditFilter(), None, 1_000))]

    return read


@pytest.fixture
def connect(url: str) -> Callable[[], Awaitable[MemoryStore | PostgresStore]]:
    """Opens the runtime's store on a fresh database."""
    if url:
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


@pytest.fixture
async def host(store: Stores) -> int:
    """A living incarnation that owns `SHARD` at epoch 1."""
    incarnation = await store.register("c", "host-0", "unix:/h0", 60_000)
    assert await store.claim(incarnation, [SHARD]) == {SHARD: 1}
    return incarnation
