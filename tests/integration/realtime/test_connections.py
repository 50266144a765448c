"""Connections to the gateway's real port: each counts in a bound and a time-out, whatever it does or leaves undone."""

import asyncio
import json
import socket as sockets
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from typing import Any

import pytest
import pytest_asyncio
from uvicorn import Config
from uvicorn.server import ServerState
from websockets.frames import Opcode

from gateway.realtime.server.handshake import PATH
from gateway.realtime.server.http import http_protocol
from gateway.rest.openapi.reading import FILES
from tests.integration.cluster import Cluster
from tests.integration.realtime.player import User, eventually
from tests.integration.realtime.raw import Connection, client_frame, connect_message, connection, handshake

pytestmark = pytest.mark.asyncio(loop_scope="module")

LIVE = b"GET /health/live HTTP/1.1\r\nHost: x\r\n\r\n"
LARGE = b"GET /openapi.json HTTP/1.1\r\nHost: x\r\n\r\n"
SMALL_BUFFER_BYTES = 4096
LONG_MS = 600_000


def counted(cluster: Cluster, rule: str) -> float:
    return cluster.gateway.metrics.registry.get_sample_value("rate_limited_total", {"rule": rule}) or 0


def open_now(cluster: Cluster) -> int:
    return len(cluster.gateway.server.server_state.connections)


@pytest_asyncio.fixture(loop_scope="module")
async def nobody_else(cluster: Cluster) -> None:
    """Waits until connections of earlier tests are gone."""

    async def none() -> bool:
        return open_now(cluster) == 0

    await eventually(none)


# --- handshakes that are none -----------------------------------------------------------------------------------------

LONG = "x" * 9_000
NO_HANDSHAKES = {
    "a long cookie": (handshake(f"Cookie: {LONG}"), 431),
    "a long query": (handshake(path=f"{PATH}?{LONG}"), 431),
    "300 headers": (handshake(*(f"X-{n}: a" for n in range(300))), 431),
    "a length": (handshake("Content-Length: 5") + b"hello", 400),
    "chunks": (handshake("Transfer-Encoding: chunked") + b"0\r\n\r\n", 400),
    "no host": (handshake(host=""), 400),
    "two hosts": (handshake("Host: y"), 400),
    "two keys": (handshake("Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ=="), 400),
    "another version": (handshake().replace(b"Version: 13", b"Version: 12"), 400),
    "HTTP/1.0": (handshake(version="HTTP/1.0"), 426),
    "no upgrade": (f"GET {PATH} HTTP/1.1\r\nHost: x\r\n\r\n".encode(), 426),
    "another method": (handshake().replace(b"GET", b"PUT"), 405),
    "a route of REST": (handshake(path="/api/users/me"), 400),
    "no route": (handshake(path="/nowhere"), 400),
    "behind a request": (LIVE + handshake(), 400),
}


@pytest.mark.usefixtures("nobody_else")
@pytest.mark.parametrize(("data", "status"), NO_HANDSHAKES.values(), ids=NO_HANDSHAKES.keys())
async def test_what_is_no_handshake_is_answered_at_once_and_closed(cluster: Cluster, data: bytes, status: int):
    async with connection(cluster) as raw:
        raw.send(data)
        answers = (await raw.rest()).split(b"HTTP/1.1 ")[1:]
        assert int(answers[-1].split()[0]) == status
        assert len(answers) == (2 if data.startswith(LIVE) else 1)
        assert open_now(cluster) == 0


async def test_what_follows_a_handshake_at_once_is_not_lost(cluster: Cluster, user: User):
    async with connection(cluster) as raw:
        raw.send(handshake() + client_frame(Opcode.TEXT, connect_message(user)))
        await raw.head()
        async with asyncio.timeout(10):
            await raw.reader.readuntil(b'"hello"')


# --- answers that nobody reads ----------------------------------------------------------------------------------------


@asynccontextmanager
async def unread(cluster: Cluster) -> AsyncIterator[Connection]:
    """A connection whose client has little room and reads nothing."""
    raw = sockets.socket()
    raw.setsockopt(sockets.SOL_SOCKET, sockets.SO_RCVBUF, SMALL_BUFFER_BYTES)
    raw.setblocking(False)
    await asyncio.get_running_loop().sock_connect(raw, ("127.0.0.1", cluster.gateway.port))
    reader, writer = await asyncio.open_connection(sock=raw)
    writer.transport.pause_reading()
    try:
        yield Connection(reader, writer)
    finally:
        writer.transport.abort()


@pytest.mark.usefixtures("nobody_else")
@pytest.mark.parametrize("then", [b"", b"\x16 no HTTP", handshake()], ids=["nothing more", "an error", "a handshake"])
async def test_answers_that_are_not_read_in_time_end_the_connection(
    cluster: Cluster, limits: Callable[..., None], then: bytes
):
    limits(answer_within_ms=100, keep_alive_ms=LONG_MS, request_within_ms=LONG_MS)
    before = counted(cluster, "unread_answer_time")
    async with unread(cluster) as raw:
        raw.send(LARGE * 10 + then)

        async def cut() -> bool:
            return counted(cluster, "unread_answer_time") == before + 1 and open_now(cluster) == 0

        await eventually(cut)


@pytest.mark.usefixtures("nobody_else")
async def test_a_connection_that_is_closed_with_an_unread_answer_is_cut_too(
    cluster: Cluster, limits: Callable[..., None]
):
    """uvicorn has written all of it and closes; the transport would wait for the client for ever."""
    limits(answer_within_ms=100, keep_alive_ms=1)
    before = counted(cluster, "unread_answer_time")
    async with unread(cluster) as raw:
        raw.send(LARGE)

        async def cut() -> bool:
            return counted(cluster, "unread_answer_time") == before + 1 and open_now(cluster) == 0

        await eventually(cut)


@pytest.mark.usefixtures("nobody_else")
async def test_more_unread_bytes_than_may_be_end_the_connection_at_once(cluster: Cluster, limits: Callable[..., None]):
    limits(unread_answer_bytes_max=1, answer_within_ms=LONG_MS)
    before = counted(cluster, "unread_answer_bytes")
    async with unread(cluster) as raw:
        raw.send(LARGE)

        async def cut() -> bool:
            return counted(cluster, "unread_answer_bytes") == before + 1 and open_now(cluster) == 0

        await eventually(cut)


@pytest.mark.parametrize("path", ["/docs", *(f"/docs/{name}" for name in FILES), "/openapi.json"])
async def test_the_page_of_the_api_arrives_whole_with_all_that_it_loads(cluster: Cluster, path: str):
    async with connection(cluster) as raw:
        raw.send(f"GET {path} HTTP/1.1\r\nHost: x\r\n\r\n".encode())
        status, body = await raw.answer()
    assert (status, len(body) > 0) == (200, True)


@pytest.mark.usefixtures("nobody_else")
async def test_a_large_answer_is_no_fault_of_a_client_that_reads_it(cluster: Cluster, limits: Callable[..., None]):
    """The whole of it is more than may be unsent; it is written as the client reads."""
    limits(unread_answer_bytes_max=64 * 1024, answer_within_ms=LONG_MS)
    before = counted(cluster, "unread_answer_bytes")
    async with unread(cluster) as raw:
        raw.send(LARGE)

        async def begun() -> bool:
            return any(each.flow.write_paused for each in cluster.gateway.server.server_state.connections)

        await eventually(begun)
        raw.writer.transport.resume_reading()
        status, body = await raw.answer()
    assert (status, bool(json.loads(body)["paths"])) == (200, True)
    assert counted(cluster, "unread_answer_bytes") == before


async def test_a_large_answer_is_read_whole_and_the_connection_stays(cluster: Cluster):
    async with connection(cluster) as raw:
        for _ in range(3):
            raw.send(LARGE)
            status, body = await raw.answer()
            assert (status, bool(json.loads(body)["paths"])) == (200, True)


async def test_no_more_requests_wait_in_line_than_may(cluster: Cluster, limits: Callable[..., None]):
    limits(pipelined_requests_max=4)
    before = counted(cluster, "pipelined_requests")
    async with connection(cluster) as raw:
        raw.send(LIVE * 1_000)
        answers = (await raw.rest()).split(b"HTTP/1.1 ")[1:]
    assert [int(answer.split()[0]) for answer in answers] == [200] * 5 + [400]
    assert counted(cluster, "pipelined_requests") == before + 1


@pytest.mark.usefixtures("nobody_else")
async def test_a_socket_whose_client_has_ended_and_reads_nothing_is_cut_off(
    cluster: Cluster, user: User, limits: Callable[..., None], monkeypatch: pytest.MonkeyPatch
):
    """Its close frame cannot get through: what the socket is sent is more than there is room for."""
    monkeypatch.setattr("gateway.realtime.socket.CLOSE_TIMEOUT_S", 0.05)
    limits(frames_per_s=1e9, frames_burst=1e9)
    async with unread(cluster) as raw:
        raw.send(handshake() + client_frame(Opcode.TEXT, connect_message(user)))
        hub = cluster.gateway.hub

        async def slow() -> bool:
            if raw.writer.transport.get_write_buffer_size() == 0:
                raw.send(client_frame(Opcode.PING, b"x" * 125) * 500)
            return bool(hub.slow)

        await eventually(slow)
        raw.writer.write_eof()

        async def gone() -> bool:
            return open_now(cluster) == 0 and not hub.slow

        await eventually(gone)


# --- requests whose client leaves -------------------------------------------------------------------------------------


async def test_a_running_request_hears_that_its_client_is_gone_although_another_waits_behind_it(cluster: Cluster):
    running, told = asyncio.Event(), asyncio.Event()

    async def app(scope: dict[str, Any], receive: Callable[[], Awaitable[dict[str, Any]]], send: object) -> None:
        while (await receive())["type"] != "http.disconnect":
            running.set()
        told.set()

    config = Config(app, http=http_protocol(cluster.gateway.hub), ws="none", lifespan="off", log_config=None)
    config.load()
    state, loop = ServerState(), asyncio.get_running_loop()
    server = await loop.create_server(
        lambda: config.http_protocol_class(config=config, server_state=state, app_state={}), "127.0.0.1", 0
    )
    async with server, asyncio.timeout(10):
        _, writer = await asyncio.open_connection(*server.sockets[0].getsockname())
        writer.write(LIVE * 2)
        await running.wait()
        writer.transport.abort()
        await told.wait()


# --- how many there may be --------------------------------------------------------------------------------------------


@pytest.mark.usefixtures("nobody_else")
async def test_the_oldest_idle_connection_yields_or_the_new_one_is_refused(
    cluster: Cluster, limits: Callable[..., None]
):
    limits(connections_max=2, yield_after_ms=LONG_MS)
    before = counted(cluster, "connections")
    async with AsyncExitStack() as opened:
        first, second = [await opened.enter_async_context(connection(cluster)) for _ in range(2)]
        await eventually_open(cluster, 2)
        third = await opened.enter_async_context(connection(cluster))
        refused = await third.rest()
        assert refused.startswith(b"HTTP/1.1 503")
        assert b"retry-after: 10\r\n" in refused
        limits(connections_max=2, yield_after_ms=0)
        fourth = await opened.enter_async_context(connection(cluster))
        await they_are_served(fourth, second)
        assert await first.rest() == b""
    assert counted(cluster, "connections") == before + 2


@pytest.mark.usefixtures("nobody_else")
async def test_an_address_that_has_its_share_of_idle_connections_loses_its_oldest(
    cluster: Cluster, limits: Callable[..., None]
):
    limits(connections_max=5, idle_connections_per_address_max=2, yield_after_ms=0)
    before = counted(cluster, "idle_connections_per_address")
    async with AsyncExitStack() as opened:
        first, second = [await opened.enter_async_context(connection(cluster)) for _ in range(2)]
        await eventually_open(cluster, 2)
        third = await opened.enter_async_context(connection(cluster))
        await they_are_served(third, second)
        assert await first.rest() == b""
    assert counted(cluster, "idle_connections_per_address") == before + 1


@pytest.mark.usefixtures("nobody_else")
async def test_an_idle_connection_whose_client_has_not_read_its_answer_yields_too(
    cluster: Cluster, limits: Callable[..., None], monkeypatch: pytest.MonkeyPatch
):
    """It is cut: closing it would wait for its client, who keeps the place. Here the last part is the whole answer."""
    monkeypatch.setattr("gateway.rest.edge.middleware.ANSWER_PART_BYTES", 2**20)
    limits(connections_max=1, yield_after_ms=0, answer_within_ms=LONG_MS, keep_alive_ms=LONG_MS)
    sample = cluster.gateway.metrics.registry.get_sample_value
    answered = {"route": "/openapi.json", "method": "GET", "status_class": "2xx"}
    before, cut_off = sample("http_requests_total", answered) or 0, counted(cluster, "unread_answer_time")
    async with unread(cluster) as idle:
        idle.send(LARGE)

        async def is_answered() -> bool:
            return sample("http_requests_total", answered) == before + 1

        await eventually(is_answered)
        async with connection(cluster) as newer:
            await they_are_served(newer)
            await eventually_open(cluster, 1)
    assert counted(cluster, "unread_answer_time") == cut_off


async def eventually_open(cluster: Cluster, count: int) -> None:
    async def so_many() -> bool:
        return open_now(cluster) == count

    await eventually(so_many)


async def they_are_served(*connections: Connection) -> None:
    for each in connections:
        each.send(LIVE)
        assert (await each.answer())[0] == 200


@pytest.mark.usefixtures("nobody_else")
async def test_a_socket_counts_and_does_not_yield(cluster: Cluster, user: User, limits: Callable[..., None]):
    limits(connections_max=1, yield_after_ms=0)
    async with connection(cluster) as playing:
        playing.send(handshake() + client_frame(Opcode.TEXT, connect_message(user)))
        await playing.head()
        async with connection(cluster) as late:
            late.send(LIVE)
            assert (await late.rest()).startswith(b"HTTP/1.1 503")


async def test_a_connection_waits_for_its_next_request_as_long_as_the_setting_says(
    cluster: Cluster, limits: Callable[..., None]
):
    limits(keep_alive_ms=1, request_within_ms=LONG_MS)
    async with connection(cluster) as raw:
        raw.send(LIVE)
        assert (await raw.rest()).startswith(b"HTTP/1.1 200")


async def test_the_server_itself_is_told_the_bound(cluster: Cluster):
    assert cluster.gateway.server.config.limit_concurrency == cluster.gateway.spec.limits.connections_max + 1
