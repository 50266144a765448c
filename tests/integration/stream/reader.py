"""Reads the topics of a test from their beginning, as a consumer would."""

import asyncio
from collections import defaultdict
from collections.abc import Sequence
from typing import Any, NamedTuple

from aiokafka import AIOKafkaConsumer
from aiokafka.errors import KafkaError
from aiokafka.structs import TopicPartition
from msgspec import json

from cluster.processes.relay.events import FAMILIES
from cluster.processes.relay.kafka import connection_options
from cluster.processes.specs import KafkaConfig

PATIENCE_S = 40.0
POLL_MS = 100


class Received(NamedTuple):
    """A message of a topic."""

    topic: str
    key: str
    headers: dict[str, bytes]
    event: dict[str, Any]


async def received(kafka: KafkaConfig, ids: int, families: Sequence[str] = FAMILIES) -> list[Received]:
    """Every message, in the order of each partition, once as many different events have come. Raises TimeoutError."""
    found: list[Received] = []
    async with asyncio.timeout(PATIENCE_S):
        consumer = await _started(kafka)
        try:
            topics = [kafka.topic_prefix + family for family in families]
            places = [TopicPartition(topic, n) for topic in topics for n in range(kafka.partitions)]
            consumer.assign(places)
            await consumer.seek_to_beginning()
            while len({each.event["id"] for each in found}) < ids:
                for messages in (await consumer.getmany(timeout_ms=POLL_MS)).values():
                    found += [
                        Received(each.topic, each.key.decode(), dict(each.headers), json.decode(each.value))
                        for each in messages
                    ]
        finally:
            await consumer.stop()
    return found


def by_key(messages: list[Received]) -> dict[str, list[str]]:
    """The ids of each key as they came, the first time that each of them came."""
    found: dict[str, list[str]] = defaultdict(list)
    for message in messages:
        if message.event["id"] not in found[message.key]:
            found[message.key].append(message.event["id"])
    return found


async def _started(kafka: KafkaConfig) -> AIOKafkaConsumer:
    while True:
        consumer = AIOKafkaConsumer(
            **connection_options(kafka), group_id=None, auto_offset_reset="earliest", metadata_max_age_ms=500
        )
        try:
            await consumer.start()
        except KafkaError:
            await consumer.stop()
        else:
            return consumer
