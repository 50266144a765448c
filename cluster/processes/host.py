"""One entity host: store, lease, host core, link server, and the router over which its entities tell others.

Reading order: `HostProcess.start` says what a host is made of; then `adopt`, `release`, `stop`.
"""

import asyncio
import os
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any, Protocol, TypeVar

import structlog
from msgspec import msgpack
from prometheus_client import CollectorRegistry

from actors.definitions.book import Definitions
from actors.runtime.clock import Clock, SystemClock
from actors.runtime.entity import EntityKind, EntityRef
from actors.runtime.entropy import SystemEntropy
from actors.runtime.host import EntityHost
from actors.runtime.link.envelope import UPSTREAM_DECODER, Upstream
from actors.runtime.link.router import Router
from actors.runtime.link.stream import Link, listen
from actors.runtime.ownership.lease import Lease
from actors.runtime.ownership.shards import shard_of
from actors.runtime.turns.tells import RoutedTeller
from cluster.processes.definition_loader import DefinitionLoader
from cluster.processes.links import Dialler, listener_handshake
from cluster.processes.metrics import HostCounters, MetricsServer, RouterCounters
from cluster.processes.retries import retry_while_unreachable
from cluster.processes.specs import HostSpec
from persistence.errors import StoreError, Unreachable
from persistence.postgres.definition_feed import PostgresDefinitionFeed
from persistence.postgres.entities.store import PostgresStore

OWNERSHIP_RETRY_S = 0.1


class Connect(Protocol):
    """Opens the stores of a host; see `PostgresStore.connect`."""

    async def __call__(self, url: str, *, lease_ttl_ms: int) -> PostgresStore: ...


log = structlog.get_logger("host")

Result = TypeVar("Result")


@dataclass(frozen=True, slots=True)
class HostStatus:
    """A host as it describes itself. `lease_margin_ms` negative: it stands still until its lease is renewed."""

    name: str
    pid: int
    incarnation: int
    address: str
    shards: int
    entities: int
    sockets: int
    open_tells: int
    timers: int
    uncommitted_turns: int
    lease_margin_ms: int
    metrics_port: int

    def as_dict(self) -> dict[str, Any]:
        return asdict(self)


class HostProcess:
    """A host with everything around it. `start`, then `adopt` shards; `stop` hands them back.

    `definitions`, which its kinds play by, are kept as the database has them; without them nothing is loaded.
    `died(reason)` is called when it is fenced or a part of it fails: the process must not go on then.
    """

    def __init__(
        self,
        spec: HostSpec,
        kinds: Mapping[str, EntityKind[Any]],
        *,
        definitions: Definitions | None = None,
        clock: Clock | None = None,
        connect: Connect = PostgresStore.connect,
        died: Callable[[str], None] = lambda _: None,
    ) -> None:
        self.spec = spec
        self._kinds = kinds
        self._definitions = definitions
        self._loader: DefinitionLoader | None = None
        self._clock = clock or SystemClock()
        self._connect = connect
        self._died = died
        self._tasks: list[asyncio.Task[None]] = []
        self._moving = asyncio.Lock()
        self.address = ""
        self.incarnation = 0

    async def start(self) -> None:
        """Register as a new incarnation and listen; nothing is served before `adopt`.

        Raises:
            StoreError: the database did not take the registration.
        """
        spec, ttl_ms = self.spec, self.spec.config.lease_ttl_ms
        self.registry = CollectorRegistry()
        self.metrics = HostCounters(self.registry)
        await self._load_definitions()
        self.store = await retry_while_unreachable(lambda: self._connect(spec.database_url, lease_ttl_ms=ttl_ms))
        self.address = f"unix:{spec.link_folder}/{spec.name}.{os.getpid()}.{os.urandom(3).hex()}"
        self.incarnation = await retry_while_unreachable(
            lambda: self.store.register(spec.cluster, spec.name, self.address, ttl_ms, spec.serves)
        )
        self.lease = Lease(self.store, self._clock, self.incarnation, ttl_ms, self._lease_died)
        dialler = Dialler(spec.link_token)
        self.router = Router(self.store.shard_map, dialler.dial, self._clock, RouterCounters(self.registry))
        self.host = EntityHost(
            self._kinds,
            self.store,
            self.incarnation,
            self._clock,
            SystemEntropy(),
            self.metrics,
            spec.config,
            lease=self.lease,
            make_teller=self._make_teller,
            stopped=self._died,
        )
        await retry_while_unreachable(self.lease.renew)
        self.server = await listen(self.address, self._make_link)
        self.metrics_server = MetricsServer(self.registry, spec.metrics_host)
        lives = [self.host.run(), self.lease.keep(), self.router.run(), self._observe()]
        if self._loader is not None:
            lives.append(self._loader.run())
        for life in lives:
            task = asyncio.create_task(life)
            task.add_done_callback(self._task_ended)
            self._tasks.append(task)
        log.info("host_started", name=spec.name, incarnation=self.incarnation, address=self.address)

    async def adopt(self, shards: Sequence[int]) -> int:
        """Claim the shards among `shards` that it does not have, and serve them; return how many it serves afterwards.

        Raises:
            NotExpired: a living host owns one of them; nothing was claimed.
        """
        async with self._moving:
            wanted = [shard for shard in shards if shard not in self.host.shards()]
            if wanted:
                epochs = await self._until_reached(lambda: self.store.claim(self.incarnation, wanted))
                await self._until_reached(lambda: self.host.adopt(epochs))
                self.metrics.shard_moves.labels("adopted").inc(len(wanted))
            return len(self.host.shards())

    async def release(self, shards: Sequence[int]) -> None:
        """Hand shards back: finish their turns, commit, give up ownership."""
        async with self._moving:
            owned = [shard for shard in shards if shard in self.host.shards()]
            await self.host.give_up(owned)
            await self._until_reached(lambda: self.store.release(self.incarnation, owned))
            self.metrics.shard_moves.labels("released").inc(len(owned))

    async def _until_reached(self, ask: Callable[[], Awaitable[Result]]) -> Result:
        """Ask however long it takes: no other host cares for shards that are owned but not served."""
        while True:
            try:
                return await ask()
            except Unreachable as error:
                if self.host.dead:
                    raise
                log.warning("ownership_unreachable", error=str(error))
                await asyncio.sleep(OWNERSHIP_RETRY_S)

    async def stop(self) -> None:
        """Release every shard, then end; nothing acknowledged is lost."""
        if not self.host.dead:
            try:
                async with asyncio.timeout(self.spec.config.lease_ttl_ms / 1000):
                    await self.release(list(self.host.shards()))
                    await self.store.bury(self.incarnation, expired_only=False)
            except (StoreError, TimeoutError) as error:
                log.warning("shards_not_released", error=repr(error))
        await self.kill()

    async def kill(self) -> None:
        """End at once, as a crash would; the database keeps the lease until it runs out."""
        self.server.close()
        self.host.dead = True
        for link in self.host.links():
            link.abort("the host ends")
        for task in self._tasks:
            task.remove_done_callback(self._task_ended)
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        self.router.close()
        if self._loader is not None:
            await self._loader.close()
        await self.store.close()
        await asyncio.to_thread(self.metrics_server.stop)

    def status(self) -> HostStatus:
        """Return the host's own view of itself."""
        activations = self.host.activations()
        return HostStatus(
            name=self.spec.name,
            pid=os.getpid(),
            incarnation=self.incarnation,
            address=self.address,
            shards=len(self.host.shards()),
            entities=len(activations),
            sockets=sum(len(each.sockets) for each in activations.values()),
            open_tells=len(self._teller),
            timers=len(self.host.timers),
            uncommitted_turns=self.host.gate.uncommitted_turns,
            lease_margin_ms=round(self.lease.margin_ms()),
            metrics_port=self.metrics_server.port,
        )

    def inspect(self, kind: str, key: str) -> dict[str, Any]:
        """Return one entity: where it lives, its version, the length of its queue (`lane`), its snapshot (`state`)."""
        ref = EntityRef(kind, key)
        activation = self.host.activations().get(ref)
        shard = shard_of(*ref)
        found: dict[str, Any] = {
            "entity": str(ref),
            "shard": shard,
            "owner": self.spec.name,
            "epoch": self.host.shards().get(shard),
            "active": activation is not None,
        }
        if activation is not None and activation.state is not None:
            snapshot = activation.kind.snapshot(activation.state, self._clock.now_ms())
            found |= {
                "version": activation.version,
                "lane": len(activation.queue),
                "sockets": len(activation.sockets),
                "stream": activation.stream,
                "seq": activation.seq,
                "uncommitted": activation.writes is not None,
                "state": msgpack.decode(msgpack.encode(snapshot)),
            }
        return found

    # --- wiring ---

    async def _load_definitions(self) -> None:
        """Bring the published definitions into force, before anything is served. Raises Unreachable."""
        if self._definitions is None:
            return

        def feed(changed: Callable[[], None]) -> PostgresDefinitionFeed:
            return PostgresDefinitionFeed(self.spec.database_url, changed)

        self._loader = DefinitionLoader(self._definitions, feed, self._clock, self.registry, prove=True)
        await retry_while_unreachable(self._loader.load)

    def _make_teller(self, host: EntityHost) -> RoutedTeller:
        self._teller = RoutedTeller(
            self.router,
            lambda shard, tell_id: host.gate.tell_is_done(shard, tell_id),
            lambda shard: shard in host.shards(),
        )
        return self._teller

    def _make_link(self) -> Link[Upstream]:
        link: Link[Upstream] = Link(
            UPSTREAM_DECODER,
            listener_handshake(self.spec.link_token),
            receive=self.host.receive,
            lost=self.host.link_lost,
            may_send=self.host.may_send,
        )
        self.host.link_made(link)
        return link

    def _lease_died(self, reason: str) -> None:
        self.host.stop(reason)

    def _task_ended(self, task: "asyncio.Task[None]") -> None:
        if not task.cancelled() and (error := task.exception()) is not None:
            log.error("host_task_failed", exc_info=error)
            self.host.stop(f"a task of the host failed: {error!r}")

    async def _observe(self) -> None:
        """Refresh the gauges once a second, and measure how late the loop is."""
        while True:
            due_ms = self._clock.monotonic_ms() + 1000
            await asyncio.sleep(1)
            self.metrics.loop_lag.set(max(0.0, self._clock.monotonic_ms() - due_ms) / 1000)
            self.metrics.lease_margin.set(self.lease.margin_ms() / 1000)
            self.metrics.shards_owned.set(len(self.host.shards()))
            self.metrics.mailbox_depth.set(sum(len(each.queue) for each in self.host.activations().values()))
