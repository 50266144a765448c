"""The import contracts of pyproject.toml hold, and games do not know each other."""

import ast
from pathlib import Path

import pytest
from importlinter.cli import EXIT_STATUS_SUCCESS, lint_imports

from actors.games.registry import REGISTRY

REPOSITORY = Path(__file__).parents[2]
GAMES = REPOSITORY / "actors" / "games"
ROOMS = sorted({each.game.__module__.split(".")[2] for each in REGISTRY})
"""The file or folder of each registered game."""
IMPURE = frozenset(
    {
        *("aiokafka", "alembic", "asyncio", "asyncpg", "fastapi", "os", "prometheus_client", "random", "ray", "redis"),
        *("secrets", "socket", "sqlalchemy", "starlette", "structlog", "subprocess", "threading", "time", "uvicorn"),
        "websockets",
    }
)
"""I/O, clocks, chance and frameworks: what rules, messages, facts and turns do without."""


def test_every_import_contract_is_kept(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]):
    monkeypatch.chdir(REPOSITORY)
    status = lint_imports(config_filename="pyproject.toml", no_cache=True)
    assert status == EXIT_STATUS_SUCCESS, capsys.readouterr().out


def test_the_layers_contract_finds_an_import_that_goes_up(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
):
    for layer in ("upper_layer", "lower_layer"):
        (tmp_path / layer).mkdir()
        (tmp_path / layer / "__init__.py").touch()
    (tmp_path / "lower_layer" / "__init__.py").write_text("import upper_layer\n")
    (tmp_path / "contracts.toml").write_text(
        '[tool.importlinter]\nroot_packages = ["upper_layer", "lower_layer"]\n'
        '[[tool.importlinter.contracts]]\nid = "up"\nname = "up"\ntype = "layers"\n'
        'layers = ["upper_layer", "lower_layer"]\n'
    )
    monkeypatch.chdir(tmp_path)
    monkeypatch.syspath_prepend(tmp_path)
    assert lint_imports(config_filename="contracts.toml", no_cache=True) != EXIT_STATUS_SUCCESS
    assert "lower_layer is not allowed to import upper_layer" in capsys.readouterr().out


@pytest.mark.parametrize("room", ROOMS)
def test_a_game_imports_no_other_game(room: str):
    files = [*GAMES.glob(f"{room}.py"), *(GAMES / room).rglob("*.py")]
    assert files
    assert not [file for file in files if games_in(file.read_text()) - {room}]


def test_an_import_of_another_game_is_found():
    source = "from actors.games.rps import CHOICES\nfrom actors.games import contract, slot\n"
    assert games_in(source) == {"rps", "slot"}


def games_in(source: str) -> set[str]:
    """The games that `source` imports something of."""
    return {
        room
        for room in ROOMS
        for module in imported_modules(source)
        if module == f"actors.games.{room}" or module.startswith(f"actors.games.{room}.")
    }


def imported_modules(source: str) -> set[str]:
    """Dotted names of all that `source` imports, `from a import b` as both `a` and `a.b`."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            found.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            found.add(node.module)
            found.update(f"{node.module}.{alias.name}" for alias in node.names)
    return found


def impurities(source: str) -> set[str]:
    """Return what `source` imports of I/O, clocks, chance and frameworks."""
    return {name.split(".")[0] for name in imported_modules(source)} & IMPURE


def test_everything_in_actors_but_the_runtime_is_pure():
    """Rules, messages, facts, states and turns: also those of a feature that is added tomorrow."""
    runtime = REPOSITORY / "actors" / "runtime"
    files = [path for path in (REPOSITORY / "actors").rglob("*.py") if runtime not in path.parents]
    assert len(files) > 60
    assert {str(path): found for path in files if (found := impurities(path.read_text()))} == {}


def test_an_import_that_is_not_pure_is_found():
    assert impurities("def roll():\n    from random import random\n") == {"random"}
    assert impurities("import asyncio.events\n") == {"asyncio"}
    assert impurities("from operator import attrgetter\n") == set()
