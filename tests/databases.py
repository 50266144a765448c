"""Databases of tests' own, made of the template that holds our schema."""

import asyncio
import secrets
from collections.abc import Iterator
from contextlib import contextmanager

import asyncpg


def execute(url: str, statement: str) -> None:
    """Execute one statement, with a connection and an event loop of its own."""

    async def run() -> None:
        connection = await asyncpg.connect(url)
        try:
            await connection.execute(statement)
        finally:
            await connection.close()

    asyncio.run(run())


def database_of(url: str, name: str) -> str:
    """`url` with another database name."""
    return f"{url.rpartition('/')[0]}/{name}"


@contextmanager
def fresh_database(postgres_url: str, template: str) -> Iterator[str]:
    """The URL of a copy of the template, dropped afterwards.

    Its files are copied: without fsync that takes half the time of writing each page to the log.
    """
    name = f"test_{secrets.token_hex(6)}"
    execute(postgres_url, f"CREATE DATABASE {name} TEMPLATE {template} STRATEGY FILE_COPY")
    yield database_of(postgres_url, name)
    execute(postgres_url, f"DROP DATABASE {name} WITH (FORCE)")
