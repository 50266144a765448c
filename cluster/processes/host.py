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
from actors.fairness.sealing import Seals
from actors.runtime.clock import Clock, SystemClock
from actors.runtime.entity import EntityKind, EntityRef
from actors.runtime.entropy import SystemEntropy
from actors.runtime.host import EntityHost
from actors.runtime.link.envelope import UPSTREAM_DECODER, Upstream
from actors.runtime.link.router import Router
from actors.runtime.link.stream import Link, listen
from actors.runtime.ownership.lease import Lease, measured_skew_ms
from actors.runtime.ownership.shards import shard_of
from actors.runtime.turns.tells import RoutedTeller
from cluster.processes.announcer import OutboxAnnouncer
from cluster.processes.definition_loader import DefinitionLoader
from cluster.processes.fairness.seed_sealing import SeedResealing
from cluster.processes.links import Dialler, listener_handshake
from cluster.processes.metrics import HostCounters, MetricsServer, RouterCounters
from cluster.processes.specs import HostSpec
from cluster.processes.starting.patience import Patience
from persistence.errors import StoreError, Unreachable
from persistence.postgres.definition_feed import PostgresDefinitionFeed
from persistence.postgres.entities.store import PostgresStore

OWNERSHIP_RETRY_S = 0.1
CLOCK_LOOK_S = 1.0
"""How often a host that starts with a wrong clock looks at it again."""


class Connect(Protocol):
    """Opens the stores of a host; see `PostgresStore.connect`."""

    async def __call__(self, url: str, *, lease_ttl_ms: int) -> PostgresStore: ...


log = structlog.get_logger("host")

Result = TypeVar("Result")


@dataclass(frozen=True, slots=True)
class HostStatus:
    """A host as it describes itself. `lease_margin_ms` negative: it stands still until its lease is renewed.

    `waits_for` is what its start waits for, empty once it has started; until then the numbers are 0.
    """

    name: str
    pid: int
    waits_for: str = ""
    incarnation: int = 0
    address: str = ""
    shards: int = 0
    entities: int = 0
    sockets: int = 0
    open_tells: int = 0
    timers: int = 0
    uncommitted_turns: int = 0
    lease_margin_ms: int = 0
    clock_skew_ms: int = 0
    metrics_port: int = 0

    def as_dict(self) -> dict[str, Any]:
        return asdict(self)


class HostProcess:
    """A host with everything around it. `start`, then `adopt` shards; `stop` hands them back.

    `definitions`, which its kinds play by, are kept as the database has them; without them nothing is loaded.
    `seals` are those of its kinds: what its players have stored otherwise is sealed anew; without them nothing is.
    `died(reason)` is called when it is fenced or a part of it fails: the process must not go on then. `patience` says
    what its start waits for.
    """

    def __init__(
        self,
        spec: HostSpec,
        kinds: Mapping[str, EntityKind[Any]],
        *,
        definitions: Definitions | None = None,
        seals: Seals | None = None,
        clock: Clock | None = None,
        connect: Connect = PostgresStore.connect,
        died: Callable[[str], None] = lambda _: None,
    ) -> None:
        self.spec = spec
        self._kinds = kinds
        self._definitions = definitions
        self._seals = seals
        self._loader: DefinitionLoader | None = None
        self._clock = clock or SystemClock()
        self._connect = connect
        self._died = died
        self._tasks: list[asyncio.Task[None]] = []
        self._moving = asyncio.Lock()
        self.patience = Patience()
        self.address = ""
        self.incarnation = 0

    async def start(self) -> None:
        """Register as a new incarnation and listen; nothing is served before `adopt`.

        It waits without end for the database, and for a clock that agrees with the database's.

        Raises:
            StoreError: the database did not take the registration.
        """
        spec, ttl_ms, ask = self.spec, self.spec.config.lease_ttl_ms, self.patience.until_reached
        self.registry = CollectorRegistry()
        self.metrics = HostCounters(self.registry)
        await self._load_definitions()
        self.store = await ask(lambda: self._connect(spec.database_url, lease_ttl_ms=ttl_ms))
        await self._until_clock_is_right()
        self.address = f"unix:{spec.link_folder}/{spec.name}.{os.getpid()}.{os.urandom(3).hex()}"
        self.incarnation = await ask(
            lambda: self.store.register(spec.cluster, spec.name, self.address, ttl_ms, spec.serves)
        )
        self.lease = self._make_lease()
        announcer = OutboxAnnouncer(self.store)
        dialler = Dialler(spec.link_token, may_send=lambda: self.host.may_send())
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
            events_stored=announcer.noted,
        )
        self.lease.renewed.append(self.router.flush)
        await ask(self.lease.renew)
        self.server = await listen(self.address, self._make_link)
        self.metrics_server = MetricsServer(self.registry, spec.metrics_host)
        lives = [self.host.run(), self.lease.keep(), self.router.run(), announcer.run(), self._observe()]
        if self._seals is not None:
            lives.append(SeedResealing(self.store, self.host, self._seals.seeds, self.metrics.reseal_orders).run())
        if self._loader is not None:
            lives.append(self._loader.run())
        for life in lives:
            task = asyncio.create_task(life)
            task.add_done_callback(self._task_ended)
            self._tasks.append(task)
        self.patience.end()
        log.info("host_started", name=spec.name, incarnation=self.incarnation, address=self.address)

    async def adopt(self, shards: Sequence[int]) -> int:
        """Claim shards, also those that it owns already, and serve them; return how many it serves afterwards.

        Raises:
            NotExpired: a living host owns one of them; nothing was claimed.
        """
        async with self._moving:
            epochs = await self._until_reached(lambda: self.store.claim(self.incarnation, shards))
            served = self.host.shards()
            new = {shard: epoch for shard, epoch in epochs.items() if shard not in served}
            if any(served.get(shard, epoch) != epoch for shard, epoch in epochs.items()):
                # A release whose answer was lost took effect after the shard had been claimed again.
                self.host.stop("a shard was lost while it was served")
            elif new:
                await self._until_reached(lambda: self.host.adopt(new))
                self.metrics.shard_moves.labels("adopted").inc(len(new))
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
        """Release every shard, then end; nothing acknowledged is lost. A host that still starts has nothing."""
        if not self.patience.is_over():
            return
        if not self.host.dead:
            try:
                async with asyncio.timeout(self.spec.config.lease_ttl_ms / 1000):
                    await self.release(list(self.host.shards()))
                    await self.store.bury(self.incarnation, expired_only=False)
            except (StoreError, TimeoutError) as error:
                log.warning("shards_not_released", error=repr(error))
        await self.kill()

    async def kill(self) -> None:
        """End at once, as a crash would; the database keeps the lease until it runs out. Only once it has started."""
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
        if not self.patience.is_over():
            return HostStatus(self.spec.name, os.getpid(), self.patience.waits_for)
        activations = self.host.activations()
        return HostStatus(
            name=self.spec.name,
            pid=os.getpid(),
            incarnation=self.incarnation,
            address=self.address,
            shards=len(self.host.shards()),
            entities=len(activations),
            sockets=sum(each.socket_count() for each in activations.values()),
            open_tells=len(self.host.teller),
            timers=len(self.host.timers),
            uncommitted_turns=self.host.gate.uncommitted_turns,
            lease_margin_ms=round(self.lease.margin_ms()),
            clock_skew_ms=round(self.lease.skew_ms()),
            metrics_port=self.metrics_server.port,
        )

    def served(self) -> list[int]:
        """Return the shards that it serves."""
        return sorted(self.host.shards()) if self.patience.is_over() else []

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
                "sockets": activation.socket_count(),
                "stream": activation.stream,
                "seq": activation.seq,
                "uncommitted": activation.writes is not None,
                "state": msgpack.decode(msgpack.encode(snapshot)),
            }
        return found

    def reload(self, kind: str, key: str) -> None:
        """Let an entity be loaded anew with its next command; what is not durable yet is sent again by its callers."""
        self.host.reload(EntityRef(kind, key))

    # --- wiring ---

    async def _load_definitions(self) -> None:
        """Bring the published definitions into force, before anything is served. Raises Unreachable."""
        if self._definitions is None:
            return

        def feed(changed: Callable[[], None]) -> PostgresDefinitionFeed:
            return PostgresDefinitionFeed(self.spec.database_url, changed)

        self._loader = DefinitionLoader(self._definitions, feed, self._clock, self.registry, prove=True)
        await self.patience.until_reached(self._loader.load)

    async def _until_clock_is_right(self) -> None:
        """Return when the clock agrees with the database's: before that a host would hold shards and not serve them."""
        bound_ms = self.spec.config.clock_skew_ms_max
        while True:
            skew_ms = await self.patience.until_reached(lambda: measured_skew_ms(self.store, self._clock))
            self.metrics.clock_skew.set(skew_ms / 1000)
            if abs(skew_ms) <= bound_ms:
                return
            what = f"a clock within {bound_ms:,} ms of the database's"
            await self.patience.wait(what, CLOCK_LOOK_S, skew_ms=round(skew_ms))

    def _make_lease(self) -> Lease:
        config = self.spec.config
        return Lease(
            self.store,
            self._clock,
            self.incarnation,
            config.lease_ttl_ms,
            self._lease_died,
            skew_ms_max=config.clock_skew_ms_max,
        )

    def _make_teller(self, host: EntityHost) -> RoutedTeller:
        return RoutedTeller(
            self.router,
            lambda shard, tell_id: host.tell_is_done(shard, tell_id),
            lambda shard: shard in host.shards(),
            host.may_send,
            self.metrics,
        )

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
            self.metrics.entity_memory.set(self.host.memory_bytes())
            self.metrics.clock_skew.set(self.lease.skew_ms() / 1000)
            self.metrics.shards_owned.set(len(self.host.shards()))
            self.metrics.timers_armed.set(len(self.host.timers))
            self.metrics.mailbox_depth.set(sum(len(each.queue) for each in self.host.activations().values()))
