"""The files of the previous release, with which this one must get along; `python -m tests.released` writes them."""

from pathlib import Path
from typing import Any

from msgspec import json

GOLDEN = Path(__file__).parents[1] / "golden" / "released"


def released(name: str) -> dict[str, dict[str, Any]]:
    """Return a file of the previous release."""
    found: dict[str, dict[str, Any]] = json.decode((GOLDEN / name).read_bytes())
    return found


def accepted() -> set[str]:
    """Return the breaks that were decided on."""
    lines = (GOLDEN / "accepted.txt").read_text().splitlines()
    return {line for line in lines if line and not line.startswith("#")}
