"""WebSocket frames: size, kind, fragments and encoding (RFC 6455)."""

import asyncio
import json
from collections.abc import Callable
from contextlib import suppress

import pytest
from websockets.exceptions import ConnectionClosed
from websockets.frames import Opcode

from gateway.realtime.limits import SocketLimits
from tests.integration.cluster import Cluster
from tests.integration.realtime.player import Socket, User, dialled
from tests.integration.realtime.raw import client_frame, connect_message, connection, handshake

pytestmark = pytest.mark.asyncio(loop_scope="module")


async def test_a_binary_frame_is_malformed(socket: Socket):
    await socket.wire.send(b'{"id":"a","type":"state.get"}')
    assert await socket.close_code() == 4500


async def test_a_binary_frame_in_place_of_connect_is_malformed(cluster: Cluster):
    async with dialled(cluster) as socket:
        await socket.wire.send(b"\x00")
        assert await socket.close_code() == 4500


async def test_an_oversized_frame_is_too_big(socket: Socket):
    await socket.wire.send("x" * (SocketLimits().frame_bytes_max + 1))
    assert await socket.close_code() == 1009


async def test_the_largest_frame_is_not_too_big(socket: Socket):
    await socket.wire.send("x" * SocketLimits().frame_bytes_max)
    assert (await socket.next())["error"]["code"] == "bad_request"


async def test_fragments_that_are_too_big_together_are_too_big(socket: Socket):
    await socket.wire.send(["x" * 10_000, "x" * 10_000])
    assert await socket.close_code() == 1009


async def test_a_fragmented_message_is_read_whole(socket: Socket):
    text = json.dumps({"id": "한", "type": "state.get"}, ensure_ascii=False).replace("한", "fragmented")
    socket.sent["fragmented"] = "state.get"
    await socket.wire.send(list(text))
    assert (await socket.reply("fragmented"))["ok"]


FLOODS = {
    "pings": client_frame(Opcode.PING),
    "pongs": client_frame(Opcode.PONG),
    "empty fragments": client_frame(Opcode.CONT, fin=False),
    "empty messages": client_frame(Opcode.TEXT),
}


@pytest.mark.parametrize("frame", FLOODS.values(), ids=FLOODS.keys())
async def test_a_flood_of_small_frames_is_closed(
    cluster: Cluster, user: User, limits: Callable[..., SocketLimits], frame: bytes
):
    limits(commands_burst=60, commands_per_s=30)
    async with connection(cluster) as raw:
        raw.send(handshake())
        await raw.head()
        raw.send(client_frame(Opcode.TEXT, connect_message(user)))
        if frame == FLOODS["empty fragments"]:
            raw.send(client_frame(Opcode.TEXT, fin=False))
        raw.send(frame * 5_000)
        assert await raw.close_code() == 4006


async def test_pings_whose_pongs_nobody_reads_cost_no_memory(
    cluster: Cluster, user: User, limits: Callable[..., SocketLimits]
):
    """The peer keeps within the rates, but never reads: what waits for it is one pong, and then it is cut off."""
    bounds = limits(frames_per_s=1e9, frames_burst=1e9, send_queue_ms_max=100)
    hub, sample = cluster.gateway.hub, cluster.gateway.metrics.registry.get_sample_value
    before = sample("rate_limited_total", {"rule": "send_queue_ms"}) or 0
    ping = client_frame(Opcode.PING, b"x" * 125)
    async with connection(cluster) as raw:
        raw.send(handshake())
        await raw.head()
        raw.send(client_frame(Opcode.TEXT, connect_message(user)))
        raw.writer.transport.pause_reading()
        wire, most = list(hub._sessions.values())[-1].outgoing._wire, 0
        async with asyncio.timeout(20):
            while not raw.writer.transport.is_closing() and len(hub):
                raw.send(ping * 1_000)
                await asyncio.sleep(0)
                most = max(most, hub.waiting_bytes() + wire._transport.get_write_buffer_size())
    assert most < bounds.send_queue_bytes_max
    assert sample("rate_limited_total", {"rule": "send_queue_ms"}) == before + 1


INVALID_UTF8 = {
    "alone": b"\xff",
    "in the type": b'{"id":"a","type":"state\xff"}',
    "in the payload": b'{"id":"a","type":"rps.play","payload":{"bet":20,"choice":"ro\xff"}}',
    "in a key of the payload": b'{"id":"a","type":"state.get","payload":{"\xc3\x28":1}}',
    "in the payload of an unknown command": b'{"id":"a","type":"x","payload":"\xed\xa0\x80"}',
}


@pytest.mark.parametrize("data", INVALID_UTF8.values(), ids=INVALID_UTF8.keys())
async def test_text_that_is_not_utf8_closes_the_socket(socket: Socket, data: bytes):
    await socket.wire.send(data, text=True)
    assert await socket.close_code() == 1007


async def test_a_protocol_ping_is_answered(socket: Socket):
    async with asyncio.timeout(5):
        await (await socket.wire.ping())


async def test_what_follows_a_violation_is_not_played(socket: Socket, database, user: User):
    await socket.wire.send(b"\x00")
    with suppress(ConnectionClosed):
        for _ in range(20):
            await socket.send("rps.play", {"bet": 20, "choice": "rock"})
    assert await socket.close_code() == 4500
    assert await database.fetchval("SELECT count(*) FROM game_round WHERE user_id = $1", user.id) == 0


async def test_a_close_by_the_client_is_answered_and_counted(cluster: Cluster, socket: Socket):
    def counted() -> float:
        return cluster.gateway.metrics.registry.get_sample_value("ws_closes_total", {"code": "1001"}) or 0

    before = counted()
    await socket.wire.close(1001)
    assert socket.wire.close_code == 1001
    assert counted() == before + 1
