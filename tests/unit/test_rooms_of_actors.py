"""The rooms of `actors`: what stands below the features knows none of them, so that a new one needs no line there.

The order of the known rooms is an import contract (pyproject.toml, `rooms-of-actors`); here is what also holds for
rooms that nobody has thought of yet.
"""

import ast
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest
from importlinter.cli import EXIT_STATUS_SUCCESS, lint_imports

REPOSITORY = Path(__file__).parents[2]
MAY_KNOW: Mapping[str, frozenset[str]] = {
    "runtime": frozenset(),
    "money": frozenset({"runtime"}),
    "staff": frozenset({"runtime"}),
    "definitions": frozenset({"runtime"}),
    "player": frozenset({"money", "runtime"}),
}
"""The rooms below the features, and which other rooms of `actors` each may import."""
ABOVE = frozenset({"user", "messages", "facts", "kinds", "areas"})
"""What puts features together: no feature imports it."""


def imported_rooms(source: str) -> Iterator[tuple[int, str]]:
    """Yield line and room for each import of something in `actors`."""
    for node in ast.walk(ast.parse(source)):
        names: list[str] = []
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and node.module == "actors":
            names = [f"actors.{alias.name}" for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and node.module:
            names = [node.module]
        for name in names:
            if name.startswith("actors."):
                yield node.lineno, name.split(".")[1]


def intrusions(room: str, source: str) -> list[str]:
    """Return the imports that a file of `room` must not have."""
    allowed = MAY_KNOW.get(room)
    return [
        f"line {line}: actors.{room} imports actors.{other}"
        for line, other in imported_rooms(source)
        if other != room and (other in ABOVE if allowed is None else other not in allowed)
    ]


def rooms() -> list[str]:
    folders = (path.name for path in (REPOSITORY / "actors").iterdir() if (path / "__init__.py").exists())
    return sorted(set(folders) - ABOVE)


@pytest.mark.parametrize("room", rooms())
def test_a_room_knows_nothing_above_it(room: str) -> None:
    files = (REPOSITORY / "actors" / room).rglob("*.py")
    assert [f"{path.name}: {found}" for path in files for found in intrusions(room, path.read_text())] == []


@pytest.mark.parametrize(
    ("room", "source"),
    [
        ("runtime", "from actors.missions.facts import MissionsMoved\n"),
        ("runtime", "from actors.money.transfers import Transferred\n"),
        ("money", "from actors.streak.rules import StreakConfig\n"),
        ("player", "from actors.gifts.facts import GiftSent\n"),
        ("player", "from actors import gifts\n"),
        ("gifts", "from actors.user.features import player_features\n"),
        ("gifts", "def late():\n    import actors.messages\n"),
    ],
)
def test_an_import_that_goes_up_is_found(room: str, source: str) -> None:
    assert len(intrusions(room, source)) == 1


@pytest.mark.parametrize(
    ("room", "source"),
    [
        ("runtime", "from actors.runtime.entity import Decision\nfrom persistence.entities.records import FactRow\n"),
        ("player", "from actors.money.wallet import GOLD\n"),
        ("gifts", "from actors.player.feature import Feature\nfrom actors.shop.facts import PurchaseChanged\n"),
    ],
)
def test_an_import_that_goes_down_is_let_be(room: str, source: str) -> None:
    assert intrusions(room, source) == []


def test_the_contract_finds_a_runtime_that_knows_a_feature(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    rooms_of_contract = ("user", "missions", "player", "runtime")
    for room in rooms_of_contract:
        (tmp_path / "house" / room).mkdir(parents=True)
        (tmp_path / "house" / room / "__init__.py").touch()
    (tmp_path / "house" / "__init__.py").touch()
    (tmp_path / "house" / "runtime" / "rows.py").write_text("import house.missions\n")
    (tmp_path / "contracts.toml").write_text(
        '[tool.importlinter]\nroot_packages = ["house"]\n'
        '[[tool.importlinter.contracts]]\nid = "rooms"\nname = "rooms"\ntype = "layers"\n'
        f"layers = {[f'house.{room}' for room in rooms_of_contract]}\n"
    )
    monkeypatch.chdir(tmp_path)
    monkeypatch.syspath_prepend(tmp_path)
    assert lint_imports(config_filename="contracts.toml", no_cache=True) != EXIT_STATUS_SUCCESS
    assert "house.runtime is not allowed to import house.missions" in capsys.readouterr().out
