"""A batch with bad rows is split in few commits, and what was not tried is at no fault."""

import pytest

from actors.runtime.clock import ManualClock
from actors.runtime.commit.split import SPLIT_COMMITS_MAX
from actors.runtime.commit.split import split as parts_of
from actors.runtime.commit.turn import Turn
from actors.runtime.entity import EntityRef
from actors.runtime.turns.activation import Activation, Writes
from actors.runtime.turns.commands import Remembered
from persistence.entities.records import ActRow, CommandRow, CompletionRow, TellRow
from persistence.errors import RefusedData
from persistence.memory.entities.store import MemoryStore
from tests.unit.runtime.kinds import Add, CounterKind, SetTimer
from tests.unit.runtime.world import quiet, running, ulid, until

ENTITIES = 128


class Watched(MemoryStore):
    """Counts commits, and may name others than those at fault."""

    def __init__(self, now_ms):
        super().__init__(now_ms)
        self.commits = 0
        self.hint = None

    async def commit(self, request):
        self.commits += 1
        try:
            await super().commit(request)
        except RefusedData as error:
            raise (error if self.hint is None else type(error)(str(error), self.hint)) from None


@pytest.fixture
async def split():
    clock = ManualClock()
    async with running(store=Watched(clock.now_ms), clock=clock) as world:
        yield world


async def one_batch(world, bodies):
    """Give each entity its body so that one batch has all of them; the answers, once there are all."""
    for key in bodies:
        await world.add(key, 1, ulid(1))
    hold = world.store.hold_commits()
    world.command("x", Add(1), ulid(1))
    await hold.arrived.wait()
    numbers = {key: world.command(key, body, ulid(2)) for key, body in bodies.items()}
    await quiet()
    world.store.commits = 0
    hold.release()
    await until(lambda: all(world.answer(n) for n in numbers.values()))
    return {key: world.total(n) for key, n in numbers.items()}


def keys(count=ENTITIES):
    return [f"k{n}" for n in range(count)]


async def test_one_refused_entity_that_the_store_names_costs_three_commits(split):
    answers = await one_batch(split, {key: Add(0 if key == "k77" else 1) for key in keys()})
    assert answers == {key: "unavailable" if key == "k77" else 2 for key in keys()}
    assert split.store.commits == 3


async def test_a_row_that_the_store_misses_costs_three_commits(split):
    """A count that does not match: the timer that fired is gone from the store."""
    for key in keys():
        await split.done(split.command(key, SetTimer("t", 100), ulid(1)))
    del split.store.tables.timers["counter", "k77", "t"]
    split.store.hint = None
    hold = split.store.hold_commits()
    split.command("x", Add(1), ulid(1))
    await hold.arrived.wait()
    split.clock.advance(100)
    await split.lease.renew()
    split.host.timers.fire_due()
    await quiet()
    split.store.commits = 0
    hold.release()
    await until(lambda: not split.store.tables.timers)
    assert split.store.commits == 3
    assert split.metrics.count["poisoned"] == 1


def writes_of(key, **rows):
    """One turn of an entity, with these rows."""
    entry = Remembered(b"", True, b"{}", durable=False)
    turn = Turn(CommandRow(0, f"tx-{key}", "counter", key, "user", "c", 1, b"", True, b"{}", 0), None, entry, 0.0)
    for name, listed in rows.items():
        getattr(turn, name).extend(listed)
    writes = Writes(0, Activation(EntityRef("counter", key), 0, 1, CounterKind(), ""))
    writes.turns.append(turn)
    return writes


@pytest.mark.parametrize(
    ("name", "rows"),
    [
        ("counter/bad", {}),
        ("tx-bad", {}),
        ("tx-earlier", {"completions": [CompletionRow(0, "tx-earlier", True, b"{}")]}),
        ("t1", {"tells": [TellRow(0, "t1", "counter", "bad", "counter", "b", "add", b"{}")]}),
        ("shop/item", {"acts": [ActRow("E", "a", "ADMIN", "shop/item", None, None, "", "", "")]}),
    ],
)
def test_whatever_the_store_calls_a_row_leads_to_its_turn(name, rows):
    good, bad = writes_of("good"), writes_of("bad", **rows)
    assert parts_of([good, bad], RefusedData("", [name])) == [[good], [bad]]


def test_a_delivered_tell_that_the_store_misses_stands_apart():
    good, delivered = writes_of("good"), Writes(0, None)
    delivered.tells_done.append("t1")
    assert parts_of([delivered, good], RefusedData("", ["t1"])) == [[good], [delivered]]


async def test_two_refused_entities_that_the_store_names_cost_four_commits(split):
    answers = await one_batch(split, {key: Add(0 if key in {"k3", "k77"} else 1) for key in keys()})
    assert [key for key, answer in answers.items() if answer == "unavailable"] == ["k3", "k77"]
    assert split.store.commits == 4


async def test_one_that_is_not_named_is_found_by_halving(split):
    split.store.hint = ()
    answers = await one_batch(split, {key: Add(0 if key == "k77" else 1) for key in keys()})
    assert [key for key, answer in answers.items() if answer == "unavailable"] == ["k77"]
    assert split.store.commits == 15


async def test_a_wrong_hint_costs_a_commit_and_harms_nobody(split):
    split.store.hint = {"counter/k5"}
    answers = await one_batch(split, {key: Add(0 if key == "k77" else 1) for key in keys()})
    assert [key for key, answer in answers.items() if answer == "unavailable"] == ["k77"]
    assert split.store.commits <= 17


async def test_the_commits_of_one_batch_are_bounded_and_what_was_not_tried_is_at_no_fault(split):
    split.store.hint = ()
    bad = {key for n, key in enumerate(keys()) if n % 2}
    answers = await one_batch(split, {key: Add(0 if key in bad else 1) for key in keys()})
    assert split.store.commits == SPLIT_COMMITS_MAX
    assert split.metrics.last["failed"] == ("split_bound",)
    assert set(answers.values()) == {2, "unavailable"}
    undone = [key for key in keys() if key not in bad and answers[key] == "unavailable"]
    assert undone
    assert split.metrics.count["poisoned"] < len(bad)
    again = {key: split.command(key, Add(1), ulid(2)) for key in undone}
    assert {await split.done(n) for n in again.values()} == {2}


async def test_deliveries_in_a_batch_that_was_given_up_are_noted_again(split):
    deliveries = Writes(9, None)
    deliveries.tells_done.append("t1")
    split.host.gate._undo_untried([deliveries])
    assert split.host.gate._done_tells[9].tells_done == ["t1"]
