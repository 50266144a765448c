"""The whole product on one machine: real servers, migrations, Ray and all processes on it; Ctrl-C stops everything.

The stores start in this process, Ray in a child (decision 0008), side by side, since each mostly waits. While the
platform runs, `cluster.json` in its data folder tells other commands where everything is.
"""

import os
import secrets
import signal
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType
from typing import Any, NoReturn

import psutil
from filelock import FileLock, Timeout

from cluster.dev.costs import process_costs
from cluster.dev.errors import DevError
from cluster.dev.ray_side import LOG_FILE, TOKEN_FILE, RaySide
from cluster.dev.stores import Stores, wipe
from cluster.running import CLUSTER_FILE, read_cluster_file, write_cluster_file
from cluster.settings import SECRET_FILES, Settings

POLL_S = 0.5
STOPPING = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
COST_SHOWN_S_MIN = 0.05
TEMPORARY_CHARACTERS_MAX = 15
"""Longest path of a temporary folder under which the paths of Ray's sockets keep within 107 bytes (unix(7))."""


@dataclass(frozen=True, slots=True)
class DevOptions:
    """The options of `pitboss dev`."""

    port: int = 8080
    data_dir: Path = Path(".pitboss")
    hosts: Mapping[str, int] = field(default_factory=lambda: {"all": 1})
    gateways: int = 1
    fresh: bool = False
    verbose: bool = False
    """Say also when each part was done, and what each process has cost."""


class Stopped(BaseException):
    """SIGINT, SIGTERM or SIGHUP came."""


class DevPlatform:
    """One running platform; `start`, then `wait`, then `stop`."""

    def __init__(self, options: DevOptions, settings: Settings, show: Callable[[str], None]) -> None:
        self._options = options
        self._show = show
        self._exit = ExitStack()
        self._started_s = time.monotonic()
        self._data_dir = options.data_dir.absolute()
        self._settings = settings
        self._ray_side: RaySide | None = None

    # --- starting ---

    def start(self) -> None:
        """Start everything.

        Raises:
            DevError: another one runs on this data dir, or a part did not start.
        """
        self._data_dir.mkdir(parents=True, exist_ok=True)
        self._lock()
        if self._options.fresh:
            self._wipe()
        self._settings = self._settings.with_secrets(self._data_dir)
        ray_side = self._ray_side = RaySide(self._data_dir, short_temporary_folder(), self._show_phase)
        ray_side.order(ray={"workers": 1 + sum(self._options.hosts.values()) + self._options.gateways})
        stores = self._exit.enter_context(Stores(self._data_dir, self._settings, self._phase, self._show))
        stores.start()
        ray_side.order(plan=self._plan(stores))
        self._announce(ray_side, stores, ray_side.wait_until_ready())

    def _lock(self) -> None:
        lock = FileLock(self._data_dir / "lock")
        try:
            lock.acquire(timeout=0)
        except Timeout:
            found = read_cluster_file(self._data_dir)
            where = f" at {found['url']} (pid {found['pid']})" if found else ""
            raise DevError(f"a platform is already running on {self._data_dir}{where}; stop it first") from None
        self._exit.callback(lock.release)

    def _wipe(self) -> None:
        with self._phase("removing old data"):
            wipe(self._data_dir)
            for name in (*SECRET_FILES, TOKEN_FILE, LOG_FILE, CLUSTER_FILE):
                (self._data_dir / name).unlink(missing_ok=True)

    def _plan(self, stores: Stores) -> dict[str, Any]:
        """Return the fields of `cluster.wiring.Plan` as JSON has them, but the folder, which the Ray side knows."""
        return {
            "settings": self._settings.model_dump(mode="json"),
            "cluster": secrets.token_hex(4),
            "database_url": stores.postgres_url,
            "redis_url": stores.redis_url,
            "kafka_url": stores.kafka_url,
            "link_token": secrets.token_hex(32),
            "hosts": dict(self._options.hosts),
            "gateways": self._options.gateways,
            "port": self._options.port,
        }

    def _announce(self, ray_side: RaySide, stores: Stores, ready: dict[str, Any]) -> None:
        url, show = ready["urls"][0], self._show
        where = {name: getattr(stores, name) for name in ("postgres_url", "redis_url", "kafka_url")}
        found = {"pid": os.getpid(), "url": url} | where
        file = write_cluster_file(self._data_dir, ready | found)
        self._exit.callback(file.unlink, missing_ok=True)
        show(f"  started in {self._elapsed_s():.1f} s\n")
        if self._options.verbose:
            self._show_costs()
        show(f"  player app         {url}/")
        if self._settings.docs_enabled and self._settings.profile != "prod":
            show(f"  API documentation  {url}/docs")
        show(f"  WebSocket          {url.replace('http', 'ws')}/api/realtime/sync")
        if self._settings.profile != "prod":
            show(f"  metrics            {url}/metrics")
        show(f"  Ray dashboard      {ready['dashboard_url']}  (token in {ray_side.token_file})")
        show(f"  data               {self._data_dir}")
        show(f"  try                pitboss play --rounds 5 --url {url}\n")
        show(f"ready {url}")

    # --- what the person at the terminal sees ---

    @contextmanager
    def _phase(self, name: str) -> Iterator[None]:
        started_s = time.monotonic()
        yield
        self._show_phase(name, time.monotonic() - started_s)

    def _show_phase(self, name: str, seconds: float) -> None:
        done = f"   done at {self._elapsed_s():5.1f} s" if self._options.verbose else ""
        self._show(f"  {name:<28} {seconds:5.1f} s{done}")

    def _elapsed_s(self) -> float:
        return time.monotonic() - self._started_s

    def _show_costs(self) -> None:
        costs = process_costs(psutil.Process())
        self._show(f"  {'process':<36} {'started':>9} {'processor':>11}")
        for cost in (cost for cost in costs if cost.cpu_s >= COST_SHOWN_S_MIN):
            self._show(f"  {cost.program[:36]:<36} {cost.started_s:>7.1f} s {cost.cpu_s:>9.2f} s")
        self._show(f"  {f'all {len(costs)} processes':<36} {'':>9} {sum(cost.cpu_s for cost in costs):>9.2f} s\n")

    # --- serving and stopping ---

    def wait(self) -> NoReturn:
        """Serve until Stopped. Raises DevError when the Ray side ends by itself."""
        assert self._ray_side is not None
        while self._ray_side.runs:
            time.sleep(POLL_S)
        raise self._ray_side.failure("the Ray side ended by itself")

    def stop(self) -> None:
        """Stop Ray's side while its stores still run, so that hosts hand back what they have; then the stores."""
        if self._ray_side is not None:
            self._ray_side.stop(self._show)
        self._exit.close()


def run(options: DevOptions, settings: Settings, show: Callable[[str], None]) -> None:
    """Start the platform, serve until SIGINT, SIGTERM or SIGHUP, stop it; further signals are harmless.

    Raises:
        DevError: it does not start, or a part of it ends.
    """
    platform = DevPlatform(options, settings, show)
    try:
        for number in STOPPING:
            signal.signal(number, _raise_stopped)
        platform.start()
        platform.wait()
    except Stopped:
        show("stopping")
    finally:
        for number in STOPPING:
            signal.signal(number, signal.SIG_IGN)
        platform.stop()
    show("stopped")


def short_temporary_folder() -> str:
    """Return the temporary folder of this machine (`TMPDIR`), or `/tmp` when it is too long for Unix sockets in it."""
    folder = tempfile.gettempdir()
    return folder if len(folder) <= TEMPORARY_CHARACTERS_MAX else "/tmp"  # nosec B108  # mkdtemp makes a private folder


def _raise_stopped(_number: int, _frame: FrameType | None) -> None:
    for number in STOPPING:
        signal.signal(number, signal.SIG_IGN)
    raise Stopped
