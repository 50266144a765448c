"""The promises of a `CommitStore`: a batch is written whole or not at all, once, by the living owner of its shards."""

import asyncio

import pytest

from persistence.entities.commits import TELLS_PER_SHARD
from persistence.entities.records import CommitRequest, CompletionRow, LoadedPart, ShardState, StoredReply, TimerPlace
from persistence.errors import Fenced, RefusedData, RepeatedCommand
from tests.contracts.rows import (
    FIRST,
    LAST,
    SHARD,
    USER,
    act,
    batch,
    command,
    event,
    fact,
    new_id,
    part,
    played,
    seed,
    tell,
    timer,
    timers_of,
    transfer,
)


async def test_what_was_committed_is_read_back(store, host):
    row, told, due = command(), tell(), timer()
    await store.commit(
        batch(
            host,
            commands=[row],
            transfers=[transfer(tx=row.tx), transfer(tx=row.tx, n=1)],
            rounds=[played(tx=row.tx), played(won=None)],
            seeds=[seed("one"), seed("two")],
            acts=[act(), act(old=None)],
            facts=[fact(), fact(tx=row.tx, once="run-1"), fact(tx=row.tx, n=1, once="run-2")],
            outbox=[event(1), event(2)],
            tells=[told],
            timers=[due],
            parts=[part(0, 1), part(0, 1, part="stats", data=b"s")],
        )
    )
    assert await store.load([USER, ("user", "nobody")]) == {
        USER: {"root": LoadedPart(1, 1, b"v1"), "stats": LoadedPart(1, 1, b"s")}
    }
    assert await store.replies([(SHARD, row.tx), (SHARD, new_id())]) == {
        row.tx: StoredReply(b"hash", True, b'{"gold":10}')
    }
    assert await store.adopt([SHARD, 0]) == [ShardState(SHARD, 2, (told,)), ShardState(0, 0, ())]
    assert await timers_of(store) == [due]


async def test_an_empty_batch_is_committed(store, host):
    request = CommitRequest(new_id(), host)
    await store.commit(request)
    assert await store.settle(request.batch_id, host)


async def test_many_entities_fit_in_one_batch(store, host):
    rows = [command(key=f"u{n}", tx=new_id()) for n in range(300)]
    await store.commit(batch(host, commands=rows, parts=[part(0, 1, key=row.key) for row in rows]))
    await store.commit(batch(host, parts=[part(1, 2, key=row.key) for row in rows]))
    loaded = await store.load([("user", row.key) for row in rows])
    assert {parts["root"].version for parts in loaded.values()} == {2}
    assert len(await store.replies([(SHARD, row.tx) for row in rows])) == 300


async def test_a_repeated_command_is_told_from_other_faults(store, host):
    row = command()
    await store.commit(batch(host, commands=[row], parts=[part(0, 1)]))
    with pytest.raises(RepeatedCommand):
        await store.commit(batch(host, commands=[row._replace(reply=b"other")], parts=[part(1, 2)]))
    assert (await store.load([USER]))[USER]["root"].version == 1
    assert (await store.replies([(SHARD, row.tx)]))[row.tx].reply == b'{"gold":10}'


async def test_the_same_transfer_in_a_later_batch_is_refused(store, host):
    paid = transfer()
    await store.commit(batch(host, transfers=[paid]))
    with pytest.raises(RefusedData):
        await store.commit(batch(host, transfers=[paid]))


async def test_a_part_is_written_only_at_its_expected_version(store, host):
    await store.commit(batch(host, parts=[part(0, 1)]))
    await store.commit(batch(host, parts=[part(1, 5), part(0, 5, part="stats")]))
    for stale in (part(1, 6), part(6, 7), part(0, 1)):
        with pytest.raises(RefusedData):
            await store.commit(batch(host, parts=[stale]))
    assert {name: p.version for name, p in (await store.load([USER]))[USER].items()} == {"root": 5, "stats": 5}


async def test_an_undone_batch_frees_its_event_numbers(store, host):
    with pytest.raises(RefusedData):
        await store.commit(batch(host, outbox=[event(1), event(2)], transfers=[transfer(amount=0)]))
    await store.commit(batch(host, outbox=[event(1)]))
    with pytest.raises(RefusedData):
        await store.commit(batch(host, outbox=[event(1)]))
    [adopted] = await store.adopt([SHARD])
    assert adopted.outbox_seq == 1


async def test_a_later_turn_completes_a_command_once(store, host):
    row = command(ok=None, reply=None)
    await store.commit(batch(host, commands=[row]))
    assert (await store.replies([(SHARD, row.tx)]))[row.tx] == StoredReply(b"hash", None, None)
    done = CompletionRow(SHARD, row.tx, False, b'{"code":"out_of_stock"}')
    await store.commit(batch(host, completions=[done]))
    with pytest.raises(RefusedData):
        await store.commit(batch(host, completions=[done._replace(ok=True)]))
    assert (await store.replies([(SHARD, row.tx)]))[row.tx] == StoredReply(b"hash", False, done.reply)


async def test_a_command_may_be_completed_in_the_batch_that_stores_it(store, host):
    row = command(ok=None, reply=None)
    await store.commit(batch(host, commands=[row], completions=[CompletionRow(SHARD, row.tx, True, b"{}")]))
    assert (await store.replies([(SHARD, row.tx)]))[row.tx].reply == b"{}"


async def test_a_tell_stays_until_it_is_done(store, host):
    first, second = tell(), tell()
    await store.commit(batch(host, tells=[first]))
    await store.commit(batch(host, tells=[second], tells_done=[first.id]))
    [adopted] = await store.adopt([SHARD])
    assert adopted.tells == (second,)
    with pytest.raises(RefusedData):
        await store.commit(batch(host, tells_done=[first.id]))


async def test_open_tells_are_read_in_the_order_in_which_they_were_stored(store, host):
    told = [tell() for _ in range(TELLS_PER_SHARD)]
    await store.commit(batch(host, tells=told[:60]))
    await store.commit(batch(host, tells=told[60:], tells_done=[told[3].id]))
    [adopted] = await store.adopt([SHARD])
    assert adopted.tells == (*told[:3], *told[4:])


async def test_open_tells_are_read_oldest_first_by_page_without_those_that_are_known(store, host):
    told = [tell() for _ in range(TELLS_PER_SHARD + 3)]
    await store.commit(batch(host, tells=told))
    assert (await store.adopt([SHARD]))[0].tells == tuple(told[:TELLS_PER_SHARD])
    known = {row.id for row in told[:TELLS_PER_SHARD]}
    assert list(await store.open_tells([SHARD, 0], known)) == told[TELLS_PER_SHARD:]
    assert list(await store.open_tells([SHARD], {row.id for row in told})) == []
    await store.commit(batch(host, tells_done=[told[1].id]))
    assert list(await store.open_tells([SHARD], set())) == [told[0], *told[2 : TELLS_PER_SHARD + 1]]


async def test_a_timer_is_set_replaced_fired_and_cancelled(store, host):
    late, soon = timer(name="late", id="t9", due_ms=9_000), timer()
    await store.commit(batch(host, timers=[late, soon]))
    assert await timers_of(store) == [soon, late]
    again = soon._replace(id="t2", due_ms=10_000)
    await store.commit(batch(host, timers=[again]))
    assert await timers_of(store) == [late, again]
    with pytest.raises(RefusedData):
        await store.commit(batch(host, timers_done=[soon]))
    await store.commit(batch(host, timers_done=[again], timers_cancelled=[(*USER, "late"), (*USER, "never set")]))
    assert await timers_of(store) == []


async def test_a_timer_that_fires_may_be_set_anew_in_the_same_batch(store, host):
    await store.commit(batch(host, timers=[timer()]))
    again = timer(id="t2", due_ms=6_000)
    await store.commit(batch(host, timers_done=[timer()], timers=[again]))
    assert await timers_of(store) == [again]


async def test_timers_are_read_by_page_as_they_are_due_each_shard_from_its_place(store, host):
    here = [timer(name=f"n{n}", id=f"{n:032x}", due_ms=1_000 + n // 2) for n in range(6)]
    there = [timer(shard=5, name=f"m{n}", id=f"{n:031x}f", due_ms=1_000 + n) for n in range(3)]
    await store.claim(host, [5])
    await store.commit(CommitRequest(new_id(), host, {SHARD: 1, 5: 1}, timers=[*here[::-1], *there]))
    everywhere = sorted([*here, *there], key=lambda row: (row.due_ms, row.id))
    assert list(await store.timers({SHARD: FIRST, 5: FIRST}, LAST, 20)) == everywhere
    assert list(await store.timers({SHARD: FIRST, 5: FIRST}, LAST, 4)) == everywhere[:4]
    behind = TimerPlace(1_001, here[2].id)
    assert list(await store.timers({SHARD: behind, 5: TimerPlace(1_001, "f" * 32)}, LAST, 20)) == [*here[3:], there[2]]
    assert list(await store.timers({SHARD: behind}, TimerPlace(1_002, here[4].id), 20)) == here[3:5]
    assert list(await store.timers({7: FIRST}, LAST, 20)) == []


async def test_reading_nothing_gives_nothing(store):
    assert await store.timers({}, LAST, 20) == []
    assert await store.load([]) == {}
    assert await store.load([("user", "never stored")]) == {}
    assert await store.replies([]) == {}
    assert await store.adopt([]) == []


@pytest.mark.parametrize("epochs", [{SHARD: 0}, {SHARD: 2}, {SHARD: 1, 5: 0}, {5: 1}])
async def test_a_batch_under_another_epoch_is_fenced_off(store, host, epochs):
    row = command()
    with pytest.raises(Fenced):
        await store.commit(CommitRequest(new_id(), host, epochs, commands=[row]))
    assert await store.replies([(SHARD, row.tx)]) == {}


async def test_a_batch_of_somebody_elses_shard_is_fenced_off(store, host):
    other = await store.register("c", "host-1", "unix:/h1", 60_000)
    with pytest.raises(Fenced):
        await store.commit(batch(other, commands=[command()]))


async def test_a_dead_incarnation_commits_nothing(store, host):
    await store.bury(host, expired_only=False)
    request = batch(host, parts=[part(0, 1)])
    with pytest.raises(Fenced):
        await store.commit(request)
    assert await store.load([USER]) == {}


async def test_an_unknown_incarnation_commits_nothing(store):
    with pytest.raises(Fenced):
        await store.commit(CommitRequest(new_id(), 4711))


async def test_settling_tells_what_was_committed(store, host):
    request = batch(host, commands=[command()])
    await store.commit(request)
    assert await store.settle(request.batch_id, host)
    assert await store.settle(request.batch_id, host)


async def test_a_batch_settled_before_it_arrives_never_commits(store, host):
    request = batch(host, parts=[part(0, 1)])
    assert not await store.settle(request.batch_id, host)
    with pytest.raises(RefusedData):
        await store.commit(request)
    assert await store.load([USER]) == {}
    assert not await store.settle(request.batch_id, host)
    request.batch_id = new_id()
    await store.commit(request)
    assert USER in await store.load([USER])


async def test_a_batch_is_committed_once(store, host):
    request = batch(host)
    await store.commit(request)
    with pytest.raises(RefusedData):
        await store.commit(request)


async def test_a_commit_and_its_settlement_agree_whoever_is_first(store, host):
    for n in range(10):
        request = batch(host, parts=[part(0, 1, key=f"k{n}")])
        outcome, committed = await asyncio.gather(
            store.commit(request), store.settle(request.batch_id, host), return_exceptions=True
        )
        assert committed is (outcome is None)
        assert bool(await store.load([("user", f"k{n}")])) is committed
