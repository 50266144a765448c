"""Health of a gateway says when events do not get into the stream, and that play goes on without."""

from collections.abc import AsyncIterator
from dataclasses import replace

import pytest

from cluster.processes.health import stream_check
from cluster.processes.relay.carrier import AWAY
from cluster.processes.specs import KafkaConfig
from gateway.ports import HealthCheck
from persistence.postgres.stream.outbox import PostgresOutbox
from tests.faults.until import until, until_so
from tests.integration.stream.conftest import Start

WITHIN_S = 20.0


@pytest.fixture
async def check(database_url: str) -> AsyncIterator[HealthCheck]:
    outbox = PostgresOutbox(database_url)
    yield stream_check(outbox)
    await outbox.close()


async def test_without_relays_the_stream_degrades_and_no_more(check: HealthCheck, start_relay: Start):
    assert await check.probe() == "no relay runs"
    assert not check.required
    relay = await start_relay()
    assert await check.probe() is None
    await relay.stop()
    assert await check.probe() == "no relay runs"


async def test_a_relay_without_its_broker_degrades_until_another_can_carry(
    check: HealthCheck, start_relay: Start, kafka: KafkaConfig
):
    cut_off = await start_relay(config=replace(kafka, servers=("127.0.0.1:1",)))

    async def says_so() -> bool:
        return await check.probe() == AWAY

    await until_so(says_so, WITHIN_S)
    able = await start_relay("relay-1")
    assert await check.probe() is None
    await until(lambda: (cut_off.status().groups, able.status().groups) == (0, 32), WITHIN_S)
