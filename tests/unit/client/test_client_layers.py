"""The import contracts of the client library find what they forbid, on small packages of the same names."""

import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).parents[3]
CONTRACTS = ("client-alone", "client-core", "client-users", "players")
MODULES = ("cluster.dev", "cluster.cli.app", "pitboss_client.client")
"""Modules that the cases below need besides those that the contracts name."""
IMPORTS = {"pitboss_client.client": "import asyncio"}


def contracts() -> dict[str, dict[str, object]]:
    configured = tomllib.loads((REPOSITORY / "pyproject.toml").read_text())["tool"]["importlinter"]
    return {each["id"]: each for each in configured["contracts"] if each["id"] in CONTRACTS}


def packages() -> list[str]:
    return tomllib.loads((REPOSITORY / "pyproject.toml").read_text())["tool"]["importlinter"]["root_packages"]


def stub(root: Path, module: str, text: str = "") -> None:
    """Make the package `module`; packages stand for modules here."""
    folder = root.joinpath(*module.split("."))
    folder.mkdir(parents=True, exist_ok=True)
    while folder != root:
        (folder / "__init__.py").touch()
        folder = folder.parent
    root.joinpath(*module.split("."), "__init__.py").write_text(text)


def lint(root: Path, contract: str, module: str, text: str) -> str:
    """Check one contract of the repository on stubs, of which `module` holds `text`; return the report."""
    found = contracts()[contract]
    named = [
        name for key in ("source_modules", "protected_modules", "allowed_importers") for name in found.get(key, ())
    ]
    for each in (*packages(), *named, *MODULES):
        stub(root, each, IMPORTS.get(each, ""))
    stub(root, module, text)
    lines = [f"{key} = {value!r}" for key, value in found.items()]
    (root / "contracts.toml").write_text(
        f"[tool.importlinter]\nroot_packages = {packages()}\ninclude_external_packages = true\n"
        + "\n".join(["[[tool.importlinter.contracts]]", *lines])
    )
    program = "from importlinter.cli import lint_imports\nlint_imports('contracts.toml', no_cache=True)"
    done = subprocess.run(
        ["/usr/bin/env", f"PYTHONPATH={root}", sys.executable, "-c", program],
        cwd=root,
        capture_output=True,
        text=True,
        timeout=50,
        check=False,
    )
    return done.stdout + done.stderr


@pytest.mark.parametrize("contract", CONTRACTS)
def test_stubs_without_imports_keep_the_contract(contract: str, tmp_path: Path):
    assert "1 kept, 0 broken" in lint(tmp_path, contract, "pitboss_client", "")


@pytest.mark.parametrize(
    ("contract", "module", "text"),
    [
        ("client-alone", "pitboss_client.client", "import actors"),
        ("client-alone", "pitboss_client.protocol", "from gateway import x"),
        ("client-alone", "pitboss_client.client", "import ray"),
        ("client-alone", "pitboss_client.crash.table", "import rich"),
        ("client-core", "pitboss_client.protocol", "import asyncio"),
        ("client-core", "pitboss_client.protocol", "import pitboss_client.client"),
        ("client-core", "pitboss_client.crash.proof", "import websockets"),
        ("client-users", "gateway", "import pitboss_client"),
        ("client-users", "cluster.dev", "from pitboss_client import protocol"),
        ("players", "cluster.cli.play", "import persistence"),
        ("players", "cluster.cli.players", "import actors"),
    ],
)
def test_a_forbidden_import_breaks_the_contract(contract: str, module: str, text: str, tmp_path: Path):
    report = lint(tmp_path, contract, module, text)
    assert "0 kept, 1 broken" in report, report
    assert module in report


def test_the_command_line_may_use_the_client_library(tmp_path: Path):
    assert "1 kept, 0 broken" in lint(tmp_path, "client-users", "cluster.cli.app", "import pitboss_client.protocol")
