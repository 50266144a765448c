"""One cluster for a whole module, with what the tests ask of its database."""

from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from dataclasses import replace
from typing import Any, NamedTuple

import asyncpg
import pytest
import pytest_asyncio

from gateway.budgets import Budgets
from gateway.realtime.limits import SocketLimits
from tests.integration.cluster import Cluster, running_cluster
from tests.integration.realtime.player import CONFIG, Socket, User, joined, new_user


class Stored(NamedTuple):
    """How much is in the tables that a command writes."""

    commands: int
    transfers: int
    rounds: int


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def cluster(module_database_url: str) -> AsyncIterator[Cluster]:
    """One host and one gateway."""
    async with running_cluster(module_database_url, config=CONFIG) as running:
        yield running


@pytest.fixture
def user() -> User:
    return new_user()


@pytest_asyncio.fixture(loop_scope="module")
async def socket(cluster: Cluster, user: User) -> AsyncIterator[Socket]:
    """A connected socket of `user`."""
    async with joined(cluster, user) as opened:
        yield opened


@pytest.fixture
def limits(cluster: Cluster) -> Iterator[Callable[..., SocketLimits]]:
    """Sets limits for the connections, sockets and players of one test."""
    hub = cluster.gateway.hub
    before = hub.limits

    def change(**values: Any) -> SocketLimits:
        hub.limits = replace(before, **values)
        hub.budgets = Budgets(hub.limits, hub.clock)
        return hub.limits

    yield change
    hub.limits, hub.budgets = before, Budgets(before, hub.clock)


@pytest.fixture
def stored(database: asyncpg.Pool) -> Callable[[], Awaitable[Stored]]:
    async def count() -> Stored:
        tables = ("command", "transfer", "game_round")
        return Stored(*[await database.fetchval(f"SELECT count(*) FROM {table}") for table in tables])

    return count
