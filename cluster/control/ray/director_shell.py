"""The Ray actor `director`: a thin shell that moves control calls into the event loop of a `Director`.

The code of the director is imported when the actor is made, so that no other process loads it.
"""

from collections.abc import Coroutine
from typing import Any, TypeVar

import ray

from actors.money.economy import EconomyConfig
from cluster.control.director_spec import DirectorSpec
from cluster.control.errors import DirectorError
from cluster.control.ray.process import RESTART_ALWAYS, LoopThread, Start, detached_actor
from cluster.processes.logging import configure_logging

NAME = "director"

Result = TypeVar("Result")


class DirectorShell:
    """Decides which host owns which shard; on no command's path."""

    def __init__(self, spec: DirectorSpec, economy: EconomyConfig, log_level: str) -> None:
        from cluster.control.director import Director
        from cluster.control.ray.fleet import RayFleet

        configure_logging(log_level, process=NAME)
        self._loop = LoopThread()
        self._director = Director(spec, RayFleet(economy, log_level))
        restarted = ray.get_runtime_context().was_current_actor_reconstructed
        self._start = Start(self._loop, self._director.start(first=not restarted))

    def status(self) -> dict[str, Any]:
        """Return every host with its process, incarnation, shards, entities and lease; see `Director.status`."""
        return self._loop.call(self._director.status())

    def wait_until_served(self, timeout_s: float) -> None:
        """Return when every shard has an owner. Raises DirectorError, or TimeoutError: it still starts."""
        self._start.wait(timeout_s)
        self._loop.call(self._director.wait_until_served(timeout_s))

    def drain(self, name: str) -> int:
        """Empty a host; return how many shards were moved. Raises DirectorError."""
        return self._ordered(self._director.drain(name))

    def undrain(self, name: str) -> None:
        """Let a drained host have shards again. Raises DirectorError."""
        self._ordered(self._director.undrain(name))

    def rebalance(self) -> int:
        """Level the hosts; return how many shards were moved. Raises DirectorError."""
        return self._ordered(self._director.rebalance())

    def scale(self, count: int) -> list[str]:
        """Start or stop hosts until there are `count`; return their names. Raises DirectorError."""
        return self._ordered(self._director.scale(count))

    def stop(self) -> None:
        """Stop the hosts, then end."""
        self._loop.call(self._director.stop())

    def _ordered(self, order: Coroutine[Any, Any, Result]) -> Result:
        """Carry out an order, once there is somebody who can. Raises DirectorError: the director still starts."""
        if not self._director.patience.is_over():
            order.close()
            raise DirectorError(f"the director waits for {self._director.patience.waits_for}")
        return self._loop.call(order)

    def __repr__(self) -> str:
        return f"Director {self._director.summary()}"


def start_director(spec: DirectorSpec, economy: EconomyConfig, log_level: str) -> Any:
    """Return the actor of the director."""
    return detached_actor(DirectorShell, NAME, RESTART_ALWAYS, spec, economy, log_level)
