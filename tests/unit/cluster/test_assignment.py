"""Which host should own which shard."""

from hypothesis import given
from hypothesis import strategies as st

from actors.runtime.ownership.shards import ALL, TABLES, USERS
from cluster.control.placement.assignment import (
    deal,
    evacuation,
    far_apart,
    is_foreign_cluster,
    is_lopsided,
    owned,
    rebalance_plan,
    unowned_shards,
)
from persistence.entities.ownership import SHARD_COUNT, HostLease, ShardPlace


def lease(incarnation: int, name: str, remaining_ms: int = 1000, serves: str = ALL) -> HostLease:
    return HostLease(incarnation, "c", name, f"unix:/{name}", remaining_ms, serves)


def place(shard: int, incarnation: int | None) -> ShardPlace:
    return ShardPlace(shard, 1, incarnation, "", "")


loads = st.dictionaries(st.sampled_from([f"host-{n}" for n in range(6)]), st.integers(0, 300), min_size=1)


def test_a_shard_is_unowned_without_an_owner_and_when_its_owners_lease_has_run_out() -> None:
    leases = [lease(1, "host-0"), lease(2, "host-1", remaining_ms=-1)]
    assert unowned_shards([place(0, 1), place(1, 2), place(2, None), place(3, 9)], leases) == [1, 2, 3]


def test_a_shard_of_a_living_host_of_another_cluster_is_owned() -> None:
    assert unowned_shards([place(0, 1)], [HostLease(1, "another", "host-0", "a", 500)]) == []


def test_a_cluster_is_foreign_where_it_owns_nothing_and_the_owner_of_a_shard_lives() -> None:
    leases = [lease(1, "host-0"), lease(2, "host-1", remaining_ms=-1), lease(3, "host-2")]
    assert is_foreign_cluster([place(0, 1)], leases, {3})
    assert not is_foreign_cluster([place(0, 1), place(1, 3)], leases, {3})
    assert not is_foreign_cluster([place(0, 2), place(1, None)], leases, {3})


def test_hosts_are_far_apart_beyond_a_share_of_their_mean() -> None:
    assert far_apart([100, 130])
    assert not far_apart([100, 120])
    assert not far_apart([1024])


def test_hosts_that_serve_groups_of_different_sizes_are_not_lopsided() -> None:
    users, tables = (list(group) for group in (USERS, TABLES))
    serves = {"host-0": "users", "host-1": "tables"}
    assert far_apart([len(users), len(tables)])
    assert not is_lopsided({"host-0": users, "host-1": tables}, serves)
    assert is_lopsided({"host-0": users, "host-1": []}, {"host-0": "users", "host-1": "users"})


def test_owned_names_every_host_even_one_without_shards() -> None:
    assert owned([place(0, 1), place(1, 7)], [lease(1, "host-0"), lease(2, "host-1")]) == {"host-0": [0], "host-1": []}


@given(loads, st.integers(0, 400))
def test_dealing_gives_every_shard_once_and_levels_the_hosts(counts: dict[str, int], shards: int) -> None:
    dealt = deal(range(shards), counts, dict.fromkeys(counts, ALL))
    assert sorted(shard for given in dealt.values() for shard in given) == list(range(shards))
    totals = {name: counts[name] + len(dealt.get(name, ())) for name in counts}
    assert all(totals[name] <= min(totals.values()) + 1 for name in dealt)


def test_dealing_respects_the_groups_of_hosts() -> None:
    dealt = deal(range(SHARD_COUNT), {"u": 0, "t": 0}, {"u": "users", "t": "tables"})
    assert dealt == {"u": list(USERS), "t": list(TABLES)}


def test_a_shard_that_no_host_may_serve_is_given_to_nobody() -> None:
    assert deal([TABLES[0]], {"u": 0}, {"u": "users"}) == {}


@given(st.lists(st.integers(0, 4), max_size=300))
def test_a_rebalance_leaves_hosts_within_one_shard_and_moves_as_few_as_can_be(owners: list[int]) -> None:
    shards: dict[str, list[int]] = {f"host-{n}": [] for n in range(5)}
    for shard, owner in enumerate(owners):
        shards[f"host-{owner}"].append(shard)
    low, extra = divmod(len(owners), 5)
    moves = rebalance_plan(shards, dict.fromkeys(shards, ALL))
    after = {name: set(mine) for name, mine in shards.items()}
    for move in moves:
        assert set(move.shards) <= after[move.source]
        after[move.source] -= set(move.shards)
        after[move.target] |= set(move.shards)
    sizes = sorted(len(mine) for mine in after.values())
    assert sizes[-1] - sizes[0] <= 1
    richest = sorted((len(mine) for mine in shards.values()), reverse=True)
    goals = [low + 1] * extra + [low] * (5 - extra)
    needed = sum(max(0, have - goal) for have, goal in zip(richest, goals, strict=True))
    assert sum(len(move.shards) for move in moves) == needed


def test_an_evacuated_host_has_nothing_left_and_the_others_are_level() -> None:
    shards = {"host-0": list(range(10)), "host-1": [10], "host-2": [11]}
    moves = evacuation("host-0", shards, dict.fromkeys(shards, ALL))
    assert sorted(shard for move in moves for shard in move.shards) == list(range(10))
    assert {move.target: len(move.shards) for move in moves} == {"host-1": 5, "host-2": 5}


def test_a_lone_host_cannot_be_evacuated() -> None:
    assert evacuation("host-0", {"host-0": [1, 2]}, {"host-0": ALL}) == []
