"""The broker over the protocol of Kafka, by `aiokafka`.

A call makes one batch of each partition itself and waits for all of them: a client that filled its own batches could
have a later one acknowledged after an earlier one was given up. The partition follows from the shard, so that every
key has one, and no key is hashed twice.
"""

import asyncio
import logging
from collections.abc import Collection, Sequence
from typing import Any

from aiokafka import AIOKafkaProducer
from aiokafka.admin import AIOKafkaAdminClient, NewTopic
from aiokafka.errors import KafkaError, TopicAlreadyExistsError, for_code
from aiokafka.helpers import create_ssl_context

from cluster.processes.relay.broker import BrokerUnreachable, Message, Published
from cluster.processes.relay.events import CONTENT_TYPE, FAMILIES
from cluster.processes.specs import KafkaConfig

REACH_TIMEOUT_S = 5.0
REQUEST_TIMEOUT_MS = 4_000
"""How long the client tries to bring a batch to the broker."""
ACK_TIMEOUT_S = 5.0
"""Then a batch is given up, and its client with it: an idempotent one would try without end."""
RETRY_MS = 100
NEVER_MS = 60_000
"""A client that is not idempotent tries once: the relay itself sends again, when it has looked after its topics."""
CLOSE_TIMEOUT_S = 1.0
BATCH_BYTES_MAX = 1_000_000
"""A broker takes 1,048,588 by default (message.max.bytes)."""
HOUR_MS = 3_600_000
HEADERS = [("content-type", CONTENT_TYPE.encode())]
FAILURES = (KafkaError, OSError, TimeoutError, ValueError)
"""ValueError: an address that cannot be read."""

logging.getLogger("aiokafka").setLevel(logging.CRITICAL)  # it has several lines for each attempt, the relay has one


class KafkaBroker:
    """See `Broker`."""

    def __init__(self, config: KafkaConfig) -> None:
        self._config = config
        self._producer: Any = None
        self._partitions: dict[str, int] = {}
        """Numbers of partitions, by topic."""

    async def reach(self) -> None:
        """See `Broker.reach`."""
        await self.close()
        try:
            async with asyncio.timeout(REACH_TIMEOUT_S):
                await self._make_topics(FAMILIES)
                producer = AIOKafkaProducer(
                    **connection_options(self._config),
                    acks="all",
                    enable_idempotence=self._config.idempotence,
                    request_timeout_ms=REQUEST_TIMEOUT_MS,
                    retry_backoff_ms=RETRY_MS if self._config.idempotence else NEVER_MS,
                    max_batch_size=BATCH_BYTES_MAX,
                    max_request_size=BATCH_BYTES_MAX,
                )
                self._producer = producer
                await producer.start()
        except FAILURES as error:
            await self.close()
            raise BrokerUnreachable(repr(error)) from error

    async def publish(self, messages: Sequence[Message]) -> Published:
        """See `Broker.publish`."""
        if self._producer is None:
            raise BrokerUnreachable("there is no connection")
        try:
            async with asyncio.timeout(REACH_TIMEOUT_S):
                await self._know_topics({self._topic(message.family) for message in messages})
                batches = self._batches(messages)
                sent = {await self._send(place, builder): indexes for place, (builder, indexes) in batches.items()}
        except (*FAILURES, BrokerUnreachable) as error:
            await self.close()
            raise BrokerUnreachable(str(error) or repr(error)) from error
        done, _ = await asyncio.wait(sent, timeout=ACK_TIMEOUT_S)
        acknowledged, failure = [False] * len(messages), ""
        for future, indexes in sent.items():
            if future not in done:
                failure = "no acknowledgement in time"
            elif (refused := future.exception()) is not None:
                failure = repr(refused)
            else:
                for index in indexes:
                    acknowledged[index] = True
        if len(done) < len(sent) or not any(acknowledged):
            await self.close()
        return Published(acknowledged, failure)

    async def close(self) -> None:
        """See `Broker.close`; what is under way is dropped."""
        producer, self._producer = self._producer, None
        self._partitions = {}
        if producer is None:
            return
        try:
            await asyncio.wait_for(producer.stop(), CLOSE_TIMEOUT_S)
        except FAILURES:
            # It waits for what an idempotent client would send for ever; there is no public way to drop that.
            await producer._sender.close()
            await producer.client.close()

    def _topic(self, family: str) -> str:
        return self._config.topic_prefix + family

    async def _know_topics(self, topics: Collection[str]) -> None:
        """Make topics that this release does not know: a later one writes into the same outbox.

        The embedded broker has no topics after a restart, and acknowledges what it then loses: it is asked each time.
        """
        if not self._config.idempotence:
            here = (await self._producer.client.fetch_all_metadata()).topics()
            if not self._partitions.keys() <= here:
                raise BrokerUnreachable("the broker has lost its topics")
        new = sorted(set(topics) - self._partitions.keys())
        families = [topic.removeprefix(self._config.topic_prefix) for topic in new]
        if unknown := [family for family in families if family not in FAMILIES]:
            await self._make_topics(unknown)
        for topic in new:
            self._partitions[topic] = len(await self._producer.partitions_for(topic))

    def _batches(self, messages: Sequence[Message]) -> dict[tuple[str, int], tuple[Any, list[int]]]:
        """Return a batch of each partition with the places of its messages; what has no room in it waits."""
        batches: dict[tuple[str, int], tuple[Any, list[int]]] = {}
        full: set[tuple[str, int]] = set()
        for index, message in enumerate(messages):
            topic = self._topic(message.family)
            place = topic, message.shard % self._partitions[topic]
            if place in full:
                continue
            if place not in batches:
                batches[place] = self._producer.create_batch(), []
            builder, indexes = batches[place]
            _, _, key, value, at_ms = message
            if builder.append(timestamp=at_ms, key=key, value=value, headers=HEADERS) is None:
                full.add(place)
            else:
                indexes.append(index)
        return batches

    async def _send(self, place: tuple[str, int], builder: Any) -> "asyncio.Future[Any]":
        builder.close()
        future: asyncio.Future[Any] = await self._producer.send_batch(builder, place[0], partition=place[1])
        return future

    async def _make_topics(self, families: Collection[str]) -> None:
        config = self._config
        retention = {"retention.ms": str(config.retention_h * HOUR_MS)}
        topics = [
            NewTopic(self._topic(family), config.partitions, config.replication, topic_configs=retention)
            for family in families
        ]
        admin = AIOKafkaAdminClient(**connection_options(config), request_timeout_ms=REQUEST_TIMEOUT_MS)
        try:
            await admin.start()
            answer = await admin.create_topics(topics)
        finally:
            await admin.close()
        for name, code, *said in answer.topic_errors:
            error = for_code(code)
            if code and error is not TopicAlreadyExistsError:
                raise BrokerUnreachable(f"the topic {name} cannot be made: {error.__name__} {said}")


async def ask_broker(config: KafkaConfig) -> None:
    """Connect once, and leave. Raises one of FAILURES, or OSError for a file of certificates that is not there."""
    admin = AIOKafkaAdminClient(**connection_options(config), request_timeout_ms=REQUEST_TIMEOUT_MS)
    try:
        await admin.start()
    finally:
        await admin.close()


def connection_options(config: KafkaConfig) -> dict[str, Any]:
    """Return what every client of the broker is told of the way to it."""
    options: dict[str, Any] = {
        "bootstrap_servers": list(config.servers),
        "client_id": "pitboss",
        "security_protocol": ("SASL_" if config.sasl_mechanism else "") + ("SSL" if config.tls else "PLAINTEXT"),
    }
    if config.tls:
        options["ssl_context"] = create_ssl_context(cafile=config.ca_file or None)
    if config.sasl_mechanism:
        options |= {
            "sasl_mechanism": config.sasl_mechanism,
            "sasl_plain_username": config.user,
            "sasl_plain_password": config.password,
        }
    return options
