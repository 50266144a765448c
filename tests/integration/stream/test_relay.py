"""Relays between a real Postgres and a real broker: order, what is sent again, a broker that goes, hand-over."""

import asyncio
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import asyncpg
import httpx
import pytest

from cluster.embedded.broker import EmbeddedBroker
from cluster.processes.relay.carrier import AWAY, LOOK_MS
from cluster.processes.specs import KafkaConfig
from tests.conftest import KAFKA
from tests.faults.until import until, until_so
from tests.integration.cluster import running_cluster
from tests.integration.realtime.player import CONFIG, new_id, new_user
from tests.integration.stream.conftest import Start
from tests.integration.stream.outbox import Outbox
from tests.integration.stream.reader import by_key, received
from tests.patient import patient_client

REPOSITORY = Path(__file__).parents[3]
PLAYERS = [f"u{n}" for n in range(40)]
WITHIN_S = 30.0


async def cursors_are_at_the_end(database_url: str) -> bool:
    connection = await asyncpg.connect(database_url)
    try:
        return bool(
            await connection.fetchval(
                "SELECT NOT EXISTS (SELECT FROM outbox o LEFT JOIN outbox_cursor c USING (shard)"
                " WHERE o.seq > coalesce(c.seq, 0))"
            )
        )
    finally:
        await connection.close()


async def play(http: httpx.AsyncClient, rounds: int) -> None:
    user = new_user()
    for _ in range(rounds):
        answer = await http.post(
            "/api/games/rps/play",
            json={"bet": 100, "choice": "rock"},
            headers=user.bearer | {"Idempotency-Key": new_id()},
        )
        assert answer.status_code == 200, answer.text


async def test_what_players_do_is_in_the_stream_in_their_order(
    database_url: str, kafka: KafkaConfig, start_relay: Start
):
    relay = await start_relay()
    async with running_cluster(database_url, config=CONFIG) as cluster, patient_client(base_url=cluster.url) as http:
        await asyncio.gather(*(play(http, 5) for _ in range(6)))
    connection = await asyncpg.connect(database_url)
    stored = await connection.fetch("SELECT event_id, type, key, payload, at FROM outbox ORDER BY shard, seq")
    await connection.close()
    messages = await received(kafka, len(stored))
    expected: dict[str, list[str]] = {}
    for row in stored:
        expected.setdefault(f"{row['type'].partition('.')[0]} {row['key']}", []).append(row["event_id"].hex)
    found: dict[str, list[str]] = {}
    for message in messages:
        found.setdefault(f"{message.topic.rpartition('.')[2]} {message.key}", []).append(message.event["id"])
    assert found == expected
    events = {message.event["id"]: message for message in messages}
    for row in stored:
        message = events[row["event_id"].hex]
        assert (message.event["type"], message.event["subject"]) == (row["type"], row["key"])
        assert message.event["time"] == row["at"].isoformat(timespec="microseconds").replace("+00:00", "Z")
        assert message.headers == {"content-type": b"application/cloudevents+json; charset=UTF-8"}
    assert relay.status().published == len(stored)


async def test_an_announcement_wakes_it_and_a_look_finds_what_was_not_announced(
    kafka: KafkaConfig, start_relay: Start, outbox: Outbox
):
    relay = await start_relay()
    await until(lambda: relay.status().groups == 32, WITHIN_S)
    started_s = asyncio.get_running_loop().time()
    for round_no in range(1, 11):
        await outbox.write("u1")
        await until(lambda published=round_no: relay.status().published == published, WITHIN_S)
    assert asyncio.get_running_loop().time() - started_s < 10 * LOOK_MS / 1000 / 2, "it only looked"
    await outbox.write("u2", announce=False)
    await until(lambda: relay.status().published == 11, WITHIN_S)


async def test_a_relay_that_is_killed_between_sending_and_its_cursor_repeats_itself_word_by_word(
    pytestconfig: pytest.Config, database_url: str, kafka: KafkaConfig, start_relay: Start, outbox: Outbox
):
    for _ in range(3):
        await outbox.write(*PLAYERS)
    command = [sys.executable, "-m", "tests.integration.stream.relay_main", database_url]
    with subprocess.Popen(  # noqa: ASYNC220 (it takes a moment, and nothing else runs)
        [*command, *kafka.servers, kafka.topic_prefix, str(kafka.partitions)],
        cwd=REPOSITORY,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        try:
            assert process.stdout is not None
            said = ""
            while not said.startswith("sent"):  # it logs as well
                said = await asyncio.to_thread(process.stdout.readline)
                assert said, "it ended by itself"
        finally:
            process.kill()
    await outbox.write(*PLAYERS)
    await start_relay()
    messages = await received(kafka, outbox.count)
    await until_so(lambda: cursors_are_at_the_end(database_url), WITHIN_S)
    assert by_key(messages) == outbox.written
    assert len(messages) > outbox.count, "nothing was sent twice"
    bodies: dict[str, object] = {}
    for message in messages:
        assert bodies.setdefault(message.event["id"], message.event) == message.event


async def test_without_its_broker_play_goes_on_and_everything_arrives_afterwards(
    pytestconfig: pytest.Config, tmp_path: Path, kafka: KafkaConfig, start_relay: Start, outbox: Outbox
):
    if pytestconfig.stash[KAFKA]:
        pytest.skip("the broker that was given is not ours to stop")
    first = EmbeddedBroker(tmp_path)
    address = first.start()
    own = replace(kafka, servers=(address,))
    relay = await start_relay(config=own)
    await outbox.write(*PLAYERS)
    await until(lambda: relay.status().published == outbox.count, WITHIN_S)
    before = dict(outbox.written)
    outbox.written.clear()
    first.stop()  # and what it had, it has in memory
    for _ in range(20):
        await outbox.write(*PLAYERS)
    await until(lambda: relay.status().trouble == AWAY, WITHIN_S)
    await outbox.write(*PLAYERS)
    second = EmbeddedBroker(tmp_path, port=int(address.rpartition(":")[2]))
    second.start()
    try:
        await until(lambda: relay.status().trouble == "", WITHIN_S)
        messages = await received(own, outbox.count)
        assert by_key(messages) == outbox.written
        assert before.keys() == outbox.written.keys()
        await relay.stop()
    finally:
        second.stop()


async def test_two_relays_share_the_shards_and_hand_them_over_while_events_come(
    database_url: str, kafka: KafkaConfig, start_relay: Start, outbox: Outbox
):
    one = await start_relay()
    await until(lambda: one.status().groups == 32, WITHIN_S)
    await outbox.write(*PLAYERS)
    two = await start_relay("relay-1")
    while [one.status().groups, two.status().groups] != [16, 16]:
        await outbox.write(*PLAYERS)
    for _ in range(5):
        await outbox.write(*PLAYERS)
    await until_so(lambda: cursors_are_at_the_end(database_url), WITHIN_S)
    assert min(one.status().published, two.status().published) > 0
    await two.stop()
    await outbox.write(*PLAYERS)
    await until(lambda: one.status().groups == 32, WITHIN_S)
    messages = await received(kafka, outbox.count)
    assert by_key(messages) == outbox.written
    assert len(messages) == outbox.count, "a hand-over in order repeats nothing"


async def test_a_start_without_a_broker_waits_for_it_and_tells_who_asks(
    kafka: KafkaConfig, start_relay: Start, outbox: Outbox
):
    nowhere = replace(kafka, servers=("127.0.0.1:1",))
    relay = await start_relay(config=nowhere)
    await outbox.write("u1")
    await until(lambda: relay.status().trouble == AWAY, WITHIN_S)
    assert str(relay.status()).endswith(AWAY)
    assert relay.status().published == 0
