"""A host process on a real database: what it waits for as it starts, and shards that it cannot adopt at once."""

import asyncio
import os
import tempfile
from collections.abc import Iterator, Sequence

import pytest

from actors.runtime.clock import Clock, SystemClock
from actors.runtime.config import HostConfig
from cluster.processes import host as host_module
from cluster.processes.host import HostProcess
from cluster.processes.specs import HostSpec
from persistence.entities.records import ShardState
from persistence.errors import StoreError
from persistence.postgres.entities.store import PostgresStore
from tests.integration.cluster import user_kind

HOUR_MS = 3_600_000


class TurnedClock(SystemClock):
    """The machine's clocks, the wall clock `ahead_ms` ahead."""

    ahead_ms = 0

    def now_ms(self) -> int:
        return super().now_ms() + self.ahead_ms


class UnluckyStore(PostgresStore):
    """Cannot read the state of shards the first time, for a reason that asking again does not mend."""

    unread = True

    async def adopt(self, shards: Sequence[int]) -> Sequence[ShardState]:
        if self.unread:
            self.unread = False
            raise StoreError("their state cannot be read")
        return await super().adopt(shards)


@pytest.fixture
def folder() -> Iterator[str]:
    with tempfile.TemporaryDirectory(prefix="pb-", ignore_cleanup_errors=True) as made:
        yield made


def host(database_url: str, folder: str, *, clock: Clock | None = None) -> HostProcess:
    spec = HostSpec("host-0", "test", database_url, folder, os.urandom(32), HostConfig())
    return HostProcess(spec, {"user": user_kind()}, clock=clock, connect=UnluckyStore.connect)


@pytest.mark.parametrize("ahead_ms", [HOUR_MS, -HOUR_MS])
async def test_a_host_waits_for_a_right_clock_before_it_registers(database_url, folder, monkeypatch, ahead_ms):
    monkeypatch.setattr(host_module, "CLOCK_LOOK_S", 0)
    clock = TurnedClock()
    clock.ahead_ms = ahead_ms
    process = host(database_url, folder, clock=clock)
    starting = asyncio.create_task(process.start())
    while "clock" not in process.status().waits_for:  # noqa: ASYNC110 (there is no event for it)
        await asyncio.sleep(0)
    assert process.status().waits_for == "a clock within 1,000 ms of the database's"
    assert await process.store.hosts() == []
    clock.ahead_ms = 0
    await starting
    try:
        assert process.status().waits_for == ""
        assert abs(process.status().clock_skew_ms) < HostConfig().clock_skew_ms_max
        assert [lease.name for lease in await process.store.hosts()] == ["host-0"]
    finally:
        await process.stop()


async def test_shards_that_could_not_be_adopted_after_their_claim_are_owned_and_adopted_when_asked_again(
    database_url, folder
):
    process = host(database_url, folder)
    await process.start()
    try:
        with pytest.raises(StoreError, match="cannot be read"):
            await process.adopt([1, 2])
        owned = [place.shard for place in await process.store.shard_map() if place.host == "host-0"]
        assert (owned, process.served()) == ([1, 2], [])
        assert await process.adopt([1, 2]) == 2
        assert process.served() == [1, 2]
        assert {place.epoch for place in await process.store.shard_map() if place.host == "host-0"} == {1}
    finally:
        await process.stop()


async def test_a_host_that_lost_a_shard_while_it_served_it_stops(database_url, folder):
    process = host(database_url, folder)
    await process.start()
    process.store.unread = False  # type: ignore[attr-defined]
    try:
        await process.adopt([1])
        await process.store.release(process.incarnation, [1])  # one whose answer was lost, and that was late
        await process.adopt([1])
        assert process.host.dead
    finally:
        await process.kill()
