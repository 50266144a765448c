"""A platform of the benchmarks' own: `pitboss dev` as a process, with limits that do not limit."""

import contextlib
import fcntl
import queue
import shutil
import subprocess
import tempfile
import threading
import time
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import psutil
from msgspec import Struct, json

from benchmarks.ground.checkout import OWN, Checkout

READY_TIMEOUT_S = 180.0
STATUS_TIMEOUT_S = 60.0
STOP_TIMEOUT_S = 30.0
SETTLE_TIMEOUT_S = 60.0
SETTLE_WINDOW_S = 2.0
SETTLE_SHARE = 0.3
"""Of one processor: what an idle platform uses."""
SETTINGS: Mapping[str, str] = {
    "PITBOSS_RATE_COMMANDS_PER_S": "1000000",
    "PITBOSS_VELOCITY__SIGNUPS_PER_ADDRESS_PER_H": "1000000",
    "PITBOSS_RATE_COMMANDS_BURST": "1000000",
    "PITBOSS_RATE_CRASH_PER_S": "1000000",
    "PITBOSS_RATE_ADDRESS_PER_S": "1000000",
    "PITBOSS_UNAUTHENTICATED_PER_ADDRESS_MAX": "1024",
    "PITBOSS_RATE_ADDRESS_BURST": "1000000",
    "PITBOSS_VELOCITY__BETS_PER_S": "1000000",
    "PITBOSS_VELOCITY__PURCHASES_PER_MIN": "1000000",
    "PITBOSS_VELOCITY__CLAIMS_PER_MIN": "1000000",
    "PITBOSS_STARTING_GOLD": "1000000000",
}
"""How the measured platform differs from an ordinary one: no rate limit, and nobody runs out of gold."""
LOCK = Path(tempfile.gettempdir()) / "pitboss-bench.lock"


class PlatformError(Exception):
    """The platform did not start, or cannot be asked."""


class Platform(Struct, frozen=True):
    """A running platform; `status` is what `pitboss status --json` says."""

    url: str
    pid: int
    data_dir: Path
    status: dict[str, Any]
    ready_s: float
    """How long its last start took: the second one on its data, if it was started twice."""
    checkout: Checkout = OWN

    def mint(self, name: str, count: int) -> list[str]:
        """Return tokens of `count` players, each a new one of that name and a number. Raises CheckoutError."""
        return self.checkout.mint(self.data_dir, name, count)

    def mint_admin(self) -> str:
        """Return the token of an administrator. Raises CheckoutError."""
        return self.checkout.mint_admin(self.data_dir)

    @property
    def postgres_url(self) -> str:
        """Return the URL of the database, as its owner."""
        return str(self.status["postgres_url"])

    def cpu_s(self) -> dict[str, float]:
        """Return the processor time used so far, in seconds, by kind of process; that of the dead is their parent's."""
        kinds = {process["pid"]: kind for kind in ("hosts", "gateways") for process in self.status[kind]}
        used = {"hosts": 0.0, "gateways": 0.0, "postgres": 0.0, "others": 0.0}
        for process, spent_s in _children_cpu_s(self.pid):
            with contextlib.suppress(psutil.NoSuchProcess):
                kind = kinds.get(process.pid) or ("postgres" if process.name() == "postgres" else "others")
                used[kind] += spent_s
        return used

    def used_s(self) -> float:
        """Return the processor time that all of it has used so far, in seconds."""
        parent = psutil.Process(self.pid).cpu_times()
        return parent.user + parent.system + sum(self.cpu_s().values())


@contextlib.contextmanager
def running_platform(hosts: int) -> Iterator[Platform]:
    """Start one of this checkout's own twice, as `platform_of()` does, while nothing else measures on this machine.

    Raises:
        PlatformError: it does not start, or another one is measured on this machine.
    """
    with alone(), platform_of(OWN, hosts, SETTINGS, twice=True) as platform:
        yield platform


@contextlib.contextmanager
def alone() -> Iterator[None]:
    """Hold a lock: two runs at once would measure each other. Raises PlatformError: another run holds it."""
    with LOCK.open("a") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise PlatformError(f"another run measures on this machine: it holds {LOCK}") from None
        yield


@contextlib.contextmanager
def platform_of(checkout: Checkout, hosts: int, settings: Mapping[str, str], *, twice: bool) -> Iterator[Platform]:
    """Start one on new data, `twice` to measure a second start; at the end stop it and remove its data.

    What Ray loads behind the first second (its dashboard and agents) has settled when this returns.

    Raises:
        PlatformError: it does not start.
    """
    data_dir = Path(tempfile.mkdtemp(prefix="pitboss-bench-"))
    # Postgres may run as another user, who must be able to enter.
    data_dir.chmod(0o755)
    command = ["/usr/bin/env", *(f"{name}={value}" for name, value in settings.items()), str(checkout.pitboss), "dev"]
    command += ["--port", "0", "--hosts", str(hosts), "--data-dir", str(data_dir)]
    try:
        if twice:
            with started(command, checkout.folder):
                pass
        begun = time.monotonic()
        with started(command, checkout.folder) as (url, pid):
            ready_s = time.monotonic() - begun
            _settle(pid)
            yield Platform(url, pid, data_dir, _status(checkout, data_dir), ready_s, checkout)
    finally:
        shutil.rmtree(data_dir, ignore_errors=True)


@contextlib.contextmanager
def started(command: list[str], folder: Path, ready_timeout_s: float = READY_TIMEOUT_S) -> Iterator[tuple[str, int]]:
    """Yield (address, id) of a process that says `ready URL`; end it afterwards. Raises PlatformError: it never does.

    It works in `folder`, the root of its checkout, for Python looks for modules there first. It has no terminal to take
    over: Ctrl-C stays this program's.
    """
    process = subprocess.Popen(
        command, cwd=folder, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    )
    try:
        yield _ready_url(process, ready_timeout_s), process.pid
    finally:
        _stop(process)


def _settle(pid: int) -> None:
    """Wait until the platform is idle: until then it shares the processors with its own start."""
    deadline = time.monotonic() + SETTLE_TIMEOUT_S
    busy_s = _cpu_s(pid)
    while time.monotonic() < deadline:
        time.sleep(SETTLE_WINDOW_S)
        last_s, busy_s = busy_s, _cpu_s(pid)
        if busy_s - last_s < SETTLE_SHARE * SETTLE_WINDOW_S:
            return


def _cpu_s(pid: int) -> float:
    return sum(spent_s for _, spent_s in _children_cpu_s(pid))


def _children_cpu_s(pid: int) -> Iterator[tuple[psutil.Process, float]]:
    """Yield the living descendants of a process, with the seconds of a processor that each and its dead have used."""
    for process in psutil.Process(pid).children(recursive=True):
        with contextlib.suppress(psutil.NoSuchProcess):
            times = process.cpu_times()
            yield process, times.user + times.system + times.children_user + times.children_system


def _ready_url(process: subprocess.Popen[str], timeout_s: float) -> str:
    """Return the address in the line `ready URL`; later output is read and thrown away."""
    found: queue.Queue[str | None] = queue.Queue()
    said: list[str] = []

    def read() -> None:
        assert process.stdout is not None
        with process.stdout as lines:
            for line in lines:
                if line.startswith("ready "):
                    found.put(line.split()[1])
                elif found.empty():
                    said.append(line)
        found.put(None)

    threading.Thread(target=read, daemon=True).start()
    try:
        url = found.get(timeout=timeout_s)
    except queue.Empty:
        url = None
    if url is None:
        raise PlatformError(f"`pitboss dev` did not become ready:\n{''.join(said[-20:])}")
    return url


def _status(checkout: Checkout, data_dir: Path) -> dict[str, Any]:
    command = [str(checkout.pitboss), "status", "--json", "--data-dir", str(data_dir)]
    asked = subprocess.run(command, cwd=checkout.folder, capture_output=True, timeout=STATUS_TIMEOUT_S, check=False)
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
