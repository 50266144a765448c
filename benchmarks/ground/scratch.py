"""A database of a benchmark's own on the platform's server: migrated, and dropped afterwards."""

import asyncio
import contextlib
from collections.abc import Iterator

import asyncpg

from persistence.postgres.schema.migrate import upgrade

NAME = "pitboss_bench"


@contextlib.contextmanager
def scratch_database(url: str) -> Iterator[str]:
    """Yield the URL of an empty, migrated database beside the one at `url`; drop it afterwards."""
    asyncio.run(_execute(url, f"DROP DATABASE IF EXISTS {NAME} WITH (FORCE)", f"CREATE DATABASE {NAME}"))
    try:
        scratch = url.rpartition("/")[0] + f"/{NAME}"
        upgrade(scratch)
        yield scratch
    finally:
        asyncio.run(_execute(url, f"DROP DATABASE IF EXISTS {NAME} WITH (FORCE)"))


async def _execute(url: str, *statements: str) -> None:
    connection = await asyncpg.connect(url)
    try:
        for statement in statements:
            await connection.execute(statement)
    finally:
        await connection.close()
