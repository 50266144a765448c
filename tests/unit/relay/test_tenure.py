"""How relays share the groups of shards and hand them over."""

import pytest

from actors.runtime.clock import ManualClock
from cluster.processes.relay.tenure import share_of
from persistence.memory.entities.database import Database
from persistence.stream.outbox import RELAY_GROUPS, RelayLease, shards_of
from tests.unit.relay.world import TTL_MS, KeptBroker, Relay, store


@pytest.fixture
def clock():
    return ManualClock()


@pytest.fixture
def tables(clock):
    return Database(clock.now_ms)


async def settled(*relays):
    """Let each renew and step until all have had the occasion to give up and to take."""
    for _ in range(3):
        for relay in relays:
            await relay.renew()
            await relay.step()


def held(*relays):
    return [len(relay.tenure.groups) for relay in relays]


async def test_one_relay_holds_all_and_shares_with_a_second_and_a_third(tables, clock):
    one, two, three = (Relay(tables, clock, KeptBroker(), f"relay-{n}") for n in range(3))
    await settled(one)
    assert held(one) == [RELAY_GROUPS]
    await settled(one, two)
    assert held(one, two) == [16, 16]
    await settled(one, two, three)
    assert sorted(held(one, two, three)) == [10, 11, 11]
    assert len(one.tenure.groups | two.tenure.groups | three.tenure.groups) == RELAY_GROUPS


async def test_the_groups_of_a_dead_relay_go_to_the_others_when_its_lease_is_over(tables, clock):
    broker = KeptBroker()
    one, two = Relay(tables, clock, broker), Relay(tables, clock, broker, "relay-1")
    await settled(one, two)
    orphan = min(shards_of(two.tenure.groups))
    clock.advance(TTL_MS // 2)
    await settled(one)
    assert held(one) == [16]
    clock.advance(TTL_MS // 2 + 1)
    store(tables, orphan, 1, 2)
    await settled(one)
    assert held(one) == [RELAY_GROUPS]
    assert broker.of(orphan) == [1, 2]


async def test_a_relay_that_leaves_frees_its_groups_at_once(tables, clock):
    one, two = Relay(tables, clock, KeptBroker()), Relay(tables, clock, KeptBroker(), "relay-1")
    await settled(one, two)
    await two.tenure.leave()
    await settled(one)
    assert held(one, two) == [RELAY_GROUPS, 0]


async def test_what_is_handed_over_goes_on_where_it_was(tables, clock):
    broker = KeptBroker()
    one, two = Relay(tables, clock, broker), Relay(tables, clock, broker, "relay-1")
    for shard in range(RELAY_GROUPS):
        store(tables, shard, 1, 2)
    await settled(one)
    await settled(one, two)
    for shard in range(RELAY_GROUPS):
        store(tables, shard, 3)
    clock.advance(TTL_MS // 2)
    await settled(one, two)
    clock.advance(TTL_MS // 2)
    await settled(one, two)
    assert [broker.of(shard) for shard in range(RELAY_GROUPS)] == [[1, 2, 3]] * RELAY_GROUPS


async def test_who_cannot_reach_the_broker_leaves_the_groups_to_those_who_can(tables, clock):
    broker, cut_off = KeptBroker(), KeptBroker()
    one, two = Relay(tables, clock, broker), Relay(tables, clock, cut_off, "relay-1")
    await settled(one, two)
    cut_off.away = True
    shard = min(shards_of(two.tenure.groups))
    store(tables, shard, 1)
    clock.advance(TTL_MS * 3 // 4)
    await settled(one, two)
    await settled(one, two)
    assert held(one, two) == [RELAY_GROUPS, 0]
    clock.advance(TTL_MS * 3 // 4)
    await settled(one, two)
    assert broker.of(shard) == [1]
    cut_off.away = False
    clock.advance(TTL_MS // 2)
    await settled(two, one)
    await settled(one, two)
    assert held(one, two) == [16, 16]


def lease(number, trouble="", remaining_ms=TTL_MS):
    return RelayLease(number, "c", f"relay-{number}", remaining_ms, 0, trouble)


def test_shares_are_even_among_those_who_live_and_can_carry():
    assert share_of(1, [lease(1)]) == RELAY_GROUPS
    assert share_of(1, [lease(1), lease(2), lease(3, remaining_ms=-1)]) == 16
    assert share_of(1, [lease(1), lease(2), lease(3)]) == 11
    assert share_of(1, [lease(1), lease(2, "away")]) == RELAY_GROUPS
    assert share_of(2, [lease(1), lease(2, "away")]) == 0
    assert share_of(2, [lease(1, "away"), lease(2, "away")]) == 16
