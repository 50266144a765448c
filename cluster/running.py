"""Finds the platform that runs on a data folder: `pitboss dev` writes `cluster.json` there, other commands read it."""

from pathlib import Path
from typing import Any

import psutil
from msgspec import MsgspecError, json

CLUSTER_FILE = "cluster.json"


STARTED = "started_s"
"""When the platform's process began, Unix s."""


SAME_START_S = 2.0
"""The kernel tells the same start differently when its clock was set meanwhile."""


class NotRunning(Exception):
    """No platform runs on the data folder."""


def write_cluster_file(data_dir: Path, found: dict[str, Any]) -> Path:
    """Write down the running platform, readable by its owner only; return the file, to be removed when it stops."""
    file = data_dir / CLUSTER_FILE
    file.touch(mode=0o600)
    file.write_bytes(json.format(json.encode(found | {STARTED: psutil.Process(found["pid"]).create_time()})))
    return file


def read_cluster_file(data_dir: Path) -> dict[str, Any] | None:
    """Return the platform that was written down last; None when there is none, or when it was stopped in order."""
    file = data_dir / CLUSTER_FILE
    if not file.exists():
        return None
    try:
        found: dict[str, Any] = json.decode(file.read_bytes(), type=dict[str, Any])
    except (OSError, MsgspecError):
        return None
    return found


def running_platform(data_dir: Path) -> dict[str, Any]:
    """Return the platform that runs on `data_dir`: its pid, its URLs, those of its stores, and how to reach Ray.

    Raises:
        NotRunning: none does.
    """
    found = read_cluster_file(data_dir)
    if found is None or not _is_alive(found):
        raise NotRunning(f"no platform is running on {data_dir.absolute()}; start one with `pitboss dev`")
    return found


def _is_alive(found: dict[str, Any]) -> bool:
    """Return whether the process that wrote the file lives; another may have its pid after a crash."""
    try:
        started_s = psutil.Process(found["pid"]).create_time()
    except psutil.Error:
        return False
    noted_s: float = found.get(STARTED, started_s)
    return abs(started_s - noted_s) < SAME_START_S
