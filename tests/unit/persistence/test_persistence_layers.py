"""The import contracts of pyproject.toml around `persistence`, each on a violation in a copy of the packages."""

import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).parents[3]
CONFIG = tomllib.loads((REPOSITORY / "pyproject.toml").read_text())["tool"]["importlinter"]
LINTER = Path(sys.executable).with_name("lint-imports")

VIOLATIONS = {
    "a port on a driver": ("drivers", "persistence/rounds.py", "import asyncpg"),
    "a port in a room on SQL": ("drivers", "persistence/identity/staff.py", "from sqlalchemy.sql import select"),
    "a twin on a client": ("drivers", "persistence/memory/identity/attempts.py", "import redis"),
    "a port on its store": ("postgres", "persistence/rounds.py", "import persistence.postgres.rounds"),
    "a twin on Postgres": ("postgres", "persistence/memory/rounds.py", "import persistence.postgres.schema.tables"),
    "Redis on Postgres": ("postgres", "persistence/redis/attempts.py", "import persistence.postgres.errors"),
    "an entity on Postgres": ("postgres", "actors/runtime/host.py", "import persistence.postgres.entities.commits"),
    "Postgres on Redis": ("redis", "persistence/postgres/identity/attempts.py", "import persistence.redis.attempts"),
    "the gateway on Redis": ("redis", "gateway/auth/lockout.py", "import persistence.redis.attempts"),
    "Postgres on a twin": ("memory", "persistence/postgres/rounds.py", "import persistence.memory.rounds"),
    "a port on its twin": ("memory", "persistence/identity/staff.py", "import persistence.memory.identity.staff"),
    "wiring on a twin": ("memory", "cluster/processes/gateway.py", "import persistence.memory.rounds"),
    "the gateway on a driver": ("ports", "gateway/auth/lockout.py", "from redis.asyncio import Redis"),
    "an entity on verification": ("ports", "actors/runtime/host.py", "import persistence.verification.checks"),
    "the gateway on SQL by way of a port": ("ports", "persistence/audit.py", "import persistence.postgres.audit"),
    "wiring on SQL": ("sql", "cluster/processes/gateway.py", "import sqlalchemy"),
    "a commit on SQLAlchemy": ("start-up", "persistence/postgres/entities/commits.py", "import sqlalchemy"),
    "a commit on the tables": (
        "start-up",
        "persistence/postgres/errors.py",
        "import persistence.postgres.schema.tables",
    ),
}


@pytest.fixture(scope="module")
def copied(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The root packages, with the contracts."""
    copy = tmp_path_factory.mktemp("packages")
    shutil.copy(REPOSITORY / "pyproject.toml", copy)
    for package in CONFIG["root_packages"]:
        if (REPOSITORY / package).is_dir():
            shutil.copytree(REPOSITORY / package, copy / package, ignore=shutil.ignore_patterns("__pycache__"))
    return copy


@pytest.mark.parametrize(("contract", "file", "line"), VIOLATIONS.values(), ids=VIOLATIONS)
def test_a_contract_finds_what_it_forbids(copied: Path, contract: str, file: str, line: str):
    source = (copied / file).read_text()
    (copied / file).write_text(f"{source}\n{line}\n")
    run = lint(copied, "--contract", contract)
    (copied / file).write_text(source)
    assert "Contracts: 0 kept, 1 broken." in run.stdout, run.stdout
    assert file.removesuffix(".py").replace("/", ".") in run.stdout


def test_without_a_violation_every_contract_is_kept(copied: Path):
    run = lint(copied)
    assert run.returncode == 0, run.stdout


def lint(copy: Path, *options: str) -> subprocess.CompletedProcess[str]:
    """Run import-linter over the packages in `copy`."""
    command = [LINTER, "--config", "pyproject.toml", "--no-cache", *options]
    return subprocess.run(command, cwd=copy, capture_output=True, text=True, check=False)
