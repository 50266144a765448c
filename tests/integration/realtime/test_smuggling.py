"""Requests over raw connections: what is a body stays one, whatever head it has, and what is no HTTP is not run.

Each trial carries `/health/smuggled` where a server that reads the head in another way would find a request. It would
be answered, and counted under the route `unmatched`: there is no such path.
"""

from itertools import pairwise

import httpx
import pytest

from gateway.realtime.server.http import BoundedHttpProtocol
from tests.integration.cluster import Cluster
from tests.integration.realtime.player import eventually
from tests.integration.realtime.raw import Connection, connection

pytestmark = pytest.mark.asyncio(loop_scope="module")

INNER = b"GET /health/smuggled HTTP/1.1\r\nHost: x\r\n\r\n"
JSON = "Content-Type: application/json"
CL = f"Content-Length: {len(INNER)}"
CHUNKED = "Transfer-Encoding: chunked"
CHUNKS = b"%x\r\n%b\r\n0\r\n\r\n" % (len(INNER), INNER)
LOGIN = "POST /api/auth/login"
UPGRADE = ("Connection: Upgrade", "Upgrade: h2c", "HTTP2-Settings: AAMAAABkAARAAAAAAAIAAAAA")


def request(*headers: str, body: bytes = b"", line: str = LOGIN, version: str = "1.1", host: str = "Host: x") -> bytes:
    return "\r\n".join([f"{line} HTTP/{version}", *([host] if host else []), *headers, "", ""]).encode() + body


ONE_REQUEST = {
    "a length": request(JSON, CL, body=INNER),
    "chunks": request(JSON, CHUNKED, body=CHUNKS),
    "chunks with an extension": request(JSON, CHUNKED, body=CHUNKS.replace(b"\r\n", b";a=b\r\n", 1)),
    "an upgrade to h2c": request(JSON, *UPGRADE, CL, body=INNER),
    "an upgrade to TLS": request(JSON, "Connection: upgrade", "Upgrade: TLS/1.2", CL, body=INNER),
    "an unknown upgrade": request(JSON, "Connection: keep-alive, Upgrade", "Upgrade: foo", CL, body=INNER),
    "an upgrade and chunks": request(JSON, *UPGRADE, CHUNKED, body=CHUNKS),
    "an upgrade to WebSockets among others": request(JSON, "Connection: Upgrade", "Upgrade: foo, bar", CL, body=INNER),
    "an upgrade over HTTP/1.0": request(
        JSON, "Connection: Upgrade, keep-alive", "Upgrade: websocket", CL, body=INNER, version="1.0"
    ),
}
NONE = {
    "a length and chunks": request(JSON, CL, CHUNKED, body=b"0\r\n\r\n" + INNER),
    "chunks and a length": request(JSON, CHUNKED, CL, body=b"0\r\n\r\n" + INNER),
    "two lengths": request(JSON, "Content-Length: 2", CL, body=b"{}" + INNER),
    "the same length twice": request(JSON, CL, CL, body=INNER),
    "a list of lengths": request(JSON, "Content-Length: 2, 2", body=b"{}" + INNER),
    "a signed length": request(JSON, "Content-Length: +2", body=b"{}" + INNER),
    "a negative length": request(JSON, "Content-Length: -2", body=b"{}" + INNER),
    "a hexadecimal length": request(JSON, "Content-Length: 0x2", body=b"{}" + INNER),
    "an endless length": request(JSON, "Content-Length: 99999999999999999999999", body=INNER),
    "an unknown coding": request(JSON, "Transfer-Encoding: xchunked", body=b"0\r\n\r\n" + INNER),
    "identity": request(JSON, "Transfer-Encoding: identity", body=INNER),
    "chunked twice": request(JSON, CHUNKED, CHUNKED, body=b"0\r\n\r\n" + INNER),
    "chunked, then identity": request(JSON, CHUNKED, "Transfer-Encoding: identity", body=b"0\r\n\r\n" + INNER),
    "chunks in gzip": request(JSON, "Transfer-Encoding: gzip, chunked", body=b"0\r\n\r\n" + INNER),
    "chunks over HTTP/1.0": request(JSON, CHUNKED, body=b"0\r\n\r\n" + INNER, version="1.0"),
    "a blank before the colon": request(JSON, "Transfer-Encoding : chunked", body=b"0\r\n\r\n" + INNER),
    "a folded line": request(JSON, "Transfer-Encoding:\r\n chunked", body=b"0\r\n\r\n" + INNER),
    "a folded header": request(JSON, "X: a\r\n b", CL, body=INNER),
    "a bare line feed": request(JSON, "X: a\nTransfer-Encoding: chunked", body=b"0\r\n\r\n" + INNER),
    "a bare carriage return": request(JSON, "X: a\rTransfer-Encoding: chunked", body=b"0\r\n\r\n" + INNER),
    "a NUL in a header": request(JSON, "X: a\0b", CL, body=INNER),
    "a chunk size with 0x": request(JSON, CHUNKED, body=b"0x2\r\n{}\r\n0\r\n\r\n" + INNER),
    "a signed chunk size": request(JSON, CHUNKED, body=b"-2\r\n{}\r\n0\r\n\r\n" + INNER),
    "a huge chunk size": request(JSON, CHUNKED, body=b"10000000000000002\r\n{}\r\n0\r\n\r\n" + INNER),
    "a chunk size without digits": request(JSON, CHUNKED, body=b";a\r\n{}\r\n0\r\n\r\n" + INNER),
    "a chunk longer than its size": request(JSON, CHUNKED, body=b"2\r\n{}}\r\n0\r\n\r\n" + INNER),
    "a chunk that ends in a line feed": request(JSON, CHUNKED, body=b"2\n{}\n0\n\n" + INNER),
    "no host": request(JSON, CL, body=INNER, host=""),
    "two hosts": request(JSON, "Host: y", CL, body=INNER),
    "the same host twice": request(JSON, "Host: x", CL, body=INNER),
    "an empty host": request(JSON, CL, body=INNER, host="Host:"),
    "a host with a path": request(JSON, CL, body=INNER, host="Host: x/y"),
    "a host with a user": request(JSON, CL, body=INNER, host="Host: a@x"),
    "a method in front of a proxy": request(line="CONNECT x:80", body=INNER),
    "the preface of HTTP/2": b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n" + INNER,
    "an upgrade and two lengths": request(JSON, *UPGRADE, "Content-Length: 2", CL, body=b"{}" + INNER),
    "an upgrade, a length and chunks": request(JSON, *UPGRADE, CL, CHUNKED, body=b"0\r\n\r\n" + INNER),
    "WebSockets where there are none": request("Connection: Upgrade", "Upgrade: websocket", CL, body=INNER),
    "TLS": b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" + INNER,
}


@pytest.fixture
def runs_nothing_else(cluster: Cluster):
    """A check that what was carried along has not been run."""
    sample = cluster.gateway.metrics.registry.get_sample_value
    unmatched = {"route": "unmatched", "method": "GET", "status_class": "4xx"}
    before = sample("http_requests_total", unmatched)
    yield
    assert sample("http_requests_total", unmatched) == before


class Heard:
    """What the server has read of the newest connection, and whether it has closed it."""

    bytes = 0
    closed = False


@pytest.fixture
def heard(monkeypatch: pytest.MonkeyPatch) -> Heard:
    heard, received, lost = Heard(), BoundedHttpProtocol.data_received, BoundedHttpProtocol.connection_lost

    def read(protocol: BoundedHttpProtocol, data: bytes) -> None:
        received(protocol, data)
        heard.bytes += len(data)
        heard.closed = protocol.transport.is_closing()

    def gone(protocol: BoundedHttpProtocol, error: Exception | None) -> None:
        lost(protocol, error)
        heard.closed = True

    monkeypatch.setattr(BoundedHttpProtocol, "data_received", read)
    monkeypatch.setattr(BoundedHttpProtocol, "connection_lost", gone)
    return heard


async def in_parts(raw: Connection, heard: Heard, data: bytes, cuts: list[int]) -> None:
    """Send in parts, each after the server has read the one before, until it closes the connection."""
    heard.bytes, heard.closed = 0, False
    for at, end in pairwise([0, *cuts, len(data)]):
        raw.send(data[at:end])

        async def is_read(end: int = end) -> bool:
            return heard.closed or heard.bytes == end

        await eventually(is_read)


def cuts_of(data: bytes) -> list[list[int]]:
    """Nowhere, at the end of the head, within it and within the body."""
    end = data.index(b"\r\n\r\n") + 4
    return [[], [end], [end - 2], [10, end + 1]]


@pytest.mark.usefixtures("runs_nothing_else")
@pytest.mark.parametrize("data", ONE_REQUEST.values(), ids=ONE_REQUEST.keys())
async def test_a_body_belongs_to_its_request(cluster: Cluster, heard: Heard, data: bytes):
    for cuts in cuts_of(data):
        async with connection(cluster) as raw:
            await in_parts(raw, heard, data, cuts)
            status, body = await raw.answer()
            assert (status, b"bad_request" in body) == (400, True), "the route has read the body, and it is no JSON"
            if b" HTTP/1.0" not in data:
                raw.send(request(line="GET /health/live"))
                assert (await raw.answer())[0] == 200, "nothing is left over"


@pytest.mark.usefixtures("runs_nothing_else")
@pytest.mark.parametrize("data", NONE.values(), ids=NONE.keys())
async def test_what_can_be_read_in_two_ways_is_refused_and_the_connection_closed(
    cluster: Cluster, heard: Heard, data: bytes
):
    for cuts in cuts_of(data):
        async with connection(cluster) as raw:
            await in_parts(raw, heard, data, cuts)
            answers = await raw.rest()
            assert answers.startswith((b"HTTP/1.1 400", b"HTTP/1.1 405")), answers
            assert answers.count(b"HTTP/1.1 ") == 1


async def test_a_request_with_a_broken_body_in_one_piece_is_not_carried_out(cluster: Cluster, http: httpx.AsyncClient):
    """The route needs no body, so nothing but the framing keeps it from running."""
    route = {"route": "/api/auth/logout", "method": "POST", "status_class": "4xx"}
    sample = cluster.gateway.metrics.registry.get_sample_value
    before = sample("http_requests_total", route)
    async with connection(cluster) as raw:
        raw.send(request(CHUNKED, line="POST /api/auth/logout", body=b"x\r\n"))
        assert (await raw.rest()).startswith(b"HTTP/1.1 400")
    assert (await http.get("/health/live")).status_code == 200
    assert sample("http_requests_total", route) == before


async def test_a_get_that_offers_an_upgrade_is_answered_as_without(cluster: Cluster):
    async with connection(cluster) as raw:
        raw.send(request(*UPGRADE, line="GET /health/live") * 3)
        assert [(await raw.answer())[0] for _ in range(3)] == [200] * 3


async def test_an_error_waits_for_the_answers_before_it(cluster: Cluster):
    async with connection(cluster) as raw:
        good, bad = request(line="GET /health/live"), request(host="")
        raw.send(good + good + bad + INNER)
        answers = await raw.rest()
    assert [part.split()[0] for part in answers.split(b"HTTP/1.1 ")[1:]] == [b"200", b"200", b"400"]


async def test_a_body_in_a_content_coding_is_refused_in_words(http: httpx.AsyncClient):
    for coding in ("gzip", "br", "identity, deflate"):
        answer = await http.post("/api/auth/login", content=b"\x1f\x8b", headers={"Content-Encoding": coding})
        assert (answer.status_code, answer.json()["code"]) == (415, "unsupported_media_type")
        assert answer.headers["Accept-Encoding"] == "identity"
    plain = await http.post("/api/auth/login", json={}, headers={"Content-Encoding": "identity"})
    assert plain.status_code == 400
    assert (await http.get("/health/live", headers={"Content-Encoding": "gzip"})).status_code == 200


async def test_http_1_0_needs_no_host(cluster: Cluster):
    async with connection(cluster) as raw:
        raw.send(request(line="GET /health/live", version="1.0", host=""))
        assert (await raw.rest()).startswith(b"HTTP/1.1 200")
