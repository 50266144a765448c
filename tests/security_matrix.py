"""The hand-written matrix of docs/security-matrix.md, read: who may call which route and send which message."""

import re
from pathlib import Path

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


def messages() -> dict[str, dict[str, bool]]:
    """By type of the socket message, whether each role may."""
    return {name: may for name, may in _rows().items() if " " not in name}
