"""The promises of an `Outbox`: events in order behind cursors that only rise, carried by one living relay a group."""

import asyncio
from datetime import timedelta

import pytest

from persistence.errors import Fenced
from persistence.memory.stream.outbox import MemoryOutbox
from persistence.postgres.stream.outbox import PostgresOutbox
from persistence.stream.outbox import RELAY_GROUPS, Lag, group_of, shards_of
from tests.contracts.rows import SHARD, batch, event

TTL_MS = 60_000
OVER_MS = -1
"""A lease that has run out the moment it is granted."""
ROWS, BYTES = 1_000, 1_000_000
ALL = frozenset(range(RELAY_GROUPS))


@pytest.fixture
def heard():
    """What the outbox of the test has heard."""
    return asyncio.Queue()


@pytest.fixture
async def outbox(url, store, heard):
    opened = PostgresOutbox(url, heard.put_nowait) if url else MemoryOutbox(store.tables, heard.put_nowait)
    yield opened
    if url:
        await opened.close()


@pytest.fixture
async def relay(outbox):
    """A living incarnation that holds all groups."""
    incarnation = await outbox.register("c", "relay-0", TTL_MS)
    assert await outbox.claim(incarnation, RELAY_GROUPS) == ALL
    return incarnation


async def stored(store, host, *events):
    """Events of one commit; those of other shards than SHARD get an owner first."""
    shards = sorted({each.shard for each in events})
    epochs = dict(await store.claim(host, shards))
    request = batch(host, outbox=list(events))
    request.shards = epochs
    await store.commit(request)
    return list(events)


async def read(outbox, *shards, rows_max=ROWS, bytes_max=BYTES):
    reading = await outbox.read(list(shards), rows_max, bytes_max)
    return [(each.shard, each.seq) for each in reading.events], set(reading.more)


async def test_events_are_read_in_order_as_they_were_stored(store, host, outbox):
    rows = await stored(store, host, event(1, payload=b'{"n": 1}'), event(2, type="user.opened"))
    rows += await stored(store, host, event(3))
    reading = await outbox.read([SHARD, SHARD + 1], ROWS, BYTES)
    assert [each[:6] for each in reading.events] == [tuple(row) for row in rows]
    assert {each.at.utcoffset() for each in reading.events} == {timedelta(0)}
    assert reading.more == frozenset()


async def test_each_shard_gets_its_share_and_says_that_it_has_more(store, host, outbox):
    await stored(store, host, *(event(n, shard=shard) for shard in (1, 2) for n in (1, 2, 3)))
    await stored(store, host, event(1, shard=3))
    assert await read(outbox, 1, 2, 3, rows_max=6) == ([(1, 1), (1, 2), (2, 1), (2, 2), (3, 1)], {1, 2})
    assert await read(outbox, 3, 2, rows_max=1) == ([(2, 1), (3, 1)], {2, 3})
    assert await read(outbox, rows_max=1) == ([], set())


async def test_bytes_are_bounded_and_taken_in_turns(store, host, outbox):
    await stored(store, host, *(event(n, shard=shard, payload=b"x" * 100) for shard in (1, 2) for n in (1, 2, 3)))
    assert await read(outbox, 1, 2, bytes_max=250) == ([(1, 1), (1, 2), (2, 1)], {1, 2})
    assert await read(outbox, 1, 2, bytes_max=1) == ([(1, 1)], {1, 2})


async def test_what_is_behind_a_cursor_is_not_read_again(store, host, outbox, relay):
    await stored(store, host, *(event(n) for n in (1, 2, 3)))
    await outbox.advance(relay, {SHARD: 2})
    assert await read(outbox, SHARD) == ([(SHARD, 3)], set())
    await outbox.advance(relay, {SHARD: 3})
    assert await read(outbox, SHARD) == ([], set())


async def test_a_cursor_never_goes_back(store, host, outbox, relay):
    await stored(store, host, *(event(n) for n in (1, 2, 3)))
    await outbox.advance(relay, {SHARD: 2})
    await outbox.advance(relay, {SHARD: 1})
    assert await read(outbox, SHARD) == ([(SHARD, 3)], set())


async def test_a_shard_without_events_behind_its_cursor_goes_on_with_the_next_number(store, host, outbox, relay):
    await stored(store, host, event(1), event(2))
    await outbox.advance(relay, {SHARD: 2})
    assert (await store.adopt([SHARD]))[0].outbox_seq == 2


async def test_the_dead_advance_nothing(store, host, outbox, relay):
    await stored(store, host, event(1))
    again = await outbox.register("c", "relay-0", TTL_MS)
    assert again > relay
    with pytest.raises(Fenced):
        await outbox.advance(relay, {SHARD: 1})
    with pytest.raises(Fenced):
        await outbox.claim(relay, 1)
    assert await outbox.renew(relay, TTL_MS, "") is None
    assert await read(outbox, SHARD) == ([(SHARD, 1)], set())


async def test_nobody_advances_the_cursors_of_another(store, host, outbox, relay):
    await stored(store, host, event(1), event(1, shard=1))
    other = await outbox.register("c", "relay-1", TTL_MS)
    await outbox.release(relay, [group_of(1)])
    assert await outbox.claim(other, 5) == {group_of(1)}
    for incarnation in (relay, other):
        with pytest.raises(Fenced):
            await outbox.advance(incarnation, {1: 1, SHARD: 1})
    assert await read(outbox, 1, SHARD) == ([(1, 1), (SHARD, 1)], set())
    await outbox.advance(other, {1: 1})
    assert await read(outbox, 1) == ([], set())


async def test_a_living_relay_keeps_its_groups_until_it_gives_them_up(outbox, relay):
    other = await outbox.register("c", "relay-1", TTL_MS)
    assert await outbox.claim(other, RELAY_GROUPS) == frozenset()
    await outbox.release(relay, [0, 7])
    await outbox.release(other, [1])
    assert await outbox.claim(other, 1) == {0}
    assert await outbox.renew(relay, TTL_MS, "") == ALL - {0, 7}
    assert await outbox.claim(other, 9) == {0, 7}


async def test_a_lease_that_is_over_is_renewed_while_nobody_has_taken_its_place(outbox):
    late = await outbox.register("c", "relay-0", OVER_MS)
    assert await outbox.claim(late, 3) == {0, 1, 2}
    assert await outbox.renew(late, OVER_MS, "") == {0, 1, 2}
    other = await outbox.register("c", "relay-1", TTL_MS)
    assert await outbox.claim(other, RELAY_GROUPS) == ALL
    assert await outbox.renew(late, TTL_MS, "") is None


async def test_who_leaves_frees_its_groups_at_once(outbox, relay):
    await outbox.leave(relay)
    other = await outbox.register("c", "relay-1", TTL_MS)
    assert await outbox.claim(other, RELAY_GROUPS) == ALL


async def test_relays_are_listed_with_their_groups_and_their_trouble(outbox, relay):
    other = await outbox.register("another cluster", "relay-0", OVER_MS)
    await outbox.renew(relay, TTL_MS, "the broker is away")
    mine, theirs = await outbox.relays()
    assert mine._replace(remaining_ms=0) == (relay, "c", "relay-0", 0, RELAY_GROUPS, "the broker is away")
    assert theirs._replace(remaining_ms=0) == (other, "another cluster", "relay-0", 0, 0, "")
    assert 0 < mine.remaining_ms <= TTL_MS
    assert theirs.remaining_ms < 0


async def test_lags_are_those_of_shards_that_are_behind(store, host, outbox, relay):
    await stored(store, host, *(event(n) for n in (1, 2, 3)), event(1, shard=1))
    await outbox.advance(relay, {SHARD: 1, 1: 1})
    [(shard, lag)] = (await outbox.lags(range(1024))).items()
    assert (shard, lag.events) == (SHARD, 2)
    assert isinstance(lag, Lag)
    assert lag.age_ms >= 0


async def test_what_is_announced_is_heard_by_those_who_listen(store, outbox, heard):
    await store.announce({4})
    await outbox.listen()
    await outbox.listen()
    await store.announce({700, 3})
    await store.announce(range(1024))
    assert list(await heard.get()) == [3, 700]
    assert list(await heard.get()) == list(range(1024))
    assert heard.empty()


def test_groups_part_all_shards():
    assert sorted(shard for group in ALL for shard in shards_of({group})) == list(range(1024))
    assert {group_of(shard) for shard in shards_of({3, 5})} == {3, 5}
