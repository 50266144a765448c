"""The director: keeps every shard owned. It holds nothing durable, is on no command's path, and may die at any time.

Twice a second it compares what Postgres says (who is alive, who owns what) with what should be, and gives shards
without a living owner to the hosts with the fewest.
"""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

import structlog

from actors.runtime.placement import SHARD_COUNT
from cluster.host_process import HostSpec
from persistence.errors import StoreError
from persistence.postgres.store import PostgresStore
from persistence.records import HostLease, ShardPlace

RECONCILE_S = 0.5
STOP_TIMEOUT_S = 8.0

log = structlog.get_logger("director")


@dataclass(frozen=True, slots=True)
class DirectorSpec:
    """Everything the director needs to know at start."""

    cluster: str
    database_url: str
    lease_ttl_ms: int
    hosts: tuple[HostSpec, ...]
    host_restarts: int = -1
    """How often Ray starts a dead host again; -1: always."""


class Fleet(Protocol):
    """The hosts, wherever they run."""

    async def start(self, spec: HostSpec, *, restarts: int) -> None: ...
    async def adopt(self, name: str, shards: Sequence[int]) -> int: ...
    async def release(self, name: str, shards: Sequence[int]) -> None: ...
    async def status(self, name: str) -> dict[str, Any]: ...
    async def stop(self, name: str) -> None: ...


def homeless(places: Sequence[ShardPlace], leases: Sequence[HostLease]) -> list[int]:
    """Shards without an owner whose lease still runs."""
    alive = {lease.incarnation for lease in leases if lease.remaining_ms > 0}
    return [place.shard for place in places if place.incarnation not in alive]


def deal(shards: Sequence[int], loads: Mapping[str, int]) -> dict[str, list[int]]:
    """Give each shard to the host that has the fewest by then; hosts of equal load in order of their names."""
    counts = dict(sorted(loads.items()))
    dealt: dict[str, list[int]] = {name: [] for name in counts}
    for shard in shards:
        name = min(counts, key=lambda each: counts[each])
        counts[name] += 1
        dealt[name].append(shard)
    return {name: given for name, given in dealt.items() if given}


class Director:
    """Keeps shards owned by the hosts of one cluster."""

    def __init__(self, spec: DirectorSpec, fleet: Fleet) -> None:
        self._spec = spec
        self._fleet = fleet
        self._task: asyncio.Task[None] | None = None
        self._served = asyncio.Event()
        self._homeless = SHARD_COUNT

    async def start(self) -> None:
        """Start the hosts, then watch over them. Raises StoreError."""
        self._store = await PostgresStore.connect(self._spec.database_url, lease_ttl_ms=self._spec.lease_ttl_ms)
        await asyncio.gather(*(self._fleet.start(spec, restarts=self._spec.host_restarts) for spec in self._spec.hosts))
        self._task = asyncio.create_task(self._watch())

    async def wait_until_served(self, timeout_s: float) -> None:
        """Return when every shard has a living owner.

        Raises:
            TimeoutError: some still have none.
        """
        async with asyncio.timeout(timeout_s):
            await self._served.wait()

    async def reconcile(self) -> None:
        """Give shards without a living owner to the hosts with the fewest."""
        places, leases = await self._store.shard_map(), await self._store.hosts()
        lost = homeless(places, leases)
        self._homeless = len(lost)
        if not lost:
            self._served.set()
            return
        loads = _loads(places, leases, self._spec.cluster)
        if not loads:
            return
        dealt = deal(lost, loads)
        log.info("shards_assigned", counts={name: len(shards) for name, shards in dealt.items()})
        outcomes = await asyncio.gather(
            *(self._fleet.adopt(name, shards) for name, shards in dealt.items()), return_exceptions=True
        )
        for name, outcome in zip(dealt, outcomes, strict=True):
            if isinstance(outcome, BaseException):
                log.warning("adoption_failed", host=name, error=repr(outcome))

    async def status(self) -> dict[str, Any]:
        """Every host of the cluster as it describes itself, with what Postgres says of it."""
        leases = {lease.name: lease for lease in await self._store.hosts() if lease.cluster == self._spec.cluster}
        hosts = []
        for spec in self._spec.hosts:
            try:
                async with asyncio.timeout(2):
                    status = await self._fleet.status(spec.name)
            except Exception as error:  # noqa: BLE001 (whatever Ray says of an actor that is not there)
                status = {"name": spec.name, "error": type(error).__name__}
            lease = leases.get(spec.name)
            hosts.append(status | {"lease_remaining_ms": lease.remaining_ms if lease is not None else None})
        return {"cluster": self._spec.cluster, "homeless_shards": self._homeless, "hosts": hosts}

    async def stop(self) -> None:
        """Stop watching, then stop every host."""
        if self._task is not None:
            self._task.cancel()
        outcomes = await asyncio.gather(
            *(asyncio.wait_for(self._fleet.stop(spec.name), STOP_TIMEOUT_S) for spec in self._spec.hosts),
            return_exceptions=True,
        )
        for spec, outcome in zip(self._spec.hosts, outcomes, strict=True):
            if isinstance(outcome, BaseException):
                log.warning("host_not_stopped", host=spec.name, error=repr(outcome))
        await self._store.close()

    def summary(self) -> str:
        return f"{len(self._spec.hosts)} hosts, {self._homeless} shards without an owner"

    async def _watch(self) -> None:
        while True:
            try:
                await self.reconcile()
            except StoreError as error:
                log.warning("reconcile_failed", error=str(error))
            except Exception:
                log.exception("reconcile_failed")
            await asyncio.sleep(RECONCILE_S)


def _loads(places: Sequence[ShardPlace], leases: Sequence[HostLease], cluster: str) -> dict[str, int]:
    """How many shards each living host of this cluster has."""
    names = {lease.incarnation: lease.name for lease in leases if lease.cluster == cluster and lease.remaining_ms > 0}
    loads = dict.fromkeys(names.values(), 0)
    for place in places:
        if place.incarnation in names:
            loads[names[place.incarnation]] += 1
    return loads
