"""Each import contract of the gateway finds what it is there to find, in a bare copy of the gateway's folders."""

import json
import tomllib
from pathlib import Path

import pytest
from importlinter.cli import EXIT_STATUS_SUCCESS, lint_imports

REPOSITORY = Path(__file__).parents[3]
COPY = "gatehouse"
"""The copy's name: the gateway itself is imported already."""


@pytest.fixture
def copied(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Every module of the gateway, empty."""
    for path in (REPOSITORY / "gateway").rglob("*.py"):
        empty = tmp_path / COPY / path.relative_to(REPOSITORY / "gateway")
        empty.parent.mkdir(parents=True, exist_ok=True)
        empty.touch()
    monkeypatch.chdir(tmp_path)
    monkeypatch.syspath_prepend(tmp_path)
    return tmp_path


def write_contract(folder: Path, contract_id: str) -> None:
    """The contract of pyproject.toml for the copy; without its exceptions, which an empty copy does not need."""
    configured = tomllib.loads((REPOSITORY / "pyproject.toml").read_text())["tool"]["importlinter"]["contracts"]
    contract = next(each for each in configured if each["id"] == contract_id)
    contract.pop("ignore_imports", None)
    (folder / "contracts.toml").write_text(
        f'[tool.importlinter]\nroot_packages = ["{COPY}"]\ninclude_external_packages = true\n'
        "[[tool.importlinter.contracts]]\n"
        + "".join(f"{key} = {json.dumps(value)}\n" for key, value in contract.items()).replace("gateway", COPY)
    )


@pytest.mark.parametrize(
    ("contract_id", "importer", "imported"),
    [
        ("gateway-rooms", "rest.body", "documents.api_diff"),
        ("gateway-rooms", "rest.body", "app"),
        ("gateway-rooms", "rest.players.shop", "realtime.catalog"),
        ("gateway-rooms", "realtime.session", "rest.problems"),
        ("gateway-rooms", "staff.accounts", "rest.problems"),
        ("gateway-rooms", "staff.definitions", "dependencies"),
        ("gateway-rooms", "auth.identity", "staff.audit"),
        ("gateway-rooms", "auth.identity", "rest.problems"),
        ("gateway-rooms", "metrics.registry", "auth.tokens"),
        ("gateway-http", "staff.approvals", "fastapi"),
        ("gateway-http", "auth.tokens", "starlette"),
        ("gateway-http", "realtime.session", "uvicorn"),
        ("gateway-sockets", "realtime.session", "realtime.hub"),
        ("gateway-sockets", "realtime.hub", "realtime.server.handshake"),
        ("gateway-sockets", "realtime.wire.frames", "realtime.outgoing"),
        ("gateway-routes", "rest.players.games", "rest.admin.trail"),
        ("gateway-routes", "rest.problems", "rest.body"),
    ],
)
def test_a_contract_finds_a_violation(copied, capsys, contract_id, importer, imported):
    write_contract(copied, contract_id)
    ours = (copied / COPY / imported.replace(".", "/")).with_suffix(".py").exists()
    target = f"{COPY}.{imported}" if ours else imported
    (copied / COPY / importer.replace(".", "/")).with_suffix(".py").write_text(f"import {target}\n")
    assert lint_imports(config_filename="contracts.toml", no_cache=True) != EXIT_STATUS_SUCCESS
    assert f"{COPY}.{importer} -> {target} (l.1)" in capsys.readouterr().out
