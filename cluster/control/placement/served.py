"""A comparison of what hosts serve with what they own.

A host may own shards that it does not serve: it claimed them and could not read their state, or the answer to its claim
came too late. To Postgres they have an owner, so that nobody else looks after them.
"""

from collections.abc import Collection, Mapping, Sequence

from persistence.entities.ownership import HostLease, ShardPlace


class ServedShards:
    """Compares from one look to the next: a shard that is just being adopted is not missed at the first."""

    def __init__(self) -> None:
        self._missed: set[tuple[int, int]] = set()

    def unserved(
        self,
        places: Sequence[ShardPlace],
        leases: Sequence[HostLease],
        served: Mapping[str, Collection[int]],
        moving: Collection[int],
    ) -> dict[str, list[int]]:
        """Return the shards that their host neither serves now nor served at the look before, by its name.

        `served` is what each host has answered; of one that has not, nothing is known. `moving` are on their way.
        """
        names = {lease.incarnation: lease.name for lease in leases if lease.name in served}
        missed = [
            place
            for place in places
            if place.incarnation in names
            and place.shard not in served[names[place.incarnation]]
            and place.shard not in moving
        ]
        before, self._missed = self._missed, {(place.shard, place.epoch) for place in missed}
        found: dict[str, list[int]] = {}
        for place in missed:
            if place.incarnation is not None and (place.shard, place.epoch) in before:
                found.setdefault(names[place.incarnation], []).append(place.shard)
        return found
