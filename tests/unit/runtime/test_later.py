"""Replies that come later: the command is stored without one, and a later turn completes it."""

import asyncio

from actors.runtime.turns.commands import REMEMBERED_COMMANDS_MAX, WAITING_CALLERS_MAX, command_tx
from tests.unit.runtime.kinds import Add, AddLater, Complete
from tests.unit.runtime.test_repeats import passivate
from tests.unit.runtime.world import quiet, ulid, until

TX = command_tx("counter", "a", "user", ulid(1))


def row(world):
    return next(row for row in world.store.tables.commands.values() if row.tx == TX)


async def promised(world, copies=1):
    numbers = [world.command("a", AddLater(5), ulid(1)) for _ in range(copies)]
    await until(lambda: len(world.store.tables.commands) == 1)
    await quiet()
    return numbers


async def test_a_promise_is_stored_without_a_reply_and_a_later_turn_completes_it(world):
    (n,) = await promised(world)
    assert world.answer(n) is None
    assert row(world).reply is None
    assert await world.done(world.command("a", Complete(TX), ulid(2))) == 5
    assert world.total(n) == 5
    assert row(world).ok


async def test_the_later_reply_does_not_leave_before_its_commit(world):
    (n,) = await promised(world)
    hold = world.store.hold_commits()
    world.command("a", Complete(TX), ulid(2))
    await hold.arrived.wait()
    repeat = world.command("a", AddLater(5), ulid(1))
    await quiet()
    assert world.answer(n) is world.answer(repeat) is None
    hold.release()
    assert [await world.done(each) for each in (n, repeat)] == [5, 5]


async def test_repeats_meanwhile_wait_and_all_get_the_one_reply(world):
    numbers = await promised(world, copies=3)
    assert [world.answer(n) for n in numbers] == [None] * 3
    await world.done(world.command("a", Complete(TX), ulid(2)))
    assert [world.total(n) for n in numbers] == [5, 5, 5]
    assert await world.done(world.command("a", AddLater(5), ulid(1))) == 5


async def test_a_repeat_that_does_not_wait_is_told_that_it_is_in_progress(world):
    (n,) = await promised(world)
    repeat = world.command("a", AddLater(5), ulid(1), waits=False)
    await quiet()
    assert (world.answer(n), world.reply(repeat)) == (None, "in_progress")
    await world.done(world.command("a", Complete(TX), ulid(2)))
    assert world.total(n) == 5
    assert await world.done(world.command("a", AddLater(5), ulid(1), waits=False)) == 5


async def test_what_the_router_sends_again_waits_for_it_may_be_nobodys_repeat(world):
    await promised(world)
    again = world.command("a", AddLater(5), ulid(1), waits=False, attempt=1)
    await quiet()
    assert world.answer(again) is None
    await world.done(world.command("a", Complete(TX), ulid(2)))
    assert world.total(again) == 5


async def test_an_entity_that_owes_a_reply_is_not_passivated(world):
    await promised(world)
    world.clock.advance(10 * 60 * 1000)
    await world.lease.renew()
    world.host.sweep()
    assert world.activation("a")


async def test_a_promise_survives_its_activation(world):
    world.command("a", AddLater(5), ulid(1))
    await quiet()
    world.activation("a").memory.unanswered()[0].waiting = ()
    await passivate(world, "a")
    repeat = world.command("a", AddLater(5), ulid(1))
    await until(lambda: world.activation("a").memory.unanswered())
    assert world.answer(repeat) is None
    await world.done(world.command("a", Complete(TX), ulid(2)))
    assert world.total(repeat) == 5
    await passivate(world, "a")
    assert await world.done(world.command("a", AddLater(5), ulid(1))) == 5


async def test_a_look_that_came_too_early_does_not_hide_the_later_reply(world):
    world.command("a", AddLater(5), ulid(1))
    await quiet()
    world.activation("a").memory.unanswered()[0].waiting = ()
    await passivate(world, "a")
    assert await world.add("a", 1, ulid(2)) == 1
    looked, go_on, replies = asyncio.Event(), asyncio.Event(), world.store.replies

    async def slow(keys):
        found = await replies(keys)
        looked.set()
        await go_on.wait()
        return found

    world.store.replies = slow
    hold = world.store.hold_commits()
    completing = world.command("a", Complete(TX), ulid(3))
    await hold.arrived.wait()
    repeat = world.command("a", AddLater(5), ulid(1))
    await looked.wait()
    hold.release()
    assert await world.done(completing) == 6
    go_on.set()
    assert await world.done(repeat) == 6


async def test_a_lookup_answers_nobody_who_asked_after_it_began(world):
    """Its answer may be from before a completion that their activation has made, and forgotten since."""
    second = command_tx("counter", "a", "user", ulid(2))
    world.command("a", AddLater(5), ulid(1))
    world.command("a", AddLater(7), ulid(2))
    await quiet()
    for entry in world.activation("a").memory.unanswered():
        entry.waiting = ()
    await passivate(world, "a")
    started, go_on, replies = asyncio.Event(), asyncio.Event(), world.store.replies

    async def slow(keys):
        found = await replies(keys)
        if not started.is_set():
            started.set()
            await go_on.wait()
        return found

    world.store.replies = slow
    early = world.command("a", AddLater(5), ulid(1))
    await started.wait()
    world.host._recovery.drop(world.activation("a"))
    assert await world.done(early) == "unavailable"
    assert await world.done(world.command("a", Complete(TX), ulid(3))) == 5
    assert await world.done(world.command("a", Complete(second), ulid(4))) == 12
    repeat = world.command("a", AddLater(5), ulid(1))
    await quiet()
    go_on.set()
    assert await world.done(repeat) == 5


async def test_a_promise_in_an_undone_batch_is_answered_once(world):
    hold = world.store.hold_commits()
    world.command("b", Add(1), ulid(1))
    await hold.arrived.wait()
    n, bad = world.command("a", AddLater(5), ulid(1)), world.command("a", Add(0), ulid(2))
    hold.release()
    assert [await world.done(n), await world.done(bad)] == ["unavailable"] * 2
    await quiet()
    assert len(world.answers(n)) == 1
    await promised_again(world)


async def promised_again(world):
    n = world.command("a", AddLater(5), ulid(1))
    await until(lambda: any(row.tx == TX for row in world.store.tables.commands.values()))
    await world.done(world.command("a", Complete(TX), ulid(4)))
    assert world.total(n) == 5


async def test_a_promise_is_remembered_however_many_commands_follow(world):
    (n,) = await promised(world)
    for each in range(REMEMBERED_COMMANDS_MAX + 1):
        await world.add("a", 1, ulid(10 + each))
    await world.done(world.command("a", Complete(TX), ulid(1_000)))
    assert world.total(n) == 5 + REMEMBERED_COMMANDS_MAX + 1


async def test_callers_that_wait_for_one_reply_are_bounded(world):
    numbers = await promised(world, copies=WAITING_CALLERS_MAX + 2)
    await world.done(world.command("a", Complete(TX), ulid(2)))
    assert [world.total(n) for n in numbers] == [None] * 2 + [5] * WAITING_CALLERS_MAX
