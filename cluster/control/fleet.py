"""The hosts as the director reaches them, wherever they run: a port, behind which Ray or a test starts processes."""

from collections.abc import Sequence
from typing import Any, Protocol

from cluster.processes.specs import HostSpec


class Fleet(Protocol):
    """Hosts by name. Calls have no time limit: the caller sets one."""

    async def start(self, spec: HostSpec, *, restarts: int) -> None:
        """Start a host, or take over the one that runs under its name; return when it answers."""
        ...

    async def adopt(self, name: str, shards: Sequence[int]) -> int:
        """Make a host claim shards and serve them; return how many it serves afterwards."""
        ...

    async def release(self, name: str, shards: Sequence[int]) -> None:
        """Make a host hand shards back."""
        ...

    async def served(self, name: str) -> Sequence[int]:
        """Return the shards that a host serves."""
        ...

    async def status(self, name: str) -> dict[str, Any]:
        """Return what a host says of itself: the fields of `HostStatus`."""
        ...

    async def death(self, name: str, status: dict[str, Any]) -> None:
        """Return when the process that gave this status is proven to be gone."""
        ...

    async def stop(self, name: str) -> None:
        """Make a host hand everything back and end; it is not started again."""
        ...
