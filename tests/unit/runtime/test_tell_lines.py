"""Tells to one entity go in the order in which they were stored, so many at a time; the first send is not looked up."""

import asyncio
from types import SimpleNamespace

import pytest

from actors.runtime.clock import ManualClock
from actors.runtime.link.envelope import Call, Moved
from actors.runtime.turns import tells
from actors.runtime.turns.activation import QUEUE_TELLS_ROOM, QUEUE_WORKS_MAX
from actors.runtime.turns.commands import derived_id
from actors.runtime.turns.replies import UNAVAILABLE, error_bytes
from actors.runtime.turns.tells import TELL_WINDOW, RoutedTeller
from persistence.entities.records import TellRow
from persistence.memory.entities.store import MemoryStore
from tests.unit.runtime.exchange import Exchange
from tests.unit.runtime.kinds import Add, Receive, Send
from tests.unit.runtime.net import SHARD
from tests.unit.runtime.test_repeats import lookups, passivate
from tests.unit.runtime.world import Counted, quiet, ulid, until

STORED_REFUSAL = error_bytes("insufficient_gold")


class Told:
    """A teller over a router that keeps its calls until the test answers them."""

    def __init__(self):
        self.calls = []
        self.done = []
        self.may_send = True
        self.metrics = Counted()
        self.teller = RoutedTeller(
            self, lambda _, tell: self.done.append(tell), lambda _: True, lambda: self.may_send, self.metrics
        )

    def call(self, ref, message_type, body, on_answer, *, command_id, **options):
        self.calls.append(SimpleNamespace(ref=ref, id=command_id, answer=on_answer, **options))

    def tell(self, name, to="b", **how):
        self.teller.tell(TellRow(7, name, "counter", "a", "counter", to, "receive", b"{}"), **how)

    def sent(self):
        return [call.id for call in self.calls]

    def answer(self, name, body=b""):
        """Answer the newest call of this id: well, or with the error `body`."""
        call = next(call for call in reversed(self.calls) if call.id == name)
        call.answer(SimpleNamespace(ok=not body, body=body))


@pytest.fixture
def told(monkeypatch):
    monkeypatch.setattr(tells, "TELL_RETRY_MS_MIN", 0)
    return Told()


def names(first, last):
    return [f"t{n}" for n in range(first, last)]


async def test_so_many_tells_to_one_entity_are_under_way_and_the_others_follow_in_order(told):
    for name in names(0, TELL_WINDOW + 3):
        told.tell(name)
    told.tell("elsewhere", to="c")
    assert told.sent() == [*names(0, TELL_WINDOW), "elsewhere"]
    assert told.metrics.count["tell_waits"] == 3
    for name in names(0, TELL_WINDOW + 3):
        told.answer(name)
    assert told.sent() == [*names(0, TELL_WINDOW), "elsewhere", *names(TELL_WINDOW, TELL_WINDOW + 3)]
    assert told.done == names(0, TELL_WINDOW + 3)
    assert len(told.teller) == 1
    told.answer("elsewhere", STORED_REFUSAL)
    assert not len(told.teller)
    assert not told.teller._lines


@pytest.mark.parametrize("code", ["unavailable", "timeout"])
async def test_a_refused_tell_holds_its_line_and_goes_again_before_all_later_ones(told, code):
    for name in names(0, 5):
        told.tell(name)
    told.answer("t0")
    told.answer("t3", error_bytes(code))
    told.answer("t1", error_bytes(code))
    told.tell("t5")
    await quiet()
    assert told.sent() == names(0, 5)
    told.answer("t2")
    told.answer("t4")
    await until(lambda: len(told.calls) == 8)
    assert told.sent()[5:] == ["t1", "t3", "t5"]
    assert told.metrics.count["tell_again"] == 2


async def test_another_line_goes_on_meanwhile(told):
    told.tell("t0")
    told.answer("t0", UNAVAILABLE)
    told.tell("t1", to="c")
    assert told.sent() == ["t0", "t1"]


@pytest.mark.parametrize("code", ["internal", "unknown_type", "invalid_payload"])
async def test_a_tell_that_its_receiver_cannot_run_holds_up_nobody(told, code):
    for name in names(0, 3):
        told.tell(name)
    told.answer("t0", error_bytes(code))
    told.answer("t1")
    told.answer("t2")
    assert told.done == ["t1", "t2"]
    await until(lambda: len(told.calls) == 4)
    told.answer("t0")
    assert told.done == ["t1", "t2", "t0"]


async def test_only_the_first_send_of_a_tell_that_was_stored_here_is_fresh(told):
    told.tell("mine", fresh=True)
    told.tell("adopted")
    told.answer("mine", UNAVAILABLE)
    told.answer("adopted", UNAVAILABLE)
    await until(lambda: len(told.calls) == 4)
    assert [(call.id, call.fresh) for call in told.calls] == [
        ("mine", True),
        ("adopted", False),
        ("mine", False),
        ("adopted", False),
    ]


async def test_without_a_lease_no_tell_is_fresh(told):
    """Somebody else may own the sender's shard by now, and have sent it."""
    for name in names(0, TELL_WINDOW + 1):
        told.tell(name, fresh=True)
    told.may_send = False
    told.answer("t0")
    assert [call.fresh for call in told.calls[-2:]] == [True, False]


# --- the router ---


async def test_what_was_held_or_is_sent_again_is_not_fresh(net):
    net.call("c1", fresh=True)
    (first,) = net.link().of(Call)
    assert first.fresh
    net.map_error = True
    net.come(Moved(first.n, 0, SHARD))
    net.call("c2", fresh=True)
    net.map_error = False
    await until(lambda: len(net.calls()) == 3)
    assert [call.fresh for call in net.link().of(Call)] == [True, False, False]


# --- the receiver ---


async def test_a_fresh_tell_waits_for_no_read_and_any_other_does(world):
    await world.add("b", 1, ulid(1))
    asked = lookups(world)
    assert await world.done(world.command("b", Receive(4), "t1", origin="entity:counter/a", fresh=True)) == 5
    assert not asked
    assert await world.done(world.command("b", Receive(4), "t2", origin="entity:counter/a")) == 9
    assert len(asked) == 1


async def test_nobody_but_an_entity_can_say_that_a_command_is_fresh(world):
    await world.add("b", 1, ulid(1))
    asked = lookups(world)
    assert await world.done(world.command("b", Add(4), "no-ulid", fresh=True)) == 5
    assert len(asked) == 1


async def test_a_tell_that_is_fresh_by_mistake_counts_once_all_the_same(world):
    """Its key is stored already: the store refuses the second, which is answered with the reply of the first."""
    tell = {"origin": "entity:counter/a", "fresh": True}
    assert await world.done(world.command("b", Receive(4), "t1", **tell)) == 4
    await passivate(world, "b")
    again = world.command("b", Receive(4), "t1", **tell)
    assert await world.done(again) == 4
    assert world.answer(again).dup
    assert await world.done(world.read("b")) == 4


async def test_commands_of_players_do_not_crowd_out_tells(world):
    hold = world.store.hold_commits()
    await quiet()
    load = world.store.load
    loaded = asyncio.Event()

    async def slow(refs):
        await loaded.wait()
        return await load(refs)

    world.store.load = slow
    commands = [world.command("b", Add(1), ulid(n)) for n in range(QUEUE_WORKS_MAX)]
    refused = world.command("b", Add(1), ulid(9_999))
    given = [
        world.command("b", Receive(1), f"t{n}", origin="entity:counter/a", fresh=True) for n in range(QUEUE_TELLS_ROOM)
    ]
    too_many = world.command("b", Receive(1), "t", origin="entity:counter/a", fresh=True)
    assert [world.total(refused), world.total(too_many)] == ["unavailable"] * 2
    loaded.set()
    hold.release()
    assert await world.done(given[-1]) == len(commands) + len(given)


# --- all of it ---


async def test_a_thousand_tells_to_one_entity_arrive_in_order_and_none_is_sent_again():
    clock, hosts, n_tells = ManualClock(), Exchange(), 1_000
    world = await hosts.world(MemoryStore(clock.now_ms), clock, "h0").start()
    router = asyncio.create_task(world.router.run())
    try:
        await world.router.refresh()
        await world.add("a", 1_000, ulid(0))
        asked = lookups(world)
        for first in range(1, n_tells + 1, 200):
            sent = [world.command("a", Send("b", 1), ulid(n)) for n in range(first, first + 200)]
            await until(lambda sent=sent: all(map(world.answer, sent)))
        await until(lambda: not world.store.tables.tells)
        rows = world.store.tables.commands.values()
        told = [row.id for row in sorted((row for row in rows if row.key == "b"), key=lambda row: row.version)]
        senders = sorted((row for row in rows if row.key == "a"), key=lambda row: row.version)[1:]
        assert told == [derived_id(row.tx, "tell:0") for row in senders]
        assert "tell_again" not in world.metrics.count
        assert not asked
        assert await world.done(world.read("b")) == n_tells
    finally:
        router.cancel()
        await asyncio.gather(router, return_exceptions=True)
        await world.end()
