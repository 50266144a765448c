"""A process keeps its definitions as the database has them: from its start, at every change, and at a start time."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from typing import Any

import pytest
from prometheus_client import CollectorRegistry
from structlog.testing import capture_logs

from actors.crash.rules.config import TableConfig
from actors.definitions.book import Definitions
from actors.games.slot.area import slot_area
from actors.money.economy import EconomyConfig
from actors.runtime.clock import ManualClock
from cluster.processes import definition_loader as loading
from cluster.processes.definition_loader import DefinitionLoader, process_definitions, store_first_versions
from persistence.audit import AuditRow
from persistence.definitions import NewDefinition
from persistence.errors import Unreachable
from persistence.memory.definitions import MemoryDefinitions

PATIENCE_S = 30


@dataclass
class Process:
    """A loader over a store in memory; `faults` is how often the store is out of reach."""

    def __post_init__(self) -> None:
        self.clock, self.registry = ManualClock(), CollectorRegistry()
        self.store = MemoryDefinitions(self.clock.now_ms)
        self.definitions = Definitions([slot_area(EconomyConfig())])
        self.loader = DefinitionLoader(self.definitions, self._feed, self.clock, self.registry, prove=True)
        self.looked = asyncio.Event()
        self.faults = 0
        self._revision = self.store.revision
        self.store.revision = self._asked  # type: ignore[method-assign]

    def _feed(self, changed: Callable[[], None]) -> MemoryDefinitions:
        self.store.listeners.append(changed)
        return self.store

    async def _asked(self) -> int:
        self.looked.set()
        if self.faults:
            self.faults -= 1
            raise Unreachable("gone")
        return await self._revision()

    async def publish(self, follows: int = 1, *, starts_in_ms: int = 0, **changed: Any) -> None:
        body = {**self.definitions.areas["slot"].built_in["classic"].source, **changed}
        starts_ms = self.clock.now_ms() + starts_in_ms if starts_in_ms else 0
        new = NewDefinition("slot", "classic", follows, body, False, starts_ms, "ann", "r", built_in=1)
        await self.store.publish([(new, AuditRow("X"))])

    @property
    def version(self) -> int:
        found: int = self.definitions.area("slot")["classic"].version
        return found

    async def until(self, version: int) -> None:
        async with asyncio.timeout(PATIENCE_S):
            while True:
                if self.version == version:
                    return
                await asyncio.sleep(0)

    def metric(self, name: str, **labels: str) -> float | None:
        return self.registry.get_sample_value(name, labels)


@asynccontextmanager
async def following(process: Process) -> AsyncIterator[None]:
    task = asyncio.create_task(process.loader.run())
    try:
        yield
    finally:
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task


@pytest.fixture
async def process() -> Process:
    return Process()


async def test_what_is_published_is_in_force_before_the_process_serves(process: Process) -> None:
    await process.publish(rtp_band=[0.9, 0.96])
    assert process.version == 1
    await process.loader.load()
    assert process.version == 2
    assert process.metric("definitions_revision") == 1


async def test_a_change_takes_effect_as_soon_as_it_is_heard_of(process: Process, monkeypatch) -> None:
    monkeypatch.setattr(loading, "POLL_MS", 3_600_000)
    await process.loader.load()
    async with following(process):
        await process.publish(rtp_band=[0.9, 0.96])
        await process.until(2)


async def test_a_change_that_was_not_heard_of_is_found_by_the_poll(process: Process, monkeypatch) -> None:
    monkeypatch.setattr(loading, "POLL_MS", 10)
    process.store.listeners.clear()
    await process.loader.load()
    async with following(process):
        await process.publish(rtp_band=[0.9, 0.96])
        await process.until(2)


async def test_a_scheduled_version_comes_into_force_without_anybody_saying_so(process: Process, monkeypatch) -> None:
    monkeypatch.setattr(loading, "POLL_MS", 10)
    await process.publish(starts_in_ms=60_000, rtp_band=[0.9, 0.96])
    await process.loader.load()
    async with following(process):
        process.looked.clear()
        await process.looked.wait()
        assert process.version == 1
        process.clock.advance(60_000)
        await process.until(2)


async def test_a_version_that_cannot_be_played_by_is_logged_and_shown_and_the_one_before_stays(
    process: Process,
) -> None:
    await process.publish(rtp_band=[0.9, 0.96])
    await process.publish(2, rtp_band=[0.1, 0.2])
    with capture_logs() as logs:
        await process.loader.load()
        process.clock.advance(1)
        await process.loader.load()
    assert process.version == 2
    assert process.metric("definitions_refused", area="slot") == 1
    refusals = [each for each in logs if each["event"] == "definition_refused"]
    assert [(each["id"], each["version"]) for each in refusals] == [("classic", 3)]
    assert "rtp_band" in refusals[0]["why"]


async def test_a_refused_version_is_no_more_shown_when_a_good_one_follows(process: Process) -> None:
    await process.publish(rtp_band=[0.1, 0.2])
    await process.loader.load()
    assert process.metric("definitions_refused", area="slot") == 1
    await process.publish(2, rtp_band=[0.9, 0.96])
    await process.loader.load()
    assert process.version == 3


async def test_a_database_that_is_away_for_a_while_leaves_everything_in_force(process: Process, monkeypatch) -> None:
    monkeypatch.setattr(loading, "RETRY_MS", 1)
    monkeypatch.setattr(loading, "POLL_MS", 1)
    await process.loader.load()
    process.faults = 2
    async with following(process):
        await process.publish(rtp_band=[0.9, 0.96])
        await process.until(2)
    assert process.faults == 0


async def test_settings_are_first_versions_and_later_ones_are_ignored_and_said_so() -> None:
    clock = ManualClock()
    store = MemoryDefinitions(clock.now_ms)
    first = process_definitions(EconomyConfig(starting_gold=700), (TableConfig(name="main", bet_min=50),))
    await store_first_versions(first, store)
    assert {(row.area, row.id, row.version) for row in await store.read()} == {
        *(("economy", "main", 1), ("rps", "standard", 1), ("streak", "ladder", 1), ("crash", "main", 1))
    }
    changed = process_definitions(EconomyConfig(starting_gold=900), (TableConfig(name="main", bet_min=90),))
    with capture_logs() as logs:
        await store_first_versions(changed, store)
    assert [(each["area"], each["id"]) for each in logs if each["event"] == "setting_ignored"] == [
        *(("economy", "main"), ("crash", "main"))
    ]
    loader = DefinitionLoader(changed, lambda heard: store, clock, CollectorRegistry(), prove=True)
    await loader.load()
    assert changed.area("economy")["main"].body.starting_gold == 700
    assert changed.area("crash")["main"].body.bet_min == 50
