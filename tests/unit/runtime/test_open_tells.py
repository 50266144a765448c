"""However many tells are open, a host keeps a bounded number of them in memory, and tells all of them in order."""

import asyncio
from contextlib import asynccontextmanager

import pytest

from actors.runtime.ownership.open_tells import OpenTells
from persistence.entities.commits import TELLS_PER_SHARD
from persistence.entities.records import TellRow
from persistence.errors import StoreError
from persistence.memory.entities.store import MemoryStore
from tests.unit.runtime.world import Counted, quiet, until

SHARD = 7
MAX = 20


def tell(n, shard=SHARD):
    return TellRow(shard, f"{n:032x}", "counter", "a", "counter", "b", "add", b"{}")


class Told:
    """A teller that keeps the numbers of what it is to tell."""

    def __init__(self):
        self.numbers = []

    def tell(self, row, caused_ms=None, *, fresh=False):
        self.numbers.append(int(row.id, 16))


class Scene:
    """Open tells of a host on tables in memory."""

    def __init__(self, tells_max=MAX):
        self.store = MemoryStore()
        self.told = Told()
        self.metrics = Counted()
        self.flushes = 0
        self.tells = OpenTells(self.store, self.told, self.flushed, self.metrics, tells_max)

    async def flushed(self):
        self.flushes += 1

    def commit(self, n, shard=SHARD):
        """A turn tells something: a row first, then the teller's."""
        row = tell(n, shard)
        self.store.tables.tells[row.id] = row
        self.tells.tell(row, fresh=True)

    def deliver(self, n, shard=SHARD):
        """The receiver has stored it, and the row is deleted with the next commit."""
        self.tells.finished(shard, tell(n).id)
        del self.store.tables.tells[tell(n).id]


@asynccontextmanager
async def scene(**options):
    made = Scene(**options)
    life = asyncio.create_task(made.tells.run())
    yield made
    life.cancel()
    await asyncio.gather(life, return_exceptions=True)


async def test_tells_beyond_the_bound_are_left_in_the_store_and_told_in_order_as_room_is_made():
    async with scene() as one:
        for n in range(100):
            one.commit(n)
        await quiet()
        assert (one.told.numbers, len(one.tells)) == (list(range(MAX)), MAX)
        assert one.metrics.count["tell_left_in_store"] == 100 - MAX
        for n in range(100):
            await until(lambda n=n: n in one.told.numbers)
            one.deliver(n)
        assert one.told.numbers == list(range(100))
        await quiet()
        one.commit(100)
        assert one.told.numbers[-1] == 100
        assert len(one.tells) == 1


async def test_what_the_last_owner_left_is_read_by_page():
    async with scene(tells_max=10 * TELLS_PER_SHARD) as one:
        rows = [tell(n) for n in range(3 * TELLS_PER_SHARD)]
        one.store.tables.tells |= {row.id: row for row in rows}
        [state] = await one.store.adopt([SHARD])
        assert len(state.tells) == TELLS_PER_SHARD
        one.tells.adopt(SHARD, state.tells)
        one.commit(len(rows))
        await until(lambda: len(one.told.numbers) == len(rows) + 1)
        assert one.told.numbers == list(range(len(rows) + 1))


async def test_a_tell_that_was_stored_while_its_row_was_read_is_not_told_again():
    async with scene(tells_max=2) as one:
        for n in range(4):
            one.commit(n)
        read = one.store.open_tells

        async def slow(shards, known):
            rows = await read(shards, set())  # as one that began before tell 1 was known to be finished
            one.deliver(1)
            return rows

        one.store.open_tells = slow
        one.deliver(0)
        await until(lambda: 3 in one.told.numbers)
        assert one.told.numbers == [0, 1, 2, 3]
        assert one.flushes


@pytest.mark.parametrize("when", ["before", "during"])
async def test_tells_of_a_shard_that_was_given_up_are_not_told(when):
    async with scene(tells_max=2) as one:
        for n in range(4):
            one.commit(n)
        read = one.store.open_tells

        async def given_up(shards, known):
            rows = await read(shards, known)
            one.tells.release([SHARD])
            return rows

        if when == "before":
            one.tells.release([SHARD])
        else:
            one.store.open_tells = given_up
        one.tells.finished(SHARD, tell(0).id)
        await quiet()
        assert one.told.numbers == [0, 1]
        assert len(one.tells) == 0


async def test_a_store_out_of_reach_is_asked_again(monkeypatch):
    monkeypatch.setattr("actors.runtime.ownership.open_tells.READ_RETRY_S", 0)
    async with scene(tells_max=1) as one:
        one.commit(0)
        one.commit(1)
        one.store.tables.down = True
        one.deliver(0)
        await quiet()
        assert one.told.numbers == [0]
        one.store.tables.down = False
        await until(lambda: 1 in one.told.numbers)


async def test_a_store_that_fails_in_another_way_is_asked_again_and_ends_no_host(monkeypatch):
    monkeypatch.setattr("actors.runtime.ownership.open_tells.READ_RETRY_S", 0)
    async with scene(tells_max=1) as one:
        read, failures = one.store.open_tells, iter([StoreError("what nobody has listed")])

        async def fail_once(shards, known):
            for failure in failures:
                raise failure
            return await read(shards, known)

        one.store.open_tells = fail_once
        one.commit(0)
        one.commit(1)
        one.deliver(0)
        await until(lambda: 1 in one.told.numbers)
        assert one.told.numbers == [0, 1]
