"""Brings a database to a revision of the schema: one transaction, one migrator at a time, and no long wait for a lock.

The functions are blocking; a program that runs an event loop calls them in a thread.
"""

import asyncio
from collections.abc import Callable, Sequence
from importlib.resources import files

import asyncpg
from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, text
from sqlalchemy.ext.asyncio import create_async_engine
from sqlalchemy.pool import NullPool

LOCK_TIMEOUT_MS = 4_000
STATEMENT_TIMEOUT_MS = 5_000
TURN_TIMEOUT_MS = 60_000
"""Time that a migrator waits for another one to finish."""
MIGRATION_LOCK = 0x70697462_6F7373
"""Key of the advisory lock that migrators take."""


def upgrade(url: str, revision: str = "head") -> None:
    """Migrate the database at `url` (of the schema's owner) up to `revision`; nothing happens when it is there."""
    asyncio.run(_migrate(url, lambda config: command.upgrade(config, revision)))


def downgrade(url: str, revision: str) -> None:
    """Migrate the database at `url` down to `revision`, `base` for nothing. Its data are lost."""
    asyncio.run(_migrate(url, lambda config: command.downgrade(config, revision)))


def heads() -> Sequence[str]:
    """Return the newest revisions; more than one means that two branches must be merged."""
    return ScriptDirectory.from_config(_config()).get_heads()


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(files("migrations")).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    return config


async def _migrate(url: str, action: Callable[[Config], None]) -> None:
    engine = create_async_engine(
        "postgresql+asyncpg://", async_creator=lambda: asyncpg.connect(url), poolclass=NullPool
    )
    async with engine.begin() as connection:
        await connection.execute(text(f"SET LOCAL lock_timeout = {TURN_TIMEOUT_MS}"))
        await connection.execute(text(f"SELECT pg_advisory_xact_lock({MIGRATION_LOCK})"))
        await connection.execute(text(f"SET LOCAL lock_timeout = {LOCK_TIMEOUT_MS}"))
        await connection.execute(text(f"SET LOCAL statement_timeout = {STATEMENT_TIMEOUT_MS}"))
        await connection.run_sync(_with_alembic, action)


def _with_alembic(connection: Connection, action: Callable[[Config], None]) -> None:
    config = _config()
    config.attributes["connection"] = connection
    action(config)
