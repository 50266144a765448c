"""The Ray actor `gateway-K`: a thin shell that moves control calls into the event loop of a `GatewayProcess`.

The code of a gateway is imported when the actor is made, so that no other process loads it.
"""

from typing import Any

from cluster.control.ray.process import RESTART_ALWAYS, LoopThread, Start, detached_actor, exit_now
from cluster.processes.logging import configure_logging
from cluster.processes.specs import GatewaySpec


class GatewayShell:
    """Sockets and HTTP."""

    def __init__(self, spec: GatewaySpec, log_level: str) -> None:
        from actors.kinds import TOPICS
        from actors.shop.shop_messages import SHOP_REF
        from cluster.processes.gateway import GatewayProcess

        configure_logging(log_level, process=spec.name)
        self._loop = LoopThread()
        self._process = GatewayProcess(spec, died=exit_now, topics=TOPICS, shop=SHOP_REF)
        self._start = Start(self._loop, self._process.start())

    def wait_until_ready(self, timeout_s: float) -> str:
        """Return its URL once it reaches the owner of every shard.

        Raises:
            TimeoutError: it does not in time.
            OSError: its port is taken.
        """
        self._start.wait(timeout_s)
        self._loop.call(self._process.wait_until_ready(timeout_s))
        return self._process.url

    def status(self) -> dict[str, Any]:
        """Return the fields of `GatewayStatus`."""
        return self._loop.call_plain(self._process.status).as_dict()

    def stop(self) -> None:
        """Drain, then end."""
        self._loop.call(self._process.stop())

    def __repr__(self) -> str:
        status = self._process.status()
        return f"Gateway[{status.name}] {status.sockets:,} sockets at {status.url}"


def start_gateway(spec: GatewaySpec, log_level: str) -> Any:
    """Return the actor of a gateway."""
    return detached_actor(GatewayShell, spec.name, RESTART_ALWAYS, spec, log_level)
