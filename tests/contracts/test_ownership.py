"""The promises of an `Ownership`: one owner a shard, dead is final, nobody alive is robbed, epochs only rise."""

import asyncio

import pytest

from persistence.entities.ownership import HostLease, ShardPlace
from persistence.entities.records import CommitRequest
from persistence.errors import Fenced, NotExpired, RefusedData

TTL_MS = 60_000
OVER_MS = -1
"""A lease that has run out the moment it is granted."""


async def host(store, name="host-0", ttl_ms=TTL_MS):
    return await store.register("c", name, f"unix:/{name}", ttl_ms)


async def places(store, *shards):
    by_shard = {place.shard: place for place in await store.shard_map()}
    return [by_shard[shard][1:] for shard in shards]


async def is_alive(store, incarnation):
    return any(lease.incarnation == incarnation for lease in await store.hosts())


async def test_a_new_database_has_1024_shards_without_an_owner(store):
    assert await store.shard_map() == [ShardPlace(shard, 0, None, "", "") for shard in range(1024)]
    assert await store.hosts() == []


async def test_a_registered_host_is_listed_with_its_lease(store):
    one = await host(store)
    [lease] = await store.hosts()
    assert lease[:4] == (one, "c", "host-0", "unix:/host-0")
    assert isinstance(lease, HostLease)
    assert 0 < lease.remaining_ms <= TTL_MS


async def test_a_name_that_starts_again_kills_its_earlier_incarnation(store):
    first = await host(store)
    await store.claim(first, [1])
    elsewhere = await store.register("another cluster", "host-0", "unix:/x", TTL_MS)
    second = await host(store)
    assert second > first
    assert await store.renew(first, TTL_MS) is None
    assert await store.renew(elsewhere, TTL_MS)
    assert await store.claim(second, [1]) == {1: 2}


async def drained(store):
    return {lease.name: lease.draining for lease in await store.hosts()}


async def test_a_name_that_is_drained_stays_so_until_it_is_told_otherwise(store):
    await host(store)
    await host(store, "host-1")
    await store.set_draining("c", "host-0", True)
    await store.set_draining("another cluster", "host-1", True)
    await store.set_draining("c", "nobody", True)
    assert await drained(store) == {"host-0": True, "host-1": False}
    await host(store)
    assert await drained(store) == {"host-0": True, "host-1": False}
    await store.set_draining("c", "host-0", False)
    await host(store)
    assert await drained(store) == {"host-0": False, "host-1": False}


async def test_a_renewal_extends_the_lease_and_names_timeline_and_time(store):
    one = await host(store, ttl_ms=OVER_MS)
    before_ms = await store.now_ms()
    renewal = await store.renew(one, TTL_MS)
    assert renewal is not None
    assert len(renewal.timeline) == 8
    assert int(renewal.timeline, 16) >= 1
    assert before_ms <= renewal.now_ms <= await store.now_ms()
    [lease] = await store.hosts()
    assert lease.remaining_ms > 0


async def test_ordered_hosts_are_known_until_they_are_dismissed_whether_they_live_or_not(store):
    assert await store.ordered_hosts("c") == {}
    await store.order_hosts("c", {"host-1": "tables", "host-0": "users"})
    await store.order_hosts("another", {"host-7": "all"})
    one = await host(store)
    await store.bury(one, expired_only=False)
    assert await store.ordered_hosts("c") == {"host-0": "users", "host-1": "tables"}
    await store.order_hosts("c", {"host-2": "all", "host-1": "all"})
    await store.dismiss_host("c", "host-0")
    await store.dismiss_host("c", "never ordered")
    assert await store.ordered_hosts("c") == {"host-1": "all", "host-2": "all"}
    assert await store.ordered_hosts("another") == {"host-7": "all"}


async def test_an_unknown_incarnation_is_dead(store):
    assert await store.renew(4711, TTL_MS) is None
    assert not await store.bury(4711, expired_only=False)
    with pytest.raises(Fenced):
        await store.claim(4711, [1])


async def test_dead_is_final(store):
    one = await host(store)
    assert await store.bury(one, expired_only=False)
    assert not await store.bury(one, expired_only=False)
    assert not await store.bury(one, expired_only=True)
    assert await store.renew(one, TTL_MS) is None
    assert not await is_alive(store, one)
    with pytest.raises(Fenced):
        await store.claim(one, [1])
    with pytest.raises(Fenced):
        await store.release(one, [1])


async def test_burial_of_the_expired_spares_the_living(store):
    one = await host(store)
    with pytest.raises(NotExpired):
        await store.bury(one, expired_only=True)
    assert await is_alive(store, one)
    await store.renew(one, OVER_MS)
    assert await store.bury(one, expired_only=True)


async def test_a_claim_gives_shards_that_nobody_owns(store):
    one = await host(store)
    assert await store.claim(one, [3, 1]) == {1: 1, 3: 1}
    assert await places(store, 1, 2, 3) == [
        (1, one, "host-0", "unix:/host-0"),
        (0, None, "", ""),
        (1, one, "host-0", "unix:/host-0"),
    ]


async def test_claiming_ones_own_shards_again_changes_nothing(store):
    one = await host(store)
    await store.claim(one, [1])
    assert await store.claim(one, [1, 2]) == {1: 1, 2: 1}
    assert await store.claim(one, []) == {}


async def test_a_living_owner_is_not_robbed_and_nothing_is_claimed(store):
    one, two, gone = await host(store), await host(store, "host-1"), await host(store, "host-2")
    await store.claim(one, [1])
    await store.claim(gone, [3])
    await store.renew(gone, OVER_MS)
    with pytest.raises(NotExpired):
        await store.claim(two, [1, 2, 3])
    assert [place[1] for place in await places(store, 1, 2, 3)] == [one, None, gone]
    assert await is_alive(store, gone)


async def test_an_expired_owner_is_buried_and_fenced_off_by_the_claim(store):
    one, two = await host(store), await host(store, "host-1")
    await store.claim(one, [1, 2])
    await store.renew(one, OVER_MS)
    assert await store.claim(two, [1]) == {1: 2}
    assert await store.renew(one, TTL_MS) is None
    for shard, epoch in ((1, 1), (1, 2), (2, 1)):
        with pytest.raises(Fenced):
            await store.commit(CommitRequest("ab" * 16, one, {shard: epoch}))
    await store.commit(CommitRequest("ab" * 16, two, {1: 2}))
    assert await store.claim(two, [2]) == {2: 2}


async def test_a_lease_that_ran_out_lives_again_while_nobody_buried_it(store):
    one, two = await host(store, ttl_ms=OVER_MS), await host(store, "host-1")
    await store.claim(one, [1])
    assert await store.renew(one, TTL_MS)
    with pytest.raises(NotExpired):
        await store.claim(two, [1])


@pytest.mark.parametrize("shards", [[1024], [-1], [1, 1]])
async def test_shards_that_do_not_exist_or_are_named_twice_are_refused(store, shards):
    with pytest.raises(RefusedData):
        await store.claim(await host(store), shards)


async def test_a_released_shard_has_no_owner_and_a_higher_epoch(store):
    one, two = await host(store), await host(store, "host-1")
    await store.claim(one, [1, 2])
    await store.release(one, [1])
    assert await places(store, 1, 2) == [(2, None, "", ""), (1, one, "host-0", "unix:/host-0")]
    with pytest.raises(Fenced):
        await store.commit(CommitRequest("ab" * 16, one, {1: 1}))
    await store.commit(CommitRequest("ab" * 16, one, {2: 1}))
    assert await store.claim(two, [1]) == {1: 3}


async def test_releasing_again_leaves_the_next_owner_alone(store):
    one, two = await host(store), await host(store, "host-1")
    await store.claim(one, [1])
    await store.release(one, [1])
    await store.claim(two, [1])
    await store.release(one, [1])
    assert (await places(store, 1))[0][:2] == (3, two)


async def test_of_two_claimants_exactly_one_wins(store):
    gone, one, two = await host(store), await host(store, "host-1"), await host(store, "host-2")
    await store.claim(gone, range(64))
    for round_number in range(5):
        await store.renew(gone, OVER_MS)
        ways = range(64), range(63, -1, -1)
        outcomes = await asyncio.gather(store.claim(one, ways[0]), store.claim(two, ways[1]), return_exceptions=True)
        winners = [incarnation for incarnation, won in zip((one, two), outcomes, strict=True) if isinstance(won, dict)]
        assert len(winners) == 1
        assert [type(won) for won in outcomes if not isinstance(won, dict)] == [NotExpired]
        owners = await places(store, *range(64))
        assert {owner[:2] for owner in owners} == {(round_number * 2 + 2, winners[0])}
        gone = await host(store, f"gone-{round_number}")
        await store.bury(winners[0], expired_only=False)
        assert len(await store.claim(gone, range(64))) == 64
        one, two = await host(store, "host-1"), await host(store, "host-2")


async def test_two_hosts_that_claim_from_each_other_do_not_both_win(store):
    one, two = await host(store), await host(store, "host-1")
    await store.claim(one, [1])
    await store.claim(two, [2])
    await store.renew(one, OVER_MS)
    await store.renew(two, OVER_MS)
    outcomes = await asyncio.gather(store.claim(one, [2]), store.claim(two, [1]), return_exceptions=True)
    assert sorted(type(won).__name__ for won in outcomes) == ["Fenced", "dict"]
    assert [await is_alive(store, incarnation) for incarnation in (one, two)].count(True) == 1


async def test_names_registered_at_once_leave_one_alive(store):
    incarnations = await asyncio.gather(*(host(store) for _ in range(4)))
    [lease] = await store.hosts()
    assert lease.incarnation == max(incarnations)
