"""The loop of a relay: order, what is sent again, waiting for a broker that is away, fences."""

import asyncio

import pytest

from actors.runtime.clock import ManualClock
from cluster.processes.relay.carrier import (
    AWAY,
    LOOK_MS,
    PACE_MS,
    RETRY_MS_MAX,
    RETRY_MS_MIN,
    STALL_MS,
    last_acknowledged,
)
from persistence.errors import Unreachable
from persistence.memory.entities.database import Database
from tests.unit.relay.world import TTL_MS, KeptBroker, Relay, announce, store


@pytest.fixture
def clock():
    return ManualClock()


@pytest.fixture
def tables(clock):
    return Database(clock.now_ms)


@pytest.fixture
def broker():
    return KeptBroker()


@pytest.fixture
async def relay(tables, clock, broker):
    return await Relay(tables, clock, broker).started()


async def test_it_carries_at_its_start_what_is_there(tables, clock, broker):
    store(tables, 5, 1, 2, 3)
    store(tables, 900, 1)
    relay = await Relay(tables, clock, broker).started()
    assert sorted(broker.log)[:3] == [(5, n, f"{5:016x}{n:016x}") for n in (1, 2, 3)]
    assert broker.of(900) == [1]
    assert tables.outbox_cursor == {5: 3, 900: 1}
    assert relay.counts.events == 4


async def test_what_is_announced_is_carried_at_once_and_no_sooner_than_the_pace_after_the_last(
    tables, clock, broker, relay
):
    clock.advance(PACE_MS)
    store(tables, 5, 1)
    announce(tables, 5)
    await relay.step()
    assert broker.of(5) == [1]
    store(tables, 5, 2)
    announce(tables, 5)
    assert await relay.step() == PACE_MS
    assert broker.of(5) == [1]
    clock.advance(PACE_MS)
    await relay.step()
    assert broker.of(5) == [1, 2]


async def test_what_nobody_announced_is_found_by_the_next_look(tables, clock, broker, relay):
    store(tables, 5, 1)
    clock.advance(PACE_MS)
    wait_ms = await relay.step()
    assert broker.log == []
    assert 0 < wait_ms <= LOOK_MS
    clock.advance(LOOK_MS)
    await relay.step()
    assert broker.of(5) == [1]


async def test_what_was_published_and_not_acknowledged_is_published_again_with_the_same_ids(
    tables, clock, broker, relay
):
    store(tables, 5, 1, 2)
    broker.loses_answers = True
    clock.advance(LOOK_MS)
    await relay.step()
    assert tables.outbox_cursor == {}
    broker.loses_answers = False
    store(tables, 5, 3)
    clock.advance(RETRY_MS_MIN)
    await relay.step()
    assert broker.of(5) == [1, 2, 1, 2, 3]
    assert len({event_id for _, _, event_id in broker.log}) == 3
    assert tables.outbox_cursor == {5: 3}


async def test_without_its_broker_it_waits_longer_each_time_and_says_so(tables, clock, broker, relay):
    store(tables, 5, 1)
    broker.away = True
    assert relay.carrier.trouble() == ""
    waits = []
    clock.advance(LOOK_MS)
    for _ in range(8):
        waits.append(round(await relay.step()))
        assert relay.carrier.trouble() == AWAY
        clock.advance(waits[-1])
    assert waits == sorted(waits)
    assert (waits[0], waits[1], waits[-1]) == (RETRY_MS_MIN, 2 * RETRY_MS_MIN, RETRY_MS_MAX)
    broker.away = False
    store(tables, 5, 2, 3)
    await relay.renew()
    await relay.step()
    assert broker.of(5) == [1, 2, 3]
    assert relay.carrier.trouble() == ""


async def test_announcements_do_not_shorten_the_wait_for_the_broker(tables, clock, broker, relay):
    broker.away = True
    store(tables, 5, 1)
    announce(tables, 5)
    clock.advance(PACE_MS)
    wait_ms = await relay.step()
    announce(tables, 5)
    assert await relay.step() == wait_ms
    assert relay.counts.failures == 1


async def test_what_has_no_room_in_a_batch_follows_at_once_in_order(tables, clock, broker, relay):
    store(tables, 5, 1, 2, 3)
    store(tables, 6, 1, 2)
    broker.room = 2
    clock.advance(LOOK_MS)
    assert await relay.step() == 0
    assert tables.outbox_cursor == {5: 2}
    while await relay.step() == 0:
        pass
    assert (broker.of(5), broker.of(6)) == ([1, 2, 3], [1, 2])
    assert relay.counts.failures == 0


async def test_a_shard_that_the_broker_refuses_keeps_no_other_from_going_on(tables, clock, broker, relay):
    store(tables, 5, 1, 2)
    store(tables, 6, 1)
    broker.refused = {5}
    clock.advance(LOOK_MS)
    await relay.step()
    clock.advance(PACE_MS)
    store(tables, 6, 2)
    announce(tables, 5, 6)
    await relay.step()
    assert (broker.of(5), broker.of(6)) == ([], [1, 2])
    assert relay.carrier.trouble() == ""
    broker.refused = set()
    clock.advance(RETRY_MS_MIN)
    await relay.step()
    assert broker.of(5) == [1, 2]


async def test_without_a_valid_lease_nothing_is_published(tables, clock, broker, relay):
    clock.advance(TTL_MS)
    store(tables, 5, 1)
    await relay.step()
    assert broker.log == []
    await relay.renew()
    await relay.step()
    assert broker.of(5) == [1]


async def test_a_relay_that_is_replaced_moves_no_cursor_and_begins_anew(tables, clock, broker, relay):
    store(tables, 5, 1)
    clock.advance(LOOK_MS)
    before = relay.tenure.incarnation
    await Relay(tables, clock, KeptBroker()).renew()  # of the same name
    await relay.step()
    assert tables.outbox_cursor == {}
    assert relay.tenure.incarnation == 0
    await relay.renew()
    assert relay.tenure.incarnation > before


async def test_a_database_out_of_reach_loses_nothing(tables, clock, broker, relay):
    store(tables, 5, 1)
    announce(tables, 5)
    clock.advance(PACE_MS)
    tables.down = True
    with pytest.raises(Unreachable):
        await relay.step()
    tables.down = False
    await relay.step()
    assert broker.of(5) == [1]


async def test_a_batch_that_stalls_is_trouble_before_anybody_gives_it_up(tables, clock, broker, relay):
    store(tables, 5, 1)
    arrived, go_on, publish = asyncio.Event(), asyncio.Event(), broker.publish

    async def stall(messages):
        arrived.set()
        await go_on.wait()
        return await publish(messages)

    broker.publish = stall
    clock.advance(LOOK_MS)
    step = asyncio.create_task(relay.step())
    await arrived.wait()
    assert relay.carrier.trouble() == ""
    clock.advance(STALL_MS + 1)
    assert relay.carrier.trouble() == AWAY
    go_on.set()
    await step
    assert relay.carrier.trouble() == ""


async def test_it_measures_how_far_behind_it_is(tables, clock, broker, relay):
    broker.away = True
    store(tables, 5, 1, 2)
    clock.advance(LOOK_MS)
    await relay.step()
    assert relay.counts.lag == (2, LOOK_MS)


async def test_it_ends_when_it_is_told_to_while_it_waits(relay):
    life = asyncio.create_task(relay.carrier.run())
    await asyncio.sleep(0)
    relay.carrier.end()
    await life


def test_cursors_stop_before_the_first_that_is_not_acknowledged(clock):
    tables = Database(clock.now_ms)
    store(tables, 1, 1, 2, 3)
    store(tables, 2, 1)
    events = [tables.outbox[key] for key in ((1, 1), (1, 2), (1, 3), (2, 1))]
    assert last_acknowledged(events, [True, False, True, True]) == {1: 1, 2: 1}
    assert last_acknowledged(events, [False, True, True, False]) == {}
