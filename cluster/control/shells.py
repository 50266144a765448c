"""Hosts and gateways as Ray actors: thin shells that move calls into the process's own event loop.

Ray places, supervises and shows them; commands never travel as Ray calls (decision record 0001). Each process runs
its work in one uvloop thread; the actor's own threads only pass on control calls, so status answers while a host
works.

What a process runs is imported when its actor is made, so that none loads the programs of the others.
"""

import asyncio
import os
import resource
import threading
from collections.abc import Callable, Coroutine, Sequence
from typing import Any, TypeVar

import ray
import uvloop

from actors.money.economy import EconomyConfig
from cluster.control.specs import DirectorSpec, GatewaySpec, HostSpec
from cluster.processes.collector import spare_long_lived_objects
from cluster.processes.logging import configure_logging
from persistence.errors import StoreError

Result = TypeVar("Result")

EXIT_STOPPED = 70
"""Exit status of a host that was fenced: Ray starts it anew, as a new incarnation."""
CONTROL_CALLS_MAX = 8
HOLD_S = 20.0


class LoopThread:
    """An event loop in a thread of its own."""

    def __init__(self) -> None:
        _raise_file_limit()
        self._loop = uvloop.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, name="pitboss", daemon=True)
        self._thread.start()

    def call(self, work: Coroutine[Any, Any, Result]) -> Result:
        """Run `work` in the loop and wait for it."""
        return asyncio.run_coroutine_threadsafe(work, self._loop).result()

    def call_plain(self, function: Callable[[], Result]) -> Result:
        """Call `function` in the loop, where nothing else runs meanwhile."""

        async def run() -> Result:
            return function()

        return self.call(run())


class EntityHostShell:
    """Ray actor `host-K`: thousands of entities, and the commits of all of them."""

    def __init__(self, spec: HostSpec, economy: EconomyConfig, log_level: str) -> None:
        from cluster.processes.definitions import process_definitions
        from cluster.processes.host import HostProcess
        from cluster.processes.kinds import entity_kinds

        configure_logging(log_level, process=spec.name)
        self._loop = LoopThread()
        definitions = process_definitions(economy, spec.tables)
        kinds = entity_kinds(economy, spec.tables, spec.seal_secret, definitions)
        self._process = HostProcess(spec, kinds, definitions=definitions, died=_exit_now)
        try:
            self._loop.call(self._process.start())
        except StoreError as error:
            _exit_now(f"not registered: {error}")  # Ray starts a process that ends again, but none that fails to start
        spare_long_lived_objects()

    def adopt(self, shards: Sequence[int]) -> int:
        """Claim shards and serve them; how many are served afterwards."""
        return self._loop.call(self._process.adopt(shards))

    def release(self, shards: Sequence[int]) -> None:
        """Hand shards back."""
        self._loop.call(self._process.release(shards))

    def status(self) -> dict[str, Any]:
        return self._loop.call_plain(self._process.status).as_dict() | {"node": _node_id()}

    def hold(self) -> None:
        """Answer late; whoever waits learns of this process's death from Ray."""
        threading.Event().wait(HOLD_S)

    def inspect(self, kind: str, key: str) -> dict[str, Any]:
        return self._loop.call_plain(lambda: self._process.inspect(kind, key))

    def stop(self) -> None:
        """Hand everything back, then end."""
        self._loop.call(self._process.stop())

    def __repr__(self) -> str:
        status = self._process.status()
        return f"EntityHost[{status.name}] {status.shards} shards, {status.entities:,} entities"


class GatewayShell:
    """Ray actor `gateway-K`: sockets and HTTP."""

    def __init__(self, spec: GatewaySpec, log_level: str) -> None:
        from cluster.processes.gateway import GatewayProcess
        from cluster.processes.kinds import SHOP_REF, TOPICS

        configure_logging(log_level, process=spec.name)
        self._loop = LoopThread()
        self._process = GatewayProcess(spec, died=_exit_now, topics=TOPICS, shop=SHOP_REF)
        self._loop.call(self._process.start())
        spare_long_lived_objects()

    def wait_until_ready(self, timeout_s: float) -> str:
        """Its URL, when it reaches the owner of every shard. Raises TimeoutError."""
        self._loop.call(self._process.wait_until_ready(timeout_s))
        return self._process.url

    def status(self) -> dict[str, Any]:
        return self._loop.call_plain(self._process.status).as_dict()

    def stop(self) -> None:
        """Drain, then end."""
        self._loop.call(self._process.stop())

    def __repr__(self) -> str:
        status = self._process.status()
        return f"Gateway[{status.name}] {status.sockets:,} sockets at {status.url}"


class DirectorShell:
    """Ray actor `director`: decides who owns which shard; on no command's path."""

    def __init__(self, spec: DirectorSpec, economy: EconomyConfig, log_level: str) -> None:
        from cluster.control.director import Director

        configure_logging(log_level, process="director")
        self._loop = LoopThread()
        self._director = Director(spec, RayFleet(economy, log_level))
        restarted = ray.get_runtime_context().was_current_actor_reconstructed
        self._loop.call(self._director.start(first=not restarted))

    def status(self) -> dict[str, Any]:
        """The map: every host with its process, incarnation, shards, entities and lease."""
        return self._loop.call(self._director.status())

    def wait_until_served(self, timeout_s: float) -> None:
        """Return when every shard has an owner. Raises DirectorError."""
        self._loop.call(self._director.wait_until_served(timeout_s))

    def drain(self, name: str) -> int:
        """Empty a host; how many shards were moved. Raises DirectorError."""
        return self._loop.call(self._director.drain(name))

    def undrain(self, name: str) -> None:
        """Let a drained host have shards again. Raises DirectorError."""
        self._loop.call(self._director.undrain(name))

    def rebalance(self) -> int:
        """Level the hosts; how many shards were moved."""
        return self._loop.call(self._director.rebalance())

    def scale(self, count: int) -> list[str]:
        """Start or stop hosts until there are `count`; their names. Raises DirectorError."""
        return self._loop.call(self._director.scale(count))

    def stop(self) -> None:
        """Stop the hosts, then end."""
        self._loop.call(self._director.stop())

    def __repr__(self) -> str:
        return f"Director {self._director.summary()}"


class RayFleet:
    """`cluster.control.director.Fleet` over Ray actors."""

    def __init__(self, economy: EconomyConfig, log_level: str) -> None:
        self._economy = economy
        self._log_level = log_level
        self._node = _node_id()
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
            ray.kill(handle)  # also one that is frozen: whoever gets its name later must not find it


def start_host(spec: HostSpec, economy: EconomyConfig, log_level: str, *, restarts: int) -> Any:
    """The actor of a host: a new one, or the one that runs under its name."""
    return _started(EntityHostShell, spec.name, restarts, spec, economy, log_level)


def start_gateway(spec: GatewaySpec, log_level: str) -> Any:
    """The actor of a gateway."""
    return _started(GatewayShell, spec.name, -1, spec, log_level)


def start_director(spec: DirectorSpec, economy: EconomyConfig, log_level: str) -> Any:
    """The actor of the director."""
    return _started(DirectorShell, "director", -1, spec, economy, log_level)


def _started(shell: type, name: str, restarts: int, *arguments: Any) -> Any:
    actor: Any = ray.remote(num_cpus=0)(shell).options(
        name=name, lifetime="detached", get_if_exists=True, max_restarts=restarts, max_concurrency=CONTROL_CALLS_MAX
    )
    return actor.remote(*arguments)


def _node_id() -> str:
    node: str = ray.get_runtime_context().get_node_id()
    return node


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


def _exit_now(_reason: str) -> None:
    """End this process at once: what it holds in memory must not be shown any more."""
    os._exit(EXIT_STOPPED)


def _raise_file_limit() -> None:
    """Sockets are files; the soft limit is often 1,024."""
    _, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
