"""The metrics of the director."""

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram

from cluster.processes.metrics import SECONDS


class DirectorMetrics:
    """The takeovers, hand-overs and unowned shards of a cluster, and what was deleted of its database."""

    def __init__(self, registry: CollectorRegistry) -> None:
        self.unowned_shards = Gauge("shards_homeless", "Shards without a living owner", registry=registry)
        self.unserved_shards = Gauge("shards_unserved", "Shards that their owner does not serve", registry=registry)
        self.takeovers = Counter("host_takeovers_total", "Hosts replaced, by proof", ["proof"], registry=registry)
        self.moves = Counter("shard_handovers_total", "Shards handed over between living hosts", registry=registry)
        self.recovery = Histogram(
            "shard_recovery_seconds",
            "From the death of a host to an owner for its shards",
            buckets=SECONDS,
            registry=registry,
        )
        self.pause = Histogram(
            "shard_handover_seconds", "How long a piece of shards had no owner", buckets=SECONDS, registry=registry
        )
        self.retention_rows = Counter(
            "retention_rows_total", "Rows deleted because they were old enough", ["table"], registry=registry
        )
        self.retention_failures = Counter(
            "retention_failures_total", "Passes of retention that were broken off", registry=registry
        )
        self.retention_pass = Gauge(
            "retention_pass_seconds", "How long the last whole pass of retention took", registry=registry
        )
        self.retention_passed = Gauge(
            "retention_passed_timestamp_seconds", "Unix time of the last whole pass; 0: none yet", registry=registry
        )
