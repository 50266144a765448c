"""Secrets that are drawn once and kept in a file, whole or not at all: a start may be killed while it makes them."""

import os
from pathlib import Path

PART = ".part"


def kept_secret(file: Path, drawn: str) -> str:
    """Return the secret in `file`; if there is none, keep `drawn` in it, readable by its owner only.

    An empty file is one that an earlier release was killed over. What is returned is on the disk: data that are sealed
    under a secret must not outlive it.
    """
    kept = file.read_text().strip() if file.exists() else ""
    if kept:
        return kept
    part = file.with_name(file.name + PART)
    part.unlink(missing_ok=True)
    with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as written:
        written.write(drawn)
        written.flush()
        os.fsync(written.fileno())
    part.replace(file)
    folder = os.open(file.parent, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)
    return drawn
