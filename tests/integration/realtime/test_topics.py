"""Table topics, from the entity through one subscription of the gateway to every socket that listens."""

import json
from collections.abc import AsyncIterator

import pytest
import pytest_asyncio

from actors.runtime.ownership.shards import shard_of
from tests.integration.cluster import Cluster, running_cluster
from tests.integration.realtime.player import CONFIG, Socket, joined, new_id, new_user
from tests.integration.realtime.tables import TOPICS, TableKind, tick

pytestmark = pytest.mark.asyncio(loop_scope="module")


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def cluster(module_database_url: str) -> AsyncIterator[Cluster]:
    async with running_cluster(
        module_database_url, config=CONFIG, more_kinds={"crash": TableKind()}, topics=TOPICS
    ) as running:
        yield running


async def heard(socket: Socket) -> dict:
    """The next message, read as it is: a topic's payloads are the table's own."""
    return json.loads(await socket.wire.recv())


async def subscribe(socket: Socket, table: str = "main", command: str = "subscribe") -> dict:
    await socket.wire.send(json.dumps({"id": "s", "type": f"crash.{command}", "payload": {"table": table}}))
    while (message := await heard(socket)).get("re") != "s":
        pass
    return message


async def test_a_subscriber_gets_the_state_and_then_every_message(cluster: Cluster, socket: Socket):
    await tick(cluster.gateway, new_id(), "gapless")
    state = await subscribe(socket, "gapless")
    assert (state["ok"], state["seq"], state["payload"]["total"]) == (True, 1, 1)
    for total in (2, 3, 4):
        await tick(cluster.gateway, new_id(), "gapless")
        assert await heard(socket) == {
            "topic": "crash:gapless",
            "type": "tick",
            "n": state["seq"] + total - 1,
            "payload": {"total": total},
        }


async def test_an_unknown_tables_rejection_reaches_the_client(socket: Socket):
    assert (await subscribe(socket, "nowhere"))["error"]["code"] == "not_found"


async def test_a_message_crosses_the_link_once_for_all_sockets(cluster: Cluster):
    async with joined(cluster, new_user()) as one, joined(cluster, new_user()) as two:
        for socket in (one, two):
            await subscribe(socket, "shared")
        host = cluster.hosts[0].host
        assert len(host.activations()["crash", "shared"].sockets) == 1
        await tick(cluster.gateway, new_id(), "shared")
        assert await heard(one) == await heard(two)


async def test_a_table_that_moves_shows_its_state_and_goes_on(cluster: Cluster, socket: Socket):
    await subscribe(socket, "moving")
    await tick(cluster.gateway, new_id(), "moving")
    assert (await heard(socket))["payload"] == {"total": 1}
    (host,) = cluster.hosts
    shards = [shard_of("crash", "moving")]
    await host.release(shards)
    await host.adopt(shards)
    state = await heard(socket)
    assert (state["topic"], state["type"], state["payload"]["total"]) == ("crash:moving", "state", 1)
    await tick(cluster.gateway, new_id(), "moving")
    after = await heard(socket)
    assert (after["type"], after["n"], after["payload"]) == ("tick", state["n"] + 1, {"total": 2})
