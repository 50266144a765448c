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
