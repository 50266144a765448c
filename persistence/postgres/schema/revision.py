"""The revision of a schema, read without Alembic, which takes longer to load than a platform's other parts.

A migration is a file NNNN_name.py in `migrations/versions`, of revision NNNN; a test holds Alembic to the same answer.
"""

import asyncio
from importlib.resources import files

import asyncpg


def newest_revision() -> str:
    """Return the revision that `persistence.postgres.schema.migrate` leads to."""
    names = (entry.name for entry in files("migrations.versions").iterdir())
    return max(name.partition("_")[0] for name in names if name[:1].isdigit())


def is_behind(url: str) -> bool:
    """Return True if the database at `url` lacks a migration. Blocking; raises OSError without a server.

    One that a later release has migrated does not: the release before works on it as it is (decision 0041).
    """
    found = asyncio.run(_revision(url))
    return found is None or found < newest_revision()


async def _revision(url: str) -> str | None:
    connection = await asyncpg.connect(url)
    try:
        found: str | None = await connection.fetchval("SELECT version_num FROM alembic_version")
    except asyncpg.UndefinedTableError:
        return None
    finally:
        await connection.close()
    return found
