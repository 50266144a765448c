"""The promises of a `CommitStore`: a batch is written whole or not at all, once, by the living owner of its shards."""

import asyncio
import secrets
from dataclasses import fields
from hashlib import sha256

import pytest

from persistence.entities.records import (
    ActRow,
    CommandRow,
    CommitRequest,
    CompletionRow,
    FactRow,
    LoadedPart,
    OutboxRow,
    PartRow,
    RevealedSeedRow,
    RoundRow,
    ShardState,
    StoredReply,
    TellRow,
    TimerRow,
    TransferRow,
)
from persistence.errors import Fenced, RefusedData, RepeatedCommand

SHARD = 300
AT_MS = 1_764_000_000_123
USER = ("user", "u1")


def new_id():
    return secrets.token_hex(16)


def command(**changes):
    row = CommandRow(SHARD, new_id(), *USER, "user", "c1", 1, b"hash", True, b'{"gold":10}', AT_MS)
    return row._replace(**changes)


def transfer(**changes):
    row = TransferRow(SHARD, new_id(), 0, "user:u1", "house:rps", "gold", 5, 10, 1, "bet", "", 1)
    return row._replace(**changes)


def played(**changes):
    row = RoundRow(SHARD, new_id(), new_id(), "u1", "rps", 5, 0, False, '{"a": 1}', 1, "f" * 64, "seed", 0)
    return row._replace(**changes)


def seed(text, **changes):
    hashed = sha256(text.encode()).hexdigest()
    return RevealedSeedRow(SHARD, hashed, new_id(), "u1", text, "mine", 3)._replace(**changes)


def act(**changes):
    row = ActRow("ADMIN_USER_BAN", "s1", "OPERATOR", "user/u1", '{"a": 1}', "null", "cheated", "r1", "192.0.2.1")
    return row._replace(**changes)


def fact(**changes):
    row = FactRow(SHARD, new_id(), 0, *USER, "streak_day", None, '{"day": "2026-03-08"}')
    return row._replace(**changes)


def event(seq, **changes):
    return OutboxRow(SHARD, seq, new_id(), "round_played", "u1", b"{}")._replace(**changes)


def tell(**changes):
    return TellRow(SHARD, new_id(), *USER, "shop", "main", "shop.reserve", b"{}")._replace(**changes)


def timer(**changes):
    return TimerRow(SHARD, *USER, "expire", "t1", 5_000, "user.expire", b"{}")._replace(**changes)


def part(expected, version, **changes):
    return PartRow(SHARD, *USER, "root", expected, version, 1, b"v%d" % version)._replace(**changes)


@pytest.fixture
async def host(store):
    """A living incarnation that owns `SHARD` at epoch 1."""
    incarnation = await store.register("c", "host-0", "unix:/h0", 60_000)
    assert await store.claim(incarnation, [SHARD]) == {SHARD: 1}
    return incarnation


def batch(host, **rows):
    return CommitRequest(new_id(), host, {SHARD: 1}, **rows)


async def state(store):
    """Everything that can be read of USER and SHARD."""
    return await store.load([USER]), await store.adopt([SHARD])


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
    assert await store.adopt([SHARD, 0]) == [ShardState(SHARD, 2, (told,), (due,)), ShardState(0, 0, (), ())]


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


BAD_ROWS = {
    "an amount of zero": {"transfers": [transfer(amount=0)]},
    "a negative balance": {"transfers": [transfer(balance_after=-1)]},
    "a balance that JavaScript cannot hold": {"transfers": [transfer(balance_after=2**53)]},
    "a transfer to itself": {"transfers": [transfer(credit="user:u1")]},
    "the same transfer twice": {"transfers": [transfer(tx="ab" * 16), transfer(tx="ab" * 16)]},
    "a bet of zero": {"rounds": [played(bet=0)]},
    "a negative payout": {"rounds": [played(payout=-1)]},
    "an outcome that is no JSON": {"rounds": [played(outcome="{")]},
    "the same round twice": {"rounds": [played(round_id="cd" * 16), played(round_id="cd" * 16)]},
    "a seed with the hash of another": {"seeds": [seed("one", server_seed="two")]},
    "the same seed twice": {"seeds": [seed("one"), seed("one")]},
    "an act whose old value is no JSON": {"acts": [act(old="{")]},
    "a fact that is no JSON": {"facts": [fact(data="{")]},
    "the same fact twice": {"facts": [fact(tx="ef" * 16), fact(tx="ef" * 16)]},
    "a second fact of what may be just once": {"facts": [fact(once="run-1"), fact(once="run-1")]},
    "the same event number twice": {"outbox": [event(7), event(7)]},
    "a reply without success or failure": {"commands": [command(ok=None)]},
    "the same tell twice": {"tells": [tell(id="ef" * 16), tell(id="ef" * 16)]},
    "a tell done that is not stored": {"tells_done": [new_id()]},
    "a timer fired that is not set": {"timers_done": [timer()]},
    "a timer set twice": {"timers": [timer(id="t2"), timer(id="t3")]},
    "the completion of an unknown command": {"completions": [CompletionRow(SHARD, new_id(), True, b"{}")]},
    "a part at version zero": {"parts": [part(0, 0, part="x")]},
    "a part that should be stored": {"parts": [part(3, 4, part="x")]},
    "a part twice": {"parts": [part(0, 1, part="x"), part(0, 2, part="x")]},
}


@pytest.mark.parametrize("fault", BAD_ROWS)
async def test_a_batch_with_one_bad_row_leaves_nothing_behind(store, host, fault):
    good = batch(host, outbox=[event(1)], parts=[part(0, 1)], tells=[tell()], timers=[timer(name="other")])
    await store.commit(good)
    before = await state(store)
    row = command()
    bad = batch(
        host,
        commands=[row],
        completions=[],
        outbox=[event(2)],
        tells=[tell()],
        tells_done=[good.tells[0].id],
        timers=[timer(name="another")],
        timers_cancelled=[(*USER, "other")],
        parts=[part(1, 2)],
    )
    for name, rows in BAD_ROWS[fault].items():
        getattr(bad, name).extend(rows)
    with pytest.raises(RefusedData) as caught:
        await store.commit(bad)
    assert caught.type is RefusedData
    assert await state(store) == before
    assert await store.replies([(SHARD, row.tx)]) == {}
    assert not await store.settle(bad.batch_id, host)


async def test_the_cases_of_bad_rows_reach_every_table_that_can_refuse():
    reached = {name for rows in BAD_ROWS.values() for name in rows}
    lists = {field.name for field in fields(CommitRequest)} - {"batch_id", "incarnation", "shards"}
    assert lists - reached == {"timers_cancelled"}


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


async def test_a_timer_is_set_replaced_fired_and_cancelled(store, host):
    late, soon = timer(name="late", id="t9", due_ms=9_000), timer()
    await store.commit(batch(host, timers=[late, soon]))
    assert (await store.adopt([SHARD]))[0].timers == (soon, late)
    again = soon._replace(id="t2", due_ms=10_000)
    await store.commit(batch(host, timers=[again]))
    assert (await store.adopt([SHARD]))[0].timers == (late, again)
    with pytest.raises(RefusedData):
        await store.commit(batch(host, timers_done=[soon]))
    await store.commit(batch(host, timers_done=[again], timers_cancelled=[(*USER, "late"), (*USER, "never set")]))
    assert (await store.adopt([SHARD]))[0].timers == ()


async def test_a_timer_that_fires_may_be_set_anew_in_the_same_batch(store, host):
    await store.commit(batch(host, timers=[timer()]))
    again = timer(id="t2", due_ms=6_000)
    await store.commit(batch(host, timers_done=[timer()], timers=[again]))
    assert (await store.adopt([SHARD]))[0].timers == (again,)


async def test_reading_nothing_gives_nothing(store):
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
