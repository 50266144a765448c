"""The whole product on one machine: real servers, migrations, Ray, director, hosts, gateways; Ctrl-C stops all of it.

Stores start here, Ray in a child (`cluster.control.ray_driver`), side by side, since each mostly waits. What other
commands need to find the platform again stands in `cluster.json` in the data dir while it runs.
"""

import os
import secrets
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType
from typing import Any, NoReturn

import psutil
from filelock import FileLock, Timeout
from msgspec import json

from cluster.costs import process_costs
from cluster.embedded.errors import EmbeddedServerError
from cluster.embedded.postgres import EmbeddedPostgres
from cluster.embedded.valkey import EmbeddedValkey
from cluster.processes.first_admin import AdminRefused, make_first_admin
from cluster.settings import Settings, child_environment

CLUSTER_FILE = "cluster.json"
STOP_TIMEOUT_S = 13.0
POLL_S = 0.5
COST_SHOWN_S_MIN = 0.05


class DevError(Exception):
    """The platform cannot be started; the message says what to do."""


@dataclass(frozen=True, slots=True)
class DevOptions:
    """What `pitboss dev` was asked for."""

    port: int = 8080
    data_dir: Path = Path(".pitboss")
    hosts: Mapping[str, int] = field(default_factory=lambda: {"all": 1})
    gateways: int = 1
    fresh: bool = False
    verbose: bool = False
    """Say also when each part was done, and what each process has cost."""


class Stopped(BaseException):
    """SIGINT or SIGTERM came."""


class DevPlatform:
    """One running platform; `start`, then `wait`, then `stop`."""

    def __init__(self, options: DevOptions, settings: Settings, show: Callable[[str], None]) -> None:
        self._options = options
        self._show = show
        self._exit = ExitStack()
        self._started_s = time.monotonic()
        self._data_dir = options.data_dir.absolute()
        self._settings = settings
        self._postgres_url = settings.database_url
        self._redis_url = settings.redis_url
        self._driver: subprocess.Popen[str] | None = None

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
        folder = tempfile.mkdtemp(prefix="pitboss-", dir="/tmp")  # nosec B108  # mkdtemp: private, and short as Unix sockets need it
        self._exit.callback(shutil.rmtree, folder, ignore_errors=True)
        self._start_driver(folder)
        try:
            self._start_stores()
        except (EmbeddedServerError, OSError) as error:
            raise DevError(str(error)) from error
        self._order(plan=self._plan(folder))
        self._announce(self._hear_ready())

    def _lock(self) -> None:
        lock = FileLock(self._data_dir / "lock")
        try:
            lock.acquire(timeout=0)
        except Timeout:
            found = _read_cluster_file(self._data_dir)
            where = f" at {found['url']} (pid {found['pid']})" if found else ""
            raise DevError(f"a platform is already running on {self._data_dir}{where}; stop it first") from None
        self._exit.callback(lock.release)

    def _wipe(self) -> None:
        with self._phase("removing old data"):
            EmbeddedPostgres(self._data_dir / "postgres").destroy()
            shutil.rmtree(self._data_dir / "valkey", ignore_errors=True)
            for name in ("jwt.secret", "api.secret", CLUSTER_FILE):
                (self._data_dir / name).unlink(missing_ok=True)

    def _start_stores(self) -> None:
        from persistence.postgres.schema.revision import is_newest

        if not self._postgres_url:
            with self._phase("PostgreSQL"):
                postgres = EmbeddedPostgres(self._data_dir / "postgres")
                self._exit.callback(postgres.stop)
                self._postgres_url = postgres.start()
        with self._phase("migrations"):
            if not is_newest(self._postgres_url):
                from persistence.postgres.schema.migrate import upgrade  # takes a second to import

                upgrade(self._postgres_url)
        with self._phase("account admin"):
            try:
                generated = make_first_admin(self._postgres_url, self._settings)
            except AdminRefused as error:
                raise DevError(str(error)) from None
        if generated is not None:
            self._show(f"  account admin                password {generated}  (shown this once)")
        if not self._redis_url:
            with self._phase("Valkey"):
                valkey = EmbeddedValkey(self._data_dir / "valkey")
                self._exit.callback(valkey.stop)
                self._redis_url = valkey.start()

    def _start_driver(self, folder: str) -> None:
        token = self._data_dir / "ray.token"
        if not token.exists():
            token.touch(mode=0o600)
            token.write_text(secrets.token_hex(32))
        log = (self._data_dir / "ray_driver.log").open("w")
        self._exit.callback(log.close)
        self._driver = subprocess.Popen(
            [sys.executable, "-m", "cluster.control.ray_driver"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=log,
            text=True,
            start_new_session=True,
            env=child_environment(
                RAY_AUTH_MODE="token",
                RAY_AUTH_TOKEN_PATH=str(token),
                RAY_DASHBOARD_STARTUP_TIMEOUT_S="0",
                RAY_USAGE_STATS_ENABLED="0",
                RAY_ENABLE_UV_RUN_RUNTIME_ENV="0",
                RAY_worker_niceness="0",  # by default Ray lets everything else go before its workers
                # As long as by default, but in short steps: the first attempt often comes too early.
                RAY_raylet_client_connect_timeout_milliseconds="20",
                RAY_raylet_client_num_connect_attempts="500",
            ),
        )
        workers = 1 + sum(self._options.hosts.values()) + self._options.gateways
        self._order(ray={"folder": f"{folder}/ray", "workers": workers})

    def _plan(self, folder: str) -> dict[str, Any]:
        return {
            "settings": self._settings.model_dump(mode="json"),
            "cluster": secrets.token_hex(4),
            "database_url": self._postgres_url,
            "redis_url": self._redis_url,
            "link_folder": folder,
            "link_token": secrets.token_hex(32),
            "hosts": dict(self._options.hosts),
            "gateways": self._options.gateways,
            "port": self._options.port,
        }

    def _order(self, **message: Any) -> None:
        assert self._driver is not None
        assert self._driver.stdin is not None
        try:
            self._driver.stdin.write(json.encode(message).decode() + "\n")
            self._driver.stdin.flush()
        except BrokenPipeError:
            raise self._driver_failed() from None

    def _hear_ready(self) -> dict[str, Any]:
        assert self._driver is not None
        assert self._driver.stdout is not None
        for line in self._driver.stdout:
            message = json.decode(line)
            if "ready" in message:
                ready: dict[str, Any] = message["ready"]
                return ready
            self._hear(message)
            if "error" in message:
                raise DevError(f"{message['error']}; see {self._data_dir / 'ray_driver.log'}")
        raise self._driver_failed()

    def _hear(self, message: dict[str, Any]) -> None:
        if "phase" in message:
            done = f"   done at {self._elapsed_s():5.1f} s" if self._options.verbose else ""
            self._show(f"  {message['phase']:<28} {message['seconds']:5.1f} s{done}")

    def _elapsed_s(self) -> float:
        return time.monotonic() - self._started_s

    def _driver_failed(self) -> DevError:
        return DevError(f"Ray did not start; see {self._data_dir / 'ray_driver.log'}")

    def _announce(self, ready: dict[str, Any]) -> None:
        found = ready | {
            "pid": os.getpid(),
            "url": ready["urls"][0],
            "postgres_url": self._postgres_url,
            "redis_url": self._redis_url,
        }
        file = self._data_dir / CLUSTER_FILE
        file.touch(mode=0o600)
        file.write_bytes(json.format(json.encode(found)))
        self._exit.callback(file.unlink, missing_ok=True)
        url, show = found["url"], self._show
        show(f"  started in {self._elapsed_s():.1f} s\n")
        if self._options.verbose:
            self._show_costs()
        show(f"  API documentation  {url}/docs")
        show(f"  WebSocket          {url.replace('http', 'ws')}/api/realtime/sync")
        show(f"  metrics            {url}/metrics")
        show(f"  Ray dashboard      {found['dashboard_url']}  (token in {self._data_dir / 'ray.token'})")
        show(f"  data               {self._data_dir}")
        show(f"  try                pitboss play --rounds 5 --url {url}\n")
        show(f"ready {url}")

    def _show_costs(self) -> None:
        costs = process_costs(psutil.Process())
        self._show(f"  {'process':<36} {'started':>9} {'processor':>11}")
        for cost in (cost for cost in costs if cost.cpu_s >= COST_SHOWN_S_MIN):
            self._show(f"  {cost.program[:36]:<36} {cost.started_s:>7.1f} s {cost.cpu_s:>9.2f} s")
        self._show(f"  {f'all {len(costs)} processes':<36} {'':>9} {sum(cost.cpu_s for cost in costs):>9.2f} s\n")

    # --- serving and stopping ---

    def wait(self) -> NoReturn:
        """Serve until Stopped. Raises DevError when the Ray side ends by itself."""
        assert self._driver is not None
        while self._driver.poll() is None:
            time.sleep(POLL_S)
        raise DevError(f"the Ray side ended by itself; see {self._data_dir / 'ray_driver.log'}")

    def stop(self) -> None:
        """Stop Ray's side while its stores still run, so that hosts hand back what they have; then the stores."""
        if self._driver is not None:
            self._stop_driver(self._driver)
        self._exit.close()

    def _stop_driver(self, driver: "subprocess.Popen[str]") -> None:
        started = psutil.Process(driver.pid).children(recursive=True) if driver.poll() is None else []
        try:
            for line in driver.communicate(timeout=STOP_TIMEOUT_S)[0].splitlines():
                self._hear(json.decode(line))
        except subprocess.TimeoutExpired:
            self._show("  the Ray side did not stop in time and was killed")
            driver.kill()
            for process in started:
                _kill(process)
            driver.wait()

    @contextmanager
    def _phase(self, name: str) -> Iterator[None]:
        started_s = time.monotonic()
        yield
        self._hear({"phase": name, "seconds": time.monotonic() - started_s})


def run(options: DevOptions, settings: Settings, show: Callable[[str], None]) -> None:
    """Start the platform, serve until SIGINT or SIGTERM, stop it; further signals are harmless. Raises DevError."""
    platform = DevPlatform(options, settings, show)
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, _raise_stopped)
    try:
        platform.start()
        platform.wait()
    except Stopped:
        show("stopping")
    finally:
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, signal.SIG_IGN)
        platform.stop()
    show("stopped")


def running(data_dir: Path) -> dict[str, Any]:
    """What `cluster.json` says of the platform that runs on `data_dir`.

    Raises:
        DevError: none is running there.
    """
    found = _read_cluster_file(data_dir)
    if found is None or not psutil.pid_exists(found["pid"]):
        raise DevError(f"no platform is running on {data_dir.absolute()}; start one with `pitboss dev`")
    return found


def _raise_stopped(_number: int, _frame: FrameType | None) -> None:
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, signal.SIG_IGN)
    raise Stopped


def _read_cluster_file(data_dir: Path) -> dict[str, Any] | None:
    file = data_dir / CLUSTER_FILE
    if not file.exists():
        return None
    found: dict[str, Any] = json.decode(file.read_bytes())
    return found


def _kill(process: psutil.Process) -> None:
    with suppress(psutil.NoSuchProcess):
        process.kill()
