"""The Ray side of a platform, in a process of its own: starts Ray and the actors, waits for its orders to end, stops
them.

`pitboss dev` starts it with pipes and speaks JSON lines: `{"ray": ...}`, then `{"plan": ...}`; end of input means
stop. So that the signal handlers which Ray installs cannot abort a half-started platform, and so that everything is
stopped in order even when the parent is killed. It answers `{"phase", "seconds"}`, `{"ready": ...}` or `{"error":
...}`.
"""

import ctypes
import os
import signal
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import Any

import psutil
from msgspec import json

from cluster.control.ray_node import RayNode

SERVED_TIMEOUT_S = 60.0
STOP_ACTORS_TIMEOUT_S = 9.0
PR_SET_CHILD_SUBREAPER = 36


def main() -> int:
    """Serve one parent; exit 0 when everything was stopped in order."""
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, signal.SIG_IGN)
    _adopt_orphans()
    parent = Parent()
    driver = RayDriver(parent)
    status = 0
    try:
        driver.start_ray(parent.order("ray"))
        driver.start_actors(parent.order("plan"))
        sys.stdin.readline()
    except EOFError:
        pass
    except Exception as error:  # noqa: BLE001 (whatever it is, the parent shows it)
        parent.say(error=f"{type(error).__name__}: {error}")
        status = 1
    driver.stop()
    return status


class Parent:
    """The process that gives the orders. Its pipe is ours alone: what Ray prints goes into the log."""

    def __init__(self) -> None:
        self._pipe = os.fdopen(os.dup(sys.stdout.fileno()), "w")
        os.dup2(sys.stderr.fileno(), sys.stdout.fileno())

    def say(self, **message: Any) -> None:
        """One line to the parent; a parent that is gone hears nothing."""
        with suppress(BrokenPipeError):
            self._pipe.write(json.encode(message).decode() + "\n")
            self._pipe.flush()

    def order(self, name: str) -> Any:
        """The parent's next order. Raises EOFError when it wants no more, or is gone."""
        line = sys.stdin.readline()
        if not line:
            raise EOFError
        return json.decode(line)[name]

    @contextmanager
    def phase(self, name: str) -> Iterator[None]:
        """Tell the parent how long a part took."""
        started_s = time.monotonic()
        yield
        self.say(phase=name, seconds=time.monotonic() - started_s)


class RayDriver:
    """Ray and the actors of one platform."""

    def __init__(self, parent: Parent) -> None:
        self._parent = parent
        self._node: RayNode | None = None
        self._director: Any = None
        self._gateways: list[Any] = []

    def start_ray(self, options: dict[str, Any]) -> None:
        """Start Ray's own processes; the environment holds the token already."""
        with self._parent.phase("Ray"):
            self._node = RayNode(options["folder"], options["workers"])

    def start_actors(self, order: dict[str, Any]) -> None:
        """Start director, hosts and gateways; tell the parent when they serve."""
        import ray

        from cluster.control.shells import start_director, start_gateway, start_host
        from cluster.wiring import Plan

        assert self._node is not None
        plan = Plan.from_order(order)
        level, economy, director = plan.settings.log_level, plan.economy(), plan.director()
        gateways = plan.gateway_specs()
        with self._parent.phase(f"director, {sum(plan.hosts.values())} host(s)"):
            # All at once, the slowest first; the director finds its hosts on their way, and would start them too.
            self._gateways = [start_gateway(spec, level) for spec in gateways]
            self._director = start_director(director, economy, level)
            for spec in director.hosts:
                start_host(spec, economy, level, restarts=director.host_restarts)
            ray.get(self._director.wait_until_served.remote(SERVED_TIMEOUT_S))
        with self._parent.phase(f"{len(gateways)} gateway(s)"):
            urls = ray.get([gateway.wait_until_ready.remote(SERVED_TIMEOUT_S) for gateway in self._gateways])
        found = {"ray_address": self._node.address, "dashboard_url": self._node.dashboard_url}
        self._parent.say(ready=found | {"urls": urls, "gateways": [spec.name for spec in gateways]})

    def stop(self) -> None:
        """Drain gateways, hand shards back, stop Ray, end what it leaves behind."""
        if self._node is not None:
            deadline_s = time.monotonic() + STOP_ACTORS_TIMEOUT_S
            with self._parent.phase("draining gateways"):
                self._wait([gateway.stop.remote() for gateway in self._gateways], deadline_s)
            with self._parent.phase("stopping hosts"):
                self._wait([self._director.stop.remote()] if self._director is not None else [], deadline_s)
        started = psutil.Process().children(recursive=True)
        with self._parent.phase("stopping Ray"):
            if self._node is not None:
                self._node.stop()
            _end([*started, *psutil.Process().children(recursive=True)])

    def _wait(self, calls: list[Any], deadline_s: float) -> None:
        import ray

        if not calls:
            return
        _, late = ray.wait(calls, num_returns=len(calls), timeout=max(0.1, deadline_s - time.monotonic()))
        if late:
            self._parent.say(phase=f"{len(late)} actor(s) did not stop in time", seconds=0.0)


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
