"""Hosts that only own shards: `cluster.control.fleet.Fleet` over a real store, with barriers where a test looks."""

import asyncio
from collections.abc import Sequence
from typing import Any

from cluster.processes.specs import HostSpec
from persistence.entities.ownership import Ownership

TTL_MS = 600_000
"""Long enough that no lease runs out during a test: a host is dead when the test says so."""


class PaperHost:
    """One incarnation."""

    def __init__(self, incarnation: int) -> None:
        self.incarnation = incarnation
        self.served: set[int] = set()
        self.gone = asyncio.Event()


class PaperFleet:
    """Fleets of two directors may share `hosts`, as directors share the processes."""

    def __init__(self, store: Ownership, cluster: str) -> None:
        self._store = store
        self._cluster = cluster
        self.hosts: dict[str, PaperHost] = {}
        self.stopped: list[str] = []
        self.may_register = asyncio.Event()
        """Cleared: a host that is started does not come to register."""
        self.may_register.set()
        self.may_release = asyncio.Event()
        """Cleared: a host that is to give back shards does not come to it; `releasing` is set then."""
        self.may_release.set()
        self.releasing = asyncio.Event()
        self.fail_after_claim: set[str] = set()
        """The next `adopt` of these hosts claims, and then fails."""
        self.adopting: asyncio.Barrier | None = None
        """So many hosts must adopt at a time."""

    async def start(self, spec: HostSpec, *, restarts: int) -> None:
        if spec.name not in self.hosts or self.hosts[spec.name].gone.is_set():
            await self.may_register.wait()
            born = await self._store.register(self._cluster, spec.name, f"unix:/{spec.name}", TTL_MS, spec.serves)
            self.hosts[spec.name] = PaperHost(born)

    async def adopt(self, name: str, shards: Sequence[int]) -> int:
        host = self._living(name)
        await self._store.claim(host.incarnation, list(shards))
        if self.adopting is not None:
            await self.adopting.wait()
        if name in self.fail_after_claim:
            self.fail_after_claim.discard(name)
            raise RuntimeError(f"{name} could not read the state of its shards")
        host.served.update(shards)
        return len(host.served)

    async def release(self, name: str, shards: Sequence[int]) -> None:
        self.releasing.set()
        await self.may_release.wait()
        host = self._living(name)
        host.served.difference_update(shards)
        await self._store.release(host.incarnation, list(shards))

    async def served(self, name: str) -> Sequence[int]:
        return sorted(self._living(name).served)

    async def status(self, name: str) -> dict[str, Any]:
        return {"name": name, "incarnation": self._living(name).incarnation}

    async def death(self, name: str, status: dict[str, Any]) -> None:
        await self.hosts[name].gone.wait()

    async def stop(self, name: str) -> None:
        host = self.hosts.pop(name)
        host.gone.set()
        self.stopped.append(name)
        await self._store.bury(host.incarnation, expired_only=False)

    def kill(self, name: str) -> None:
        """End its process; nobody starts it again before the fleet is asked to."""
        self.hosts[name].gone.set()

    def _living(self, name: str) -> PaperHost:
        if self.hosts[name].gone.is_set():
            raise RuntimeError(f"{name} is gone")
        return self.hosts[name]
