"""`make sbom` writes a valid CycloneDX document that names every package that a platform runs on, and no other."""

import subprocess
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from cyclonedx.schema import SchemaVersion
from cyclonedx.validation.json import JsonStrictValidator
from msgspec import json

ROOT = Path(__file__).parents[2]
LOCKED = tomllib.loads((ROOT / "uv.lock").read_text())["package"]
OURS = "pitboss"


@pytest.fixture(scope="module")
def document(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    file = tmp_path_factory.mktemp("sbom") / "sbom.json"
    subprocess.run([ROOT / ".ci" / "sbom", file], check=True, timeout=60)
    return file.read_bytes()


def test_it_is_valid(document: bytes) -> None:
    assert JsonStrictValidator(SchemaVersion.V1_5).validate_str(document.decode()) is None


def test_every_package_of_the_lock_that_runs_is_named_with_its_version_and_no_other(document: bytes) -> None:
    named = {(each["name"], each["version"]) for each in json.decode(document)["components"]}
    assert named == set(needed(OURS)) - {(OURS, version(OURS))}
    assert ("pytest", version("pytest")) not in named
    assert ("fastapi", version("fastapi")) in named


def version(name: str) -> str:
    return str(next(package["version"] for package in LOCKED if package["name"] == name))


def needed(name: str) -> Iterator[tuple[str, str]]:
    """The package and whatever it needs, by uv.lock."""
    seen: set[tuple[str, tuple[str, ...]]] = set()
    waiting: list[tuple[str, tuple[str, ...]]] = [(name, ())]
    while waiting:
        each = waiting.pop()
        if each in seen:
            continue
        seen.add(each)
        for package in (found for found in LOCKED if found["name"] == each[0]):
            yield package["name"], package["version"]
            waiting += [(need["name"], tuple(need.get("extra", ()))) for need in needs(package, each[1])]


def needs(package: dict[str, Any], extras: tuple[str, ...]) -> list[dict[str, Any]]:
    """What a package needs, with those of its extras that are asked for."""
    optional = package.get("optional-dependencies", {})
    groups = package.get("dev-dependencies", {}).get("embedded", ())  # the stores that `pitboss dev` starts
    return [*package.get("dependencies", ()), *groups, *(need for extra in extras for need in optional.get(extra, ()))]
