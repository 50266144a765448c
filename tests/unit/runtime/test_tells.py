"""Tells between entities, on one host and across hosts: delivered at least once, counted once."""

import asyncio
from contextlib import asynccontextmanager

import pytest

from actors.runtime.clock import ManualClock
from actors.runtime.ownership.shards import shard_of
from actors.runtime.turns.commands import derived_id
from actors.runtime.turns.replies import error_bytes
from actors.runtime.turns.tells import RoutedTeller
from persistence.entities.ownership import SHARD_COUNT
from persistence.entities.records import TellRow
from persistence.memory.entities.store import MemoryStore
from tests.unit.runtime.exchange import Exchange
from tests.unit.runtime.kinds import ADD_MAX, Add, Receive, Send
from tests.unit.runtime.test_repeats import passivate
from tests.unit.runtime.world import Counted, quiet, running, ulid, until

A = shard_of("counter", "a")


@asynccontextmanager
async def exchange(*, hosts):
    """Hosts on one database; the first serves `a`, the last everybody else."""
    clock, exchange = ManualClock(), Exchange()
    tables = MemoryStore(clock.now_ms).tables
    worlds = [exchange.world(MemoryStore(tables=tables), clock, f"h{n}") for n in range(hosts)]
    others = [shard for shard in range(SHARD_COUNT) if shard != A]
    if hosts == 1:
        await worlds[0].start()
    else:
        await worlds[0].start([A])
        await worlds[1].start(others)
    routers = [asyncio.create_task(world.router.run()) for world in worlds]
    try:
        yield exchange, worlds
    finally:
        for router in routers:
            router.cancel()
        await asyncio.gather(*routers, return_exceptions=True)
        for world in worlds:
            await world.end()


@pytest.mark.parametrize("hosts", [1, 2])
async def test_a_tell_reaches_its_receiver_once_and_is_deleted(hosts):
    async with exchange(hosts=hosts) as (_, worlds):
        sender, receiver = worlds[0], worlds[-1]
        await sender.add("a", 10, ulid(1))
        await sender.done(sender.command("a", Send("b", 4), ulid(2)))
        await until(lambda: not sender.store.tables.tells)
        assert await receiver.done(receiver.read("b")) == 4
        assert await sender.done(sender.read("a")) == 6
        assert [row.origin for row in sender.store.tables.commands.values()][-1] == "entity:counter/a"


async def test_an_entity_may_tell_itself():
    async with exchange(hosts=1) as (_, (world,)):
        await world.add("a", 10, ulid(1))
        await world.done(world.command("a", Send("a", 4), ulid(2)))
        await until(lambda: not world.store.tables.tells)
        assert await world.done(world.read("a")) == 10


async def test_a_tell_is_sent_again_over_cut_links_and_counts_once():
    async with exchange(hosts=2) as (wires, (sender, receiver)):
        await sender.add("a", 10, ulid(1))
        hold = receiver.store.hold_commits()
        sender.command("a", Send("b", 4), ulid(2))
        await hold.arrived.wait()
        for _ in range(3):
            wires.cut_all()
            await quiet()
        hold.release()
        await until(lambda: not sender.store.tables.tells)
        await quiet()
        assert await receiver.done(receiver.read("b")) == 4


async def test_a_rejected_tell_is_stored_and_not_decided_again(world):
    refused = world.command("b", Receive(ADD_MAX + 1), "t1", origin="entity:counter/a")
    assert await world.done(refused) == "limit_exceeded"
    (row,) = world.store.tables.commands.values()
    assert row.ok is False
    await passivate(world, "b")
    again = world.command("b", Receive(ADD_MAX + 1), "t1", origin="entity:counter/a")
    assert await world.done(again) == "limit_exceeded"
    assert world.answer(again).dup


async def test_a_tell_that_comes_again_after_passivation_is_answered_from_the_store(world):
    await world.done(world.command("b", Receive(4), "t1", origin="entity:counter/a"))
    await passivate(world, "b")
    assert await world.done(world.command("b", Receive(4), "t1", origin="entity:counter/a")) == 4
    assert await world.done(world.read("b")) == 4


async def test_an_open_tell_is_adopted_with_its_shard(world):
    await world.add("a", 10, ulid(1))
    await world.done(world.command("a", Send("b", 4), ulid(2)))
    world.store.tables.hosts[world.incarnation].alive = False
    async with running(store=MemoryStore(tables=world.store.tables), clock=world.clock, name="heir") as heir:
        assert heir.teller.rows == world.teller.rows


async def test_a_tell_that_is_done_is_deleted_with_the_next_commit_of_its_shard(world):
    await world.add("a", 10, ulid(1))
    await world.done(world.command("a", Send("b", 4), ulid(2)))
    (row,) = world.teller.rows
    assert row.id == derived_id(next(reversed(world.store.tables.commands.values())).tx, "tell:0")
    world.store.fail_next = ["unreachable", "lost_before"]
    world.host.gate.tell_is_done(row.shard, row.id)
    await until(lambda: not world.store.tables.tells)


async def test_refused_done_tells_do_not_harm_the_turns_of_their_batch(world):
    hold = world.store.hold_commits()
    world.command("x", Add(1), ulid(1))
    await hold.arrived.wait()
    world.host.gate.tell_is_done(A, "a tell that nobody knows")
    n = world.command("a", Add(1), ulid(1))
    hold.release()
    assert await world.done(n) == 1


class ScriptedRouter:
    """Keeps calls, and answers them when the test says so."""

    def __init__(self):
        self.calls = []

    def call(self, ref, message_type, body, on_answer, **options):
        self.calls.append((ref, message_type, on_answer, options))

    def answer(self, ok, body=b"{}"):
        class Answer:
            pass

        Answer.ok, Answer.body = ok, body
        self.calls[-1][2](Answer)


@pytest.fixture
def telling():
    """A teller over a scripted router, the tells that are done, and the shards that are ours."""
    router, done, ours = ScriptedRouter(), [], {7}
    teller = RoutedTeller(
        router, lambda shard, tell: done.append((shard, tell)), ours.__contains__, lambda: True, Counted()
    )
    return teller, router, done, ours


TOLD = TellRow(7, "t1", "counter", "a", "counter", "b", "receive", b"{}")


@pytest.mark.parametrize("code", ["insufficient_gold", "limit_exceeded"])
async def test_a_stored_refusal_ends_a_tell(telling, code):
    teller, router, done, _ = telling
    teller.tell(TOLD)
    teller.tell(TOLD)
    assert len(router.calls) == 1
    router.answer(ok=False, body=error_bytes(code))
    assert done == [(7, "t1")]
    assert len(teller) == 0


@pytest.mark.parametrize("code", ["unavailable", "timeout", "internal", "unknown_type", "invalid_payload"])
async def test_whatever_stored_nothing_does_not_end_a_tell(telling, monkeypatch, code):
    monkeypatch.setattr("actors.runtime.turns.tells.TELL_RETRY_MS_MIN", 0)
    teller, router, done, _ = telling
    teller.tell(TOLD)
    router.answer(ok=False, body=error_bytes(code))
    await until(lambda: len(router.calls) == 2)
    assert not done
    assert router.calls[0][3]["command_id"] == router.calls[1][3]["command_id"] == "t1"


async def test_a_host_that_gave_the_senders_shard_up_leaves_the_tell_to_its_heir(telling):
    teller, router, done, ours = telling
    teller.tell(TOLD)
    ours.clear()
    router.answer(ok=True)
    assert not done
    teller.tell(TOLD)
    assert len(router.calls) == 1
