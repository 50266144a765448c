"""Every port that has several backends is run over all of them by one suite of tests/contracts."""

import importlib
import inspect
import pkgutil
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import persistence
from persistence.memory.entities.store import MemoryStore
from persistence.postgres.entities.store import PostgresStore

CONTRACTS = Path(__file__).parents[2] / "contracts"
BACKENDS = ("Memory", "Postgres", "Redis")
PARTS_OF_A_STORE = {*MemoryStore.__mro__[1:], *PostgresStore.__mro__[1:]}


def stores() -> Iterator[str]:
    """The names of the stores: their backend and what they store."""
    for module in pkgutil.walk_packages(persistence.__path__, "persistence."):
        if module.name.split(".")[1] in {"memory", "postgres", "redis"}:
            for name, value in inspect.getmembers(importlib.import_module(module.name), inspect.isclass):
                if value.__module__ == module.name and name.startswith(BACKENDS) and value not in PARTS_OF_A_STORE:
                    yield name


def not_run_together(names: set[str], suites: list[str]) -> list[set[str]]:
    """The stores of one kind that no suite names all of."""
    kinds = defaultdict(set)
    for name in names:
        kinds[next(name.removeprefix(backend) for backend in BACKENDS if name.startswith(backend))].add(name)
    return [kind for kind in kinds.values() if not any(all(name in suite for name in kind) for suite in suites)]


def test_one_suite_runs_every_backend_of_a_port():
    suites = [suite.read_text() for suite in CONTRACTS.glob("*.py")]
    assert not_run_together(set(stores()), suites) == []


def test_every_twin_in_memory_has_a_store_of_production():
    found = set(stores())
    assert {"MemoryStore", "MemoryAudit", "RedisAttempts"} <= found
    assert {name.replace("Memory", "Postgres") for name in found if name.startswith("Memory")} <= found


def test_a_backend_that_no_suite_runs_is_found():
    names = {"MemoryToys", "PostgresToys", "MemoryBalls"}
    assert not_run_together(names, ["MemoryToys MemoryBalls", "PostgresToys"]) == [{"MemoryToys", "PostgresToys"}]
