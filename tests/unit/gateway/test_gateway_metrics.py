"""The gateway's metrics carry the names that dashboards and alerts rely on (operations.md)."""

from prometheus_client import REGISTRY, CollectorRegistry

from gateway.metrics.registry import GatewayMetrics

NAMES = {
    "ws_connections": (),
    "ws_handshakes": ("result",),
    "ws_messages": ("direction", "type"),
    "ws_closes": ("code",),
    "ws_resumes": ("result",),
    "ws_coalesced": (),
    "ws_dropped": (),
    "ws_send_queue_bytes": (),
    "ws_command_duration_seconds": ("type", "code"),
    "game_stats_update_latency_ms": (),
    "fanout_duration_seconds": (),
    "http_requests": ("route", "method", "status_class"),
    "http_request_duration_seconds": ("route", "method"),
    "auth_logins": ("result",),
    "auth_lockouts": ("rule",),
    "rate_limited": ("rule",),
    "audit_reads_bounded": ("read",),
    "build_info": ("version", "git_sha", "track"),
}


def test_names_and_labels_are_those_of_the_specification():
    metrics = GatewayMetrics(CollectorRegistry(), version="1", git_sha="abc", track="stable")
    made = [value for name, value in vars(metrics).items() if name != "registry"]

    found = {metric._name: tuple(getattr(metric, "_labelnames", getattr(metric, "_labels", ()))) for metric in made}
    assert found.items() <= NAMES.items()
    assert {family.name for family in metrics.registry.collect()} == set(NAMES)


def test_two_gateways_share_no_registry():
    first, second = CollectorRegistry(), CollectorRegistry()
    GatewayMetrics(first, version="1", git_sha="abc", track="stable").ws_connections.inc()
    GatewayMetrics(second, version="1", git_sha="abc", track="stable")

    assert first.get_sample_value("ws_connections") == 1
    assert second.get_sample_value("ws_connections") == 0
    assert REGISTRY.get_sample_value("ws_connections") is None


def test_latency_buckets_contain_the_alert_thresholds():
    registry = CollectorRegistry()
    metrics = GatewayMetrics(registry, version="1", git_sha="abc", track="stable")
    metrics.http_request_duration.labels("/x", "GET").observe(0.5)

    def below(limit):
        return registry.get_sample_value(
            "http_request_duration_seconds_bucket", {"route": "/x", "method": "GET", "le": limit}
        )

    assert (below("0.4"), below("0.8")) == (0, 1)
