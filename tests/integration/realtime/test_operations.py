"""What operators see of a gateway: readiness, draining and its metrics."""

import pytest
from prometheus_client.parser import text_string_to_metric_families

from tests.integration.cluster import running_cluster
from tests.integration.realtime.player import CONFIG, dialled, joined, new_user
from tests.patient import patient_client

METRICS = {
    "ws_connections": set(),
    "ws_handshakes": {"result"},
    "ws_messages": {"direction", "type"},
    "ws_closes": {"code"},
    "ws_resumes": {"result"},
    "ws_coalesced": set(),
    "ws_dropped": set(),
    "ws_send_queue_bytes": set(),
    "ws_command_duration_seconds": {"type", "code"},
    "game_stats_update_latency_ms": set(),
    "fanout_duration_seconds": set(),
    "http_requests": {"route", "method", "status_class"},
    "http_request_duration_seconds": {"route", "method"},
    "auth_logins": {"result"},
    "rate_limited": {"rule"},
    "build_info": {"version", "git_sha", "track"},
}
"""operations.md, Metrics: those of a gateway; the parser leaves out `_total`."""


async def test_a_gateway_is_ready_until_it_drains(database_url: str):
    user = new_user()
    async with (
        running_cluster(database_url, config=CONFIG) as cluster,
        patient_client(base_url=cluster.url) as http,
    ):
        for path in ("/health", "/health/live", "/health/ready"):
            answer = await http.get(path)
            assert (answer.status_code, answer.json()["status"]) == (200, "ok")
        async with joined(cluster, user) as socket:
            cluster.gateway.hub.announce_drain()
            announced = await socket.until("reconnect")
            assert announced["payload"] == {"reason": "drain", "window_ms": 5_000}
            ready = await http.get("/health/ready")
            assert (ready.status_code, ready.json()["code"]) == (503, "unavailable")
            assert ready.json()["checks"]["draining"] != "ok"
            assert (await http.get("/health")).status_code == 200
            assert (await http.get("/health/live")).status_code == 200
            async with dialled(cluster) as late:
                assert await late.close_code() == 4001
            assert (await socket.play())["ok"], "what is open goes on playing"
            await cluster.gateway.stop()
            assert await socket.close_code() == 4001


@pytest.mark.asyncio(loop_scope="module")
async def test_the_documented_metrics_are_there(cluster, http, socket):
    await socket.play()
    await http.get("/health")
    families = {family.name: family for family in text_string_to_metric_families((await http.get("/metrics")).text)}
    assert set(METRICS) <= set(families)
    for name, labels in METRICS.items():
        for sample in families[name].samples:
            assert set(sample.labels) - {"le"} == labels, name
    messages = {(s.labels["direction"], s.labels["type"]): s.value for s in families["ws_messages"].samples}
    assert messages["in", "rps.play"] == messages["out", "profile_update"] == messages["out", "stats_update"] == 1
    assert families["ws_connections"].samples[0].value == 1
    latencies = {sample.name: sample.value for sample in families["game_stats_update_latency_ms"].samples}
    assert latencies["game_stats_update_latency_ms_count"] == 1
    assert 0 < latencies["game_stats_update_latency_ms_sum"] < 60_000
