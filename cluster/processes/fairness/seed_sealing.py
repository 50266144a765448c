"""Seals anew, under the key that is used now, what the players of one host have stored of their seeds otherwise.

That is what a former key has sealed, and what a former release has stored in clear. A player's entity seals its own
seeds, in a turn (`actors.fairness.seeds`); this wakes those that need it, asleep or not, at a pace that other players
do not notice.
"""

import asyncio
from collections.abc import Mapping, Sequence
from typing import Protocol
from uuid import uuid4

import structlog
from msgspec import Struct
from prometheus_client import Counter

from actors.fairness.messages import SeedsSeal
from actors.fairness.sealing import Seal
from actors.fairness.seeds import SEEDS, Seeds
from actors.player.state import PlayerState
from actors.runtime.entity import EntityRef, StoredPart
from persistence.entities.records import LoadedPart
from persistence.errors import Unreachable

USER = "user"
PAGE_PLAYERS = 200
PAUSE_S = 1.0
"""Between two pages: at most PAGE_PLAYERS players a second are woken."""
LOOK_EVERY_S = 10.0
"""Between the last page and the next look at the first."""

log = structlog.get_logger("seeds")


class SeedParts(Protocol):
    """The stored parts of entities, by page; see `PostgresLoads.part_page`."""

    async def part_page(
        self, kind: str, part: str, after: str, rows_max: int, shards: Sequence[int] | None = None
    ) -> Sequence[tuple[str, LoadedPart]]: ...


class SeedHost(Protocol):
    """The host whose players they are."""

    def shards(self) -> Mapping[int, int]: ...
    def submit(self, ref: EntityRef, command_id: str, body: Struct) -> None: ...


class SeedResealing:
    """The task of one host. `seal` is that of player seeds; `orders` counts the players that were told to seal."""

    def __init__(self, store: SeedParts, host: SeedHost, seal: Seal, orders: Counter) -> None:
        self._store = store
        self._host = host
        self._seal = seal
        self._orders = orders

    async def run(self) -> None:
        """Look and order, page after page, until cancelled."""
        after = ""
        while True:
            try:
                after = await self.look(after)
            except Unreachable as error:
                log.warning("seeds_unreachable", error=str(error))
            await asyncio.sleep(PAUSE_S if after else LOOK_EVERY_S)

    async def look(self, after: str) -> str:
        """Look at one page; return the key behind which the next begins, empty after the last. Raises Unreachable."""
        page = await self._store.part_page(USER, SEEDS.name, after, PAGE_PLAYERS, list(self._host.shards()))
        for key, stored in page:
            if needs_sealing(self._seal, key, stored):
                self._host.submit(EntityRef(USER, key), f"seal:{uuid4().hex}", SeedsSeal())
                self._orders.inc()
        return page[-1][0] if len(page) == PAGE_PLAYERS else ""


def needs_sealing(seal: Seal, key: str, stored: LoadedPart) -> bool:
    """Return whether a stored part of seeds is under another key than the present one, or under none.

    One that this program cannot read, of a later release or damaged, is left to those who can.
    """
    try:
        seeds = stored_seeds(key, stored)
    except ValueError as error:
        log.warning("seeds_unreadable", user_id=key, error=str(error))
        return False
    return bool(seeds.sealed) and not seal.is_current(seeds.sealed)


def stored_seeds(key: str, stored: LoadedPart) -> Seeds:
    """Return the seeds of a player as they are stored. Raises ValueError when this program cannot read them."""
    player = PlayerState(key)
    SEEDS.load(player, StoredPart(stored.schema, stored.data))
    return SEEDS.of(player)
