"""Ray's own processes on this machine, for as long as the process lives that starts them (decision 0013).

`ray.init` alone would start them too, but its node waits until Ray's two agents have loaded and named their ports;
that takes seconds, and on a busy machine Ray gives up. It also starts two monitors that have nothing to do here. So
the node is made from its parts, without Ray's own reaper, since a guard holds all of it (`cluster.dev.guard`).
Programs that no player waits for get little of the processor.
"""

import logging
from contextlib import suppress
from typing import Any

import psutil

from cluster.control.ports import free_ports

NAMESPACE = "pitboss"
OBJECT_STORE_BYTES = 100 * 1024 * 1024
DASHBOARD = "/dashboard/dashboard.py"
AGENTS = ("/dashboard/agent.py", "/runtime_env/agent/main.py")
DASHBOARD_NICENESS = 15
AGENT_NICENESS = 10
"""Agents must not starve: the node ends when one of them gives up."""


class RayNode:
    """One node with a dashboard, and this process's connection to it."""

    def __init__(self, folder: str, workers: int) -> None:
        """Start Ray, with `workers` processes for actors ahead of them, and connect. Its files go into `folder`.

        The environment holds the token. To be called in the main thread: Ray's processes end with their thread.
        """
        import ray

        parameters, dashboard_port = _parameters(folder, workers)
        self._node = _started(parameters)
        _let_wait()
        self.dashboard_url = f"http://127.0.0.1:{dashboard_port}"
        self.address: str = self._node.gcs_address
        ray.init(self.address, namespace=NAMESPACE, log_to_driver=False, logging_level=logging.CRITICAL)

    def stop(self) -> None:
        """End the processes of the node; workers notice, and end."""
        import ray

        ray.shutdown()
        self._node.kill_all_processes(check_alive=False, allow_graceful=True)


def _parameters(folder: str, workers: int) -> tuple[Any, int]:
    from ray._private.parameter import RayParams

    dashboard, grpc, listen, environments, metrics = free_ports(5)
    parameters: dict[str, Any] = {  # Ray's own annotations of them are wrong in places
        "temp_dir": folder,
        "num_cpus": workers,  # as many workers are started ahead as processors allow; our actors claim none
        "object_store_memory": OBJECT_STORE_BYTES,
        "dashboard_host": "127.0.0.1",
        "dashboard_port": dashboard,
        "metrics_agent_port": grpc,
        "dashboard_agent_listen_port": listen,
        "runtime_env_agent_port": environments,
        "metrics_export_port": metrics,
        "min_worker_port": 0,
        "max_worker_port": 0,
        "include_log_monitor": False,  # sends the logs of workers to a driver that shows none
        "no_monitor": True,  # the autoscaler: there is nothing to scale
    }
    return RayParams(**parameters), dashboard


def _started(parameters: Any) -> Any:
    """Return a started node that has not waited for its agents."""
    from ray import _raylet
    from ray._private.node import Node

    raylet: Any = _raylet

    class NodeWithKnownPorts(Node):
        def start_raylet(self, *arguments: Any, **options: Any) -> None:
            # The one port that Ray tells the agent and not the raylet, which would wait until the agent has noted it.
            port = parameters.dashboard_agent_listen_port
            raylet.persist_port(self._session_dir, self._node_id, raylet.DASHBOARD_AGENT_LISTEN_PORT_NAME, port)
            super().start_raylet(*arguments, **options)

    return NodeWithKnownPorts(parameters, head=True, shutdown_at_exit=False, spawn_reaper=False)


def _let_wait() -> None:
    """Load the dashboard and the agents at low priority; children of theirs inherit it."""
    for process in psutil.Process().children(recursive=True):
        with suppress(psutil.Error):
            program = " ".join(process.cmdline()[:3])
            if DASHBOARD in program:
                process.nice(DASHBOARD_NICENESS)
            elif any(agent in program for agent in AGENTS):
                process.nice(AGENT_NICENESS)
