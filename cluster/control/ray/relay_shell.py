"""The Ray actor `relay-K`: a thin shell that moves control calls into the event loop of a `RelayProcess`.

The code of a relay is imported when the actor is made, so that no other process loads it.
"""

from typing import Any

from cluster.control.ray.process import RESTART_ALWAYS, LoopThread, Start, detached_actor, exit_now
from cluster.processes.logging import configure_logging
from cluster.processes.specs import RelaySpec


class RelayShell:
    """Carries events from the outbox to the event stream."""

    def __init__(self, spec: RelaySpec, log_level: str) -> None:
        from cluster.processes.relay.process import RelayProcess

        configure_logging(log_level, process=spec.name)
        self._loop = LoopThread()
        self._process = RelayProcess(spec, died=exit_now)
        self._start = Start(self._loop, self._process.start())

    def status(self) -> dict[str, Any]:
        """Return the fields of `RelayStatus`."""
        return self._loop.call_plain(self._process.status).as_dict()

    def stop(self) -> None:
        """Finish what is under way, free its groups, then end."""
        self._loop.call(self._process.stop())

    def __repr__(self) -> str:
        return str(self._process.status())


def start_relay(spec: RelaySpec, log_level: str) -> Any:
    """Return the actor of a relay."""
    return detached_actor(RelayShell, spec.name, RESTART_ALWAYS, spec, log_level)
