"""The director: keeps every shard owned. It holds nothing durable, is on no command's path, and may die at any time.

Twice a second it compares the facts in Postgres (which hosts live, which owns what) with what should be, and gives
shards without a living owner to the hosts with the fewest. When the process of a host is proven dead it does so at
once; a frozen one is replaced when its lease has run out. Hand-overs (`placement.handovers`) wait meanwhile. Every two
seconds it asks the hosts what they serve, and has them adopt what they own and do not (`placement.served`).

Which hosts there are to be is noted in Postgres as well (decision 0036): the next director expects them.
"""

import asyncio
from collections.abc import Coroutine, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import replace
from typing import Any, Protocol

import structlog
from prometheus_client import CollectorRegistry

from actors.runtime.clock import SystemClock
from cluster.control.director_spec import DirectorSpec
from cluster.control.errors import DirectorError
from cluster.control.fleet import Fleet
from cluster.control.hosts import Hosts
from cluster.control.housekeeping import Housekeeping, Prunes
from cluster.control.metrics import DirectorMetrics
from cluster.control.placement.assignment import (
    Move,
    deal,
    evacuation,
    groups_of,
    is_foreign_cluster,
    is_lopsided,
    owned,
    rebalance_plan,
    unowned_shards,
)
from cluster.control.placement.handovers import HandOvers
from cluster.control.placement.served import ServedShards
from cluster.control.status import cluster_status
from cluster.processes.metrics import MetricsServer
from cluster.processes.specs import HostSpec
from cluster.processes.starting.patience import Patience
from persistence.entities.ownership import SHARD_COUNT, HostLease, Ownership, ShardPlace
from persistence.errors import StoreError
from persistence.postgres.entities.store import PostgresStore

RECONCILE_S = 0.5
SERVED_LOOK_S = 2.0
"""How often the hosts are asked what they serve; an answer of theirs costs milliseconds."""
REMAINING_SHARE_MIN = 0.5
"""A host whose lease has less to go, as a share of its length, has missed renewals: it gets no shards."""

log = structlog.get_logger("director")


class DirectorStore(Ownership, Prunes, Protocol):
    """The part of a store that the director uses."""

    async def close(self) -> None: ...


class Connect(Protocol):
    """Opens the store of a director; see `PostgresStore.connect`."""

    async def __call__(self, url: str, *, lease_ttl_ms: int) -> DirectorStore: ...


class Director:
    """Keeps shards owned by the hosts of one cluster. `patience` says what its start waits for."""

    def __init__(self, spec: DirectorSpec, fleet: Fleet, *, connect: Connect = PostgresStore.connect) -> None:
        self._spec = spec
        self._connect = connect
        self.patience = Patience()
        self._hosts = Hosts(
            fleet, restarts=spec.host_restarts, order_timeout_s=spec.lease_ttl_ms / 1000, died=self._replace_dead
        )
        self._tasks: list[asyncio.Task[None]] = []
        self._taking_over = asyncio.Lock()
        self._ordering = asyncio.Lock()
        """One order that moves shards at a time."""
        self._served = asyncio.Event()
        self._unserved = SHARD_COUNT
        """Shards that no host of this cluster owned when it looked last."""
        self._served_shards = ServedShards()
        self.registry = CollectorRegistry()
        self.metrics = DirectorMetrics(self.registry)
        self._handovers = HandOvers(self._hosts, self.metrics)
        self._housekeeping = Housekeeping(spec.retention_h, SystemClock(), self.metrics)

    # --- life ---

    async def start(self, *, first: bool = False) -> None:
        """Start the hosts, or find those that run already, then watch over them; it waits for Postgres without end.

        `first`: the cluster has had no other director, so that its hosts are those of the spec, running or not.
        """
        spec, ask = self._spec, self.patience.until_reached
        self._store = await ask(lambda: self._connect(spec.database_url, lease_ttl_ms=spec.lease_ttl_ms))
        self._server = MetricsServer(self.registry, spec.metrics_host)
        ordered = {} if first else await ask(lambda: self._store.ordered_hosts(spec.cluster))
        if ordered:
            await self._hosts.find([self._spec_of(name, serves) for name, serves in ordered.items()])
        else:
            await self._order_first({} if first else {lease.name: lease.serves for lease in await ask(self._ours)})
        lives = self._watch(), self._watch_served(), self._housekeeping.run(self._store)
        self._tasks = [asyncio.create_task(life) for life in lives]
        self.patience.end()

    async def _order_first(self, living: Mapping[str, str]) -> None:
        """Order the hosts of the spec, and those that live already: of a release that noted no orders."""
        spec = self._spec
        hosts = {**living, **{host.name: host.serves for host in spec.hosts}}
        await self.patience.until_reached(lambda: self._store.order_hosts(spec.cluster, hosts))
        specs = [self._spec_of(name, serves) for name, serves in hosts.items()]
        if living:
            await self._hosts.find(specs)
        else:
            await asyncio.gather(*(self._hosts.admit(each) for each in specs))

    async def wait_until_served(self, timeout_s: float) -> None:
        """Return when every shard has a living owner in this cluster, and none is about to be moved to level the hosts.

        A shard that moves ends the streams of its entities: who connects to a cluster that is ready resumes.

        Raises:
            DirectorError: some still have none; the message says who holds them.
        """
        try:
            async with asyncio.timeout(timeout_s):
                await self._served.wait()
        except TimeoutError:
            others = {f"{lease.name} of cluster {lease.cluster}" for lease in await self._store.hosts()} - {
                f"{name} of cluster {self._spec.cluster}" for name in self._hosts
            }
            holders = f"; they belong to {', '.join(sorted(others))}, which is alive" if others else ""
            lacking = (
                f"{self._unserved} shards have no owner in this cluster" if self._unserved else "it is not level yet"
            )
            raise DirectorError(f"{lacking}{holders}") from None

    async def stop(self) -> None:
        """Stop watching, stop every host, then end."""
        self._stop_watching()
        await self._hosts.stop()
        await self.close()

    async def close(self) -> None:
        """End, and leave the hosts as they are, as a crash would."""
        await asyncio.gather(*self._stop_watching(), return_exceptions=True)
        if not self.patience.is_over():
            return
        await asyncio.to_thread(self._server.stop)
        await self._store.close()

    def _stop_watching(self) -> list[asyncio.Task[None]]:
        for task in self._tasks:
            task.cancel()
        return [*self._hosts.unfollow(), *self._tasks]

    # --- orders ---

    async def drain(self, name: str) -> int:
        """Hand every shard of a host to the others and give it no more; return how many were moved.

        Raises:
            DirectorError: unknown host, or no other can take its shards.
        """
        self._check_known(name)
        await self._store.set_draining(self._spec.cluster, name, draining=True)
        async with self._ordering:
            return await self._handovers.carry_out(lambda avoided: self._evacuation(name, avoided))

    async def _evacuation(self, name: str, avoided: AbstractSet[str]) -> list[Move]:
        places, leases = await self._look()
        able = [lease for lease in leases if lease.name == name or self._is_able(lease, avoided)]
        moves = evacuation(name, owned(places, able), groups_of(able))
        left = len(owned(places, able).get(name, ())) - sum(len(move.shards) for move in moves)
        if left:
            await self._store.set_draining(self._spec.cluster, name, draining=False)
            raise DirectorError(f"no other host can take {left} of the shards of {name}")
        return moves

    async def undrain(self, name: str) -> None:
        """Let a drained host have shards again. Raises DirectorError: unknown host."""
        self._check_known(name)
        await self._store.set_draining(self._spec.cluster, name, draining=False)

    async def rebalance(self) -> int:
        """Level the hosts, drained ones left out; return how many shards were moved.

        Raises:
            DirectorError: a host did not give back its shards.
        """
        async with self._ordering:
            return await self._handovers.carry_out(self._levelling)

    async def _levelling(self, avoided: AbstractSet[str]) -> list[Move]:
        places, leases = await self._look()
        able = [lease for lease in leases if self._is_able(lease, avoided)]
        return rebalance_plan(owned(places, able), groups_of(able))

    async def scale(self, count: int) -> list[str]:
        """Start or stop hosts until there are `count`; those that are stopped are drained first. Return their names.

        Raises:
            DirectorError: fewer than one.
        """
        if count < 1:
            raise DirectorError("at least one host must stay")
        if self._spec.host_restarts == 0:
            await self._forget_dead()
        while len(self._hosts) > count:
            name = max(self._hosts, key=lambda each: (len(each), each))
            await self._drain_to_stop(name)
            await self._dismiss(name)
        numbers = (number for number in range(count * 2 + len(self._hosts)) if f"host-{number}" not in self._hosts)
        while len(self._hosts) < count:
            name = f"host-{next(numbers)}"
            await self._store.set_draining(self._spec.cluster, name, draining=False)  # it was when it was stopped
            serves = self._spec.hosts[0].serves
            await self._store.order_hosts(self._spec.cluster, {name: serves})
            await self._hosts.admit(self._spec_of(name, serves))
        await self.rebalance()
        return sorted(self._hosts)

    async def _drain_to_stop(self, name: str) -> None:
        """Drain a host that is to be stopped; one that cannot be drained now goes on serving, and may have shards."""
        try:
            await self.drain(name)
        except (DirectorError, StoreError):
            await self._store.set_draining(self._spec.cluster, name, draining=False)
            raise

    async def _forget_dead(self) -> None:
        """Strike off the hosts that nothing will start again."""
        alive = {lease.name for lease in await self._ours() if lease.remaining_ms > 0}
        for name in [name for name in self._hosts if name not in alive]:
            await self._dismiss(name)

    async def _dismiss(self, name: str) -> None:
        """Stop a host; its order is forgotten last, so that none is left running that no director knows."""
        await self._hosts.dismiss(name)
        await self._store.dismiss_host(self._spec.cluster, name)

    # --- status ---

    async def status(self) -> dict[str, Any]:
        """See `cluster_status`; `director_metrics_port` is 0 until the director has started."""
        started = self.patience.is_over()
        found = await cluster_status(
            self._spec.cluster, self._hosts, self._store if started else None, self.patience.waits_for
        )
        return found | {"director_metrics_port": self._server.port if started else 0}

    def summary(self) -> str:
        """Return one line for the Ray dashboard."""
        return f"{len(self._hosts)} hosts, {self._unserved} shards without an owner"

    # --- reconciling ---

    async def reconcile(self) -> None:
        """Give shards without a living owner to the hosts with the fewest; have hosts levelled that are far apart."""
        async with self._taking_over:
            moving = set(self._handovers.in_transit)
            places, leases = await self._look()
            everyone = await self._store.hosts()
            moving |= self._handovers.in_transit
            unowned = unowned_shards(places, everyone)
            mine = {lease.incarnation for lease in leases}
            self._note(places, unowned, leases)
            able = [lease for lease in leases if self._is_able(lease)]
            lost = [shard for shard in unowned if shard not in moving]
            if is_foreign_cluster(places, everyone, mine):
                log.warning("shards_belong_to_another_cluster", cluster=self._spec.cluster)
            elif lost:
                self._count_expired(places, lost, everyone)
                await self._assign(lost, places, able)
            elif is_lopsided(owned(places, able), groups_of(able)) and not self._ordering.locked():
                self._in_background(self._level())

    def _note(self, places: Sequence[ShardPlace], unowned: Sequence[int], leases: Sequence[HostLease]) -> None:
        mine = {lease.incarnation for lease in leases}
        self._unserved = sum(place.incarnation not in mine for place in places)
        self.metrics.unowned_shards.set(len(unowned))
        # Also those that are late with their lease: they get their share as soon as they are not.
        wanted = [lease for lease in leases if lease.name in self._hosts and not lease.draining]
        if self._unserved == 0 and not is_lopsided(owned(places, wanted), groups_of(wanted)):
            self._served.set()

    async def _level(self) -> None:
        try:
            await self.rebalance()
        except (StoreError, DirectorError) as error:
            log.warning("levelling_failed", error=str(error))

    def _in_background(self, work: Coroutine[Any, Any, None]) -> None:
        self._tasks = [*(task for task in self._tasks if not task.done()), asyncio.create_task(work)]

    async def _watch(self) -> None:
        while True:
            await self._undisturbed("reconcile_failed", self.reconcile())
            await asyncio.sleep(RECONCILE_S)

    async def _watch_served(self) -> None:
        while True:
            await asyncio.sleep(SERVED_LOOK_S)
            await self._undisturbed("served_not_compared", self.compare_served())

    async def _undisturbed(self, event: str, work: Coroutine[Any, Any, None]) -> None:
        """Do something, and go on whatever comes of it: a watch never ends."""
        try:
            await work
        except (StoreError, DirectorError) as error:
            log.warning(event, error=str(error))
        except Exception:
            log.exception(event)

    async def compare_served(self) -> None:
        """Have hosts adopt again what they own and did not serve, now and at the look before."""
        moving = set(self._handovers.in_transit)
        places, leases = await self._look()
        names = [lease.name for lease in leases if lease.name in self._hosts]
        answers = await asyncio.gather(*(self._hosts.served(name) for name in names))
        served = {name: shards for name, shards in zip(names, answers, strict=True) if shards is not None}
        unserved = self._served_shards.unserved(places, leases, served, moving | self._handovers.in_transit)
        self.metrics.unserved_shards.set(sum(len(shards) for shards in unserved.values()))
        if unserved:
            log.warning("shards_not_served", counts={name: len(shards) for name, shards in unserved.items()})
            await self._adopt(unserved)

    async def _assign(self, lost: Sequence[int], places: Sequence[ShardPlace], able: Sequence[HostLease]) -> None:
        loads = {name: len(shards) for name, shards in owned(places, able).items()}
        dealt = deal(lost, loads, groups_of(able))
        log.info("shards_assigned", counts={name: len(shards) for name, shards in dealt.items()})
        if dealt:
            with self._handovers.held():
                await self._adopt(dealt)

    async def _adopt(self, shards: Mapping[str, Sequence[int]]) -> None:
        """Have each host adopt its shards; what fails is seen at the next look."""
        outcomes = await asyncio.gather(
            *(self._hosts.adopt(name, given) for name, given in shards.items()), return_exceptions=True
        )
        for name, outcome in zip(shards, outcomes, strict=True):
            if isinstance(outcome, BaseException):
                log.warning("adoption_failed", host=name, error=repr(outcome))

    async def _replace_dead(self, name: str, status: dict[str, Any]) -> None:
        """Bury the incarnation of a process that is proven dead, and give its shards away at once."""
        loop = asyncio.get_running_loop()
        started_s = loop.time()
        log.warning("host_died", host=name, incarnation=status["incarnation"])
        self.metrics.takeovers.labels("process_gone").inc()
        with self._handovers.held():
            await self._store.bury(status["incarnation"], expired_only=False)
            await self.reconcile()
        self.metrics.recovery.observe(loop.time() - started_s)

    def _count_expired(self, places: Sequence[ShardPlace], lost: Sequence[int], everyone: Sequence[HostLease]) -> None:
        expired = {lease.incarnation for lease in everyone if lease.remaining_ms <= 0}
        owners = {places[shard].incarnation for shard in lost} & expired
        for incarnation in owners:
            log.warning("lease_expired", incarnation=incarnation)
            self.metrics.takeovers.labels("lease_expired").inc()

    # --- hosts ---

    async def _look(self) -> tuple[Sequence[ShardPlace], list[HostLease]]:
        """Return the shard map, and the hosts of this cluster whose lease runs."""
        places = await self._store.shard_map()
        return places, [lease for lease in await self._ours() if lease.remaining_ms > 0]

    async def _ours(self) -> list[HostLease]:
        return [lease for lease in await self._store.hosts() if lease.cluster == self._spec.cluster]

    def _spec_of(self, name: str, serves: str) -> HostSpec:
        return replace(self._spec.hosts[0], name=name, serves=serves)

    def _is_able(self, lease: HostLease, avoided: AbstractSet[str] = frozenset()) -> bool:
        """Return True if this host may be given shards: it is admitted, not drained, and renews its lease in time."""
        in_time = lease.remaining_ms > self._spec.lease_ttl_ms * REMAINING_SHARE_MIN
        return in_time and not lease.draining and lease.name in self._hosts and lease.name not in avoided

    def _check_known(self, name: str) -> None:
        if name not in self._hosts:
            raise DirectorError(f"there is no host {name!r}; there are {', '.join(sorted(self._hosts))}")
