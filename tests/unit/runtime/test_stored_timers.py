"""However many timers are stored, a host keeps a bounded number of them in memory, and each fires once, in order."""

import asyncio
from contextlib import asynccontextmanager

import pytest

from actors.runtime.clock import ManualClock
from actors.runtime.entity import EntityRef
from actors.runtime.ownership.stored_timers import HORIZON_MS, NOTHING, StoredTimers
from actors.runtime.turns.timers import Timers
from persistence.entities.records import TimerRow
from persistence.errors import StoreError
from persistence.memory.entities.store import MemoryStore
from tests.unit.runtime.world import Counted, quiet, until

SHARD, OTHER = 7, 8
MAX = 16


class Scene:
    """The timers of a host on tables in memory. What fires is done by `finish`."""

    def __init__(self, timers_max=MAX):
        self.clock = ManualClock()
        self.start_ms = self.clock.now_ms()
        self.store = MemoryStore(self.clock.now_ms)
        self.metrics = Counted()
        self.fired = []
        self.timers = Timers(self.clock, lambda row, durable: self.fired.append(row))
        self.stored = StoredTimers(self.store, self.timers, self.clock, self.metrics, timers_max)

    def timer(self, n, in_ms, shard=SHARD, name="t"):
        return TimerRow(shard, "k", f"e{n}", name, f"{n:032x}", self.start_ms + in_ms, "go", b"")

    def write(self, row):
        """A row that the last owner left."""
        self.store.tables.timers[row.kind, row.key, row.name] = row
        return row

    def set(self, row):
        """A turn sets a timer: a row first, then the host hears of it."""
        self.write(row)
        self.stored.arm(row, durable=True)

    def cancel(self, row):
        self.store.tables.timers.pop((row.kind, row.key, row.name))
        self.stored.cancel(EntityRef(row.kind, row.key), row.name)

    def finish(self, row):
        self.store.tables.timers.pop((row.kind, row.key, row.name))
        self.stored.done(EntityRef(row.kind, row.key), row.name, row.id)

    async def look(self):
        self.stored.look()
        await quiet()

    async def pass_ms(self, ms):
        self.clock.advance(ms)
        await self.look()
        self.timers.fire_due()

    def armed(self):
        return sorted(int(each.row.id, 16) for each in self.timers._all())

    def fired_numbers(self):
        return [int(row.id, 16) for row in self.fired]


@asynccontextmanager
async def scene(*shards, **options):
    made = Scene(**options)
    for shard in shards or (SHARD,):
        made.stored.adopt(shard)
    life = asyncio.create_task(made.stored.run())
    await quiet()
    yield made
    life.cancel()
    await asyncio.gather(life, return_exceptions=True)


async def test_only_what_is_due_within_the_horizon_is_in_memory():
    async with scene() as one:
        one.set(one.timer(1, 1_000))
        one.set(one.timer(2, HORIZON_MS + 1_000))
        one.write(one.timer(3, HORIZON_MS + 2_000, OTHER))
        one.write(one.timer(4, 2_000, OTHER))
        one.stored.adopt(OTHER)
        await quiet()
        assert one.armed() == [1, 4]
        await one.pass_ms(HORIZON_MS // 2 + 1)
        assert one.armed() == [1, 2, 3, 4]
        await one.pass_ms(HORIZON_MS)
        assert one.fired_numbers() == [1, 4, 2, 3]
        assert "timers_left_in_store" not in one.metrics.count


@pytest.mark.parametrize("timers_max", [2, 5, MAX, 200])
async def test_however_many_are_due_the_bound_holds_and_each_fires_once_in_order(timers_max):
    async with scene(timers_max=timers_max) as one:
        rows = [one.write(one.timer(n, 10 * n)) for n in range(100)]
        one.stored.adopt(SHARD)
        done = 0
        while done < len(rows):
            await one.pass_ms(10)
            assert one.timers.durable <= timers_max
            for row in one.fired[done:]:
                one.finish(row)
                done += 1
        assert one.fired == rows
        assert len(one.timers) == 0
        assert ("timers_left_in_store" in one.metrics.count) == (timers_max < len(rows))


async def test_timers_that_turns_set_beyond_the_bound_are_left_to_the_store_the_latest_first():
    async with scene() as one:
        for n in range(40):
            one.set(one.timer(n, 1_000 - n))
            assert one.timers.durable <= MAX
        assert min(one.armed()) > 20
        assert one.armed()[-1] == 39
        while one.store.tables.timers:
            await one.pass_ms(500)
            for row in one.fired[40 - len(one.store.tables.timers) :]:
                one.finish(row)
        assert one.fired_numbers() == list(range(39, -1, -1))


async def test_one_that_is_due_at_once_finds_room_beside_many_that_are_due_late():
    async with scene() as one:
        for n in range(MAX):
            one.set(one.timer(n, 60_000 + n))
        one.write(one.timer(99, 5, OTHER))
        one.stored.adopt(OTHER)
        await one.pass_ms(5)
        assert one.fired_numbers() == [99]
        assert one.timers.durable <= MAX


async def test_timers_that_have_fired_and_are_not_done_are_never_forgotten():
    async with scene() as one:
        for n in range(100):
            one.write(one.timer(n, 0))
        one.stored.adopt(SHARD)
        for _ in range(10):
            await one.pass_ms(1)
        assert one.timers.durable <= MAX
        fired = one.fired_numbers()
        assert fired == list(range(len(fired)))
        assert one.armed()[: len(fired)] == fired
        for row in list(one.fired):
            assert one.stored.id_of(EntityRef(row.kind, row.key), row.name) == row.id


class SlowStore:
    """Reads timers, and answers when it is told to."""

    def __init__(self, one):
        self.read = one.store.timers
        self.has_read, self.may_answer = asyncio.Event(), asyncio.Event()
        one.store.timers = self

    async def __call__(self, *args):
        rows = await self.read(*args)
        self.has_read.set()
        await self.may_answer.wait()
        return rows


@pytest.mark.parametrize("change", ["cancelled", "done", "set anew", "set later"])
async def test_what_changes_during_a_read_is_not_undone_by_its_answer(change):
    async with scene() as one:
        old = one.write(one.timer(1, 1_000))
        slow = SlowStore(one)
        one.stored.adopt(SHARD)
        await slow.has_read.wait()
        match change:
            case "cancelled":
                one.cancel(old)
            case "done":
                one.finish(old)
            case "set anew":
                one.set(old._replace(id=f"{2:032x}", due_ms=old.due_ms + 1_000))
            case "set later":
                one.set(old._replace(id=f"{3:032x}", due_ms=old.due_ms + 2 * HORIZON_MS))
        slow.may_answer.set()
        await quiet()
        await one.pass_ms(1_000)
        assert one.fired == []
        await one.pass_ms(1_000)
        assert one.fired_numbers() == ([2] if change == "set anew" else [])
        await one.pass_ms(2 * HORIZON_MS)
        await one.pass_ms(0)
        assert one.fired_numbers() == {"set anew": [2], "set later": [3]}.get(change, [])


async def test_one_that_is_set_during_a_read_which_does_not_show_it_is_kept():
    async with scene() as one:
        slow = SlowStore(one)
        one.stored.adopt(SHARD)
        await slow.has_read.wait()
        one.set(one.timer(1, 1_000))
        slow.may_answer.set()
        await quiet()
        await one.pass_ms(1_000)
        assert one.fired_numbers() == [1]


async def test_the_answer_of_a_read_does_not_arm_timers_of_a_shard_that_was_given_up():
    async with scene(SHARD, OTHER) as one:
        one.write(one.timer(1, 1_000))
        one.write(one.timer(2, 1_000, OTHER))
        slow = SlowStore(one)
        one.stored.adopt(SHARD)
        one.stored.adopt(OTHER)
        await slow.has_read.wait()
        one.stored.release([SHARD])
        slow.may_answer.set()
        await quiet()
        assert one.armed() == [2]
        assert one.stored._read_to.keys() == {OTHER}


async def test_a_shard_that_is_given_up_leaves_nothing():
    async with scene(SHARD, OTHER) as one:
        one.set(one.timer(1, 1_000))
        one.set(one.timer(2, 1_000, OTHER))
        one.stored.arm(one.timer(3, 1_000), durable=False)
        one.stored.release([SHARD])
        assert one.armed() == [2]
        assert one.timers.durable == 1


async def test_a_store_that_cannot_be_read_is_asked_again(monkeypatch):
    monkeypatch.setattr("actors.runtime.ownership.stored_timers.READ_RETRY_S", 0)
    async with scene() as one:
        one.write(one.timer(1, 1_000))
        read, one.store.timers = one.store.timers, failing
        one.stored.adopt(SHARD)
        await quiet()
        assert one.stored._read_to == {SHARD: NOTHING}
        one.store.timers = read
        await until(one.armed)


async def failing(*args):
    raise StoreError("cannot be read")


def test_a_host_needs_room_for_two():
    with pytest.raises(ValueError, match="room for 2"):
        Scene(timers_max=1)
