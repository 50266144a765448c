"""Placement: the shard of an entity, and the owner of each shard.

Shards 0 to 895 hold players, 896 to 1023 tables and shops, so that kinds can be pinned to groups of hosts and a hot
table never slows players' wallets down (decision record 0012).
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from hashlib import blake2b
from typing import NamedTuple

from persistence.entities.ownership import SHARD_COUNT, ShardPlace

USERS = range(896)
TABLES = range(896, SHARD_COUNT)
TABLE_KINDS = frozenset({"crash", "shop"})
GROUPS: Mapping[str, range] = {"users": USERS, "tables": TABLES}
"""The shards of each group of kinds."""
ALL = "all"
"""The default of a host: it serves every group."""
_CACHED_SHARDS_MAX = 65_536


@lru_cache(maxsize=_CACHED_SHARDS_MAX)
def shard_of(kind: str, key: str) -> int:
    """Return the shard of an entity, 0 to 1023: blake2b of kind and key, modulo the shards of its group."""
    digest = blake2b(f"{kind}\0{key}".encode(), digest_size=8).digest()
    shards = TABLES if kind in TABLE_KINDS else USERS
    return shards[int.from_bytes(digest, "big") % len(shards)]


def served_by(serves: str) -> Sequence[int]:
    """Return the shards that a host of a group may be given."""
    return range(SHARD_COUNT) if serves == ALL else GROUPS[serves]


class Owner(NamedTuple):
    """The host that serves a shard: its address, its incarnation, and the epoch of its ownership."""

    host: str
    address: str
    epoch: int
    incarnation: int


class ShardMap:
    """A gateway's or host's copy of shard ownership. Only a hint: the owner itself answers `moved` when it is stale."""

    def __init__(self, places: Iterable[ShardPlace] = ()) -> None:
        self._owners: dict[int, Owner] = {
            place.shard: Owner(place.host, place.address, place.epoch, place.incarnation)
            for place in places
            if place.incarnation is not None
        }

    def owner(self, shard: int) -> Owner | None:
        return self._owners.get(shard)

    def epochs(self) -> Iterator[tuple[int, int]]:
        """Yield each shard that has an owner, with the epoch of that."""
        return ((shard, owner.epoch) for shard, owner in self._owners.items())

    def complete(self) -> bool:
        """Return whether every shard has an owner."""
        return len(self._owners) == SHARD_COUNT

    def addresses(self) -> list[str]:
        """Return the addresses of all owners, each once, in the order of their shards."""
        return list(dict.fromkeys(owner.address for owner in self._owners.values()))
