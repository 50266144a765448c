"""The Ray actor `host-K`: a thin shell that moves control calls into the event loop of a `HostProcess`.

The code of a host is imported when the actor is made, so that no other process loads it.
"""

import threading
from collections.abc import Sequence
from typing import Any

from actors.money.economy import EconomyConfig
from cluster.control.ray.process import LoopThread, Start, detached_actor, exit_now, node_id
from cluster.processes.logging import configure_logging
from cluster.processes.specs import HostSpec

HOLD_S = 20.0
START_TIMEOUT_S = 2.0
"""How long an order waits for a host that has a lease and is about to listen."""


class EntityHostShell:
    """Thousands of entities, and the commits of all of them."""

    def __init__(self, spec: HostSpec, economy: EconomyConfig, log_level: str) -> None:
        from actors.fairness.sealing import entity_seals
        from actors.games.registry import registered_games
        from actors.kinds import entity_kinds
        from cluster.processes.definition_loader import process_definitions
        from cluster.processes.host import HostProcess

        configure_logging(log_level, process=spec.name)
        self._loop = LoopThread()
        definitions = process_definitions(economy, spec.tables)
        games, seals = registered_games(economy), entity_seals(*spec.seal_keys)
        kinds = entity_kinds(economy, games, spec.tables, seals, definitions)
        self._process = HostProcess(spec, kinds, definitions=definitions, seals=seals, died=exit_now)
        self._start = Start(self._loop, self._process.start())

    def adopt(self, shards: Sequence[int]) -> int:
        """Claim shards and serve them; return how many are served afterwards. Raises TimeoutError: it still starts."""
        self._start.wait(START_TIMEOUT_S)
        return self._loop.call(self._process.adopt(shards))

    def release(self, shards: Sequence[int]) -> None:
        """Hand shards back."""
        self._loop.call(self._process.release(shards))

    def served(self) -> list[int]:
        """Return the shards that it serves."""
        return self._loop.call_plain(self._process.served)

    def status(self) -> dict[str, Any]:
        """Return the fields of `HostStatus`, and the `node` that the process runs on."""
        return self._loop.call_plain(self._process.status).as_dict() | {"node": node_id()}

    def hold(self) -> None:
        """Answer late: Ray tells a caller that waits of the death of this process."""
        threading.Event().wait(HOLD_S)

    def inspect(self, kind: str, key: str) -> dict[str, Any]:
        """See `HostProcess.inspect`."""
        return self._loop.call_plain(lambda: self._process.inspect(kind, key))

    def reload(self, kind: str, key: str) -> None:
        """See `HostProcess.reload`."""
        self._loop.call_plain(lambda: self._process.reload(kind, key))

    def stop(self) -> None:
        """Hand everything back, then end."""
        self._loop.call(self._process.stop())

    def __repr__(self) -> str:
        status = self._process.status()
        return f"EntityHost[{status.name}] {status.shards} shards, {status.entities:,} entities"


def start_host(spec: HostSpec, economy: EconomyConfig, log_level: str, *, restarts: int) -> Any:
    """Return the actor of a host: a new one, or the one that runs under its name."""
    return detached_actor(EntityHostShell, spec.name, restarts, spec, economy, log_level)
