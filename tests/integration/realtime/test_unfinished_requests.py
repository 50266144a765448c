"""Connections that never finish a request, on the gateway's real port: closed in time, and counted."""

import asyncio
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager
from dataclasses import replace

import pytest

from tests.integration.cluster import Cluster
from tests.integration.realtime.player import User, eventually, joined

pytestmark = pytest.mark.asyncio(loop_scope="module")

SOON_MS = 100
HALF_OPEN = 1_000
LATE, LARGE = {"rule": "request_time"}, {"rule": "request_head_bytes"}
HEAD = b"Host: x\r\nContent-Type: application/json\r\nContent-Length: 50\r\n\r\n"
WHOLE = b"GET /health/live HTTP/1.1\r\nHost: x\r\n\r\n"


@pytest.fixture
def soon(cluster: Cluster) -> Iterator[Callable[[], None]]:
    """From its call on, requests have to arrive in a moment; those that are to arrive are sent before it."""
    hub = cluster.gateway.hub
    before = hub.limits

    def change() -> None:
        hub.limits = replace(before, request_within_ms=SOON_MS, idle_connections_per_address_max=2 * HALF_OPEN)

    yield change
    hub.limits = before


@asynccontextmanager
async def connected(cluster: Cluster) -> AsyncIterator[tuple[asyncio.StreamReader, asyncio.StreamWriter]]:
    reader, writer = await asyncio.open_connection("127.0.0.1", cluster.gateway.port)
    try:
        yield reader, writer
    finally:
        writer.close()


def counted(cluster: Cluster, rule: dict[str, str]) -> float:
    return cluster.gateway.hub.metrics.registry.get_sample_value("rate_limited_total", rule) or 0


@pytest.mark.parametrize(
    "sent",
    [
        b"",
        b"\r\n",
        b"GET /api/realtime",
        b"GET /api/realtime/sync HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n",
        b"POST /api/auth/login HTTP/1.1\r\n" + HEAD + b"{",
    ],
    ids=["nothing", "line ends", "half a line", "half a handshake", "half a body"],
)
async def test_what_is_not_finished_in_time_is_closed(cluster: Cluster, soon: Callable[[], None], sent: bytes):
    soon()
    before = counted(cluster, LATE)
    async with connected(cluster) as (reader, writer):
        writer.write(sent)
        assert await reader.read() == b""
    assert counted(cluster, LATE) == before + 1


async def test_line_ends_after_a_request_win_no_time(cluster: Cluster, soon: Callable[[], None]):
    before = counted(cluster, LATE)
    async with connected(cluster) as (reader, writer):
        writer.write(WHOLE)
        assert (await reader.readuntil(b"\r\n")).startswith(b"HTTP/1.1 200")
        soon()
        writer.write(b"\r\n")
        await reader.read()
    assert counted(cluster, LATE) == before + 1


async def test_a_crowd_of_half_open_connections_is_closed_and_players_are_served(
    cluster: Cluster, user: User, soon: Callable[[], None]
):
    before = counted(cluster, LATE)
    async with joined(cluster, user) as socket:
        soon()
        crowd = [await asyncio.open_connection("127.0.0.1", cluster.gateway.port) for _ in range(HALF_OPEN)]
        assert (await socket.ask("state.get"))["ok"]
        assert [await reader.read() for reader, _ in crowd] == [b""] * HALF_OPEN
        assert (await socket.ask("state.get"))["ok"], "a finished handshake is not timed"
    assert counted(cluster, LATE) == before + HALF_OPEN
    for _, writer in crowd:
        writer.close()


async def test_a_head_without_end_is_refused_at_its_limit(cluster: Cluster):
    before, limit = counted(cluster, LARGE), cluster.gateway.hub.limits.request_head_bytes_max
    async with connected(cluster) as (reader, writer):
        writer.write(b"GET / HTTP/1.1\r\nX: " + b"a" * limit)
        assert (await reader.read()).startswith(b"HTTP/1.1 431")
    assert counted(cluster, LARGE) == before + 1


async def test_many_small_headers_are_refused_at_the_same_limit(cluster: Cluster):
    before, limit = counted(cluster, LARGE), cluster.gateway.hub.limits.request_head_bytes_max
    async with connected(cluster) as (reader, writer):
        writer.write(b"GET / HTTP/1.1\r\n" + b"X: a\r\n" * (limit // 6 + 1))
        assert (await reader.read()).startswith(b"HTTP/1.1 431")
    assert counted(cluster, LARGE) == before + 1


async def test_a_client_that_leaves_within_its_body_is_no_error_of_ours(cluster: Cluster):
    route = {"route": "/api/auth/login", "method": "POST", "status_class": "4xx"}
    sample = cluster.gateway.hub.metrics.registry.get_sample_value
    before = sample("http_requests_total", route) or 0
    async with connected(cluster) as (_, writer):
        writer.write(b"POST /api/auth/login HTTP/1.1\r\n" + HEAD + b"{")
        await writer.drain()

    async def counted_as_theirs() -> bool:
        return sample("http_requests_total", route) == before + 1

    await eventually(counted_as_theirs)
    assert not sample("http_requests_total", route | {"status_class": "5xx"})
