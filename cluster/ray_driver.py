"""The Ray side of a platform, in a process of its own: starts Ray and the actors, waits for its orders to end, stops
them.

`pitboss dev` starts it with pipes and speaks JSON lines: `{"ray": ...}`, then `{"plan": ...}`; end of input means
stop. So that the signal handlers which Ray installs cannot abort a half-started platform, and so that everything is
stopped in order even when the parent is killed. It answers `{"phase", "seconds"}`, `{"ready": ...}` or `{"error":
...}`.
"""

import ctypes
import logging
import signal
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import Any

import psutil
from msgspec import json

from cluster.ports import free_ports

NAMESPACE = "pitboss"
SERVED_TIMEOUT_S = 60.0
STOP_ACTORS_TIMEOUT_S = 9.0
CONTROL_CALLS_MAX = 8
OBJECT_STORE_BYTES = 100 * 1024 * 1024
PR_SET_CHILD_SUBREAPER = 36
DASHBOARD_NICENESS = 15
DASHBOARD_APPEARS_WITHIN_S = 60.0
DASHBOARD_POLL_S = 0.02


def main() -> int:
    """Serve one parent; exit 0 when everything was stopped in order."""
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, signal.SIG_IGN)
    _adopt_orphans()
    driver = RayDriver()
    status = 0
    try:
        driver.start_ray(_order("ray"))
        driver.start_actors(_order("plan"))
        sys.stdin.readline()
    except EOFError:
        pass
    except Exception as error:  # noqa: BLE001 (whatever it is, the parent shows it)
        say(error=f"{type(error).__name__}: {error}")
        status = 1
    driver.stop()
    return status


def say(**message: Any) -> None:
    """One line to the parent; a parent that is gone hears nothing."""
    try:
        sys.stdout.write(json.encode(message).decode() + "\n")
        sys.stdout.flush()
    except BrokenPipeError:
        pass


def _order(name: str) -> Any:
    """The parent's next order. Raises EOFError when it wants no more, or is gone."""
    line = sys.stdin.readline()
    if not line:
        raise EOFError
    return json.decode(line)[name]


@contextmanager
def phase(name: str) -> Iterator[None]:
    """Tell the parent how long a part took."""
    started_s = time.monotonic()
    yield
    say(phase=name, seconds=time.monotonic() - started_s)


class RayDriver:
    """Ray and the actors of one platform."""

    def __init__(self) -> None:
        self._director: Any = None
        self._gateways: list[Any] = []
        self._found: dict[str, Any] = {}

    def start_ray(self, options: dict[str, Any]) -> None:
        """Start Ray's own processes; the environment holds the token already."""
        with phase("Ray"):
            import ray

            [port] = free_ports(1)
            threading.Thread(target=_let_the_dashboard_wait, daemon=True).start()
            _init_ray(options["folder"], port)
            self._found["dashboard_url"] = f"http://127.0.0.1:{port}"
            self._found["ray_address"] = ray.get_runtime_context().gcs_address

    def start_actors(self, order: dict[str, Any]) -> None:
        """Start director, hosts and gateways; tell the parent when they serve."""
        import ray

        from cluster.shells import director_actor, gateway_actor
        from cluster.wiring import Plan

        plan = Plan.from_order(order)
        level = plan.settings.log_level
        specs = plan.gateway_specs()
        with phase(f"director, {sum(plan.hosts.values())} host(s), {len(specs)} gateway(s)"):
            self._director = _detached(director_actor(), "director").remote(plan.director(), plan.economy(), level)
            for spec in specs:
                self._gateways.append(_detached(gateway_actor(), spec.name).remote(spec, level))
            ray.get(self._director.wait_until_served.remote(SERVED_TIMEOUT_S))
            urls = ray.get([gateway.wait_until_ready.remote(SERVED_TIMEOUT_S) for gateway in self._gateways])
        say(ready=self._found | {"urls": urls, "gateways": [spec.name for spec in specs]})

    def stop(self) -> None:
        """Drain gateways, hand shards back, stop Ray, end what it leaves behind."""
        if "ray" not in sys.modules:
            return
        import ray

        if ray.is_initialized():
            deadline_s = time.monotonic() + STOP_ACTORS_TIMEOUT_S
            with phase("draining gateways"):
                _wait([gateway.stop.remote() for gateway in self._gateways], deadline_s)
            with phase("stopping hosts"):
                _wait([self._director.stop.remote()] if self._director is not None else [], deadline_s)
        started = psutil.Process().children(recursive=True)
        with phase("stopping Ray"):
            ray.shutdown()
            _end([*started, *psutil.Process().children(recursive=True)])


def _detached(actor: Any, name: str) -> Any:
    return actor.options(name=name, lifetime="detached", max_restarts=-1, max_concurrency=CONTROL_CALLS_MAX)


def _wait(calls: list[Any], deadline_s: float) -> None:
    import ray

    if not calls:
        return
    _, late = ray.wait(calls, num_returns=len(calls), timeout=max(0.1, deadline_s - time.monotonic()))
    if late:
        say(phase=f"{len(late)} actor(s) did not stop in time", seconds=0.0)


def _init_ray(folder: str, dashboard_port: int) -> None:
    """Start Ray; a machine so busy that its node does not answer within Ray's own 30 s gets a second chance."""
    import ray

    for last_try in (False, True):
        try:
            ray.init(
                namespace=NAMESPACE,
                dashboard_host="127.0.0.1",
                dashboard_port=dashboard_port,
                object_store_memory=OBJECT_STORE_BYTES,
                log_to_driver=False,
                logging_level=logging.CRITICAL,
                _temp_dir=folder,
            )
        except Exception as error:
            if last_try or "timed out during startup" not in str(error):
                raise
            ray.shutdown()
        else:
            return


def _let_the_dashboard_wait() -> None:
    """Load the dashboard's ten processes at low priority, as soon as they appear: players are served first."""
    deadline_s = time.monotonic() + DASHBOARD_APPEARS_WITHIN_S
    while time.monotonic() < deadline_s:
        for process in psutil.Process().children():
            with suppress(psutil.Error):
                if any("dashboard.py" in argument for argument in process.cmdline()):
                    process.nice(DASHBOARD_NICENESS)
                    return
        time.sleep(DASHBOARD_POLL_S)


def _adopt_orphans() -> None:
    """Make grandchildren whose parent ends our own, so that none is left behind (Linux, prctl(2))."""
    ctypes.CDLL(None, use_errno=True).prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)


def _end(processes: list[psutil.Process]) -> None:
    """End what Ray left behind of its own."""
    for process in processes:
        _ignoring_gone(process.terminate)
    _, stubborn = psutil.wait_procs(processes, timeout=1)
    for process in stubborn:
        _ignoring_gone(process.kill)
    psutil.wait_procs(stubborn, timeout=1)


def _ignoring_gone(action: Callable[[], None]) -> None:
    with suppress(psutil.NoSuchProcess):
        action()


if __name__ == "__main__":
    sys.exit(main())
