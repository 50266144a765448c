"""Cold activations of one host: `python -m benchmarks.processes.activations open|activate URL COUNT`.

`open` runs a host on an empty database that opens WARM_UP and COUNT players. `activate` runs its successor, which has
none of them in memory and is asked for each of the COUNT once: each is loaded from Postgres on its first message. It is
another process, so that memory freed by the first does not stand in for what activations take. The messages come
without a link, so the figure is the host's own. stdout gets an ActivationResult.
"""

import asyncio
import contextlib
import gc
import sys
import time
from collections.abc import AsyncIterator
from typing import Any

import uvloop
from msgspec import Struct, json
from prometheus_client import CollectorRegistry

from actors.fairness.sealing import entity_seals
from actors.games.registry import registered_games
from actors.money.economy import EconomyConfig
from actors.runtime.clock import SystemClock
from actors.runtime.config import HostConfig
from actors.runtime.entropy import SystemEntropy
from actors.runtime.host import EntityHost
from actors.runtime.link.envelope import Answer, Call
from actors.runtime.ownership.lease import Lease
from actors.runtime.ownership.shards import shard_of
from actors.user.kind import UserKind
from actors.user.snapshot import StateGet
from benchmarks.ground.memory import private_kib
from cluster.processes.garbage_collection import freeze_long_lived_objects
from cluster.processes.metrics import HostCounters
from persistence.entities.ownership import SHARD_COUNT
from persistence.entities.records import TellRow
from persistence.postgres.entities.store import PostgresStore

LEASE_MS = 60_000
ASKED_AT_ONCE = 2_000
WARM_UP = 2_000
"""Players activated before measuring, so that code, plans and buffers are there."""


class ActivationResult(Struct, frozen=True):
    """`kib_each` is what the process grew by for an activated, idle player."""

    count: int
    seconds: float
    cpu_us: float
    kib_each: float


class Asked:
    """Stands in for a link: counts answers."""

    def __init__(self) -> None:
        self.answered = 0
        self._wanted = 0
        self._all = asyncio.Event()

    async def wait(self, count: int) -> None:
        self._wanted = count
        if self.answered < count:
            self._all.clear()
            await self._all.wait()

    def send(self, envelope: Struct) -> None:
        if type(envelope) is Answer:
            assert envelope.ok, envelope.body
            self.answered += 1
            if self.answered >= self._wanted:
                self._all.set()

    def pause_reading(self) -> None:
        """Do nothing: every envelope was asked for."""

    resume_reading = pause_reading


class _NoTeller:
    def tell(self, row: TellRow, caused_ms: float | None = None, *, fresh: bool = False) -> None:
        raise NotImplementedError("players tell nobody here")


async def _ask(host: EntityHost, link: Any, keys: list[str]) -> None:
    """Ask each player for its state once."""
    for start in range(0, len(keys), ASKED_AT_ONCE):
        part = keys[start : start + ASKED_AT_ONCE]
        calls = [
            Call(0, 0, shard_of("user", key), "user", key, "user", "", StateGet.TYPE, b"{}", 60_000, 0) for key in part
        ]
        wanted = link.answered + len(part)
        host.receive(link, [*calls])
        await link.wait(wanted)
    await host.gate.flushed()


@contextlib.asynccontextmanager
async def _host(url: str) -> AsyncIterator[EntityHost]:
    """Yield a host that serves all shards; it succeeds the one before it under the same name."""
    clock, economy = SystemClock(), EconomyConfig()
    store = await PostgresStore.connect(url, lease_ttl_ms=LEASE_MS)
    incarnation = await store.register("bench", "host-0", "unix:/nowhere", LEASE_MS)
    lease = Lease(store, clock, incarnation, LEASE_MS, sys.exit)
    await lease.renew()
    host = EntityHost(
        {"user": UserKind(economy, registered_games(economy), seal=entity_seals("a benchmark").seeds)},
        store,
        incarnation,
        clock,
        SystemEntropy(),
        HostCounters(CollectorRegistry()),
        HostConfig(lease_ttl_ms=LEASE_MS),
        lease=lease,
        make_teller=lambda _: _NoTeller(),
        stopped=sys.exit,
    )
    await host.adopt(await store.claim(incarnation, list(range(SHARD_COUNT))))
    lives = [asyncio.create_task(host.run()), asyncio.create_task(lease.keep())]
    try:
        yield host
    finally:
        for life in lives:
            life.cancel()
        await asyncio.gather(*lives, return_exceptions=True)
        await store.close()


def _keys(count: int) -> list[str]:
    return [f"player{number:08d}" for number in range(count)]


async def open_players(url: str, count: int) -> int:
    """Store `count` players; return how many."""
    async with _host(url) as host:
        link = Asked()
        host.link_made(link)  # type: ignore[arg-type]  # it stands in for one
        await _ask(host, link, _keys(count))
    return count


async def activate(url: str, count: int) -> ActivationResult:
    """Ask for players that are stored and in nobody's memory."""
    link, keys = Asked(), _keys(WARM_UP + count)
    async with _host(url) as host:
        host.link_made(link)  # type: ignore[arg-type]  # it stands in for one
        await _ask(host, link, keys[:WARM_UP])
        freeze_long_lived_objects()  # as a host does
        before_kib, cpu_s, started = private_kib("self"), time.process_time(), time.perf_counter()
        await _ask(host, link, keys[WARM_UP:])
        seconds, cpu_s = time.perf_counter() - started, time.process_time() - cpu_s
        gc.collect()
        return ActivationResult(count, seconds, cpu_s / count * 1e6, (private_kib("self") - before_kib) / count)


def main() -> None:
    """Run the job that the arguments name, and write its result."""
    what, url, count = sys.argv[1], sys.argv[2], int(sys.argv[3])
    job = open_players(url, WARM_UP + count) if what == "open" else activate(url, count)
    sys.stdout.buffer.write(json.encode(uvloop.run(job)))


if __name__ == "__main__":
    main()
