"""Decides which host should own which shard: pure functions over the shard map and the leases in Postgres."""

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from actors.runtime.ownership.shards import ALL, GROUPS, served_by
from persistence.entities.ownership import HostLease, ShardPlace

IMBALANCE_MAX = 0.25
"""Difference between hosts, as a share of the mean, above which the director levels them by itself."""


class Move(NamedTuple):
    """Shards that one host hands to another."""

    source: str
    target: str
    shards: tuple[int, ...]


def unowned_shards(places: Sequence[ShardPlace], leases: Sequence[HostLease]) -> list[int]:
    """Return the shards that have no owner whose lease still runs."""
    alive = {lease.incarnation for lease in leases if lease.remaining_ms > 0}
    return [place.shard for place in places if place.incarnation not in alive]


def owned(places: Sequence[ShardPlace], leases: Sequence[HostLease]) -> dict[str, list[int]]:
    """Return the shards of each of these hosts, by name."""
    names = {lease.incarnation: lease.name for lease in leases}
    shards: dict[str, list[int]] = {name: [] for name in sorted(names.values())}
    for place in places:
        if place.incarnation in names:
            shards[names[place.incarnation]].append(place.shard)
    return shards


def deal(shards: Sequence[int], loads: Mapping[str, int], serves: Mapping[str, str]) -> dict[str, list[int]]:
    """Give each shard to the host of its group that has the fewest by then; equal ones in order of their names.

    Return what each host is given, by name. A shard that no host serves is given to none.
    """
    counts = dict(sorted(loads.items()))
    dealt: dict[str, list[int]] = {name: [] for name in counts}
    for shard in shards:
        able = [name for name in counts if serves[name] == ALL or shard in served_by(serves[name])]
        if able:
            name = min(able, key=lambda each: counts[each])
            counts[name] += 1
            dealt[name].append(shard)
    return {name: given for name, given in dealt.items() if given}


def rebalance_plan(shards: Mapping[str, Sequence[int]], serves: Mapping[str, str]) -> list[Move]:
    """Return the fewest moves that leave the hosts of each group within one shard of each other."""
    moves: list[Move] = []
    groups = GROUPS if any(each != ALL for each in serves.values()) else {ALL: served_by(ALL)}
    for group, members in groups.items():
        able = [name for name in shards if serves[name] in {ALL, group}]
        mine = {name: [shard for shard in shards[name] if shard in members] for name in able}
        moves += _level(mine)
    return moves


def evacuation(name: str, shards: Mapping[str, Sequence[int]], serves: Mapping[str, str]) -> list[Move]:
    """Return the moves that empty one host; shards that no other serves stay."""
    others = {other: len(theirs) for other, theirs in shards.items() if other != name}
    dealt = deal(shards.get(name, ()), others, serves)
    return [Move(name, target, tuple(given)) for target, given in dealt.items()]


def is_foreign_cluster(places: Sequence[ShardPlace], leases: Sequence[HostLease], mine: set[int]) -> bool:
    """Return True if another living cluster owns shards and this one none: it was started on that one's database."""
    owners = {place.incarnation for place in places}
    alive = {lease.incarnation for lease in leases if lease.remaining_ms > 0}
    return not owners & mine and bool(owners & alive)


def groups_of(leases: Iterable[HostLease]) -> dict[str, str]:
    """Return the group of shards that each of these hosts may be given, by name."""
    return {lease.name: lease.serves for lease in leases}


def far_apart(loads: Sequence[int]) -> bool:
    """Return True if hosts with so many shards each should be levelled."""
    return len(loads) > 1 and max(loads) - min(loads) > max(1.0, IMBALANCE_MAX * sum(loads) / len(loads))


def is_lopsided(shards: Mapping[str, Sequence[int]], serves: Mapping[str, str]) -> bool:
    """Return True if these hosts should be levelled and can be: what no other may serve stays where it is."""
    return far_apart([len(each) for each in shards.values()]) and bool(rebalance_plan(shards, serves))


def _level(shards: Mapping[str, Sequence[int]]) -> list[Move]:
    if len(shards) < 2:
        return []
    total = sum(len(each) for each in shards.values())
    low, extra = divmod(total, len(shards))
    richest = sorted(shards, key=lambda name: (-len(shards[name]), name))
    goals = {name: low + (1 if index < extra else 0) for index, name in enumerate(richest)}
    surplus = [(name, shard) for name in richest for shard in shards[name][goals[name] :]]
    moves: dict[tuple[str, str], list[int]] = {}
    for target in richest:
        for _ in range(goals[target] - len(shards[target])):
            source, shard = surplus.pop()
            moves.setdefault((source, target), []).append(shard)
    return [Move(source, target, tuple(given)) for (source, target), given in moves.items()]
