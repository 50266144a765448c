"""The hand-written matrix of docs/security-matrix.md, read: who may call which route and send which message."""

import re
from collections.abc import Collection, Iterable
from pathlib import Path

import pytest

DOCUMENT = Path(__file__).parents[1] / "docs" / "security-matrix.md"
ROLES = ("anonymous", "PLAYER", "VIEWER", "OPERATOR", "ADMIN")
_ROW = re.compile(r"^\| ([A-Za-z./{}_ -]+?) \| ((?:allow|deny)(?: \| (?:allow|deny)){4}) \|$", re.MULTILINE)


def _rows() -> dict[str, dict[str, bool]]:
    return {
        name: dict(zip(ROLES, (word == "allow" for word in words.split(" | ")), strict=True))
        for name, words in _ROW.findall(DOCUMENT.read_text())
    }


def routes() -> dict[tuple[str, str], dict[str, bool]]:
    """By method and path, whether each role may."""
    return {(name.split()[0], name.split()[1]): may for name, may in _rows().items() if " " in name}


def row(name: str, *may: str) -> str:
    """A row of the document that lets in the roles `may` alone."""
    return f"| {name} | {' | '.join('allow' if role in may else 'deny' for role in ROLES)} |"


def assert_complete(names: Iterable[str], suggested: Collection[str], heading: str) -> None:
    """Fail, with rows to paste and review, when routes or messages have none; `suggested` ones are for players."""
    known = _rows()
    rows = [row(name, *(["PLAYER"] if name in suggested else [])) for name in names if name not in known]
    if rows:
        said = f'missing in docs/security-matrix.md, under "{heading}"; review before you paste:'
        pytest.fail("\n".join([said, *rows]), pytrace=False)


def messages() -> dict[str, dict[str, bool]]:
    """By type of the socket message, whether each role may."""
    return {name: may for name, may in _rows().items() if " " not in name}
