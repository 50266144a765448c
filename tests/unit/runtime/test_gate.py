"""Durable before visible: what a turn lets the world see leaves after everything before it is committed."""

import asyncio

import pytest

from actors.runtime.clock import ManualClock
from actors.runtime.link.envelope import Attached, Push
from actors.runtime.ownership.shards import shard_of
from actors.runtime.turns import queue
from persistence.memory.entities.store import MemoryStore
from tests.unit.runtime.kinds import ADD_MAX, Add, Explode, Send
from tests.unit.runtime.world import quiet, running, ulid, until


async def held(world, key="a"):
    """Bring `key` into memory, then hold its next commit in flight; the hold and that command's number."""
    await world.add(key, 1, ulid(1))
    hold = world.store.hold_commits()
    n = world.command(key, Add(2), ulid(2))
    await hold.arrived.wait()
    return hold, n


async def test_a_reply_does_not_leave_before_its_commit(world):
    hold, n = await held(world)
    await quiet()
    assert world.reply(n) is None
    hold.release()
    assert await world.done(n) == 3


async def test_rejections_repeats_and_reads_wait_behind_the_newest_uncommitted_write(world):
    hold, n = await held(world)
    rejected = world.command("a", Add(ADD_MAX + 1), ulid(3))
    repeat = world.command("a", Add(2), ulid(2))
    durable_repeat = world.command("a", Add(1), ulid(1))
    read = world.read("a")
    unknown = world.command("a", ("nonsense", b"{}"), ulid(4))
    await quiet()
    assert [world.reply(each) for each in (n, rejected, repeat, durable_repeat, read, unknown)] == [None] * 6
    hold.release()
    await until(lambda: world.answer(unknown))
    assert [world.total(each) for each in (n, rejected, repeat, durable_repeat, read, unknown)] == [
        3,
        "limit_exceeded",
        3,
        1,
        3,
        "unavailable",
    ]
    assert [world.answer(each).dup for each in (n, repeat, durable_repeat)] == [False, True, True]


async def test_snapshots_and_pushes_wait_too_and_leave_in_order(world):
    world.attach("a", 1)
    await quiet()
    hold, _ = await held(world)
    joining = world.attach("a", 2)
    world.command("a", Add(3), ulid(3))
    await quiet()
    assert world.pushes() == [(1, 1)]
    assert world.attached(joining) is None
    hold.release()
    await until(lambda: len(world.pushes()) == 3)
    kept = [each for each in world.link.sent if isinstance(each, Push | Attached)]
    assert [each.seq for each in kept] == [0, 1, 2, 2, 3]
    assert world.attached(joining).version == 2
    assert kept[-1].sessions == [1, 2]


async def test_tells_and_events_leave_with_their_commit(world):
    hold, _ = await held(world)
    world.command("a", Send("b", 1), ulid(3))
    await quiet()
    assert not world.teller.rows
    assert len(world.store.tables.outbox) == 1
    hold.release()
    await until(lambda: world.teller.rows)
    (row,) = world.teller.rows
    assert world.store.tables.tells == {row.id: row}
    assert [seq for _, seq in world.store.tables.outbox] == [1, 2, 3]


async def test_shards_with_new_events_are_told_once_these_are_stored(world):
    hold, _ = await held(world)
    before = [{shard_of("counter", "a")}]
    assert world.announced == before
    world.command("b", Add(1), ulid(1))
    world.command("c", Add(1), ulid(1))
    await quiet()
    assert world.announced == before
    hold.release()
    both = {shard_of("counter", "b"), shard_of("counter", "c")}
    await until(lambda: len(world.announced) == 3)
    assert world.announced == [*before, *before, both]


async def test_a_read_with_nothing_uncommitted_leaves_at_once(world):
    await world.add("a", 1, ulid(1))
    read = world.read("a")
    assert world.total(read) == 1


async def test_a_read_of_another_entity_does_not_wait_for_this_ones_commit(world):
    await world.add("b", 5, ulid(1))
    hold, _ = await held(world)
    assert world.total(world.read("b")) == 5
    hold.release()


async def test_turns_of_many_entities_share_one_commit(world):
    hold, _ = await held(world)
    numbers = [world.command(f"k{n}", Add(1), ulid(n)) for n in range(50)]
    numbers += [world.command("a", Add(1), ulid(n)) for n in range(3, 13)]
    await quiet()
    before = world.metrics.count["committed"]
    hold.release()
    for n in numbers:
        assert await world.done(n)
    assert world.metrics.count["committed"] == before + 2
    assert world.metrics.last["committed"][0] == 60


async def test_one_commit_is_in_flight_at_a_time():
    class Watched(MemoryStore):
        running = most = commits = 0

        async def commit(self, request):
            self.running += 1
            self.commits += 1
            self.most = max(self.most, self.running)
            await asyncio.sleep(0)
            await super().commit(request)
            self.running -= 1

    clock = ManualClock()
    store = Watched(clock.now_ms)
    async with running(store=store, clock=clock) as world:
        for n in range(20):
            world.command(f"k{n % 4}", Add(1), ulid(n))
            await asyncio.sleep(0)
        await until(lambda: len(store.tables.commands) == 20)
    assert store.most == 1
    assert store.commits > 1


async def test_a_lost_answer_of_a_commit_that_happened_releases_it(world):
    batches = world.store.tables.batches
    await world.add("a", 1, ulid(1))
    world.store.fail_next = ["lost_after"]
    assert await world.add("a", 2, ulid(2)) == 3
    assert list(batches.values()) == ["committed"] * 2


async def test_a_commit_that_was_lost_is_settled_and_sent_again_under_a_new_id(world):
    batches = world.store.tables.batches
    world.store.fail_next = ["lost_before"]
    assert await world.add("a", 2, ulid(2)) == 2
    assert list(batches.values()) == ["aborted", "committed"]


async def test_an_unreachable_store_is_asked_again_and_poisons_nobody(world):
    world.store.fail_next = ["unreachable", "unreachable"]
    numbers = [world.command(key, Add(1), ulid(1)) for key in "abc"]
    for n in numbers:
        assert await world.done(n) == 1
    assert world.metrics.last["failed"] == ("unreachable",)
    assert "poisoned" not in world.metrics.count


async def test_refused_data_undo_only_the_entity_at_fault(world):
    for key in "abcd":
        await world.add(key, 1, ulid(1))
    hold, _ = await held(world, "x")
    world.attach("b", 7)
    await quiet()
    numbers = {key: world.command(key, Add(0 if key == "b" else 1), ulid(3)) for key in "abcd"}
    behind = world.read("b")
    joining = world.attach("b", 8)
    hold.release()
    for key in "acd":
        assert await world.done(numbers[key]) == 2
    assert await world.done(numbers["b"]) == "unavailable"
    assert world.total(behind) == "unavailable"
    assert world.moved() == [joining]
    assert world.detached() == [7]
    assert world.metrics.count["poisoned"] == 1
    assert await world.done(world.read("b")) == 1


async def test_a_turn_that_is_refused_alone_twice_answers_internal(world):
    for expected in ("unavailable", "internal", "internal"):
        assert await world.add("a", 0, ulid(1)) == expected
    assert await world.add("a", 1, ulid(2)) == 1


async def test_the_turn_at_fault_is_found_among_good_ones_of_the_same_entity(world):
    hold, _ = await held(world)
    bodies = {ulid(10 + n): Add(0 if n == 3 else 1) for n in range(6)}
    numbers = {each: world.command("a", body, each) for each, body in bodies.items()}
    hold.release()
    assert {await world.done(n) for n in numbers.values()} == {"unavailable"}
    answers = {}
    while len(answers) < 6:
        again = {each: world.command("a", body, each) for each, body in bodies.items() if each not in answers}
        for each, n in again.items():
            reply = await world.done(n)
            if reply != "unavailable":
                answers[each] = reply
    assert [answers.pop(ulid(13)), sorted(answers.values())] == ["internal", [4, 5, 6, 7, 8]]
    assert world.metrics.count["poisoned"] == 3


async def test_events_of_undone_turns_leave_no_gap_in_the_numbers_of_the_shard(world):
    assert await world.add("a", 0, ulid(1)) == "unavailable"
    for n in range(2, 5):
        await world.add("a", 1, ulid(n))
    assert list(world.store.tables.outbox) == [(shard_of("counter", "a"), seq) for seq in (1, 2, 3)]


async def test_events_of_entities_of_one_shard_are_numbered_on_within_a_batch(world):
    shard = shard_of("counter", "a")
    neighbour = next(key for key in map(str, range(100_000)) if shard_of("counter", key) == shard)
    for key in ("a", neighbour):
        await world.add(key, 1, ulid(1))
    hold, _ = await held(world, "x")
    numbers = [world.command(key, Add(1), ulid(n)) for n in (2, 3) for key in ("a", neighbour)]
    hold.release()
    for n in numbers:
        await world.done(n)
    assert [seq for of, seq in world.store.tables.outbox if of == shard] == [1, 2, 3, 4, 5, 6]
    assert "failed" not in world.metrics.count


@pytest.mark.parametrize("where", ["decide", "apply", "announce"])
async def test_an_error_of_ours_in_a_turn_undoes_the_entity_and_answers_internal(world, where):
    hold, first = await held(world)
    open_turn = world.command("a", Add(4), ulid(3))
    broken = world.command("a", Explode(where), ulid(4))
    successor = world.read("a")
    await quiet()
    assert world.total(broken) == "internal"
    assert world.total(open_turn) == "unavailable"
    assert world.answer(successor) is None
    hold.release()
    assert await world.done(first) == 3
    assert await world.done(successor) == 3


async def test_a_successor_does_not_load_before_the_writes_of_its_predecessor_are_decided(world):
    hold, first = await held(world)
    world.command("a", Explode("apply"), ulid(3))
    other = world.command("b", Add(0), ulid(1))
    read = world.read("a")
    await quiet()
    assert world.activation("a").state is None
    hold.release()
    assert await world.done(read) == 3
    assert world.total(first) == 3
    assert await world.done(other) == "unavailable"
    assert world.host.gate.uncommitted_turns == 0


async def test_writes_of_a_dropped_entity_survive_the_splitting_of_their_batch(world):
    await world.add("a", 1, ulid(1))
    await world.add("b", 1, ulid(1))
    hold, _ = await held(world, "x")
    good, bad = world.command("a", Add(2), ulid(2)), world.command("b", Add(0), ulid(2))
    hold.release()
    hold = world.store.hold_commits()
    await hold.arrived.wait()
    world.command("a", Explode("apply"), ulid(3))
    hold.release()
    assert await world.done(good) == 3
    assert await world.done(bad) == "unavailable"
    assert await world.done(world.read("a")) == 3
    assert world.host.gate.uncommitted_turns == 0


async def test_refused_writes_of_a_dropped_entity_let_its_successor_load(world):
    await world.add("a", 1, ulid(1))
    hold = world.store.hold_commits()
    bad = world.command("a", Add(0), ulid(2))
    await hold.arrived.wait()
    world.command("a", Explode("apply"), ulid(3))
    read = world.read("a")
    hold.release()
    assert await world.done(bad) == "unavailable"
    assert await world.done(read) == 1


async def test_a_state_that_cannot_be_encoded_undoes_its_entity_and_nobody_else(world):
    hold, _ = await held(world)
    broken, good = world.command("a", Explode("dump"), ulid(3)), world.command("b", Add(1), ulid(1))
    hold.release()
    assert await world.done(broken) == "unavailable"
    assert await world.done(good) == 1
    assert await world.done(world.read("a")) == 3


async def test_a_fenced_host_stops_and_nothing_leaves(world):
    hold, n = await held(world)
    read = world.read("a")
    world.store.tables.hosts[world.incarnation].alive = False
    hold.release()
    await until(lambda: world.stopped)
    await quiet()
    assert world.answer(n) is world.answer(read) is None
    assert world.link.aborted
    later = world.command("a", Add(1), ulid(3))
    await quiet()
    assert world.answer(later) is None
    assert len(world.store.tables.commands) == 1


async def test_a_flush_is_over_when_everything_before_it_is_durable(world):
    hold, _ = await held(world)
    world.command("b", Add(1), ulid(1))
    flush = asyncio.ensure_future(world.host.gate.flushed())
    await quiet()
    assert not flush.done()
    hold.release()
    await flush
    assert len(world.store.tables.commands) == 3
    await world.host.gate.flushed()


async def test_uncommitted_turns_are_bounded(world, monkeypatch):
    monkeypatch.setattr(queue, "UNCOMMITTED_TURNS_MAX", 3)
    hold, first = await held(world)
    numbers = [world.command("a", Add(1), ulid(n)) for n in (3, 4, 5)]
    await quiet()
    assert world.total(numbers[2]) == "unavailable"
    hold.release()
    assert [await world.done(n) for n in (first, *numbers[:2])] == [3, 4, 5]
    assert await world.add("a", 1, ulid(5)) == 6
