"""Finds the processes that still work in a folder.

A server's working directory is its data folder, children included, so `/proc` tells which are left after a crash. A
pid file does not: its number may have been given to another process since.
"""

import time
from collections.abc import Callable
from pathlib import Path

POLL_S = 0.05


def occupants(folder: Path, program: str, proc: Path = Path("/proc")) -> list[int]:
    """Return the pids of the processes named `program` whose working directory is `folder`, ascending."""
    wanted = folder.resolve()
    return sorted(int(entry.name) for entry in proc.glob("[0-9]*") if _works_in(entry, wanted, program))


def wait_until_left(
    folder: Path,
    program: str,
    timeout_s: float,
    *,
    clock: Callable[[], float] = time.monotonic,
    sleep: Callable[[float], None] = time.sleep,
) -> list[int]:
    """Wait until no process works in `folder` any more, at most `timeout_s`; return the pids that still do."""
    deadline = clock() + timeout_s
    while (left := occupants(folder, program)) and clock() < deadline:
        sleep(POLL_S)
    return left


def _works_in(entry: Path, folder: Path, program: str) -> bool:
    try:
        return (entry / "comm").read_text().strip() == program and (entry / "cwd").readlink() == folder
    except OSError:  # it ended meanwhile, or belongs to a user whose processes may not be looked at
        return False
