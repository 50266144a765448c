"""The hosts as the director reaches them through Ray."""

import asyncio
import os
from collections.abc import Sequence
from typing import Any

import ray

from actors.money.economy import EconomyConfig
from cluster.control.ray.host_shell import start_host
from cluster.control.ray.process import node_id
from cluster.processes.specs import HostSpec


class RayFleet:
    """`cluster.control.fleet.Fleet` over Ray actors."""

    def __init__(self, economy: EconomyConfig, log_level: str) -> None:
        self._economy = economy
        self._log_level = log_level
        self._node = node_id()
        self._handles: dict[str, Any] = {}

    async def start(self, spec: HostSpec, *, restarts: int) -> None:
        """Start the actor of a host, or take over the one that runs under its name."""
        self._handles[spec.name] = start_host(spec, self._economy, self._log_level, restarts=restarts)
        await self.status(spec.name)

    async def adopt(self, name: str, shards: Sequence[int]) -> int:
        count: int = await _awaited(self._handles[name].adopt.remote(shards))
        return count

    async def release(self, name: str, shards: Sequence[int]) -> None:
        await _awaited(self._handles[name].release.remote(shards))

    async def served(self, name: str) -> Sequence[int]:
        """Return the shards that a host serves."""
        shards: Sequence[int] = await _awaited(self._handles[name].served.remote())
        return shards

    async def status(self, name: str) -> dict[str, Any]:
        found: dict[str, Any] = await _awaited(self._handles[name].status.remote())
        return found

    async def death(self, name: str, status: dict[str, Any]) -> None:
        """Return when the kernel (on this node) or Ray says that the process is gone.

        Raises:
            RayActorError: Ray has lost sight of a process on another node; that proves nothing.
        """
        if status["node"] == self._node:
            await _process_end(status["pid"])
            return
        while True:
            try:
                await _awaited(self._handles[name].hold.remote())
            except ray.exceptions.ActorDiedError:
                return

    async def stop(self, name: str) -> None:
        handle = self._handles.pop(name)
        try:
            await _awaited(handle.stop.remote())
        finally:
            ray.kill(handle)  # also one that is frozen: the next host of its name must not find it


async def _process_end(pid: int) -> None:
    """Return when process `pid` of this machine has ended (pidfd_open(2))."""
    loop = asyncio.get_running_loop()
    try:
        descriptor = os.pidfd_open(pid)
    except ProcessLookupError:
        return
    ended: asyncio.Future[None] = loop.create_future()
    try:
        loop.add_reader(descriptor, ended.cancel)
        await asyncio.wait([ended])
    finally:
        loop.remove_reader(descriptor)
        os.close(descriptor)


async def _awaited(reference: Any) -> Any:
    return await asyncio.wrap_future(reference.future())
