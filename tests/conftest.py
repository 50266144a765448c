"""Fixtures for everything that needs a real server, and the marks that follow from where a test lies.

Each process of a parallel run has its own servers: they start in one or two seconds, and nothing is shared.
"""

import asyncio
import importlib
import os
import secrets
from collections.abc import Iterator
from pathlib import Path

import asyncpg
import hypothesis
import pytest

from cluster.embedded.postgres import EmbeddedPostgres
from cluster.embedded.valkey import EmbeddedValkey
from tests.quick_folder import quick_folder

TESTS = Path(__file__).parent
TEMPLATE = "pitboss_template"
hypothesis.settings.register_profile("pitboss", deadline=None)
hypothesis.settings.load_profile("pitboss")  # no test asserts speed: a busy machine would fail it
LONG_FAULTS = pytest.StashKey[bool]()


def pytest_configure(config: pytest.Config) -> None:
    """Read our one variable and remove it: the processes under test refuse variables that they do not know."""
    config.stash[LONG_FAULTS] = os.environ.pop("PITBOSS_FAULTS", "short") == "long"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark everything in tests/e2e and tests/faults, which starts whole platforms; those of e2e run one by one."""
    for item in items:
        folder = item.path.relative_to(TESTS).parts[0]
        if folder in {"e2e", "faults"}:
            item.add_marker(folder)
            item.add_marker("serial")
        if folder == "e2e":
            item.add_marker(pytest.mark.xdist_group("platform"))


@pytest.fixture(scope="session")
def long_faults(pytestconfig: pytest.Config) -> bool:
    """Whether `make faults` asked for the long form of the fault tests."""
    return pytestconfig.stash[LONG_FAULTS]


@pytest.fixture(scope="session")
def postgres_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The URL of an empty database of a real PostgreSQL server; its role may do everything. Without fsync."""
    with quick_folder(tmp_path_factory) as folder:
        server = EmbeddedPostgres(folder, durable=False)
        try:
            yield server.start()
        finally:
            server.destroy()


@pytest.fixture(scope="session")
def template_database(postgres_url: str) -> str:
    """The name of a database that holds our schema and no data."""
    migrate = importlib.import_module("persistence.postgres.schema.migrate")
    _execute(postgres_url, f"CREATE DATABASE {TEMPLATE}")
    migrate.upgrade(database_of(postgres_url, TEMPLATE))
    _execute(postgres_url, f"ALTER DATABASE {TEMPLATE} WITH IS_TEMPLATE true ALLOW_CONNECTIONS false")
    return TEMPLATE


@pytest.fixture
def database_url(postgres_url: str, template_database: str) -> Iterator[str]:
    """The URL of a database of the test's own, with our schema and no data."""
    name = f"test_{secrets.token_hex(6)}"
    _execute(postgres_url, f"CREATE DATABASE {name} TEMPLATE {template_database}")
    yield database_of(postgres_url, name)
    _execute(postgres_url, f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture(scope="session")
def valkey_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The URL of a real Valkey server, empty when the session starts."""
    server = EmbeddedValkey(tmp_path_factory.mktemp("valkey"))
    try:
        yield server.start()
    finally:
        server.stop()


def database_of(url: str, name: str) -> str:
    """`url` with another database name."""
    return f"{url.rpartition('/')[0]}/{name}"


def _execute(url: str, statement: str) -> None:
    async def run() -> None:
        connection = await asyncpg.connect(url)
        try:
            await connection.execute(statement)
        finally:
            await connection.close()

    asyncio.run(run())
