"""The metrics of a relay (operations.md, Metrics)."""

from collections import Counter as Numbers
from collections.abc import Sequence

from prometheus_client import CollectorRegistry, Counter, Gauge

from persistence.stream.outbox import StoredEvent


class RelayCounters:
    """See `CarrierCounters`. What it has counted is also what its status says."""

    def __init__(self, registry: CollectorRegistry) -> None:
        self.registry = registry
        self.published_events = self.pending_events = self.oldest_ms = 0
        self._pending = Gauge("outbox_pending", "Events that this relay has still to publish", registry=registry)
        self._oldest = Gauge("outbox_oldest_age_seconds", "Age of the oldest of them", registry=registry)
        self._published = Counter("relay_published_total", "Events published", ["family"], registry=registry)
        self._failures = Counter(
            "relay_failures_total", "Times that the broker was out of reach or refused events", registry=registry
        )
        self.groups = Gauge("relay_groups_held", "Groups of shards whose events it carries", registry=registry)

    def published(self, events: Sequence[StoredEvent]) -> None:
        self.published_events += len(events)
        for family, number in Numbers(event.type.partition(".")[0] for event in events).items():
            self._published.labels(family).inc(number)

    def failed(self) -> None:
        self._failures.inc()

    def behind(self, events: int, age_ms: int) -> None:
        self.pending_events, self.oldest_ms = events, age_ms
        self._pending.set(events)
        self._oldest.set(age_ms / 1000)
