"""A database for a whole module, for tests that share one cluster."""

import asyncio
import secrets
from collections.abc import Iterator

import asyncpg
import pytest


@pytest.fixture(scope="module")
def module_database_url(postgres_url: str, template_database: str) -> Iterator[str]:
    """A database of the module's own."""
    name = f"test_{secrets.token_hex(6)}"
    asyncio.run(_execute(postgres_url, f"CREATE DATABASE {name} TEMPLATE {template_database}"))
    yield f"{postgres_url.rpartition('/')[0]}/{name}"
    asyncio.run(_execute(postgres_url, f"DROP DATABASE {name} WITH (FORCE)"))


async def _execute(url: str, statement: str) -> None:
    connection = await asyncpg.connect(url)
    try:
        await connection.execute(statement)
    finally:
        await connection.close()
