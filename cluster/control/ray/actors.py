"""The actors of one cluster, started and stopped in order."""

import time
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from typing import Any

import ray

from actors.money.economy import EconomyConfig
from cluster.control.director_spec import DirectorSpec
from cluster.control.ray.director_shell import start_director
from cluster.control.ray.gateway_shell import start_gateway
from cluster.control.ray.host_shell import start_host
from cluster.control.ray.relay_shell import start_relay
from cluster.processes.specs import GatewaySpec, RelaySpec

SERVED_TIMEOUT_S = 60.0
STOP_TIMEOUT_S = 9.0

Phase = Callable[[str], AbstractContextManager[None]]
"""Encloses a part of starting or stopping, given its name."""


class ClusterActors:
    """Director, hosts, gateways and relays on the Ray node that this process is connected to."""

    def __init__(self, phase: Phase) -> None:
        self._phase = phase
        self._director: Any = None
        self._gateways: list[Any] = []
        self._relays: list[Any] = []

    def start(
        self,
        director: DirectorSpec,
        gateways: Sequence[GatewaySpec],
        relays: Sequence[RelaySpec],
        economy: EconomyConfig,
        log_level: str,
    ) -> list[str]:
        """Start everything; return the URLs of the gateways once they serve. No player waits for the relays.

        Raises:
            RayError: an actor did not start, or some shards have no owner after a minute.
        """
        with self._phase(f"director, {len(director.hosts)} host(s)"):
            # All at once, the slowest first; the director finds its hosts on their way, and would start them too.
            self._gateways = [start_gateway(spec, log_level) for spec in gateways]
            self._director = start_director(director, economy, log_level)
            for spec in director.hosts:
                start_host(spec, economy, log_level, restarts=director.host_restarts)
            ray.get(self._director.wait_until_served.remote(SERVED_TIMEOUT_S))
        with self._phase(f"{len(gateways)} gateway(s)"):
            urls: list[str] = ray.get([gateway.wait_until_ready.remote(SERVED_TIMEOUT_S) for gateway in self._gateways])
        self._relays = [start_relay(spec, log_level) for spec in relays]
        return urls

    def stop(self) -> None:
        """Drain the gateways, then hand all shards back; an actor that does not end in time is left to Ray."""
        deadline_s = time.monotonic() + STOP_TIMEOUT_S
        with self._phase("draining gateways"):
            self._wait([gateway.stop.remote() for gateway in self._gateways], deadline_s)
        with self._phase("stopping hosts"):
            hosts = [self._director.stop.remote()] if self._director is not None else []
            self._wait([*hosts, *(relay.stop.remote() for relay in self._relays)], deadline_s)

    def _wait(self, calls: list[Any], deadline_s: float) -> None:
        if not calls:
            return
        _, late = ray.wait(calls, num_returns=len(calls), timeout=max(0.1, deadline_s - time.monotonic()))
        if late:
            with self._phase(f"{len(late)} actor(s) did not stop in time"):
                pass
