"""A request over REST is received when its last byte has come, whatever came of it before."""

import pytest

from actors.runtime.clock import SystemClock
from tests.integration.cluster import Cluster
from tests.integration.realtime.player import User, new_id
from tests.integration.realtime.raw import connection

pytestmark = pytest.mark.asyncio(loop_scope="module")

BODY = b'{"choice":"rock","bet":20}'


async def test_age_and_time_out_of_a_request_count_from_its_last_byte(cluster: Cluster, user: User, http, monkeypatch):
    router, clock = cluster.gateway.router, SystemClock()
    received, call = [], router.call

    def watched(*args, received_ms=None, **options):
        received.append(received_ms)
        call(*args, received_ms=received_ms, **options)

    monkeypatch.setattr(router, "call", watched)
    head = (
        "POST /api/games/rps/play HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
        f"Authorization: Bearer {user.token}\r\nIdempotency-Key: {new_id()}\r\nContent-Length: {len(BODY)}\r\n\r\n"
    )
    async with connection(cluster) as opened:
        opened.send(head.encode() + BODY[:5])
        assert (await http.get("/health/live")).status_code == 200  # by now the gateway has read the first part
        held_back_until_ms = clock.monotonic_ms()
        opened.send(BODY[5:])
        status, _ = await opened.answer()
    assert status == 200
    assert held_back_until_ms <= received[-1] <= clock.monotonic_ms()
