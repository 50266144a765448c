"""What entities take in memory is bounded in bytes, for each of them and for a host."""

import tracemalloc

import pytest

from actors.runtime.config import HostConfig
from actors.runtime.payloads import Delivery
from actors.runtime.turns.activation import ACTIVATION_BYTES, KEPT_PUSH_BYTES, RING_BYTES_MAX, Activation
from actors.runtime.turns.commands import (
    REMEMBERED_BYTES_MAX,
    REMEMBERED_COMMANDS_MAX,
    CommandMemory,
    Remembered,
    command_tx,
)
from actors.runtime.turns.directory import ROOM_RETRY_MS
from tests.unit.runtime.kinds import Add, CounterKind
from tests.unit.runtime.test_sockets import attach
from tests.unit.runtime.world import LEASE_TTL_MS, running, ulid, until

KIB = 1024


def activation(key="a"):
    return Activation(("counter", key), 7, 1, CounterKind(), "s")


def remembered(n, reply):
    return command_tx("counter", "a", "user", str(n)), Remembered(bytes(16), ok=True, reply=reply, durable=True)


def test_the_ring_of_an_entity_is_bounded_in_bytes():
    kept = activation()
    for _ in range(100):
        kept.push("changed", Delivery.STATE, bytes(KIB), 1, 0.0)
    assert RING_BYTES_MAX - 2 * KIB < kept.ring_bytes <= RING_BYTES_MAX
    held = RING_BYTES_MAX // (KIB + KEPT_PUSH_BYTES)
    assert [push.seq for push in kept.missed("s", 100 - held)] == list(range(101 - held, 101))
    assert kept.missed("s", 99 - held) is None


def test_a_push_that_is_larger_than_the_ring_empties_it():
    kept = activation()
    kept.push("changed", Delivery.STATE, b"", 1, 0.0)
    kept.push("changed", Delivery.STATE, bytes(RING_BYTES_MAX), 2, 0.0)
    assert kept.ring_bytes == 0
    assert kept.missed("s", 1) is None
    assert kept.missed("s", 2) == []


def test_old_pushes_take_their_bytes_along():
    kept = activation()
    kept.push("changed", Delivery.STATE, b"body", 1, 0.0)
    kept.forget_old_pushes(1e9)
    assert kept.ring_bytes == 0


def test_the_remembered_replies_of_an_entity_are_bounded_in_bytes():
    memory = CommandMemory()
    for n in range(REMEMBERED_COMMANDS_MAX - 1):
        tx, entry = remembered(n, bytes(KIB))
        memory.remember(tx, n, entry)
        memory.forget_old()
    assert memory.size_bytes <= REMEMBERED_BYTES_MAX
    assert memory.find(tx) is entry
    assert memory.find(remembered(0, b"")[0]) is None


def test_a_command_that_is_not_durable_or_not_answered_is_kept_whatever_it_takes():
    memory = CommandMemory()
    for n in range(20):
        tx, entry = remembered(n, bytes(2 * KIB))
        entry.durable = False
        memory.remember(tx, n, entry)
    late = Remembered(bytes(16), ok=None, reply=None, durable=True)
    memory.remember("late", 21, late)
    memory.forget_old()
    memory.forget_all()
    assert memory.size_bytes > 20 * 2 * KIB
    memory.answered(late, True, bytes(KIB))
    memory.forget_all()
    assert memory.find("late") is None
    assert memory.size_bytes == sum(memory.find(remembered(n, b"")[0]).size_bytes() for n in range(20))


def test_what_is_counted_is_what_is_taken():
    """The sizes that the bounds reckon with, against what Python allocates."""

    def filled(key):
        kept = activation(key)
        for n in range(60):
            kept.push("changed", Delivery.STATE, b"%150d" % n, n + 1_000, 1.5 * n)
            tx, entry = remembered(f"{key}{n}", b"%200d" % n)
            kept.memory.remember(tx, n, entry)
        return kept

    filled("warm")
    tracemalloc.start()
    before = tracemalloc.get_traced_memory()[0]
    many = [filled(f"k{n}") for n in range(50)]
    taken = tracemalloc.get_traced_memory()[0] - before
    tracemalloc.stop()
    counted = sum(ACTIVATION_BYTES + each.history_bytes() for each in many)
    assert 0.8 < counted / taken < 1.3


# --- a host ---


def bounded(kib):
    return HostConfig(lease_ttl_ms=LEASE_TTL_MS, memory_bytes_max=kib * KIB)


async def test_a_host_with_too_much_in_memory_lets_the_longest_idle_go():
    async with running(config=bounded(17)) as world:
        for key in "abcd":
            await world.add(key, 1, ulid(1))
            world.clock.advance(10)
        world.host.sweep()
        assert world.activation("a") is None
        assert world.activation("d")
        assert world.metrics.last["evicted"][0] == "memory"
        assert 0 < world.host.memory_bytes() <= 17 * KIB


async def test_an_entity_that_comes_in_makes_room_in_memory():
    async with running(config=bounded(10)) as world:
        for key in "abcdefgh":
            assert await world.add(key, 1, ulid(1)) == 1
            world.clock.advance(10)
        assert len(world.host.activations()) <= 3


async def test_entities_with_sockets_lose_their_history_first_those_longest_untouched():
    async with running(config=bounded(11)) as world:
        first = await attach(world)
        for n in range(6):
            await world.add("a", 1, ulid(n))
        world.clock.advance(10)
        world.attach("b", 2)
        await world.add("b", 1, ulid(1))
        world.host.sweep()
        assert world.metrics.last["histories_forgotten"] == (1,)
        repeat = world.command("a", Add(1), ulid(3))
        assert await world.done(repeat) == 4
        assert world.answer(repeat).dup
        again = await attach(world, 3, first.stream, 3)
        assert not again.recovered
        assert again.seq == 6
        assert world.activation("b").history_bytes()


async def test_when_nobody_can_give_way_the_next_is_refused_and_nobody_is_looked_for_for_a_while():
    async with running(config=bounded(3)) as world:
        world.attach("a", 1)
        await until(lambda: world.attached(1))
        assert world.total(world.command("b", Add(1), ulid(1))) == "unavailable"
        world.detach("a", 1)
        assert world.total(world.command("b", Add(1), ulid(2))) == "unavailable"
        world.clock.advance(ROOM_RETRY_MS)
        assert await world.add("b", 1, ulid(3)) == 1


@pytest.mark.parametrize("bound", [{"activations_max": 1}, {"memory_bytes_max": 3 * KIB}])
async def test_both_bounds_hold_by_themselves(bound):
    async with running(config=HostConfig(lease_ttl_ms=LEASE_TTL_MS, **bound)) as world:
        await world.add("a", 1, ulid(1))
        world.attach("a", 1)
        assert await world.done(world.command("b", Add(1), ulid(1))) == "unavailable"
