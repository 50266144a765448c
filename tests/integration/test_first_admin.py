"""The account `admin` at the start of the platform, over a real database."""

import asyncio

import asyncpg
import pytest

from cluster.dev.first_admin import AdminRefused, make_first_admin
from cluster.settings import read_settings

SECRET = "a secret of the tests, long enough"


def settings(**variables):
    return read_settings({"JWT_SECRET_KEY": SECRET, **variables})


def stored(url):
    async def read():
        connection = await asyncpg.connect(url)
        try:
            return await connection.fetch("SELECT username, role, password_hash FROM account")
        finally:
            await connection.close()

    return asyncio.run(read())


def test_a_generated_password_is_told_once_and_only_its_hash_is_stored(database_url):
    generated = make_first_admin(database_url, settings())
    assert make_first_admin(database_url, settings()) is None

    [(username, role, password_hash)] = stored(database_url)
    assert (username, role) == ("admin", "ADMIN")
    assert password_hash.startswith("$argon2id$")
    assert generated not in password_hash


def test_a_weak_password_of_the_setting_is_refused_and_nothing_is_made(database_url):
    with pytest.raises(AdminRefused, match="PITBOSS_ADMIN_PASSWORD"):
        make_first_admin(database_url, settings(PITBOSS_ADMIN_PASSWORD="password"))
    assert stored(database_url) == []


def test_without_a_database_the_start_says_so():
    with pytest.raises(AdminRefused, match="could not be made"):
        make_first_admin("postgresql://nobody@127.0.0.1:1/none", settings())
