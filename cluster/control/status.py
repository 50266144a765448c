"""The status of a cluster: every host as it describes itself, with its lease and shards as Postgres has them."""

import asyncio
from typing import Any

from cluster.control.hosts import Hosts
from cluster.control.placement.assignment import owned, unowned_shards
from cluster.processes.starting.patience import DATABASE
from persistence.entities.ownership import Ownership
from persistence.errors import StoreError


async def cluster_status(cluster: str, hosts: Hosts, store: Ownership | None, waits_for: str) -> dict[str, Any]:
    """Return `{cluster, waits_for, homeless_shards, hosts}`.

    `waits_for` is what the director waits for, empty when for nothing. Without Postgres (`store` is None, or it is out
    of reach) the hosts are described by themselves alone, and `homeless_shards` is None: not known.
    """
    serves = {name: hosts.serves(name) for name in sorted(hosts)}
    described = await asyncio.gather(*(hosts.describe(name) for name in serves))
    found: dict[str, Any] = {"cluster": cluster, "waits_for": waits_for, "homeless_shards": None}
    if store is not None:
        try:
            found["homeless_shards"] = await _add_ownership(cluster, described, store)
        except StoreError:
            found["waits_for"] = DATABASE
    return found | {"hosts": [host | {"serves": serves[host["name"]]} for host in described]}


async def _add_ownership(cluster: str, described: list[dict[str, Any]], store: Ownership) -> int:
    """Add to each host what Postgres knows of it; return how many shards no host of this cluster owns."""
    places = await store.shard_map()
    leases = [lease for lease in await store.hosts() if lease.cluster == cluster]
    by_name = {lease.name: lease for lease in leases}
    epochs = {place.shard: place.epoch for place in places}
    shards = owned(places, leases)
    for host in described:
        lease, mine = by_name.get(host["name"]), shards.get(host["name"], [])
        host["lease_remaining_ms"] = lease.remaining_ms if lease is not None else None
        host["draining"] = lease.draining if lease is not None else None
        host["epoch_max"] = max((epochs[shard] for shard in mine), default=0)
        host["owned"] = len(mine)
    return len(unowned_shards(places, leases))
