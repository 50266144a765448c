"""A broker for the whole session, and relays on a database of the test's own."""

import secrets
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator

import pytest

from cluster.embedded.broker import EmbeddedBroker
from cluster.processes.relay.process import RelayProcess
from cluster.processes.specs import KafkaConfig, RelaySpec
from persistence.postgres.entities.store import PostgresStore
from tests.conftest import KAFKA
from tests.integration.stream.outbox import LEASE_TTL_MS, Outbox


@pytest.fixture(scope="session")
def broker_address(pytestconfig: pytest.Config, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """HOST:PORT of the broker that PITBOSS_TEST_KAFKA names, or of an embedded one."""
    given = pytestconfig.stash[KAFKA]
    if given:
        yield given
        return
    server = EmbeddedBroker(tmp_path_factory.mktemp("broker"))
    try:
        yield server.start()
    finally:
        server.stop()


@pytest.fixture
def kafka(pytestconfig: pytest.Config, broker_address: str) -> KafkaConfig:
    """The broker, with topics of the test's own."""
    return KafkaConfig(
        servers=(broker_address,),
        idempotence=bool(pytestconfig.stash[KAFKA]),
        topic_prefix=f"test-{secrets.token_hex(6)}.",
        partitions=3,
    )


Start = Callable[..., Awaitable[RelayProcess]]


@pytest.fixture
async def start_relay(database_url: str, kafka: KafkaConfig) -> AsyncIterator[Start]:
    """Starts relays by their name; they end with the test."""
    started: list[RelayProcess] = []

    async def start(name: str = "relay-0", config: KafkaConfig = kafka) -> RelayProcess:
        relay = RelayProcess(RelaySpec(name, "test", database_url, LEASE_TTL_MS, config))
        started.append(relay)
        await relay.start()
        return relay

    yield start
    for relay in started:
        await relay.stop()


@pytest.fixture
async def outbox(database_url: str) -> AsyncIterator[Outbox]:
    """Writes events as a host does."""
    store = await PostgresStore.connect(database_url, lease_ttl_ms=60_000)
    yield await Outbox.of(store)
    await store.close()
