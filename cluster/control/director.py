"""The director: keeps every shard owned. It holds nothing durable, is on no command's path, and may die at any time.

Twice a second it compares the facts in Postgres (which hosts live, which owns what) with what should be, and gives
shards without a living owner to the hosts with the fewest. When the process of a host is proven dead it does so at
once; a frozen one is replaced when its lease has run out. Hand-overs go in small pieces, each released, then adopted.
"""

import asyncio
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any

import structlog
from prometheus_client import CollectorRegistry

from cluster.control.assignment import (
    Move,
    deal,
    evacuation,
    far_apart,
    groups_of,
    is_foreign_cluster,
    owned,
    rebalance_plan,
    unowned_shards,
)
from cluster.control.director_spec import DirectorSpec
from cluster.control.errors import DirectorError
from cluster.control.fleet import Fleet
from cluster.control.hosts import Hosts
from cluster.control.metrics import DirectorMetrics
from cluster.processes.metrics import MetricsServer
from cluster.processes.retries import retry_while_unreachable
from cluster.processes.specs import HostSpec
from persistence.entities.ownership import SHARD_COUNT, HostLease, ShardPlace
from persistence.errors import StoreError
from persistence.postgres.entities.store import PostgresStore

RECONCILE_S = 0.5
PIECE_SHARDS_MAX = 32
"""Shards of one hand-over: their players wait while it lasts."""
REMAINING_SHARE_MIN = 0.5
"""A host whose lease has less to go, as a share of its length, has missed renewals: it gets no shards."""

log = structlog.get_logger("director")


class Director:
    """Keeps shards owned by the hosts of one cluster."""

    def __init__(self, spec: DirectorSpec, fleet: Fleet) -> None:
        self._spec = spec
        self._hosts = Hosts(
            fleet, restarts=spec.host_restarts, order_timeout_s=spec.lease_ttl_ms / 1000, died=self._replace_dead
        )
        self._watch_task: asyncio.Task[None] | None = None
        self._moving = asyncio.Lock()
        self._served = asyncio.Event()
        self._unserved = SHARD_COUNT
        """Shards that no host of this cluster owned when it looked last."""
        self.registry = CollectorRegistry()
        self.metrics = DirectorMetrics(self.registry)

    # --- life ---

    async def start(self, *, first: bool = False) -> None:
        """Start the hosts, or find those that run already, then watch over them. Raises StoreError.

        `first`: the cluster has had no other director, so that its hosts are those of the spec, running or not.
        """
        url, ttl_ms = self._spec.database_url, self._spec.lease_ttl_ms
        self._store = await retry_while_unreachable(lambda: PostgresStore.connect(url, lease_ttl_ms=ttl_ms))
        self._server = MetricsServer(self.registry, self._spec.metrics_host)
        running = {} if first else {lease.name: lease for lease in await self._ours()}
        if running:
            await self._hosts.find([self._spec_of(name, lease.serves) for name, lease in running.items()])
        else:
            await asyncio.gather(*(self._hosts.admit(spec) for spec in self._spec.hosts))
        self._watch_task = asyncio.create_task(self._watch())

    async def wait_until_served(self, timeout_s: float) -> None:
        """Return when every shard has a living owner in this cluster.

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
            raise DirectorError(f"{self._unserved} shards have no owner in this cluster{holders}") from None

    async def stop(self) -> None:
        """Stop watching, stop every host, then end."""
        self._stop_watching()
        await self._hosts.stop()
        await self.close()

    async def close(self) -> None:
        """End, and leave the hosts as they are, as a crash would."""
        await asyncio.gather(*self._stop_watching(), return_exceptions=True)
        await asyncio.to_thread(self._server.stop)
        await self._store.close()

    def _stop_watching(self) -> list[asyncio.Task[None]]:
        tasks = self._hosts.unfollow()
        if self._watch_task is not None:
            self._watch_task.cancel()
            tasks.append(self._watch_task)
        return tasks

    # --- orders ---

    async def drain(self, name: str) -> int:
        """Hand every shard of a host to the others and give it no more; return how many were moved.

        Raises:
            DirectorError: unknown host, or no other can take its shards.
        """
        self._check_known(name)
        await self._store.set_draining(self._spec.cluster, name, draining=True)
        async with self._moving:
            places, leases = await self._look()
            able = [lease for lease in leases if self._is_able(lease) or lease.name == name]
            moves = evacuation(name, owned(places, able), groups_of(able))
            left = len(owned(places, able).get(name, ())) - sum(len(move.shards) for move in moves)
            if left:
                await self._store.set_draining(self._spec.cluster, name, draining=False)
                raise DirectorError(f"no other host can take {left} of the shards of {name}")
            return await self._hand_over(moves)

    async def undrain(self, name: str) -> None:
        """Let a drained host have shards again. Raises DirectorError: unknown host."""
        self._check_known(name)
        await self._store.set_draining(self._spec.cluster, name, draining=False)

    async def rebalance(self) -> int:
        """Level the hosts, drained ones left out; return how many shards were moved."""
        async with self._moving:
            places, leases = await self._look()
            able = [lease for lease in leases if self._is_able(lease)]
            return await self._hand_over(rebalance_plan(owned(places, able), groups_of(able)))

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
            await self._hosts.dismiss(name)
        numbers = (number for number in range(count * 2 + len(self._hosts)) if f"host-{number}" not in self._hosts)
        while len(self._hosts) < count:
            name = f"host-{next(numbers)}"
            await self._store.set_draining(self._spec.cluster, name, draining=False)  # it was when it was stopped
            await self._hosts.admit(self._spec_of(name, self._spec.hosts[0].serves))
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
            await self._hosts.dismiss(name)

    # --- status ---

    async def status(self) -> dict[str, Any]:
        """Return every host of the cluster as it describes itself, with its lease and shards as Postgres has them."""
        places, leases = await self._store.shard_map(), await self._ours()
        by_name = {lease.name: lease for lease in leases}
        epochs = {place.shard: place.epoch for place in places}
        shards = owned(places, leases)
        hosts = await asyncio.gather(*(self._describe(name, by_name.get(name)) for name in sorted(self._hosts)))
        for host in hosts:
            mine = shards.get(host["name"], [])
            host["epoch_max"] = max((epochs[shard] for shard in mine), default=0)
            host["owned"] = len(mine)
        return {
            "cluster": self._spec.cluster,
            "homeless_shards": len(unowned_shards(places, leases)),
            "director_metrics_port": self._server.port,
            "hosts": list(hosts),
        }

    def summary(self) -> str:
        """Return one line for the Ray dashboard."""
        return f"{len(self._hosts)} hosts, {self._unserved} shards without an owner"

    async def _describe(self, name: str, lease: HostLease | None) -> dict[str, Any]:
        return await self._hosts.describe(name) | {
            "lease_remaining_ms": lease.remaining_ms if lease is not None else None,
            "draining": lease.draining if lease is not None else None,
            "serves": self._hosts.serves(name),
        }

    # --- reconciling ---

    async def reconcile(self) -> None:
        """Give shards without a living owner to the hosts with the fewest; level hosts that are far apart."""
        async with self._moving:
            places, leases = await self._look()
            everyone = await self._store.hosts()
            lost = unowned_shards(places, everyone)
            mine = {lease.incarnation for lease in leases}
            self._unserved = sum(place.incarnation not in mine for place in places)
            self.metrics.unowned_shards.set(len(lost))
            if self._unserved == 0:
                self._served.set()
            able = [lease for lease in leases if self._is_able(lease)]
            if is_foreign_cluster(places, everyone, mine):
                log.warning("shards_belong_to_another_cluster", cluster=self._spec.cluster)
            elif lost:
                self._count_expired(places, lost, everyone)
                await self._assign(lost, places, able)
            elif far_apart([len(shards) for shards in owned(places, able).values()]):
                await self._hand_over(rebalance_plan(owned(places, able), groups_of(able)))

    async def _watch(self) -> None:
        while True:
            try:
                await self.reconcile()
            except (StoreError, DirectorError) as error:
                log.warning("reconcile_failed", error=str(error))
            except Exception:
                log.exception("reconcile_failed")
            await asyncio.sleep(RECONCILE_S)

    async def _assign(self, lost: Sequence[int], places: Sequence[ShardPlace], able: Sequence[HostLease]) -> None:
        loads = {name: len(shards) for name, shards in owned(places, able).items()}
        dealt = deal(lost, loads, groups_of(able))
        log.info("shards_assigned", counts={name: len(shards) for name, shards in dealt.items()})
        outcomes = await asyncio.gather(
            *(self._hosts.adopt(name, shards) for name, shards in dealt.items()), return_exceptions=True
        )
        for name, outcome in zip(dealt, outcomes, strict=True):
            if isinstance(outcome, BaseException):
                log.warning("adoption_failed", host=name, error=repr(outcome))

    async def _hand_over(self, moves: Iterable[Move]) -> int:
        """Release and adopt piece by piece; return how many shards were moved.

        Raises:
            DirectorError: a host died or froze meanwhile; shards left without an owner are given away by `reconcile`.
        """
        moved = 0
        loop = asyncio.get_running_loop()
        for move in moves:
            for start in range(0, len(move.shards), PIECE_SHARDS_MAX):
                piece = move.shards[start : start + PIECE_SHARDS_MAX]
                started_s = loop.time()
                await self._hosts.release(move.source, piece)
                await self._hosts.adopt(move.target, piece)
                self.metrics.pause.observe(loop.time() - started_s)
                self.metrics.moves.inc(len(piece))
                moved += len(piece)
        return moved

    async def _replace_dead(self, name: str, status: dict[str, Any]) -> None:
        """Bury the incarnation of a process that is proven dead, and give its shards away at once."""
        loop = asyncio.get_running_loop()
        started_s = loop.time()
        log.warning("host_died", host=name, incarnation=status["incarnation"])
        self.metrics.takeovers.labels("process_gone").inc()
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

    def _is_able(self, lease: HostLease) -> bool:
        """Return True if this host may be given shards: it is admitted, not drained, and renews its lease in time."""
        in_time = lease.remaining_ms > self._spec.lease_ttl_ms * REMAINING_SHARE_MIN
        return in_time and not lease.draining and lease.name in self._hosts

    def _check_known(self, name: str) -> None:
        if name not in self._hosts:
            raise DirectorError(f"there is no host {name!r}; there are {', '.join(sorted(self._hosts))}")
