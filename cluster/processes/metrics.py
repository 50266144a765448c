"""The metrics of a host process (operations.md, Metrics), and the port on which every process serves its own."""

from threading import Thread
from wsgiref.simple_server import WSGIServer

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, start_http_server

from actors.crash.facts import ChainFiled, RoundEnded, VoidedFiled
from actors.games.facts import RoundPlayed
from actors.runtime.errors import CODES
from actors.runtime.facts import Fact
from actors.shop.facts import ItemFiled, PurchaseChanged
from cluster.processes.fairness.return_monitor import ReturnMonitor
from gateway.metrics.durations import Durations

SECONDS = (0.00025, 0.0005, 0.001, 0.002, 0.004, 0.008, 0.016, 0.032, 0.064, 0.128, 0.256, 0.4, 0.8, 2, 5)
TURNS = (1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 1024, 2048, 4096)


class RouterCounters:
    """The counters of a router."""

    def __init__(self, registry: CollectorRegistry) -> None:
        self._resent = Counter("router_resends_total", "Calls sent again", registry=registry)
        self._stale = Counter("router_stale_dropped_total", "Envelopes from an outdated owner", registry=registry)

    def resent(self, count: int) -> None:
        self._resent.inc(count)

    def stale_dropped(self) -> None:
        self._stale.inc()


class PurchaseCounters:
    """The purchases of a host's players, counted once they are durable."""

    def __init__(self, registry: CollectorRegistry) -> None:
        self._ended = Counter("purchases_total", "Purchases by how they ended", ["result", "reason"], registry=registry)
        self._duration = Histogram(
            "purchase_duration_seconds", "From a purchase's command to its end", buckets=SECONDS, registry=registry
        )

    def add(self, fact: PurchaseChanged) -> None:
        """Count a purchase that ended; a reason that is none of our error codes (a provider's) counts as `other`."""
        if fact.status == "pending":
            return
        known = not fact.reason_code or fact.reason_code.lower() in CODES
        self._ended.labels(fact.status, fact.reason_code.lower() if known else "other").inc()
        if fact.status != "refunded":
            self._duration.observe((fact.at - fact.created_at) / 1000)


class TellCounters:
    """The tells of a host's entities that did not go straight on."""

    def __init__(self, registry: CollectorRegistry) -> None:
        self.waited = Counter(
            "tell_window_full_total", "Tells that waited for others to the same entity", registry=registry
        )
        self.again = Counter(
            "tells_again_total", "Tells that were not stored and are sent again", ["code"], registry=registry
        )
        self.left = Counter(
            "tells_left_in_store_total", "Tells for which memory had no room: they are read later", registry=registry
        )


class FiledCounters:
    """Counters of all that left states at their bounds and is rows now."""

    def __init__(self, registry: CollectorRegistry) -> None:
        self.items = Counter(
            "shop_items_filed_total", "Archived items that left the state of the shop", registry=registry
        )
        self.of_tables = Counter(
            "crash_filed_total", "What left the states of crash tables and is rows now", ["what"], registry=registry
        )


class HostCounters:
    """The metrics of a host: one attribute each."""

    def __init__(self, registry: CollectorRegistry) -> None:
        self.registry = registry
        self.entity_active = Gauge("entity_active", "Entities in memory", ["kind"], registry=registry)
        self.entity_memory = Gauge("entity_memory_bytes", "About what entities take in memory", registry=registry)
        self.mailbox_depth = Gauge("mailbox_depth", "Work waiting in the queues of entities", registry=registry)
        self.shards_owned = Gauge("shards_owned", "Shards that this host serves", registry=registry)
        self.lease_margin = Gauge("lease_margin_seconds", "How long this host may still act", registry=registry)
        self.clock_skew = Gauge("clock_skew_seconds", "How far the clock is ahead of Postgres'", registry=registry)
        self.loop_lag = Gauge("event_loop_lag_seconds", "How late the loop runs its timers", registry=registry)
        self._evicted = Counter(
            "entity_evicted_total", "Idle entities that made room for others", ["bound"], registry=registry
        )
        self._histories_forgotten = Counter(
            "entity_histories_forgotten_total",
            "Entities whose recent pushes and replies were dropped for memory",
            registry=registry,
        )
        self.activations = Counter("entity_activations_total", "Entities loaded", ["kind"], registry=registry)
        self.activation_duration = Durations(
            "entity_activation_duration_seconds", "First message to first turn", [], SECONDS, registry
        )
        self.turn_duration = Durations("turn_duration_seconds", "One turn", ["command"], SECONDS, registry)
        self.commit_duration = Durations("commit_duration_seconds", "One group commit", [], SECONDS, registry)
        self.commit_batch_size = Durations("commit_batch_size", "Turns of one commit", [], TURNS, registry)
        self.commit_failures = Counter(
            "commit_failures_total", "Commits that did not go through", ["reason"], registry=registry
        )
        self.fenced_commits = Counter("fenced_commits_total", "Commits refused by the fence", registry=registry)
        self.gate_held = Durations("gate_held_seconds", "Oldest turn of a batch to its release", [], SECONDS, registry)
        self.duplicates = Counter("duplicate_commands_total", "Repeated commands", registry=registry)
        self.expired = Counter("expired_commands_total", "Commands dropped after their deadline", registry=registry)
        self.refusals = Counter(
            "host_refusals_total", "Work refused by a bound of the host", ["reason"], registry=registry
        )
        self._rate_limited = Counter(
            "rate_limited_total", "Commands of players refused by a rate", ["rule"], registry=registry
        )
        self._tells = TellCounters(registry)
        self.timers_armed = Gauge("timers_in_memory", "Timers that this host keeps in memory", registry=registry)
        self._timers_left = Counter(
            "timers_left_in_store_total", "Timers for which memory had no room: they are read later", registry=registry
        )
        self.poison = Counter(
            "entity_undone_total", "Activations undone after an error of ours", ["kind"], registry=registry
        )
        self.reseal_orders = Counter(
            "seeds_reseal_orders_total", "Players told to seal their seeds under the key in use", registry=registry
        )
        self._parts_unknown = Counter(
            "entity_parts_unknown_total", "Parts of a later release, left as they are", ["kind"], registry=registry
        )
        self.unreadable_parts = Counter(
            "entity_parts_unreadable_total", "Stored parts that could not be read", ["kind", "part"], registry=registry
        )
        self.returns = ReturnMonitor(registry)
        self.purchases = PurchaseCounters(registry)
        self._filed = FiledCounters(registry)
        self._of_kind: dict[str, tuple[Counter, Gauge]] = {}
        """By kind of entity: finding them by their label takes longer than counting."""
        self.shard_moves = Counter("shard_moves_total", "Shards adopted or given up", ["direction"], registry=registry)

    # --- actors.runtime.host.HostMetrics ---

    def committed(self, turns: int, duration_ms: float) -> None:
        self.commit_duration.observe((), duration_ms / 1000)
        self.commit_batch_size.observe((), turns)

    def failed(self, reason: str) -> None:
        self.commit_failures.labels(reason).inc()
        if reason == "fenced":
            self.fenced_commits.inc()

    def held(self, duration_ms: float) -> None:
        self.gate_held.observe((), duration_ms / 1000)

    def turn(self, command_type: str, duration_ms: float) -> None:
        self.turn_duration.observe((command_type,), duration_ms / 1000)

    def counted(self, fact: Fact) -> None:
        if isinstance(fact, PurchaseChanged):
            self.purchases.add(fact)
        elif isinstance(fact, RoundPlayed):
            self.returns.add(fact)
        elif isinstance(fact, RoundEnded):
            self.returns.add_end(fact)
        elif isinstance(fact, ChainFiled | VoidedFiled):
            self._filed.of_tables.labels(fact.WHAT).inc()
        elif isinstance(fact, ItemFiled):
            self._filed.items.inc()

    def duplicate(self) -> None:
        self.duplicates.inc()

    def expired_command(self) -> None:
        self.expired.inc()

    def rate_limited(self, rule: str) -> None:
        self._rate_limited.labels(rule).inc()

    def tell_waits(self) -> None:
        self._tells.waited.inc()

    def tell_again(self, code: str) -> None:
        self._tells.again.labels(code).inc()

    def tell_left_in_store(self) -> None:
        self._tells.left.inc()

    def timers_left_in_store(self, count: int) -> None:
        self._timers_left.inc(count)

    def activated(self, kind: str, duration_ms: float) -> None:
        if kind not in self._of_kind:
            self._of_kind[kind] = self.activations.labels(kind), self.entity_active.labels(kind)
        activations, active = self._of_kind[kind]
        activations.inc()
        active.inc()
        self.activation_duration.observe((), duration_ms / 1000)

    def passivated(self, kind: str, count: int) -> None:
        self.entity_active.labels(kind).dec(count)

    def evicted(self, reason: str, count: int) -> None:
        self._evicted.labels(reason).inc(count)

    def histories_forgotten(self, count: int) -> None:
        self._histories_forgotten.inc(count)

    def refused_overload(self, reason: str) -> None:
        self.refusals.labels(reason).inc()

    def poisoned(self, kind: str) -> None:
        self.poison.labels(kind).inc()

    def part_unknown(self, kind: str) -> None:
        self._parts_unknown.labels(kind).inc()

    def part_unreadable(self, kind: str, part: str) -> None:
        self.unreadable_parts.labels(kind, part).inc()


class MetricsServer:
    """`/metrics` of one process on a port of its own, for those who reach `host`; port 0: any free one.

    Raises:
        OSError: the port is taken, or `host` is no address of this machine.
    """

    def __init__(self, registry: CollectorRegistry, host: str = "127.0.0.1", port: int = 0) -> None:
        server: tuple[WSGIServer, Thread] = start_http_server(port, addr=host, registry=registry)
        self._server, self._thread = server
        self.port: int = self._server.server_port

    def stop(self) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()
