"""The owners of shards as a router sees them: its copy of the shard map, and one link to each address in it."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from typing import Any

import structlog

from actors.runtime.link.envelope import Downstream
from actors.runtime.link.stream import Link, LinkError
from actors.runtime.ownership.shards import ShardMap
from persistence.entities.ownership import ShardPlace
from persistence.errors import StoreError

MAP_REFRESH_MS = 1_000
DIAL_WAIT_MS = 100
"""How long a refresh waits for owners that are slow to connect; they go on connecting afterwards."""

Receive = Callable[[Any, list[Downstream]], None]
Dial = Callable[[str, Receive, Callable[[Any, str], None]], Awaitable[Link[Downstream]]]
"""(address, receive, lost) -> a link whose handshake is done. Raises OSError, LinkError."""

log = structlog.get_logger("router")


class Owners:
    """Follows the shard map. `connected` is called with each new link, `lost` with each one that broke."""

    def __init__(
        self,
        fetch_map: Callable[[], Awaitable[Sequence[ShardPlace]]],
        dial: Dial,
        *,
        receive: Receive,
        lost: Callable[[Link[Downstream]], None],
        connected: Callable[[], None],
    ) -> None:
        self._fetch_map = fetch_map
        self._dial = dial
        self._receive = receive
        self._lost = lost
        self._connected = connected
        self._map = ShardMap()
        self._epochs: dict[int, int] = {}
        """The highest epoch seen, by shard."""
        self._links: dict[str, Link[Downstream]] = {}
        self._dials: dict[str, asyncio.Task[None]] = {}

    def link_to(self, shard: int) -> Link[Downstream] | None:
        """Return the link to the shard's owner; None while that is unknown or not connected."""
        owner = self._map.owner(shard)
        return self._links.get(owner.address) if owner is not None else None

    def is_current(self, shard: int, epoch: int) -> bool:
        """Return whether `epoch` is at least the highest one seen of the shard, in the map or in an envelope."""
        seen = self._epochs.get(shard, 0)
        if epoch > seen:
            self._epochs[shard] = epoch
        return epoch >= seen

    def ready(self) -> bool:
        """Return whether every shard has an owner and each of them is connected."""
        return self._map.complete() and all(address in self._links for address in self._map.addresses())

    async def refresh(self) -> None:
        """Read the map and connect to the owners that are new in it.

        Raises:
            StoreError: the map cannot be read.
        """
        self._map = ShardMap(await self._fetch_map())
        for shard, epoch in self._map.epochs():
            if epoch > self._epochs.get(shard, 0):
                self._epochs[shard] = epoch
        for address in self._map.addresses():
            if address not in self._links and address not in self._dials:
                self._dials[address] = asyncio.create_task(self._connect(address))
        if self._dials:
            await asyncio.wait(list(self._dials.values()), timeout=DIAL_WAIT_MS / 1000)

    async def follow(self) -> None:
        """Refresh periodically, until cancelled: a frozen host that was replaced does not even answer `moved`."""
        while True:
            await asyncio.sleep(MAP_REFRESH_MS / 1000)
            try:
                await self.refresh()
            except StoreError as error:
                log.warning("shard_map_unreadable", error=str(error))
                continue
            current = self._map.addresses()
            for address in [address for address in self._links if current and address not in current]:
                self._links[address].abort("it owns no shard any more")

    def flush(self) -> None:
        """Send what links have kept because they were not allowed to send."""
        for link in self._links.values():
            link.flush()

    def close(self) -> None:
        """Drop every link and stop connecting."""
        links, self._links = list(self._links.values()), {}
        for task in self._dials.values():
            task.cancel()
        for link in links:
            link.close()

    async def _connect(self, address: str) -> None:
        try:
            link = await self._dial(address, self._receive, self._link_lost)
        except (OSError, LinkError) as error:
            log.info("owner_unreachable", address=address, error=str(error))
        else:
            if not link.is_closing():
                self._links[address] = link
                self._connected()
        finally:
            del self._dials[address]

    def _link_lost(self, link: Link[Downstream], reason: str) -> None:
        for address in [address for address, known in self._links.items() if known is link]:
            log.warning("link_lost", address=address, reason=reason)
            del self._links[address]
        self._lost(link)
