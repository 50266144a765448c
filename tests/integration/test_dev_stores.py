"""The stores of `pitboss dev` on a server of one's own: what it refuses is told in one line."""

import asyncio
from contextlib import nullcontext

import asyncpg
import pytest

from cluster.dev.errors import DevError
from cluster.dev.stores import Stores
from cluster.settings import read_settings

SECRET = "a secret of the tests, long enough"


def run(url, *statements):
    async def executed():
        connection = await asyncpg.connect(url)
        try:
            for statement in statements:
                await connection.execute(statement)
        finally:
            await connection.close()

    asyncio.run(executed())


def start(tmp_path, url):
    settings = read_settings({"JWT_SECRET_KEY": SECRET, "PITBOSS_REDIS_URL": "redis://127.0.0.1:1"})
    settings = settings.model_copy(update={"database_url": url})
    Stores(tmp_path, settings, lambda _name: nullcontext(), lambda _line: None).start()


def test_a_user_who_may_not_read_the_revision_is_told_in_one_line(tmp_path, database_url):
    role = f"stranger_{tmp_path.name.lower()}"[:60].replace("-", "_")
    run(database_url, f"CREATE ROLE {role} LOGIN PASSWORD 'p'")
    try:
        with pytest.raises(DevError, match=r"schema of the database.*permission denied") as refused:
            start(tmp_path, as_user(database_url, role))
        assert "\n" not in str(refused.value)
    finally:
        run(database_url, f"DROP ROLE {role}")


def test_a_schema_that_cannot_be_made_is_told_in_one_line(tmp_path, database_url):
    run(database_url, "DROP TABLE alembic_version")
    with pytest.raises(DevError, match=r"schema of the database.*already exists") as refused:
        start(tmp_path, database_url)
    assert "\n" not in str(refused.value)


def as_user(url, user):
    scheme, _, rest = url.partition("://")
    return f"{scheme}://{user}:p@{rest.rpartition('@')[2]}"
