"""Loads definitions into a process and follows their changes, so that they take effect without a restart.

Postgres notifies of every new version; a poll of their number finds those whose notification was lost. A version that
this process cannot play by leaves the one before in force: it is logged, and counted in `definitions_refused`.
Settings are first versions: they are stored once, by whichever gateway starts first.
"""

import asyncio
from collections.abc import Callable

import structlog
from prometheus_client import CollectorRegistry, Gauge

from actors.areas import OF_SETTINGS, all_areas
from actors.crash.rules.config import TableConfig
from actors.definitions.book import Definitions, Refused
from actors.money.economy import EconomyConfig
from actors.runtime.clock import Clock
from gateway.staff.definition_versions import published
from persistence.definitions import DefinitionFeed, DefinitionStore, NewDefinition
from persistence.errors import Unreachable

POLL_MS = 5_000
"""Longest time that a change goes unnoticed when its notification was lost."""
RETRY_MS = 500

log = structlog.get_logger("definitions")


def process_definitions(economy: EconomyConfig, tables: tuple[TableConfig, ...]) -> Definitions:
    """Return the definitions that come with the program, in all areas, with the `tables` of the settings."""
    return Definitions(all_areas(economy, tables))


async def store_first_versions(definitions: Definitions, store: DefinitionStore) -> None:
    """Store what the settings say as the first versions of what has none: later they say nothing. Raises Unreachable.

    A setting that says otherwise than the first version is logged: staff change it from now on.
    """
    first = {
        (name, key): NewDefinition(name, key, each.version - 1, dict(each.source), False, 0, "", "settings")
        for name in OF_SETTINGS
        for key, each in definitions.areas[name].built_in.items()
    }
    for stored in await store.store_first(list(first.values())):
        if stored.body != first[stored.area, stored.id].body:
            log.warning("setting_ignored", area=stored.area, id=stored.id, version=stored.version)


class DefinitionLoader:
    """Keeps `definitions` as the database has them.

    `make_feed(changed)` makes the feed, which calls `changed` when there is something new. `prove`: this process plays
    by them, so that it computes all it needs for that before a version comes into force.
    """

    def __init__(
        self,
        definitions: Definitions,
        make_feed: Callable[[Callable[[], None]], DefinitionFeed],
        clock: Clock,
        registry: CollectorRegistry,
        *,
        prove: bool,
    ) -> None:
        self.definitions = definitions
        self._changed = asyncio.Event()
        self._feed = make_feed(self._changed.set)
        self._clock = clock
        self._prove = prove
        self._revision = 0
        self._refused: tuple[Refused, ...] = ()
        self._shown = Gauge("definitions_revision", "Newest version of a definition that was read", registry=registry)
        self._refusals = Gauge(
            "definitions_refused", "Versions that this process cannot play by", ["area"], registry=registry
        )
        for area in definitions.areas:
            self._refusals.labels(area)

    async def load(self) -> None:
        """Bring into force what is due by now. Raises Unreachable."""
        revision = await self._feed.revision()
        if revision == self._revision:
            changed = self.definitions.advance(self._clock.now_ms())
        else:
            stored = [published(row) for row in await self._feed.read()]
            prepared = await asyncio.to_thread(self.definitions.prepare, stored, prove=self._prove)
            changed = self.definitions.replace(prepared, self._clock.now_ms())
            self._revision = revision
        self._show(changed)

    async def run(self) -> None:
        """Follow changes until cancelled."""
        while True:
            await self._until_due()
            self._changed.clear()
            try:
                await self.load()
            except Unreachable as error:
                log.warning("definitions_unreachable", error=str(error))
                await asyncio.sleep(RETRY_MS / 1000)

    async def close(self) -> None:
        """Close the connection of the feed."""
        await self._feed.close()

    async def _until_due(self) -> None:
        """Return when there is something new, something scheduled comes into force, or the poll is due."""
        now_ms = self._clock.now_ms()
        start_ms = self.definitions.next_start_ms(now_ms)
        wait_ms = POLL_MS if start_ms is None else min(POLL_MS, start_ms - now_ms)
        try:
            async with asyncio.timeout(wait_ms / 1000):
                await self._changed.wait()
        except TimeoutError:
            return

    def _show(self, changed: bool) -> None:
        definitions = self.definitions
        self._shown.set(self._revision)
        if changed:
            log.info("definitions_in_force", revision=self._revision)
        for name in definitions.areas:
            self._refusals.labels(name).set(sum(each.area == name for each in definitions.refused))
        for refused in set(definitions.refused) - set(self._refused):
            log.error("definition_refused", **refused._asdict())
        self._refused = definitions.refused
