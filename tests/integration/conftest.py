"""What tests that share one cluster for a whole module have in common; each folder makes its own `cluster`."""

from collections.abc import AsyncIterator, Iterator

import asyncpg
import httpx
import pytest
import pytest_asyncio

from tests.databases import fresh_database
from tests.integration.cluster import Cluster
from tests.patient import patient_client


@pytest.fixture(scope="module")
def module_database_url(postgres_url: str, template_database: str) -> Iterator[str]:
    """A database of the module's own."""
    with fresh_database(postgres_url, template_database) as url:
        yield url


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def http(cluster: Cluster) -> AsyncIterator[httpx.AsyncClient]:
    async with patient_client(base_url=cluster.url) as client:
        yield client


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def database(module_database_url: str) -> AsyncIterator[asyncpg.Pool]:
    async with asyncpg.create_pool(module_database_url, min_size=1, max_size=2) as pool:
        yield pool
