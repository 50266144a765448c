"""`python -m tests.released`: makes the present commit the previous release, beside which the next one must run.

Writes its Git revision, the shape of its database and its messages and forms into tests/golden/released. Do so when a
release is cut, in the first commit after it: never because a test of two releases fails.
"""

import asyncio
import subprocess
import sys
import tempfile
from pathlib import Path

import asyncpg
from msgspec import json

from cluster.embedded.launch import free_port
from cluster.embedded.postgres import EmbeddedPostgres
from persistence.postgres.schema.migrate import upgrade
from tests.faults.processes import REPOSITORY
from tests.released import database, program
from tests.released.golden import GOLDEN

GIT_TIMEOUT_S = 30


def git(*arguments: str) -> str:
    """Return what Git answers."""
    answered = subprocess.run(
        ["git", *arguments], cwd=REPOSITORY, check=True, capture_output=True, text=True, timeout=GIT_TIMEOUT_S
    )
    return answered.stdout.strip()


def present_shape() -> database.Shape:
    """Return the shape of a new database of the present migrations."""
    with tempfile.TemporaryDirectory(prefix="pbr-") as folder:
        server = EmbeddedPostgres(Path(folder) / "postgres", port=free_port(), durable=False)
        try:
            url = server.start()
            upgrade(url)
            return asyncio.run(_shape(url))
        finally:
            server.destroy()


async def _shape(url: str) -> database.Shape:
    connection = await asyncpg.connect(url)
    try:
        return await database.shape_of(connection)
    finally:
        await connection.close()


def write(name: str, content: object) -> None:
    """Write a file of the previous release."""
    (GOLDEN / name).write_bytes(json.format(json.encode(content), indent=1) + b"\n")


def main() -> None:
    """Write all files."""
    if git("status", "--porcelain", "--untracked-files=no", "--", "actors", "migrations", "persistence"):
        sys.exit("released: the program differs from the commit; commit first")
    GOLDEN.mkdir(parents=True, exist_ok=True)
    revision = git("rev-parse", "HEAD")
    (GOLDEN / "revision.txt").write_text(f"{revision}\n")
    write("database.json", present_shape())
    write("program.json", program.described())
    (GOLDEN / "accepted.txt").write_text(
        "# Breaks between the previous release and this one that were decided on: one a line, as the tests word it,\n"
        "# with the reason in a comment above it. `make previous-release` empties the list.\n"
    )
    sys.stdout.write(f"released: {revision} is the previous release now\n")


if __name__ == "__main__":
    main()
