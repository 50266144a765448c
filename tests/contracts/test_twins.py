"""Every adapter on Postgres has a twin in memory with the same calls, and a contract suite that makes each of them.

What runs over twins shows something only as far as these keep the same promises.
"""

import inspect
import pkgutil
import re
from importlib import import_module
from pathlib import Path

import pytest

import persistence.memory
import persistence.postgres

SUITES = "\n".join(path.read_text() for path in sorted(Path(__file__).parent.glob("*.py")))
ALONE = {
    "PostgresParts": "what is repaired is what is stored",
    "PostgresDefinitionFeed": "the twin of definitions is its own feed",
}
"""Adapters without a twin of their own, and why."""
CALLS_ALONE = {
    "close": "tables in memory need no end",
    "connect": "tables in memory are there",
    "prune": "what is old is a matter of disks: tests/integration/test_postgres_store.py",
    "keys_of": "of the processes that wake seeds and tables: tests/integration/test_key_rotation.py",
    "part_page": "of the processes that wake seeds and tables: tests/integration/test_key_rotation.py",
    "seal": "the seals of the trail are made in Postgres alone",
    "unsealed_age_s": "the seals of the trail are made in Postgres alone",
}


def classes(package, prefix):
    """The classes of a package by their names behind `prefix`."""
    found = {}
    for module in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
        for name, each in inspect.getmembers(import_module(module.name), inspect.isclass):
            if name.startswith(prefix) and each.__module__ == module.name:
                found[name.removeprefix(prefix)] = each
    return found


POSTGRES, MEMORY = classes(persistence.postgres, "Postgres"), classes(persistence.memory, "Memory")
PARTS_OF_STORE = {base.__name__.removeprefix("Postgres") for base in POSTGRES["Store"].__bases__}
ADAPTERS = sorted(set(POSTGRES) - PARTS_OF_STORE)


def calls(adapter):
    """The public calls of a class by their names."""
    functions = inspect.getmembers(adapter, lambda each: inspect.isfunction(each) or inspect.ismethod(each))
    return {name: each for name, each in functions if not name.startswith("_")}


@pytest.mark.parametrize("name", [name for name in ADAPTERS if f"Postgres{name}" not in ALONE])
def test_a_twin_takes_the_same_calls(name):
    ours, theirs = calls(POSTGRES[name]), calls(MEMORY[name])
    assert ours.keys() - theirs.keys() <= CALLS_ALONE.keys()
    for call in ours.keys() & theirs.keys():
        assert [*inspect.signature(theirs[call]).parameters] == [*inspect.signature(ours[call]).parameters], call


@pytest.mark.parametrize("name", ADAPTERS)
def test_a_suite_makes_every_call(name):
    assert f"Postgres{name}(" in SUITES or f"Postgres{name}.connect(" in SUITES
    assert {call for call in calls(POSTGRES[name]).keys() - CALLS_ALONE.keys() if f".{call}(" not in SUITES} == set()


def test_what_stands_alone_is_there_and_has_no_twin():
    assert {f"Postgres{name}" for name in POSTGRES if name not in MEMORY} - {
        f"Postgres{name}" for name in PARTS_OF_STORE
    } == ALONE.keys()
    every = {call for each in POSTGRES.values() for call in calls(each)}
    assert CALLS_ALONE.keys() <= every
    assert all(re.search(r"\w", why) for why in (*ALONE.values(), *CALLS_ALONE.values()))
