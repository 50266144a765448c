"""Where an entity lives: its shard, and who owns which shard."""

from collections.abc import Iterable
from functools import lru_cache
from hashlib import blake2b
from typing import NamedTuple

from persistence.records import ShardPlace

SHARD_COUNT = 1024
"""Never changes: stored rows carry their shard."""
_CACHED_SHARDS_MAX = 65_536


@lru_cache(maxsize=_CACHED_SHARDS_MAX)
def shard_of(kind: str, key: str) -> int:
    """The shard of an entity, 0 to 1023: blake2b of kind and key, modulo the number of shards."""
    digest = blake2b(f"{kind}\0{key}".encode(), digest_size=8).digest()
    return int.from_bytes(digest, "big") % SHARD_COUNT


class Owner(NamedTuple):
    """Who serves a shard, since which epoch, and where it listens."""

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

    def complete(self) -> bool:
        """Every shard has an owner."""
        return len(self._owners) == SHARD_COUNT

    def addresses(self) -> frozenset[str]:
        return frozenset(owner.address for owner in self._owners.values())


def spread(shards: int, hosts: int) -> list[list[int]]:
    """Shards 0 to `shards` - 1 dealt to hosts in turn, so that loads are even."""
    return [list(range(index, shards, hosts)) for index in range(hosts)]
