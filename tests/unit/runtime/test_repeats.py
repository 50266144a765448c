"""Every command counts once, whenever and however often it comes."""

import asyncio

import pytest
from hypothesis import given
from hypothesis import strategies as st

from actors.runtime.bodies import hash_of_all_fields
from actors.runtime.ownership.shards import shard_of
from actors.runtime.turns.commands import (
    REMEMBERED_COMMANDS_MAX,
    command_tx,
    time_ordered,
)
from persistence.entities.records import CommandRow
from persistence.errors import RefusedData
from tests.unit.runtime.kinds import ADD_MAX, Add, SetTimer
from tests.unit.runtime.world import quiet, ulid, until

RANDOM_ID = "an id that tells nothing of time"


def lookups(world):
    """Count the commands that the store is asked for from now on."""
    asked, replies = [], world.store.replies

    async def watched(keys):
        asked.extend(keys)
        return await replies(keys)

    world.store.replies = watched
    return asked


async def passivate(world, key):
    world.clock.advance(10 * 60 * 1000)
    await world.lease.renew()
    world.host.sweep()
    assert world.activation(key) is None


def stored(world, key, command_id, reply):
    """Put a command into the store behind the host's back, as a predecessor might have."""
    tx, shard = command_tx("counter", key, "user", command_id), shard_of("counter", key)
    hashed = next(iter(world.store.tables.commands.values())).body_hash
    world.store.tables.commands[tx, shard] = CommandRow(
        shard, tx, "counter", key, "user", command_id, 9, hashed, True, reply, 0
    )


async def test_a_repeat_is_answered_from_memory_with_the_stored_reply(world):
    await world.add("a", 1, ulid(1))
    await world.add("a", 5, ulid(2))
    asked = lookups(world)
    repeat = world.command("a", Add(1), ulid(1))
    assert world.total(repeat) == 1
    assert world.answer(repeat).dup
    assert not asked


@pytest.mark.parametrize("command_id", [ulid(1), RANDOM_ID])
async def test_a_repeat_after_passivation_is_answered_from_the_store(world, command_id):
    await world.add("a", 1, command_id)
    await passivate(world, "a")
    assert await world.add("a", 1, command_id) == 1
    assert world.metrics.count["duplicate"] == 1
    assert len(world.store.tables.commands) == 1


@pytest.mark.parametrize("passivated", [False, True])
async def test_a_repeat_with_another_body_is_a_conflict(world, passivated):
    await world.add("a", 1, ulid(1))
    if passivated:
        await passivate(world, "a")
    assert await world.add("a", 2, ulid(1)) == "idempotency_conflict"


async def test_the_same_id_of_another_origin_is_another_command(world):
    await world.add("a", 1, ulid(1))
    assert await world.done(world.command("a", Add(1), ulid(1), origin="admin")) == 2


async def test_ids_above_the_high_water_mark_are_not_looked_up_and_all_others_are(world):
    asked = lookups(world)
    await world.add("a", 1, ulid(5))
    await world.add("a", 1, ulid(6))
    assert not asked
    await world.add("a", 1, ulid(3))
    await world.add("a", 1, RANDOM_ID)
    assert len(asked) == 2
    await passivate(world, "a")
    await world.add("a", 1, ulid(7))
    assert len(asked) == 2
    await world.add("a", 1, ulid(4))
    assert len(asked) == 3


async def test_commands_of_anybody_but_a_player_are_always_looked_up(world):
    """The high-water mark counts the ids of players only."""
    asked = lookups(world)
    await world.done(world.command("a", Add(1), ulid(5), origin="admin"))
    assert len(asked) == 1
    await world.add("a", 1, ulid(4))
    assert len(asked) == 1


async def test_a_rejected_command_stores_nothing_and_is_decided_again(world):
    rejected = world.command("a", Add(ADD_MAX + 1), ulid(9))
    assert await world.done(rejected) == "limit_exceeded"
    assert not world.store.tables.commands
    assert await world.add("a", 1, ulid(9)) == 1


async def test_the_lane_keeps_its_order_while_a_command_is_looked_up(world):
    await world.add("a", 1, ulid(5))
    numbers = [world.command("a", Add(n), command_id) for n, command_id in ((10, RANDOM_ID), (100, ulid(6)))]
    read = world.read("a")
    assert [world.answer(n) for n in (*numbers, read)] == [None] * 3
    assert [await world.done(n) for n in (*numbers, read)] == [11, 111, 111]


async def test_a_lookup_that_the_store_refuses_is_answered_and_the_lane_goes_on(world):
    await world.add("a", 1, ulid(5))
    replies = world.store.replies
    refused = command_tx("counter", "a", "user", RANDOM_ID)

    async def refuse_one(keys):
        if refused in {tx for _, tx in keys}:
            raise RefusedData("XX001: a page is damaged")
        return await replies(keys)

    world.store.replies = refuse_one
    ids = (RANDOM_ID, "another such id", ulid(6))
    numbers = [world.command("a", Add(1), command_id) for command_id in ids]
    assert [await world.done(n) for n in numbers] == ["unavailable", 2, 3]


@pytest.mark.parametrize(("again", "reply"), [(SetTimer("t", 50), 0), (SetTimer("t", 51), "idempotency_conflict")])
async def test_a_repeat_of_what_an_earlier_release_has_stored_is_compared_as_it_did(world, again, reply):
    """It hashed fields with defaults as well."""
    body = SetTimer("t", 50)
    await world.done(world.command("a", body, ulid(1)))
    commands = world.store.tables.commands
    ((key, row),) = commands.items()
    commands[key] = row._replace(body_hash=hash_of_all_fields(body))
    assert commands[key].body_hash != row.body_hash
    await passivate(world, "a")
    assert await world.done(world.command("a", again, ulid(1))) == reply


async def test_commands_that_wait_behind_a_look_are_looked_up_with_it(world):
    await world.add("a", 1, ulid(1))
    reads, replies = [], world.store.replies

    async def watched(keys):
        reads.append(len(keys))
        return await replies(keys)

    world.store.replies = watched
    numbers = [world.command("a", Add(n), RANDOM_ID, origin=f"entity:counter/{n}") for n in range(1, 21)]
    numbers.append(world.command("a", Add(1), RANDOM_ID, origin="entity:counter/1"))
    assert await world.done(numbers[-1]) == 2
    assert [await world.done(n) for n in numbers[:20]] == [1 + sum(range(n + 1)) for n in range(1, 21)]
    assert sum(reads) == 20
    assert len(reads) <= 2


async def test_another_entity_does_not_wait_while_a_command_is_looked_up(world):
    await world.add("a", 1, ulid(5))
    await world.add("b", 1, ulid(5))
    reached = asyncio.Event()

    async def never(keys):
        reached.set()
        await asyncio.Event().wait()

    world.store.replies = never
    waiting = world.command("a", Add(1), RANDOM_ID)
    await reached.wait()
    assert await world.add("b", 1, ulid(6)) == 2
    assert world.answer(waiting) is None


async def test_a_repeat_that_only_the_primary_key_notices_is_answered_from_the_store(world):
    await world.add("a", 1, ulid(1))
    stored(world, "a", ulid(7), b'{"total":42}')
    hold = world.store.hold_commits()
    before, repeat = world.command("a", Add(2), ulid(6)), world.command("a", Add(1), ulid(7))
    await hold.arrived.wait()
    after = world.command("a", Add(3), ulid(8))
    other = world.command("b", Add(1), ulid(1))
    hold.release()
    assert [await world.done(n) for n in (before, repeat, after, other)] == [3, 42, 6, 1]
    assert world.answer(repeat).dup
    assert "poisoned" not in world.metrics.count


async def test_memory_keeps_the_newest_commands_only(world):
    for n in range(REMEMBERED_COMMANDS_MAX + 10):
        await world.add("a", 1, ulid(n))
    asked = lookups(world)
    await world.add("a", 1, ulid(10))
    assert not asked
    assert await world.add("a", 1, ulid(9)) == 10
    assert len(asked) == 1


async def test_memory_stays_bounded_while_repeats_are_found_in_the_store(world):
    for n in range(3 * REMEMBERED_COMMANDS_MAX):
        await world.add("a", 1, ulid(n))
    await passivate(world, "a")
    for n in range(3 * REMEMBERED_COMMANDS_MAX):
        assert await world.add("a", 1, ulid(n)) == n + 1
    assert len(world.activation("a").memory._recent) <= REMEMBERED_COMMANDS_MAX


async def test_more_repeats_at_once_than_memory_keeps_are_all_answered_from_the_store(world):
    """What was found for one that still waits is not forgotten for another: it would be decided anew, and refused."""
    many = 2 * REMEMBERED_COMMANDS_MAX
    for n in range(many):
        await world.add("a", 1, ulid(n))
    await passivate(world, "a")
    repeats = [world.command("a", Add(1), ulid(n)) for n in range(many)]
    assert [await world.done(n) for n in repeats] == list(range(1, many + 1))
    assert "failed" not in world.metrics.count


async def test_a_repeat_while_the_first_is_uncommitted_waits_and_gets_its_reply(world):
    hold = world.store.hold_commits()
    numbers = [world.command("a", Add(1), ulid(1)) for _ in range(3)]
    await hold.arrived.wait()
    await quiet()
    assert [world.answer(n) for n in numbers] == [None] * 3
    hold.release()
    assert [await world.done(n) for n in numbers] == [1, 1, 1]


async def test_an_expired_command_is_dropped_before_its_turn(world):
    hold, loads = asyncio.Event(), world.store.load

    async def slow(refs):
        await hold.wait()
        return await loads(refs)

    world.store.load = slow
    expired = world.command("a", Add(1), ulid(1), ttl_ms=100)
    alive = world.command("a", Add(1), ulid(2), ttl_ms=1_000)
    await quiet()
    world.clock.advance(101)
    hold.set()
    assert await world.done(alive) == 1
    assert world.answer(expired) is None
    assert world.metrics.count["expired_command"] == 1


async def test_a_store_out_of_reach_delays_a_look_up_and_loses_nothing(world):
    await world.add("a", 1, RANDOM_ID)
    await passivate(world, "a")
    world.store.tables.down = True
    n = world.command("a", Add(1), RANDOM_ID)
    await quiet()
    assert world.answer(n) is None
    world.store.tables.down = False
    await until(lambda: world.answer(n))
    assert world.total(n) == 1


@pytest.mark.parametrize(
    "text",
    ["", "01KANK00000000000000000000"[:-1], "81KANK00000000000000000000", "01KANK0000000000000000000U", "a" * 36],
)
def test_other_ids_have_no_place_in_time(text):
    assert time_ordered(text) is None


@given(st.integers(0, 2**128 - 1), st.booleans())
def test_a_ulid_is_its_number_in_crockfords_digits(number, lower):
    digits = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
    text = "".join(digits[number >> shift & 31] for shift in range(125, -5, -5))
    assert time_ordered(text.lower() if lower else text) == number


@given(st.uuids(version=4))
def test_a_uuid_is_placed_in_time_only_in_its_seventh_version(uuid):
    text = str(uuid)
    assert time_ordered(text) is None
    seventh = f"{text[:14]}7{text[15:]}"
    assert time_ordered(seventh) == int(seventh.replace("-", ""), 16)
