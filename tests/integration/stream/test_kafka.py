"""The broker over the protocol of Kafka, by itself: topics, room in a batch, what has no connection."""

from collections.abc import AsyncIterator
from dataclasses import replace

import pytest
from aiokafka.admin import AIOKafkaAdminClient
from msgspec import json

from cluster.processes.relay import kafka as module
from cluster.processes.relay.broker import BrokerUnreachable, Message
from cluster.processes.relay.events import FAMILIES
from cluster.processes.relay.kafka import KafkaBroker, connection_options
from cluster.processes.specs import KafkaConfig
from tests.integration.stream.reader import received


@pytest.fixture
async def broker(kafka: KafkaConfig) -> AsyncIterator[KafkaBroker]:
    """A connected one."""
    client = KafkaBroker(kafka)
    await client.reach()
    yield client
    await client.close()


def message(n: int, *, family: str = "game", shard: int = 1, size: int = 0) -> Message:
    value = json.encode({"id": str(n), "filled": "x" * size})
    return Message(family, shard, b"user/u%d" % shard, value, 1_796_000_000_000 + n)


async def partitions(kafka: KafkaConfig) -> dict[str, int]:
    """How many partitions each topic of the test has."""
    admin = AIOKafkaAdminClient(**connection_options(kafka))
    await admin.start()
    try:
        names = [name for name in await admin.list_topics() if name.startswith(kafka.topic_prefix)]
        return {each["topic"]: len(each["partitions"]) for each in await admin.describe_topics(names)}
    finally:
        await admin.close()


async def test_every_family_has_a_topic_from_the_start_and_keeps_it(kafka: KafkaConfig, broker: KafkaBroker):
    expected = {kafka.topic_prefix + family: kafka.partitions for family in FAMILIES}
    assert await partitions(kafka) == expected
    again = KafkaBroker(replace(kafka, partitions=kafka.partitions + 1))
    await again.reach()
    await again.close()
    assert await partitions(kafka) == expected


async def test_a_family_that_nobody_knew_gets_its_topic_when_it_is_met(kafka: KafkaConfig, broker: KafkaBroker):
    published = await broker.publish([message(1), message(2, family="guestbook")])
    assert published == ([True, True], "")
    assert {each.event["id"] for each in await received(kafka, 2, ("game", "guestbook"))} == {"1", "2"}


async def test_what_has_no_room_waits_with_all_that_comes_behind_it(
    kafka: KafkaConfig, broker: KafkaBroker, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(module, "BATCH_BYTES_MAX", 3_000)
    await broker.reach()
    events = [message(n, size=size) for n, size in enumerate((1_000, 1_000, 2_000, 10))]
    other = message(9, shard=2, size=1_000)
    published = await broker.publish([*events, other])
    assert published == ([True, True, False, False, True], "")
    assert (await broker.publish(events[2:])).acknowledged == [True, True]
    found = await received(kafka, 5)
    assert [each.event["id"] for each in found if each.key == "user/u1"] == ["0", "1", "2", "3"]


async def test_a_broker_that_was_let_go_of_takes_nothing(broker: KafkaBroker):
    await broker.close()
    with pytest.raises(BrokerUnreachable):
        await broker.publish([message(1)])
    await broker.reach()
    assert (await broker.publish([message(1)])).acknowledged == [True]


async def test_a_broker_that_is_not_there_is_out_of_reach(kafka: KafkaConfig):
    with pytest.raises(BrokerUnreachable):
        await KafkaBroker(replace(kafka, servers=("127.0.0.1:1",))).reach()
