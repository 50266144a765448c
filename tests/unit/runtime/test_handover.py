"""A shard is given up between two commits, and its next owner goes on with nothing lost."""

import asyncio

import pytest

from persistence.entities.ownership import SHARD_COUNT
from persistence.errors import Fenced
from persistence.memory.entities.store import MemoryStore
from tests.unit.runtime.kinds import Add, AddLater, CounterKind, SetTimer
from tests.unit.runtime.world import quiet, running, ulid, until

EVERYTHING = range(SHARD_COUNT)


def heir_of(world, **options):
    return running([], store=MemoryStore(tables=world.store.tables), clock=world.clock, name="heir", **options)


async def test_uncommitted_turns_become_durable_before_a_shard_is_given_up(world):
    hold = world.store.hold_commits()
    n = world.command("a", Add(1), ulid(1))
    await hold.arrived.wait()
    later = world.command("a", Add(2), ulid(2))
    leaving = asyncio.create_task(world.host.give_up(EVERYTHING))
    await quiet()
    refused = world.command("a", Add(3), ulid(3))
    assert not leaving.done()
    assert world.moved() == [refused]
    hold.release()
    await leaving
    assert [world.total(each) for each in (n, later)] == [1, 3]
    assert not world.host.activations()
    assert not world.stopped


async def test_the_next_owner_goes_on_with_state_timers_and_numbers(world):
    await world.add("a", 1, ulid(1))
    await world.done(world.command("a", SetTimer("t", 100), ulid(2)))
    async with heir_of(world) as heir:
        await world.host.give_up(EVERYTHING)
        await world.store.release(world.incarnation, list(EVERYTHING))
        await heir.adopt(EVERYTHING)
        assert await heir.add("a", 1, ulid(1)) == 1
        assert await heir.add("a", 1, ulid(3)) == 2
        world.clock.advance(100)
        world.host.timers.fire_due()
        heir.host.timers.fire_due()
        await quiet()
        assert await heir.done(heir.read("a")) == 3
        assert [seq for _, seq in world.store.tables.outbox] == [1, 2, 3]
        assert not world.stopped


async def test_work_that_waits_and_callers_of_later_replies_are_sent_on(world):
    promise = world.command("a", AddLater(5), ulid(1))
    await until(lambda: world.store.tables.commands)
    await quiet()
    asked = asyncio.Event()

    async def never(keys):
        asked.set()
        await asyncio.Event().wait()

    world.store.replies = never
    waiting = [world.command("a", Add(1), "no ulid"), world.read("a"), world.attach("a", 1)]
    await asked.wait()
    await world.host.give_up(EVERYTHING)
    assert world.moved() == [*waiting, promise]


async def test_sockets_are_told_to_attach_again(world):
    await world.add("a", 1, ulid(1))
    world.attach("a", 1)
    await world.host.give_up(EVERYTHING)
    assert world.detached() == [1]


async def test_an_entity_that_is_still_being_loaded_does_not_hold_up_or_break_the_hand_over():
    async with running(kind=CounterKind(opening_gold=100)) as world:
        loading, go_on, load = asyncio.Event(), asyncio.Event(), world.store.load

        async def slow(refs):
            loading.set()
            await go_on.wait()
            return await load(refs)

        world.store.load = slow
        n = world.command("a", Add(1), ulid(1))
        await loading.wait()
        hold = world.store.hold_commits()
        world.host.gate.tell_is_done(0, "something under way")
        await hold.arrived.wait()
        leaving = asyncio.create_task(world.host.give_up(EVERYTHING))
        await quiet()
        go_on.set()
        await quiet()
        hold.release()
        await leaving
        await quiet()
        assert world.moved() == [n]
        assert not world.stopped
        assert not world.store.tables.commands


async def test_a_late_load_for_a_dropped_activation_never_reaches_its_successor(world):
    await world.add("a", 1, ulid(1))
    await world.host.give_up(EVERYTHING)
    await world.store.release(world.incarnation, list(EVERYTHING))
    await world.adopt(EVERYTHING)
    loaded, go_on, load = asyncio.Event(), asyncio.Event(), world.store.load

    async def slow(refs):
        found = await load(refs)
        loaded.set()
        await go_on.wait()
        return found

    world.store.load = slow
    world.read("a")
    await loaded.wait()
    await world.host.give_up(EVERYTHING)
    await world.store.release(world.incarnation, list(EVERYTHING))
    async with heir_of(world) as heir:
        await heir.adopt(EVERYTHING)
        await heir.add("a", 1, ulid(2))
        await heir.host.give_up(EVERYTHING)
        await heir.store.release(heir.incarnation, list(EVERYTHING))
    await world.adopt(EVERYTHING)
    read = world.read("a")
    go_on.set()
    assert await world.done(read) == 2


async def test_refused_data_during_the_hand_over_are_undone_and_do_not_stop_it(world):
    for key in "abc":
        await world.add(key, 1, ulid(1))
    hold = world.store.hold_commits()
    world.command("b", Add(1), ulid(2))
    await hold.arrived.wait()
    bad, good = world.command("a", Add(0), ulid(2)), world.command("c", Add(1), ulid(2))
    leaving = asyncio.create_task(world.host.give_up(EVERYTHING))
    await quiet()
    hold.release()
    await leaving
    assert [world.total(bad), world.total(good)] == ["unavailable", 2]


async def test_a_hand_over_of_a_fenced_host_fails_at_once(world):
    hold = world.store.hold_commits()
    world.command("a", Add(1), ulid(1))
    await hold.arrived.wait()
    leaving = asyncio.create_task(world.host.give_up(EVERYTHING))
    await quiet()
    world.store.tables.hosts[world.incarnation].alive = False
    hold.release()
    with pytest.raises(Fenced):
        await leaving
    with pytest.raises(Fenced):
        await world.host.gate.flushed()


async def test_only_the_shards_that_leave_are_disturbed(world):
    await world.add("a", 1, ulid(1))
    await world.add("b", 1, ulid(1))
    await world.host.give_up([world.activation("a").shard])
    assert world.activation("b")
    assert world.total(world.read("b")) == 1
    n = world.read("a")
    assert world.moved() == [n]
