"""Without a valid lease a host runs no turn, sends nothing and reads nothing; when it is back, it goes on."""

import asyncio

import pytest

from actors.runtime.clock import ManualClock
from actors.runtime.ownership.lease import CLOCK_SKEW_MS_MAX, MARGIN_SHARE, Lease, measured_skew_ms
from persistence.errors import RefusedData, Unreachable
from persistence.memory.entities.store import MemoryStore
from tests.unit.runtime.kinds import Add, SetTimer
from tests.unit.runtime.world import LEASE_TTL_MS, quiet, running, ulid, until

USABLE_MS = round(LEASE_TTL_MS * (1 - MARGIN_SHARE))
HOUR_MS = 3_600_000


@pytest.fixture
async def apart():
    """A world whose host has a clock of its own: a step of it is not one of the store's."""
    clock = ManualClock()
    start_ms = clock.now_ms()
    async with running(clock=clock, store=MemoryStore(lambda: start_ms + round(clock.monotonic_ms()))) as world:
        yield world


async def test_a_lease_holds_until_its_margin_before_the_end(world):
    world.clock.advance(USABLE_MS - 1)
    assert world.lease.valid()
    assert world.lease.wait() is None
    world.clock.advance(1)
    assert not world.lease.valid()
    assert world.lease.margin_ms() == 0


async def test_a_lease_counts_from_the_start_of_its_renewal(world):
    renew = world.store.renew

    async def slow(incarnation, ttl_ms):
        world.clock.advance(1_000)
        return await renew(incarnation, ttl_ms)

    world.store.renew = slow
    await world.lease.renew()
    assert world.lease.margin_ms() == USABLE_MS - 1_000


async def test_without_a_lease_frames_are_held_and_links_are_not_read(world):
    await world.add("a", 1, ulid(1))
    world.clock.advance(USABLE_MS)
    n, read = world.command("a", Add(1), ulid(2)), world.read("a")
    await quiet()
    assert world.answer(n) is world.answer(read) is None
    assert world.activation("a").version == 1
    assert not world.link.reading
    await world.lease.renew()
    await until(lambda: world.link.reading)
    assert [await world.done(each) for each in (n, read)] == [2, 2]


async def test_without_a_lease_nothing_that_is_committed_leaves(world):
    hold = world.store.hold_commits()
    n = world.command("a", Add(1), ulid(1))
    await hold.arrived.wait()
    world.clock.advance(USABLE_MS)
    hold.release()
    await until(lambda: world.store.tables.commands)
    await quiet()
    assert world.answer(n) is None
    await world.lease.renew()
    assert await world.done(n) == 1


@pytest.mark.parametrize("reading", ["load", "replies"])
async def test_without_a_lease_what_was_loaded_or_looked_up_runs_no_turn(world, reading):
    await world.add("a", 1, ulid(9))
    arrived, go_on, read = asyncio.Event(), asyncio.Event(), getattr(world.store, reading)

    async def slow(keys):
        arrived.set()
        await go_on.wait()
        return await read(keys)

    setattr(world.store, reading, slow)
    key = "a" if reading == "replies" else "b"
    n = world.command(key, Add(1), ulid(5))
    await arrived.wait()
    world.clock.advance(USABLE_MS)
    go_on.set()
    await quiet()
    assert world.activation(key).version == (1 if key == "a" else 0)
    await world.lease.renew()
    assert await world.done(n) == (2 if key == "a" else 1)


async def test_without_a_lease_no_timer_fires(world):
    await world.done(world.command("a", SetTimer("t", USABLE_MS), ulid(1)))
    world.clock.advance(USABLE_MS)
    await quiet()
    assert world.activation("a").version == 1
    await world.lease.renew()
    world.host.timers.fire_due()
    await quiet()
    assert await world.done(world.read("a")) == 1


async def test_frames_of_a_link_that_broke_meanwhile_are_forgotten(world):
    world.clock.advance(USABLE_MS)
    world.command("a", Add(1), ulid(1))
    world.link.abort("gone")
    world.host.link_lost(world.link, "gone")
    await world.lease.renew()
    await quiet()
    assert not world.host.activations()


async def test_a_lease_that_was_taken_over_stops_the_host_for_good(world):
    world.store.tables.hosts[world.incarnation].alive = False
    await world.lease.renew()
    assert world.stopped == ["the lease was taken over"]
    assert not world.host.may_send()
    assert world.link.aborted


async def test_another_timeline_of_the_database_stops_the_host(world):
    world.store.tables.timeline = "00000002"
    await world.lease.renew()
    assert world.stopped


async def test_a_store_out_of_reach_lets_the_lease_run_on_until_it_ends(world):
    world.store.tables.down = True
    with pytest.raises(Unreachable):
        await world.lease.renew()
    assert world.lease.valid()
    world.clock.advance(USABLE_MS)
    assert not world.lease.valid()


@pytest.mark.parametrize("failure", [Unreachable("nobody is there"), RefusedData("42883: what nobody expects")])
async def test_a_host_that_was_never_granted_a_lease_goes_on_asking(world, failure):
    lease = Lease(world.store, world.clock, world.incarnation, LEASE_TTL_MS, world.stopped.append)
    assert not lease.valid()
    assert lease.margin_ms() == 0
    asked = asyncio.Event()

    async def watched(incarnation, ttl_ms):
        asked.set()
        raise failure

    world.store.renew = watched
    keeping = asyncio.create_task(lease.keep())
    await asked.wait()
    await quiet()
    assert not keeping.done()
    keeping.cancel()


async def test_a_renewal_that_took_longer_than_the_lease_wakes_nobody(world):
    woken, renew = [], world.store.renew
    world.lease.renewed.append(lambda: woken.append(world.lease.valid()))
    world.clock.advance(USABLE_MS)

    async def slow(incarnation, ttl_ms):
        world.clock.advance(USABLE_MS)
        return await renew(incarnation, ttl_ms)

    world.store.renew = slow
    await world.lease.renew()
    assert not woken
    world.store.renew = renew
    await world.lease.renew()
    assert woken == [True]


async def test_a_waiter_that_gives_up_does_not_break_the_next_renewal(world):
    world.clock.advance(USABLE_MS)
    waiting, other = world.lease.wait(), world.lease.wait()
    waiting.cancel()
    assert other.cancelled()
    again = world.lease.wait()
    assert not again.done()
    await world.lease.renew()
    assert again.done()


async def test_a_stopped_host_does_nothing_even_while_its_lease_runs(world):
    await world.add("a", 1, ulid(1))
    world.host.stop("a reason")
    n = world.read("a")
    await quiet()
    assert world.answer(n) is None
    assert world.stopped == ["a reason"]
    world.host.stop("another")
    assert world.stopped == ["a reason"]


@pytest.mark.parametrize("step_ms", [HOUR_MS, -HOUR_MS, CLOCK_SKEW_MS_MAX + 1])
async def test_a_clock_that_steps_away_from_the_stores_stops_the_host_before_its_next_turn(apart, step_ms):
    await apart.add("a", 1, ulid(1))
    now_ms = apart.clock.now_ms()
    apart.clock.step(step_ms)
    n = apart.command("a", Add(1), ulid(2))
    await quiet()
    assert (apart.answer(n), apart.activation("a").version) == (None, 1)
    await apart.lease.renew()
    await quiet()
    assert apart.answer(n) is None
    apart.clock.step(-step_ms)
    await quiet()
    assert apart.answer(n) is None
    await apart.lease.renew()
    assert await apart.done(n) == 2
    assert apart.reply(n).now_ms == now_ms


async def test_a_clock_within_the_bound_may_step(apart):
    apart.clock.step(CLOCK_SKEW_MS_MAX)
    assert await apart.add("a", 1, ulid(1)) == 1
    await apart.lease.renew()
    assert apart.lease.skew_ms() == CLOCK_SKEW_MS_MAX
    assert await apart.add("a", 1, ulid(2)) == 2


async def test_with_a_wrong_clock_the_lease_runs_out_so_that_another_host_takes_over(apart):
    apart.clock.step(HOUR_MS)
    assert not apart.lease.valid()
    looked, renewed, now_ms = asyncio.Event(), [], apart.store.now_ms

    async def watched():
        looked.set()
        return await now_ms()

    async def counted(*given):
        renewed.append(given)

    apart.store.now_ms, apart.store.renew = watched, counted
    keeping = asyncio.create_task(apart.lease.keep())
    await looked.wait()
    await quiet()
    keeping.cancel()
    assert renewed == []
    assert apart.lease.skew_ms() == HOUR_MS


async def test_the_time_that_an_answer_takes_is_no_skew(apart):
    now_ms = apart.store.now_ms

    async def slow(*, before_ms, after_ms):
        apart.clock.advance(before_ms)
        found = await now_ms()
        apart.clock.advance(after_ms)
        return found

    for before_ms, after_ms in ((0, HOUR_MS), (HOUR_MS, 0)):
        apart.store.now_ms = lambda before=before_ms, after=after_ms: slow(before_ms=before, after_ms=after)
        assert await measured_skew_ms(apart.store, apart.clock) == 0
    apart.store.now_ms = now_ms
    apart.clock.step(-HOUR_MS)
    assert await measured_skew_ms(apart.store, apart.clock) == -HOUR_MS
