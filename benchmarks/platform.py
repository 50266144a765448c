"""A platform of the benchmarks' own: `pitboss dev` as a process, with limits that do not limit."""

import contextlib
import queue
import shutil
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import psutil
from msgspec import Struct, json

READY_TIMEOUT_S = 180.0
STATUS_TIMEOUT_S = 60.0
STOP_TIMEOUT_S = 30.0
SETTINGS: Mapping[str, str] = {
    "PITBOSS_RATE_COMMANDS_PER_S": "1000000",
    "PITBOSS_RATE_COMMANDS_BURST": "1000000",
    "PITBOSS_STARTING_GOLD": "1000000000",
}
"""How the measured platform differs from an ordinary one: no rate limit, and nobody runs out of gold."""
PITBOSS = str(Path(sys.executable).with_name("pitboss"))


class PlatformError(Exception):
    """The platform did not start, or cannot be asked."""


class Platform(Struct, frozen=True):
    """A running platform; `status` is what `pitboss status --json` says."""

    url: str
    pid: int
    data_dir: Path
    status: dict[str, Any]

    @property
    def postgres_url(self) -> str:
        """The database, as its owner."""
        return str(self.status["postgres_url"])

    def cpu_s(self) -> dict[str, float]:
        """Processor time used so far, in seconds, by kind of process."""
        kinds = {process["pid"]: kind for kind in ("hosts", "gateways") for process in self.status[kind]}
        used = {"hosts": 0.0, "gateways": 0.0, "postgres": 0.0, "others": 0.0}
        for process in psutil.Process(self.pid).children(recursive=True):
            with contextlib.suppress(psutil.NoSuchProcess):
                times = process.cpu_times()
                kind = kinds.get(process.pid) or ("postgres" if process.name() == "postgres" else "others")
                used[kind] += times.user + times.system
        return used


@contextlib.contextmanager
def running_platform(hosts: int) -> Iterator[Platform]:
    """Start one with empty data, stop it at the end, and remove its data. Raises PlatformError."""
    data_dir = Path(tempfile.mkdtemp(prefix="pitboss-bench-"))
    # Postgres may run as another user, who must be able to enter.
    data_dir.chmod(0o755)
    settings = [f"{name}={value}" for name, value in SETTINGS.items()]
    command = [PITBOSS, "dev", "--port", "0", "--hosts", str(hosts), "--data-dir", str(data_dir)]
    process = subprocess.Popen(
        ["/usr/bin/env", *settings, *command], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    )
    try:
        url = _ready_url(process)
        yield Platform(url, process.pid, data_dir, _status(data_dir))
    finally:
        _stop(process)
        shutil.rmtree(data_dir, ignore_errors=True)


def _ready_url(process: subprocess.Popen[str]) -> str:
    """The address in the line `ready URL`; what comes after it is read and thrown away."""
    found: queue.Queue[str | None] = queue.Queue()
    said: list[str] = []

    def read() -> None:
        assert process.stdout is not None
        for line in process.stdout:
            if line.startswith("ready "):
                found.put(line.split()[1])
            elif found.empty():
                said.append(line)
        found.put(None)

    threading.Thread(target=read, daemon=True).start()
    try:
        url = found.get(timeout=READY_TIMEOUT_S)
    except queue.Empty:
        url = None
    if url is None:
        raise PlatformError(f"`pitboss dev` did not become ready:\n{''.join(said[-20:])}")
    return url


def _status(data_dir: Path) -> dict[str, Any]:
    command = [PITBOSS, "status", "--json", "--data-dir", str(data_dir)]
    asked = subprocess.run(command, capture_output=True, timeout=STATUS_TIMEOUT_S, check=False)
    if asked.returncode:
        raise PlatformError(f"`pitboss status` failed: {asked.stderr.decode()}")
    status: dict[str, Any] = json.decode(asked.stdout)
    return status


def _stop(process: subprocess.Popen[str]) -> None:
    process.terminate()
    try:
        process.wait(STOP_TIMEOUT_S)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
