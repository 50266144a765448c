"""The surroundings of a run: the machine, the versions, and the durability of the server's own database sessions."""

import importlib.metadata
import platform
import subprocess
from pathlib import Path
from typing import Any

import asyncpg
import psutil

from persistence.postgres.connections import HOT_PATH_PLANNING, session_settings

PACKAGES = ("asyncpg", "msgspec", "ray", "uvicorn", "uvloop", "websockets")
DURABILITY = (
    "server_version",
    "fsync",
    "synchronous_commit",
    "full_page_writes",
    "wal_sync_method",
    "commit_delay",
    "role",
)
STATEMENT_TIMEOUT_MS = 5_000
IN_MEMORY = {"tmpfs", "ramfs"}


class NotDurable(Exception):
    """The server's commits do not wait for the disk: its figures are no durable commands."""


def machine() -> dict[str, Any]:
    """Return processor, memory and system."""
    models = [line for line in Path("/proc/cpuinfo").read_text().splitlines() if line.startswith("model name")]
    return {
        "processor": models[0].partition(":")[2].strip() if models else platform.processor(),
        "cores": psutil.cpu_count(),
        "memory_gib": round(psutil.virtual_memory().total / 2**30, 1),
        "system": platform.platform(),
        "load_average_1_min": round(psutil.getloadavg()[0], 2),
    }


def versions() -> dict[str, str]:
    """Return the versions of the packages used, and the commit of this repository."""
    head = ["git", "-C", str(Path(__file__).parent), "describe", "--always", "--dirty"]
    commit = subprocess.run(head, capture_output=True, text=True, check=False).stdout.strip()
    found = {"python": platform.python_version(), "commit": commit or "unknown"}
    return found | {name: importlib.metadata.version(name) for name in PACKAGES}


async def database_sessions(url: str) -> dict[str, dict[str, str]]:
    """Return the durability settings of a session like the host's commit session, and of the baseline's.

    Raises:
        NotDurable: fsync or synchronous_commit is off in one of them.
    """
    as_host = session_settings("bench", STATEMENT_TIMEOUT_MS, HOT_PATH_PLANNING)
    sessions = {"commits": await _settings(url, as_host), "inserts": await _settings(url, {})}
    for name, settings in sessions.items():
        if settings["fsync"] != "on" or settings["synchronous_commit"] != "on":
            raise NotDurable(f"the session of the {name} is not durable: {settings}")
    return sessions


async def delay_commits(connection: asyncpg.Connection, delay_us: int) -> None:
    """Let every commit wait before it is written (commit_delay), whether others commit at the same time or not."""
    await connection.execute(f"ALTER SYSTEM SET commit_delay = {delay_us}")
    await connection.execute("ALTER SYSTEM SET commit_siblings = 0")
    await connection.execute("SELECT pg_reload_conf()")


def filesystem(folder: Path) -> str:
    """Return the kind of file system that `folder` lies on.

    Raises:
        NotDurable: it is kept in memory.
    """
    asked = subprocess.run(["df", "--output=fstype", str(folder)], capture_output=True, text=True, check=True)
    kind = asked.stdout.split()[-1]
    if kind in IN_MEMORY:
        raise NotDurable(f"{folder} is a {kind}: its fsync is free; set TMPDIR to a folder on a disk")
    return kind


async def session_names(connection: asyncpg.Connection) -> dict[str, str]:
    """Return the sessions that the server holds now: how many of each name."""
    query = (
        "SELECT application_name, count(*)::text AS n FROM pg_stat_activity "
        "WHERE backend_type = 'client backend' GROUP BY 1 ORDER BY 1"
    )
    return {row["application_name"] or "(this one)": row["n"] for row in await connection.fetch(query)}


async def _settings(url: str, server_settings: dict[str, str]) -> dict[str, str]:
    connection = await asyncpg.connect(url, server_settings=server_settings)
    try:
        return {name: str(await connection.fetchval(f"SHOW {name}")) for name in DURABILITY}
    finally:
        await connection.close()
