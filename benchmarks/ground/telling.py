"""The answers of a checkout's own benchmarks, as JSON: `python -P telling.py about`, or `mint DATA_DIR NAME COUNT`, or
`mint-admin DATA_DIR`, with the checkout on PYTHONPATH.

It runs on the Python of any revision, so it imports nothing of this one. Older benchmarks lie flat: each name is looked
for in its room, then there.
"""

import importlib
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from msgspec import json

PLACES = {
    "SETTINGS": ("benchmarks.ground.platform", "benchmarks.platform"),
    "versions": ("benchmarks.ground.surroundings", "benchmarks.surroundings"),
    "mint": ("benchmarks.ground.players", "benchmarks.players"),
    "mint_admin": ("benchmarks.ground.players", "benchmarks.players"),
    "COUNTS": ("benchmarks.reports.rows", "benchmarks.rows"),
    "ONE_A_COMMAND": ("benchmarks.reports.rows", "benchmarks.rows"),
}
"""Modules that have a name, the newest first."""


def named(name: str) -> Any:
    """Return what the checkout's benchmarks call `name`. Raises LookupError: they have no such thing."""
    for place in PLACES[name]:
        try:
            module = importlib.import_module(place)
        except ModuleNotFoundError as error:
            if error.name is None or not place.startswith(error.name):
                raise  # the module is there, and something that it needs is not
            continue
        return getattr(module, name)
    raise LookupError(f"the benchmarks have no {name}")


def answer(question: Sequence[str]) -> Any:
    """Return the answer to one question. Raises ValueError: it is none of those above."""
    match question:
        case ["about"]:
            names = {"settings": "SETTINGS", "counts": "COUNTS", "one_a_command": "ONE_A_COMMAND"}
            return {field: named(name) for field, name in names.items()} | {"versions": named("versions")()}
        case ["mint", data_dir, name, count]:
            return named("mint")(Path(data_dir), name, int(count))
        case ["mint-admin", data_dir]:
            return named("mint_admin")(Path(data_dir))
        case _:
            raise ValueError(f"nobody answers {question}")


if __name__ == "__main__":
    sys.stdout.buffer.write(json.encode(answer(sys.argv[1:])))
