"""Generated documents: written by a command, committed, and checked to be fresh by the tests."""

import argparse
import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

API_DOCS = Path(__file__).parents[2] / "docs" / "api"


def export(path: Path, document: dict[str, Any] | str, arguments: Sequence[str] | None = None) -> int:
    """Write `document` to `path`, or with `--check` compare the two; return the exit code, 1 when `path` is stale."""
    parser = argparse.ArgumentParser(description=f"Write {path.name}.")
    parser.add_argument("--check", action="store_true", help="only compare; exit 1 when the file is stale")
    check = parser.parse_args(arguments).check
    text = rendered(document)
    if not check:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
        return 0
    if path.exists() and path.read_text("utf-8") == text:
        return 0
    sys.stderr.write(f"{path} is stale: export it again without --check\n")
    return 1


def rendered(document: dict[str, Any] | str) -> str:
    """Return the text of the file: that of a document, or a text as it is."""
    return document if isinstance(document, str) else json.dumps(document, indent=2, ensure_ascii=False) + "\n"
