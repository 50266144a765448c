"""Housekeeping: rows that nobody needs any more are deleted on a schedule, by the director of each cluster.

Two clusters on one database delete the same rows: that does no harm.
"""

import asyncio
from typing import Protocol

import structlog

from actors.runtime.clock import Clock
from cluster.control.metrics import DirectorMetrics
from persistence.errors import StoreError

PASS_EVERY_S = 3_600.0
"""Between two passes; one takes as long as the tables are large."""

log = structlog.get_logger("housekeeping")


class Pruned(Protocol):
    """Numbers of deleted rows."""

    @property
    def batches(self) -> int: ...
    @property
    def commands(self) -> int: ...


class Prunes(Protocol):
    """Deletes old rows; see `persistence.postgres.entities.retention.PostgresRetention`."""

    async def prune(self, older_than_hours: int) -> Pruned: ...


class Housekeeping:
    """Deletes commands and batches older than `retention_h` hours."""

    def __init__(self, retention_h: int, clock: Clock, metrics: DirectorMetrics) -> None:
        self._retention_h = retention_h
        self._clock = clock
        self._metrics = metrics

    async def run(self, store: Prunes) -> None:
        """Make pass after pass, until cancelled."""
        while True:
            await self.make_pass(store)
            await asyncio.sleep(PASS_EVERY_S)

    async def make_pass(self, store: Prunes) -> None:
        """Make one pass; one that is broken off is made again at its time."""
        started_ms = self._clock.monotonic_ms()
        try:
            pruned = await store.prune(self._retention_h)
        except StoreError as error:
            self._metrics.retention_failures.inc()
            log.warning("retention_failed", error=str(error))
            return
        self._metrics.retention_rows.labels("commit_batch").inc(pruned.batches)
        self._metrics.retention_rows.labels("command").inc(pruned.commands)
        self._metrics.retention_pass.set((self._clock.monotonic_ms() - started_ms) / 1000)
        self._metrics.retention_passed.set(self._clock.now_ms() / 1000)
        log.info("retention_passed", batches=pruned.batches, commands=pruned.commands)
