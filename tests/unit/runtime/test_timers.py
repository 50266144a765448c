"""Timers: durable ones survive and fire once, ephemeral ones die with the activation."""

import pytest

from actors.runtime.clock import ManualClock
from actors.runtime.config import HostConfig
from actors.runtime.entity import EntityRef
from actors.runtime.turns.timers import REFIRE_MS, STALE_ENTRIES_MIN, Timers
from persistence.entities.records import TimerRow
from persistence.memory.entities.store import MemoryStore
from tests.unit.runtime.kinds import Add, AddLater, Cancel, Explode, SetTimer
from tests.unit.runtime.test_repeats import passivate
from tests.unit.runtime.world import LEASE_TTL_MS, quiet, running, ulid, until


async def set_timer(world, name="t", in_ms=100, key="a", n=1, **options):
    return await world.done(world.command(key, SetTimer(name, in_ms, **options), ulid(n)))


async def pass_ms(world, ms):
    """Let time pass, fire what is due, and let it happen."""
    world.clock.advance(ms)
    await world.lease.renew()
    world.host.stored_timers.look()
    world.host.timers.fire_due()
    await quiet()


async def total(world, key="a"):
    return await world.done(world.read(key))


@pytest.mark.parametrize("durable", [True, False])
async def test_a_timer_fires_once_when_it_is_due(world, durable):
    await set_timer(world, durable=durable)
    await pass_ms(world, 99)
    assert await total(world) == 0
    await pass_ms(world, 1)
    assert await total(world) == 1
    await pass_ms(world, 10_000)
    assert await total(world) == 1
    assert not world.store.tables.timers
    assert len(world.host.timers) == 0


@pytest.mark.parametrize("durable", [True, False])
async def test_a_timer_that_sets_itself_again_repeats(world, durable):
    await set_timer(world, durable=durable, repeat_ms=100)
    for expected in (1, 2, 3):
        await pass_ms(world, 100)
        assert await total(world) == expected
    assert len(world.store.tables.timers) == durable
    await world.done(world.command("a", Cancel("t"), ulid(2)))
    await pass_ms(world, 1_000)
    assert await total(world) == 3
    assert not world.store.tables.timers


async def test_a_timer_is_not_armed_before_the_turn_that_set_it_is_durable(world):
    hold = world.store.hold_commits()
    world.command("a", SetTimer("t", 0), ulid(1))
    await hold.arrived.wait()
    await pass_ms(world, 1_000)
    assert len(world.host.timers) == 0
    hold.release()
    await until(lambda: len(world.host.timers))
    await pass_ms(world, 0)
    assert await total(world) == 1


async def test_a_durable_timer_wakes_a_passivated_entity_and_an_ephemeral_one_dies(world):
    await set_timer(world, "lasting", 20 * 60 * 1000)
    await set_timer(world, "fleeting", 20 * 60 * 1000, n=2, durable=False)
    await passivate(world, "a")
    await pass_ms(world, 20 * 60 * 1000)
    assert world.activation("a").state.fired == ["lasting"]


async def test_a_durable_timer_fires_at_the_next_host_and_once(world):
    await set_timer(world)
    world.store.tables.hosts[world.incarnation].alive = False
    async with running(store=MemoryStore(tables=world.store.tables), clock=world.clock, name="heir") as heir:
        await pass_ms(heir, 100)
        assert await total(heir) == 1
        await pass_ms(heir, 10_000)
        assert await total(heir) == 1


async def test_a_timer_whose_turn_was_undone_fires_again(world):
    await set_timer(world)
    world.store.refused_entities.add(("counter", "a"))
    await pass_ms(world, 100)
    world.store.refused_entities.clear()
    assert await total(world) == 0
    await pass_ms(world, REFIRE_MS)
    assert await total(world) == 1


async def test_a_timer_whose_turn_could_not_be_taken_on_fires_again(world, monkeypatch):
    await set_timer(world)
    monkeypatch.setattr("actors.runtime.turns.queue.UNCOMMITTED_TURNS_MAX", 0)
    await pass_ms(world, 100)
    monkeypatch.undo()
    assert await total(world) == 0
    await pass_ms(world, REFIRE_MS)
    assert await total(world) == 1


@pytest.mark.parametrize("body", [Cancel("t"), SetTimer("t", 60_000)])
async def test_a_timer_that_a_turn_before_it_cancelled_or_replaced_does_not_fire(world, body):
    await set_timer(world)
    hold = world.store.hold_commits()
    n = world.command("a", body, ulid(2))
    await hold.arrived.wait()
    await pass_ms(world, 100)
    hold.release()
    await world.done(n)
    assert await total(world) == 0
    await pass_ms(world, 1_000)
    assert await total(world) == 0
    assert len(world.host.timers) == len(world.store.tables.timers) == isinstance(body, SetTimer)
    assert "poisoned" not in world.metrics.count
    assert not world.activation("a").timer_ids


async def test_an_undone_cancellation_cancels_nothing(world):
    await set_timer(world)
    hold = world.store.hold_commits()
    world.command("b", Add(1), ulid(1))
    await hold.arrived.wait()
    world.command("a", Cancel("t"), ulid(2))
    bad = world.command("a", Add(0), ulid(3))
    hold.release()
    assert await world.done(bad) == "unavailable"
    await pass_ms(world, 100)
    assert await total(world) == 1


async def test_the_last_word_on_a_timer_within_one_batch_counts(world):
    hold = world.store.hold_commits()
    world.command("b", Add(1), ulid(1))
    await hold.arrived.wait()
    for n, body in enumerate([SetTimer("t", 10), Cancel("t"), SetTimer("t", 500), SetTimer("u", 10), Cancel("u")]):
        last = world.command("a", body, ulid(10 + n))
    hold.release()
    await world.done(last)
    (timer,) = world.store.tables.timers.values()
    assert timer.due_ms == world.clock.now_ms() + 500
    assert len(world.host.timers) == 1


async def test_a_timer_completes_a_promise(world):
    n = world.command("a", AddLater(5, in_ms=50), ulid(1))
    await until(lambda: len(world.host.timers))
    await pass_ms(world, 50)
    assert await world.done(n) == 5


async def test_a_rejected_timer_is_stored_and_does_not_come_back(world):
    world.command("a", AddLater(5, in_ms=50), ulid(1))
    await until(lambda: len(world.host.timers))
    (timer,) = world.store.tables.timers.values()
    await world.done(world.command("a", ("complete", timer.body), ulid(2)))
    await pass_ms(world, 50)
    assert not world.store.tables.timers
    assert await total(world) == 5


async def test_time_never_goes_back_for_an_entity():
    any_clock = HostConfig(lease_ttl_ms=LEASE_TTL_MS, clock_skew_ms_max=3_600_000)
    async with running(config=any_clock) as world:
        await set_timer(world)
        start = world.clock.now_ms()
        world.clock.advance(1_000)
        read = world.read("a")
        world.clock.step(-50_000)
        for command_id in (ulid(2), ulid(3)):
            n = world.command("a", Add(1), command_id)
            await world.done(n)
            assert world.reply(n).now_ms == world.reply(read).now_ms == start + 1_000
            await passivate(world, "a")
            world.clock.step(-(10 * 60 * 1000))


async def test_ephemeral_timers_die_when_their_entity_is_undone(world):
    await set_timer(world, durable=False)
    await world.done(world.command("a", Explode("apply"), ulid(2)))
    assert len(world.host.timers) == 0


def test_timers_that_are_set_and_cancelled_for_ever_take_no_room():
    clock, fired = ManualClock(), []
    timers = Timers(clock, lambda row, durable: fired.append(row.id))
    for n in range(10 * STALE_ENTRIES_MIN):
        row = TimerRow(0, "k", "e", "t", f"{n}", clock.now_ms() + 1_000, "fired", b"")
        timers.arm(row, durable=True)
        timers.cancel(EntityRef("k", "e"), "t")
    timers.arm(row, durable=True)
    assert len(timers._heap) <= STALE_ENTRIES_MIN + 3
    clock.advance(1_000)
    timers.fire_due()
    assert fired == [row.id]
