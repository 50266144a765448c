"""The embedded broker: loopback, in memory, and never outliving its owner."""

import os
import select
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest

from cluster.embedded.broker import EmbeddedBroker
from cluster.embedded.errors import StartFailed
from cluster.processes.relay.broker import Message
from cluster.processes.relay.kafka import KafkaBroker
from cluster.processes.specs import KafkaConfig
from tests.integration.stream.reader import received

ENDS_WITHIN_S = 20
OWNER = """
import sys
from pathlib import Path
from cluster.embedded.broker import EmbeddedBroker
print(EmbeddedBroker(Path(sys.argv[1])).start(), flush=True)
sys.stdin.read()
"""


@pytest.fixture
def broker(tmp_path: Path) -> Iterator[EmbeddedBroker]:
    server = EmbeddedBroker(tmp_path)
    yield server
    server.stop()


def listener(address: str) -> psutil.Process:
    """The process that listens on an address of loopback."""
    port = int(address.rpartition(":")[2])
    for process in psutil.process_iter(["name"]):
        if process.info["name"] == "tansu":
            for each in process.net_connections(kind="tcp"):
                if each.status == psutil.CONN_LISTEN and each.laddr == ("127.0.0.1", port):
                    return process
    raise AssertionError(f"nobody listens on {address}")


async def published(address: str, n: int) -> int:
    """Publish an event and read the topic; how many are there."""
    kafka = KafkaConfig((address,), idempotence=False, partitions=1)
    client = KafkaBroker(kafka)
    await client.reach()
    message = Message("game", 1, b"user/u", b'{"id": "%d"}' % n, 1_796_000_000_000)
    assert (await client.publish([message])).acknowledged == [True]
    await client.close()
    return len(await received(kafka, 1))


async def test_it_keeps_events_as_long_as_it_runs(broker: EmbeddedBroker):
    address = broker.start()
    assert [await published(address, n) for n in range(2)] == [1, 2]
    assert await published(broker.start(), 2) == 1


def test_it_listens_on_loopback_only(broker: EmbeddedBroker):
    process = listener(broker.start())
    assert {each.laddr.ip for each in process.net_connections(kind="tcp")} == {"127.0.0.1"}


def test_a_port_that_is_taken_fails_with_the_log(tmp_path: Path, broker: EmbeddedBroker):
    port = int(broker.start().rpartition(":")[2])
    with pytest.raises(StartFailed, match="AddrInUse"):
        EmbeddedBroker(tmp_path / "other", port=port).start()


def test_it_ends_with_the_process_that_started_it_even_if_that_is_killed(tmp_path: Path):
    with subprocess.Popen(
        [sys.executable, "-c", OWNER, str(tmp_path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as owner:
        assert owner.stdout is not None
        watch = os.pidfd_open(listener(owner.stdout.readline().strip()).pid)
        owner.kill()
    poll = select.poll()
    poll.register(watch, select.POLLIN)
    ended = poll.poll(ENDS_WITHIN_S * 1000)
    os.close(watch)
    assert ended, f"still runs after {ENDS_WITHIN_S} s"
