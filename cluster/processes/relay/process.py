"""One relay: its lease, the loop that carries events, the broker, and its metrics."""

import asyncio
import os
from collections.abc import Callable, Collection
from dataclasses import asdict, dataclass
from random import random
from typing import Any, Protocol

import structlog
from prometheus_client import CollectorRegistry

from actors.runtime.clock import Clock, SystemClock
from cluster.processes.metrics import MetricsServer
from cluster.processes.relay.broker import Broker
from cluster.processes.relay.carrier import Carrier
from cluster.processes.relay.counters import RelayCounters
from cluster.processes.relay.kafka import KafkaBroker
from cluster.processes.relay.tenure import Tenure
from cluster.processes.specs import RelaySpec
from cluster.processes.starting.patience import Patience
from persistence.errors import StoreError
from persistence.postgres.stream.outbox import PostgresOutbox
from persistence.stream.outbox import RELAY_GROUPS

STOP_TIMEOUT_S = 2.0
"""Time that the batch which is under way has when it stops; another relay sends again what is left."""

log = structlog.get_logger("relay")


class MakeOutbox(Protocol):
    """Makes the outbox of a relay; see `PostgresOutbox`."""

    def __call__(self, url: str, heard: Callable[[Collection[int]], None]) -> PostgresOutbox: ...


@dataclass(frozen=True, slots=True)
class RelayStatus:
    """A relay as it describes itself. `pending` events are behind its cursors, the oldest for `oldest_ms`.

    `waits_for` is what its start waits for, empty once it has started; `trouble` why it cannot carry events now.
    """

    name: str
    pid: int
    waits_for: str = ""
    incarnation: int = 0
    groups: int = 0
    pending: int = 0
    oldest_ms: int = 0
    published: int = 0
    trouble: str = ""
    metrics_port: int = 0

    def as_dict(self) -> dict[str, Any]:
        return asdict(self)

    def __str__(self) -> str:
        said = (self.waits_for and f"waits for {self.waits_for}") or self.trouble
        carries = f"{self.groups} of {RELAY_GROUPS} groups of shards, {self.pending:,} events behind"
        return f"Relay[{self.name}] {carries}{', ' * bool(said)}{said}"


class RelayProcess:
    """A relay with everything around it. `start`, then `stop`.

    `died(reason)` is called when a part of it fails: the process is to start anew then. `patience` says what its start
    waits for.
    """

    def __init__(
        self,
        spec: RelaySpec,
        *,
        clock: Clock | None = None,
        make_outbox: MakeOutbox = PostgresOutbox,
        make_broker: Callable[[], Broker] | None = None,
        died: Callable[[str], None] = lambda _: None,
    ) -> None:
        self.spec = spec
        self._clock = clock or SystemClock()
        self._make_outbox = make_outbox
        self._make_broker = make_broker or (lambda: KafkaBroker(spec.kafka))
        self._died = died
        self._tasks: list[asyncio.Task[None]] = []
        self.patience = Patience()

    async def start(self) -> None:
        """Register and carry; it waits for the database without end, and for its broker while it runs."""
        spec = self.spec
        self.counters = RelayCounters(CollectorRegistry())
        self._outbox = self._make_outbox(spec.database_url, lambda shards: self._carrier.heard(shards))
        self._tenure = Tenure(self._outbox, self._clock, spec.cluster, spec.name, spec.lease_ttl_ms)
        self._broker = self._make_broker()
        self._carrier = Carrier(self._outbox, self._broker, self._tenure, self._clock, self.counters, random)
        self.counters.groups.set_function(lambda: len(self._tenure.groups))
        await self.patience.until_reached(lambda: self._tenure.renew(""))
        self.metrics_server = MetricsServer(self.counters.registry, spec.metrics_host)
        for life in (self._carrier.run(), self._tenure.keep(self._carrier.trouble, self._carrier.wake)):
            task = asyncio.create_task(life)
            task.add_done_callback(self._task_ended)
            self._tasks.append(task)
        self.patience.end()
        log.info("relay_started", name=spec.name)

    async def stop(self) -> None:
        """End after the batch that is under way, and free the groups. One that still starts holds none."""
        if not self.patience.is_over():
            return
        self._carrier.end()
        await asyncio.wait(self._tasks[:1], timeout=STOP_TIMEOUT_S)
        await self._end_tasks()
        try:
            await self._tenure.leave()
        except StoreError as error:
            log.warning("relay_not_left", error=str(error))
        await self._broker.close()
        await self._outbox.close()
        await asyncio.to_thread(self.metrics_server.stop)

    def status(self) -> RelayStatus:
        """Return the relay's own view of itself."""
        if not self.patience.is_over():
            return RelayStatus(self.spec.name, os.getpid(), self.patience.waits_for)
        return RelayStatus(
            name=self.spec.name,
            pid=os.getpid(),
            incarnation=self._tenure.incarnation,
            groups=len(self._tenure.groups),
            pending=self.counters.pending_events,
            oldest_ms=self.counters.oldest_ms,
            published=self.counters.published_events,
            trouble=self._carrier.trouble(),
            metrics_port=self.metrics_server.port,
        )

    async def _end_tasks(self) -> None:
        for task in self._tasks:
            task.remove_done_callback(self._task_ended)
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    def _task_ended(self, task: "asyncio.Task[None]") -> None:
        if not task.cancelled() and (error := task.exception()) is not None:
            log.error("relay_task_failed", exc_info=error)
            self._died(f"a task of the relay failed: {error!r}")
