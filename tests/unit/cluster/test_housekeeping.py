"""Old rows are deleted on a schedule, and it can be seen that they are."""

import asyncio

from prometheus_client import CollectorRegistry

from actors.runtime.clock import ManualClock
from cluster.control import housekeeping
from cluster.control.housekeeping import Housekeeping
from cluster.control.metrics import DirectorMetrics
from persistence.errors import Unreachable
from persistence.postgres.entities.retention import Pruned


class Store:
    """Deletes three batches and five commands at each pass but the second, which finds nobody."""

    def __init__(self, clock: ManualClock) -> None:
        self._clock = clock
        self.asked: list[int] = []

    async def prune(self, older_than_hours: int) -> Pruned:
        self.asked.append(older_than_hours)
        self._clock.advance(2_000)
        if len(self.asked) == 2:
            raise Unreachable("away")
        return Pruned(3, 5)


async def test_a_pass_is_made_at_the_start_and_on_a_schedule_whatever_becomes_of_the_one_before(monkeypatch):
    monkeypatch.setattr(housekeeping, "PASS_EVERY_S", 0)
    clock, registry = ManualClock(), CollectorRegistry()
    store = Store(clock)
    keeping = asyncio.create_task(Housekeeping(48, clock, DirectorMetrics(registry)).run(store))
    while len(store.asked) < 3:  # noqa: ASYNC110 (a pass tells nobody)
        await asyncio.sleep(0)
    keeping.cancel()
    assert store.asked[:3] == [48, 48, 48]
    assert registry.get_sample_value("retention_failures_total") == 1
    assert registry.get_sample_value("retention_rows_total", {"table": "command"}) in {10, 15}
    assert registry.get_sample_value("retention_pass_seconds") == 2


async def test_the_time_of_the_last_whole_pass_is_a_metric():
    clock, registry = ManualClock(), CollectorRegistry()
    keeper, store = Housekeeping(24, clock, DirectorMetrics(registry)), Store(clock)
    assert registry.get_sample_value("retention_passed_timestamp_seconds") == 0
    await keeper.make_pass(store)
    passed_s = clock.now_ms() / 1000
    await keeper.make_pass(store)
    assert registry.get_sample_value("retention_passed_timestamp_seconds") == passed_s
