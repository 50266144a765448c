"""The Ray side of a platform, in a process of its own (decision 0008): starts Ray and the actors, stops them in order.

`pitboss dev` has `python -m cluster.dev.ray_driver FOLDER` run with pipes and speaks JSON lines: `{"ray": ...}`, then
`{"plan": ...}`; end of input means stop, and comes too when the parent is killed. The answers are `{"phase",
"seconds"}`, `{"ready": ...}` and `{"error": ...}`. Signals are ignored, so that those which Ray handles in its own way
cannot abort a half-started platform. FOLDER holds the sockets and temporary files of everything below this process. A
guard (`cluster.dev.guard`) stands between: it kills what this process leaves, and all of it when the parent is killed.
"""

import os
import signal
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Any

from msgspec import json

from cluster.control.ray.node import RayNode

if TYPE_CHECKING:  # it imports Ray, which is started before the actors are
    from cluster.control.ray.actors import ClusterActors


def main() -> int:
    """Serve one parent; exit 0 when everything was stopped in order."""
    folder = sys.argv[1]
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.SIG_IGN)
    parent = Parent()
    driver = RayDriver(parent, folder)
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
        """Write one line to the parent; a parent that is gone hears nothing."""
        with suppress(BrokenPipeError):
            self._pipe.write(json.encode(message).decode() + "\n")
            self._pipe.flush()

    def order(self, name: str) -> Any:
        """Return the parent's next order. Raises EOFError when it wants no more, or is gone."""
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
    """Ray and the actors of one platform, with their files in `folder`."""

    def __init__(self, parent: Parent, folder: str) -> None:
        self._parent = parent
        self._folder = folder
        self._node: RayNode | None = None
        self._actors: ClusterActors | None = None

    def start_ray(self, options: dict[str, Any]) -> None:
        """Start Ray's own processes; the environment holds the token already."""
        with self._parent.phase("Ray"):
            self._node = RayNode(f"{self._folder}/ray", options["workers"])

    def start_actors(self, order: dict[str, Any]) -> None:
        """Start director, hosts, gateways and relays; tell the parent when they serve."""
        from cluster.control.ray.actors import ClusterActors
        from cluster.wiring import Plan

        assert self._node is not None
        plan = Plan.from_order(order | {"link_folder": self._folder})
        self._actors = ClusterActors(self._parent.phase)
        gateways, relays = plan.gateway_specs(), plan.relay_specs()
        urls = self._actors.start(plan.director(), gateways, relays, plan.economy(), plan.settings.log_level)
        found = {"ray_address": self._node.address, "dashboard_url": self._node.dashboard_url}
        names = {"gateways": [spec.name for spec in gateways], "relays": [spec.name for spec in relays]}
        self._parent.say(ready=found | names | {"urls": urls})

    def stop(self) -> None:
        """Drain gateways, hand shards back, stop Ray."""
        if self._actors is not None:
            self._actors.stop()
        with self._parent.phase("stopping Ray"):
            if self._node is not None:
                self._node.stop()


if __name__ == "__main__":
    sys.exit(main())
