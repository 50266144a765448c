"""A database on which was played, once a module, and a copy of it for each test."""

import asyncio

import pytest

from tests.integration.verify.played import copy_of, play


@pytest.fixture(scope="module")
def played(postgres_url, template_database):
    """The name of a database on which was played; nobody is connected to it."""
    with copy_of(postgres_url, template_database) as url:
        asyncio.run(play(url))
        yield url.rpartition("/")[2]


@pytest.fixture
def played_url(postgres_url, played):
    with copy_of(postgres_url, played) as url:
        yield url
