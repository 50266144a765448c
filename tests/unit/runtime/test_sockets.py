"""Attached sockets get every push after their snapshot, in order and without a gap."""

from msgspec import json

from actors.runtime.turns.activation import KEPT_PUSH_BYTES, RING_AGE_MS_MAX, RING_BYTES_MAX
from tests.unit.runtime.kinds import Add, Explode
from tests.unit.runtime.test_repeats import passivate
from tests.unit.runtime.world import KeptLink, quiet, ulid, until


async def attach(world, session=1, stream="", seq=0):
    n = world.attach("a", session, stream, seq)
    await until(lambda: world.attached(n))
    return world.attached(n)


async def test_a_socket_gets_a_snapshot_and_then_every_push(world):
    await world.add("a", 1, ulid(1))
    attached = await attach(world)
    assert (attached.recovered, attached.seq, attached.version) == (False, 1, 1)
    assert json.decode(attached.snapshot)["total"] == 1
    await world.add("a", 1, ulid(2))
    assert world.pushes() == [(2, 2)]


async def test_pushes_go_once_to_each_link_for_all_its_sockets(world):
    other = KeptLink()
    world.host.link_made(other)
    world.attach("a", 1)
    world.attach("a", 2)
    world.attach("a", 3, link=other)
    await world.add("a", 1, ulid(1))
    assert [push.sessions for push in world.link.sent if hasattr(push, "sessions")] == [[1, 2]]
    assert [push.sessions for push in other.sent if hasattr(push, "sessions")] == [[3]]


async def test_a_detached_socket_gets_nothing_more(world):
    await attach(world)
    world.detach("a", 1)
    await world.add("a", 1, ulid(1))
    assert not world.pushes()


async def test_a_socket_that_resumes_gets_exactly_what_it_missed(world):
    first = await attach(world)
    for n in range(1, 6):
        await world.add("a", 1, ulid(n))
    again = await attach(world, 2, first.stream, 3)
    assert again.recovered
    assert not again.snapshot
    assert [(push.seq, push.version) for push in again.replay] == [(4, 4), (5, 5)]
    assert (await attach(world, 3, first.stream, 5)).replay == []


async def test_a_position_that_never_was_gets_a_snapshot(world):
    first = await attach(world)
    await world.add("a", 1, ulid(1))
    for stream, seq in ((first.stream, 2), (first.stream, -1), ("another", 1)):
        assert not (await attach(world, 2, stream, seq)).recovered


async def test_the_ring_is_bounded_in_bytes_and_in_age(world):
    first, pushes = await attach(world), 200
    for n in range(pushes):
        last = world.command("a", Add(1), ulid(n))
    await world.done(last)
    held = len((await attach(world, 2, first.stream, pushes - 100)).replay)
    assert held == 100
    assert not (await attach(world, 2, first.stream, pushes - RING_BYTES_MAX // KEPT_PUSH_BYTES)).recovered
    world.clock.advance(RING_AGE_MS_MAX + 1)
    await world.lease.renew()
    world.host.sweep()
    assert not (await attach(world, 2, first.stream, pushes - 1)).recovered
    assert (await attach(world, 2, first.stream, pushes)).recovered


async def test_a_new_activation_is_a_new_stream_and_starts_with_a_snapshot(world):
    first = await attach(world)
    await world.add("a", 1, ulid(1))
    world.detach("a", 1)
    await passivate(world, "a")
    again = await attach(world, 1, first.stream, 1)
    assert not again.recovered
    assert again.stream != first.stream
    assert json.decode(again.snapshot)["total"] == 1


async def test_pushes_after_the_snapshot_of_a_joining_socket_all_reach_it(world):
    """The snapshot is held behind a commit while more turns of the same batch follow it."""
    await world.add("a", 1, ulid(1))
    hold = world.store.hold_commits()
    world.command("b", Add(1), ulid(1))
    await hold.arrived.wait()
    world.command("a", Add(1), ulid(2))
    n = world.attach("a", 1)
    world.command("a", Add(1), ulid(3))
    hold.release()
    await until(lambda: world.pushes())
    attached = world.attached(n)
    assert (attached.seq, attached.version, json.decode(attached.snapshot)["total"]) == (2, 2, 2)
    assert world.pushes() == [(3, 3)]


async def test_sockets_of_an_undone_entity_are_told_to_attach_again(world):
    await attach(world)
    joining = world.attach("a", 2)
    await world.done(world.command("a", Explode("apply"), ulid(1)))
    assert world.attached(joining)
    assert world.detached() == [1, 2]


async def test_a_socket_that_joined_behind_writes_of_a_dropped_activation_attaches_again(world):
    await world.add("a", 1, ulid(1))
    hold = world.store.hold_commits()
    world.command("a", Add(1), ulid(2))
    await hold.arrived.wait()
    joining = world.attach("a", 1)
    world.command("a", Explode("apply"), ulid(3))
    hold.release()
    await until(lambda: world.moved())
    assert world.moved() == [joining]
    await quiet()
    assert world.attached(joining) is None
