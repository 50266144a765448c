"""A database on which was played, once a session, and a copy of it for each test."""

import asyncio

import pytest

from tests.databases import fresh_database
from tests.integration.verify.played import play


@pytest.fixture(scope="session")
def played(postgres_url, template_database):
    """The name of a database on which was played; nobody is connected to it."""
    with fresh_database(postgres_url, template_database) as url:
        asyncio.run(play(url))
        yield url.rpartition("/")[2]


@pytest.fixture
def played_url(postgres_url, played):
    with fresh_database(postgres_url, played) as url:
        yield url
