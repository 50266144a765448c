"""Hosts as processes: `cluster.control.fleet.Fleet` without Ray, restarted under their names as Ray does."""

import asyncio
import signal
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

from cluster.processes.specs import HostSpec
from tests.faults.host_main import encoded
from tests.faults.processes import THIS, Child, Gone, Home
from tests.faults.until import until

LOG_CHARACTERS = 2000
EXCHANGED_S_MAX = 60.0


class ManagedHost:
    """The processes that run under one name, one after the other."""

    def __init__(self, spec: HostSpec, restarts: int, mutants: Sequence[str], log: Path, home: Home) -> None:
        self.spec = spec
        self.home = home
        """The release that is started under the name next."""
        self.restarts = restarts
        self._mutants = list(mutants)
        self._log = log
        self.children: list[Child] = []
        self.ready = asyncio.Event()
        self.over = asyncio.Event()
        self._ending = False
        self._life = asyncio.create_task(self._live())

    @property
    def child(self) -> Child:
        """The process of now, or the last one. Raises Gone before the first."""
        if not self.children:
            raise Gone(f"{self.spec.name} has not started")
        return self.children[-1]

    async def order(self, operation: str, **arguments: Any) -> Any:
        """Raises Gone while no process serves under the name."""
        if not self.ready.is_set():
            raise Gone(f"{self.spec.name} does not run")
        return await self.child.order(operation, **arguments)

    async def begun(self) -> None:
        """Return when a process serves under the name. Raises Gone when the last one has failed to."""
        waits = [asyncio.ensure_future(event.wait()) for event in (self.ready, self.over)]
        await asyncio.wait(waits, return_when=asyncio.FIRST_COMPLETED)
        for wait in waits:
            wait.cancel()
        if not self.ready.is_set():
            raise Gone(f"{self.spec.name} has ended; the end of its log: {self._log.read_text()[-LOG_CHARACTERS:]}")

    async def exchange(self, home: Home) -> None:
        """Stop the process as its operator does, and return when one of another release serves under the name."""
        before, self.home = self.child, home
        await before.order("stop")
        await before.end()
        await until(lambda: self.ready.is_set() and self.child is not before, EXCHANGED_S_MAX)

    async def end(self) -> None:
        """Kill whatever runs, and start nothing more."""
        self.restarts = 0
        self._ending = True
        for child in self.children:
            await child.end()
        await self._life

    async def _live(self) -> None:
        while True:
            child = await Child.start("tests.faults.host_main", self._log, self.home)
            self.children.append(child)
            if self._ending:
                await child.end()
            with suppress(Gone):
                await child.order("start", spec=encoded(self.spec), mutants=self._mutants)
                self.ready.set()
                await child.ended.wait()
            self.ready.clear()
            if self.restarts == 0:
                self.over.set()
                return
            self.restarts -= 1


class SubprocessFleet:
    """See `cluster.control.fleet.Fleet`. As with Ray, calls have no time-outs: the director sets them."""

    def __init__(self, log: Path, mutants: Sequence[str] = (), home: Home = THIS) -> None:
        self._log = log
        self._mutants = mutants
        self._home = home
        self.hosts: dict[str, ManagedHost] = {}
        self.may_adopt = asyncio.Event()
        """Cleared by a test that wants to look before anybody takes over."""
        self.may_adopt.set()
        self.pauses_s: list[float] = []
        """How long each piece of shards that was handed over had no owner that served it."""
        self._released: dict[tuple[int, ...], float] = {}

    async def start(self, spec: HostSpec, *, restarts: int) -> None:
        host = self.hosts.get(spec.name)
        if host is None or host.over.is_set():
            if host is not None:
                await host.end()
            host = self.hosts[spec.name] = ManagedHost(spec, restarts, self._mutants, self._log, self._home)
        await host.begun()
        await host.order("status")

    async def adopt(self, name: str, shards: Sequence[int]) -> int:
        await self.may_adopt.wait()
        count: int = await self.hosts[name].order("adopt", shards=list(shards))
        started_s = self._released.pop(tuple(shards), None)
        if started_s is not None:
            self.pauses_s.append(asyncio.get_running_loop().time() - started_s)
        return count

    async def release(self, name: str, shards: Sequence[int]) -> None:
        self._released[tuple(shards)] = asyncio.get_running_loop().time()
        await self.hosts[name].order("release", shards=list(shards))

    async def served(self, name: str) -> Sequence[int]:
        shards: Sequence[int] = await self.hosts[name].order("served")
        return shards

    async def status(self, name: str) -> dict[str, Any]:
        found: dict[str, Any] = await self.hosts[name].order("status")
        return found

    async def death(self, name: str, status: dict[str, Any]) -> None:
        for child in self.hosts[name].children:
            if child.pid == status["pid"]:
                await child.ended.wait()

    async def stop(self, name: str) -> None:
        host = self.hosts[name]
        host.restarts = 0
        try:
            await host.order("stop")
        finally:
            await host.end()  # also one that is just being started again: nobody would ever stop it
            self.hosts.pop(name)

    # --- what tests do to hosts ---

    def child(self, name: str) -> Child:
        """The process that runs under a name."""
        return self.hosts[name].child

    def serving(self) -> list[str]:
        """The names under which a process serves now."""
        return sorted(name for name, host in self.hosts.items() if host.ready.is_set())

    def kill(self, name: str) -> None:
        """As the kernel does when memory runs out."""
        self.child(name).signal(signal.SIGKILL)

    async def close(self) -> None:
        """Kill everything."""
        await asyncio.gather(*(host.end() for host in self.hosts.values()))
