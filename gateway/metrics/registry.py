"""The gateway's own metrics, in a registry that is handed in (operations.md, Metrics): base units, no ids as labels."""

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram

from gateway.metrics.durations import Durations
from gateway.metrics.tallies import Tally

LATENCY_BUCKETS_S = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.2, 0.4, 0.8, 1.6, 3.2, 6.4)
LATENCY_BUCKETS_MS = tuple(round(bound * 1000, 3) for bound in LATENCY_BUCKETS_S)
FANOUT_BUCKETS_S = (0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.2, 0.4, 0.8)


class GatewayMetrics:
    """One attribute a metric."""

    def __init__(self, registry: CollectorRegistry, *, version: str, git_sha: str, track: str) -> None:
        self.registry = registry
        self._http(registry)
        self._sockets(registry)
        self.auth_logins = Counter("auth_logins_total", "Log-ins by result", ["result"], registry=registry)
        self.auth_lockouts = Counter(
            "auth_lockouts_total", "Log-ins and sign-ups refused by a limit", ["rule"], registry=registry
        )
        self.rate_limited = Counter("rate_limited_total", "Requests refused by a limit", ["rule"], registry=registry)
        self.audit_bounded = Counter(
            "audit_reads_bounded_total",
            "Reads of the audit trail that ended at their bound",
            ["read"],
            registry=registry,
        )
        build = Gauge("build_info", "What runs here", ["version", "git_sha", "track"], registry=registry)
        build.labels(version, git_sha, track).set(1)

    def _http(self, registry: CollectorRegistry) -> None:
        self.http_requests = Counter(
            "http_requests_total", "HTTP requests answered", ["route", "method", "status_class"], registry=registry
        )
        self.http_request_duration = Histogram(
            "http_request_duration_seconds",
            "Time from a request's head to the end of its answer",
            ["route", "method"],
            buckets=LATENCY_BUCKETS_S,
            registry=registry,
        )

    def _sockets(self, registry: CollectorRegistry) -> None:
        self.ws_connections = Gauge("ws_connections", "Open sockets", registry=registry)
        self.ws_handshakes = Counter("ws_handshakes_total", "Handshakes by result", ["result"], registry=registry)
        self.ws_messages = Tally("ws_messages", "Messages", ["direction", "type"], registry)
        self.ws_closes = Counter("ws_closes_total", "Sockets closed, by close code", ["code"], registry=registry)
        self.ws_resumes = Counter("ws_resumes_total", "Resumes by result", ["result"], registry=registry)
        self.ws_coalesced = Tally("ws_coalesced", "State pushes replaced by a newer one", [], registry)
        self.ws_dropped = Tally("ws_dropped", "Ephemeral messages dropped for slow readers", [], registry)
        self.ws_send_queue = Gauge("ws_send_queue_bytes", "Bytes waiting for slow readers", registry=registry)
        self.ws_command_duration = Durations(
            "ws_command_duration_seconds",
            "Time from a command's frame to its reply",
            ["type", "code"],
            LATENCY_BUCKETS_S,
            registry,
        )
        self.game_stats_update_latency = Durations(
            "game_stats_update_latency_ms",
            "Milliseconds from a command's frame to its stats_update on the same socket, slow readers left out",
            [],
            LATENCY_BUCKETS_MS,
            registry,
        )
        self.fanout_duration = Histogram(
            "fanout_duration_seconds",
            "Time to write one broadcast to every socket",
            buckets=FANOUT_BUCKETS_S,
            registry=registry,
        )
