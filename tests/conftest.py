"""Fixtures for everything that needs a real server, and the marks that follow from where a test lies.

Each process of a parallel run has its own servers: they start in one or two seconds, and nothing is shared.
"""

import gc
import importlib
import os
from collections.abc import Generator, Iterator
from pathlib import Path
from typing import Any

import hypothesis
import pytest

from cluster.embedded.postgres import EmbeddedPostgres
from cluster.embedded.valkey import EmbeddedValkey
from gateway.auth.tokens import AccessTokens
from tests.databases import database_of, execute, fresh_database
from tests.quick_folder import quick_folder

TESTS = Path(__file__).parent
TEMPLATE = "pitboss_template"
EXAMPLES = 50
"""Of each property, in `make test`; `make properties` tries twenty times as many."""
hypothesis.settings.register_profile("pitboss", deadline=None, max_examples=EXAMPLES)
hypothesis.settings.register_profile("long", deadline=None, max_examples=20 * EXAMPLES)
hypothesis.settings.load_profile("pitboss")  # no test asserts speed: a busy machine would fail it
FIRST = ("integration/guides", "integration/stories", "web/journeys", "web/journeys/outages")
"""Folders with the longest tests; those of the journeys have a platform for all of them."""
LONG_FORMS = pytest.StashKey[frozenset[str]]()
KAFKA = pytest.StashKey[str]()
"""HOST:PORT of the broker against which the tests of the event stream run; empty: embedded ones."""
FORMS = ("PITBOSS_E2E", "PITBOSS_FAULTS", "PITBOSS_GUIDES")
"""Variables with which make asks for the long form of tests."""


def pytest_configure(config: pytest.Config) -> None:
    """Read our variables and remove them: the processes under test refuse variables that they do not know."""
    config.stash[LONG_FORMS] = frozenset(name for name in FORMS if os.environ.pop(name, "short") == "long")
    config.stash[KAFKA] = os.environ.pop("PITBOSS_TEST_KAFKA", "")


@pytest.hookimpl(wrapper=True)
def pytest_collection() -> Generator[None, Any, Any]:
    """Let no module make an access token while it is imported: its tests may run when the token's time is over."""

    def refuse(*_: Any, **__: Any) -> str:
        raise AssertionError("a test makes a token when it uses it; made with the module, it expires before a slow run")

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(AccessTokens, "issue", refuse)
        return (yield)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Put the longest files first and the many short ones last, so that processes that share them end together.

    Mark everything in tests/e2e and tests/faults, which starts whole platforms; a module of e2e runs one by one.
    """
    items.sort(key=_when)  # within each, the order stays random
    for item in items:
        folder = item.path.relative_to(TESTS).parts[0]
        if folder in {"e2e", "faults"}:
            item.add_marker(folder)
            item.add_marker("serial")
        if folder == "e2e":
            item.add_marker(pytest.mark.xdist_group(item.path.stem))


def pytest_collection_finish() -> None:
    """Spare the garbage collector what stays until the end, some hundred MB that it would walk again and again."""
    gc.collect()
    gc.freeze()


def _when(item: pytest.Item) -> int:
    folder = item.path.relative_to(TESTS).parent.as_posix()
    return FIRST.index(folder) if folder in FIRST else len(FIRST) + (folder.split("/")[0] == "unit")


@pytest.fixture(scope="session")
def long_faults(pytestconfig: pytest.Config) -> bool:
    """Whether `make faults` asked for the long form of the fault tests."""
    return "PITBOSS_FAULTS" in pytestconfig.stash[LONG_FORMS]


@pytest.fixture(scope="session")
def long_e2e(pytestconfig: pytest.Config) -> bool:
    """Whether `make e2e` asked for the long form of what browsers do."""
    return "PITBOSS_E2E" in pytestconfig.stash[LONG_FORMS]


@pytest.fixture(scope="session")
def long_guides(pytestconfig: pytest.Config) -> bool:
    """Whether `make guides` asked for every suite after the guides were followed."""
    return "PITBOSS_GUIDES" in pytestconfig.stash[LONG_FORMS]


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
    execute(postgres_url, f"CREATE DATABASE {TEMPLATE}")
    migrate.upgrade(database_of(postgres_url, TEMPLATE))
    execute(postgres_url, f"ALTER DATABASE {TEMPLATE} WITH IS_TEMPLATE true ALLOW_CONNECTIONS false")
    return TEMPLATE


@pytest.fixture
def database_url(postgres_url: str, template_database: str) -> Iterator[str]:
    """The URL of a database of the test's own, with our schema and no data."""
    with fresh_database(postgres_url, template_database) as url:
        yield url


@pytest.fixture(scope="session")
def valkey_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The URL of a real Valkey server, empty when the session starts."""
    server = EmbeddedValkey(tmp_path_factory.mktemp("valkey"))
    try:
        yield server.start()
    finally:
        server.stop()
