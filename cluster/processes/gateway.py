"""One gateway: router, hub, HTTP application and the uvicorn server that carries them.

Reading order: `GatewayProcess.start` says what a gateway is made of, `stop` how it lets its clients leave.
"""

import asyncio
import os
from collections.abc import Callable, Coroutine, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

import structlog
import uvicorn
from prometheus_client import CollectorRegistry
from redis.asyncio import Redis
from starlette.types import ASGIApp

from actors.crash.rules.config import TableConfig
from actors.definitions.book import Definitions
from actors.runtime.clock import Clock, SystemClock
from actors.runtime.entity import EntityRef
from actors.runtime.link.router import Router
from actors.shop.shop_messages import SHOP, STOREFRONT
from cluster.processes.definition_loader import DefinitionLoader, process_definitions, store_first_versions
from cluster.processes.health import postgres_check, redis_check, stream_check
from cluster.processes.links import Dialler
from cluster.processes.listening import bound_socket
from cluster.processes.metrics import MetricsServer, RouterCounters
from cluster.processes.specs import GatewaySpec
from cluster.processes.starting.patience import Patience
from cluster.processes.starting.waiting_room import WaitingRoom
from cluster.setting_values import reachable_host, url_host
from gateway.app import create_app
from gateway.auth.lockout import FallbackAttempts
from gateway.auth.revocations import LivingTokens, Revocations
from gateway.auth.tokens import AccessTokens
from gateway.dependencies import GatewayDependencies
from gateway.entities import RoutedEntities
from gateway.metrics.registry import GatewayMetrics
from gateway.ports import HealthCheck, shard_map_check
from gateway.realtime.catalog import ShopCatalog
from gateway.realtime.close_codes import CloseCode
from gateway.realtime.hub import NO_TOPICS, Hub
from gateway.realtime.server.handshake import RealtimeProtocol, realtime_protocol
from gateway.realtime.server.http import http_protocol
from gateway.staff.approvals import Approvals
from gateway.staff.audit import AuditSealer
from gateway.staff.commands import ASKED_BY, StaffCommands
from gateway.staff.definitions import DefinitionPublisher
from gateway.staff.four_eyes.gifts import Gifts
from gateway.staff.four_eyes.independence import Independence
from gateway.staff.four_eyes.promises import APPROVED_VERSIONS, Promises, approved_acts
from persistence.identity.attempts import Attempts
from persistence.postgres.approvals import PostgresApprovals
from persistence.postgres.audit import PostgresAudit
from persistence.postgres.definition_feed import PostgresDefinitionFeed
from persistence.postgres.definitions import PostgresDefinitions
from persistence.postgres.entities.store import PostgresStore
from persistence.postgres.identity.accounts import PostgresAccounts
from persistence.postgres.identity.attempts import PostgresAttempts
from persistence.postgres.identity.players import PostgresPlayers
from persistence.postgres.identity.staff import PostgresStaff
from persistence.postgres.identity.totp import PostgresTotp
from persistence.postgres.ledger import PostgresLedger
from persistence.postgres.players.notices import PostgresNotices
from persistence.postgres.purchases import PostgresPurchases
from persistence.postgres.rounds import PostgresRounds
from persistence.postgres.staff.orders import PostgresStaffOrders
from persistence.postgres.staff.replies import PostgresStaffReplies
from persistence.postgres.streaks import PostgresStreakDays
from persistence.postgres.stream.outbox import PostgresOutbox
from persistence.redis.attempts import RedisAttempts

READY_POLL_S = 0.02
ROOM_OPENS_S = 0.5
"""How long a start may take before those who come meanwhile are told that it waits."""
SHUTDOWN_TIMEOUT_S = 5
REDIS_TIMEOUT_S = 1.0
LISTEN_BACKLOG = 4096

log = structlog.get_logger("gateway")


@dataclass(frozen=True, slots=True)
class GatewayStatus:
    """A gateway as it describes itself. `waits_for` is what its start waits for, empty once it has started."""

    name: str
    pid: int
    url: str
    waits_for: str = ""
    sockets: int = 0
    users: int = 0
    draining: bool = False
    ready: bool = False
    metrics_port: int = 0

    def as_dict(self) -> dict[str, Any]:
        return asdict(self)


class GatewayProcess:
    """A gateway with everything around it. `topics`: see `Hub`; `shop` is the one whose catalog it keeps.

    `died(reason)` is called when a part of it fails: the whole process is to start anew then. `patience` says what its
    start waits for.
    """

    def __init__(
        self,
        spec: GatewaySpec,
        *,
        clock: Clock | None = None,
        died: Callable[[str], None] = lambda _: None,
        topics: Mapping[str, str] = NO_TOPICS,
        shop: EntityRef | None = None,
    ) -> None:
        self.spec = spec
        self._topics = topics
        self._shop = shop
        self._died = died
        self._clock = clock or SystemClock()
        self._tasks: list[asyncio.Task[None]] = []
        self.patience = Patience()
        self.port = spec.port

    @property
    def url(self) -> str:
        """The address under which this machine reaches it."""
        return f"http://{url_host(reachable_host(self.spec.host))}:{self.port}"

    async def start(self) -> None:
        """Connect to every host, then serve; it waits for the database without end, and says so on its port.

        Raises:
            OSError: the port is taken.
        """
        spec = self.spec
        self._socket = bound_socket(spec.host, spec.port)
        self.port = self._socket.getsockname()[1]
        registry = CollectorRegistry()
        self.metrics = GatewayMetrics(
            registry, version=spec.config.version, git_sha=spec.config.git_sha, track=spec.config.track
        )
        self.definitions = self._make_definitions()
        self._loader = DefinitionLoader(self.definitions, self._make_feed, self._clock, registry, prove=False)
        await self._welcome(asyncio.create_task(self._read_database(RouterCounters(registry))))
        self._run_parts(AuditSealer(self.audit, registry))
        await self._serve()
        self.metrics_server = MetricsServer(registry, spec.metrics_host, spec.metrics_port)
        self.patience.end()
        log.info("gateway_started", name=spec.name, url=self.url)

    async def _read_database(self, counters: RouterCounters) -> None:
        """Read everything without which nobody may be served: definitions, revoked sessions, the map of shards."""
        spec, ask = self.spec, self.patience.until_reached
        self.store = await ask(lambda: PostgresStore.connect(spec.database_url, lease_ttl_ms=spec.lease_ttl_ms))
        self._open_stores()
        await ask(lambda: store_first_versions(self.definitions, self._definition_store))
        await ask(self._loader.load)
        self._connect_parts(counters)
        await ask(self.revocations.look)
        await ask(self.router.refresh)

    async def _welcome(self, reading: "asyncio.Task[None]") -> None:
        """Answer those who come while `reading` takes its time."""
        try:
            if not (await asyncio.wait([reading], timeout=ROOM_OPENS_S))[0]:
                version = self.spec.config.version
                async with WaitingRoom(
                    self._socket, self.patience, version=version, metrics=self.metrics, clock=self._clock
                ):
                    await asyncio.wait([reading])
            await reading
        finally:
            reading.cancel()

    def _open_stores(self) -> None:
        """Make the stores, which connect when they are first asked."""
        url = self.spec.database_url
        self.accounts = PostgresAccounts(url)
        self.audit = PostgresAudit(url)
        self.staff = PostgresStaff(url)
        self._postgres_attempts = PostgresAttempts(url)
        self.rounds = PostgresRounds(url)
        self.history = PostgresRounds(url)
        self.streak_days = PostgresStreakDays(url)
        self.purchases = PostgresPurchases(url)
        self.notices = PostgresNotices(url)
        self.ledger = PostgresLedger(url)
        self.players = PostgresPlayers(url)
        self._approval_store = PostgresApprovals(url)
        self._totp = PostgresTotp(url)
        self._staff_orders = PostgresStaffOrders(url)
        self._staff_replies = PostgresStaffReplies(url)
        self._definition_store = PostgresDefinitions(url)
        self._outbox = PostgresOutbox(url)
        self._redis = Redis.from_url(self.spec.redis_url or "redis://", socket_timeout=REDIS_TIMEOUT_S)

    def _connect_parts(self, counters: RouterCounters) -> None:
        """Make the parts that HTTP and sockets share, each with those that it uses."""
        spec, clock = self.spec, self._clock
        self.router = Router(self.store.shard_map, Dialler(spec.link_token).dial, clock, counters)
        self.entities = RoutedEntities(self.router, timeout_ms=spec.config.command_timeout_ms)
        self.staff_commands = StaffCommands(self.entities, self.audit)
        cooling_h = spec.config.staff_cooling_h
        roles, registry = {**ASKED_BY, **APPROVED_VERSIONS}, self.metrics.registry
        witnesses = Independence(self.accounts, self.staff, clock, roles, cooling_h=cooling_h)
        publisher = DefinitionPublisher(self.definitions, self._definition_store, self.audit, clock.now_ms)
        acts = {**self.staff_commands.approved_acts(), **approved_acts(publisher, clock)}
        self.approvals = Approvals(self._approval_store, self.audit, clock, acts, witnesses, registry)
        self.gifts = Gifts(self._staff_orders, self.staff_commands, self.approvals, spec.config, clock, registry)
        self.promises = Promises(self._staff_orders, publisher, self.approvals, spec.config, clock)
        self.revocations = Revocations(self.accounts, clock, self.metrics, kept_ms=spec.config.token_ttl_s_max * 1000)
        tokens = LivingTokens(AccessTokens(spec.config, clock), self.revocations)
        self.hub = Hub(self.router, tokens, clock, self.metrics, spec.limits, spec.config.origins, self._topics)
        self.catalog = ShopCatalog(f"{SHOP}:{STOREFRONT}", self.hub.tell_all)
        self.revocations.ended = self.hub.revoked

    def _run_parts(self, sealer: AuditSealer) -> None:
        self._start(self.router.run())
        if self._shop is not None:
            self.hub.listen(self._shop, self.catalog)
        for part in (self.hub, self.revocations, self._loader, sealer, self.approvals):
            self._start(part.run())

    async def _serve(self) -> None:
        app = create_app(
            GatewayDependencies(
                config=self.spec.config,
                clock=self._clock,
                accounts=self.accounts,
                audit=self.audit,
                staff=self.staff,
                attempts=self._attempts(),
                rounds=self.rounds,
                history=self.history,
                streak_days=self.streak_days,
                purchases=self.purchases,
                notices=self.notices,
                ledger=self.ledger,
                players=self.players,
                approvals=self.approvals,
                staff_commands=self.staff_commands,
                gifts=self.gifts,
                promises=self.promises,
                staff_replies=self._staff_replies,
                totp=self._totp,
                revocations=self.revocations,
                budgets=self.hub.budgets,
                entities=self.entities,
                catalog=self.catalog,
                definitions=self.definitions,
                definition_store=self._definition_store,
                metrics=self.metrics,
                health_checks=self._health_checks(),
            )
        )
        proxies = self.spec.config.trusted_proxies
        config = server_config(app, realtime_protocol(self.hub, proxies), proxies)
        self.server = uvicorn.Server(config)
        self.server.install_signal_handlers = lambda: None  # type: ignore[attr-defined]
        task = self._start(self.server._serve([self._socket]))
        while not self.server.started:
            if task.done():
                task.result()
                raise RuntimeError("the HTTP server ended while it started")
            await asyncio.sleep(READY_POLL_S)

    def _make_definitions(self) -> Definitions:
        """Return the definitions that come with the program and the settings."""
        config, named = self.spec.config, self.spec.config.crash_tables
        return process_definitions(config.economy, self.spec.tables or tuple(TableConfig(name=name) for name in named))

    def _make_feed(self, changed: Callable[[], None]) -> PostgresDefinitionFeed:
        return PostgresDefinitionFeed(self.spec.database_url, changed)

    def _attempts(self) -> Attempts:
        if not self.spec.redis_url:
            return self._postgres_attempts
        return FallbackAttempts(RedisAttempts(self._redis), self._postgres_attempts, self._clock)

    def _start(self, life: Coroutine[Any, Any, None]) -> "asyncio.Task[None]":
        """Run a part of the gateway for as long as the process lives."""
        task = asyncio.create_task(life)
        task.add_done_callback(self._task_ended)
        self._tasks.append(task)
        return task

    def _task_ended(self, task: "asyncio.Task[None]") -> None:
        if not task.cancelled() and (error := task.exception()) is not None:
            log.error("gateway_task_failed", error=repr(error))
            self._died(f"a task of the gateway failed: {error!r}")

    async def wait_until_ready(self, timeout_s: float) -> None:
        """Return when every shard has an owner that this gateway reaches.

        Raises:
            TimeoutError: one has none.
        """
        async with asyncio.timeout(timeout_s):
            while not self.router.ready():
                await self.router.refresh()
                await asyncio.sleep(READY_POLL_S)

    async def stop(self) -> None:
        """Announce, let clients leave, close what is left, then end. One that still starts has no clients."""
        if not self.patience.is_over():
            return
        self.hub.announce_drain()
        if len(self.hub):
            await asyncio.sleep(self.spec.drain_s)
        self.hub.close_all(CloseCode.DRAIN)
        self.server.should_exit = True
        *others, serving = self._tasks
        await serving
        for task in others:
            task.cancel()
        await asyncio.gather(*others, return_exceptions=True)
        self.metrics_server.stop()
        self.router.close()
        await self.accounts.close()
        await self.audit.close()
        await self.staff.close()
        await self._postgres_attempts.close()
        for looked_up in (self.rounds, self.history, self.streak_days, self.purchases, self.notices, self.ledger):
            await looked_up.close()
        await self.players.close()
        await self._approval_store.close()
        await self._totp.close()
        await self._staff_orders.close()
        await self._staff_replies.close()
        await self._definition_store.close()
        await self._loader.close()
        await self._outbox.close()
        await self._redis.aclose()
        await self.store.close()

    def status(self) -> GatewayStatus:
        """Return the gateway's own view of itself."""
        if not self.patience.is_over():
            return GatewayStatus(self.spec.name, os.getpid(), self.url, self.patience.waits_for)
        return GatewayStatus(
            name=self.spec.name,
            pid=os.getpid(),
            url=self.url,
            sockets=len(self.hub),
            users=self.hub.users_online(),
            draining=self.hub.draining,
            ready=self.router.ready(),
            metrics_port=self.metrics_server.port,
        )

    def _health_checks(self) -> tuple[HealthCheck, ...]:
        async def draining() -> str | None:
            return "this gateway is draining" if self.hub.draining else None

        return (
            postgres_check(self.store),
            shard_map_check(self.entities),
            HealthCheck("draining", draining),
            *((redis_check(self._redis),) if self.spec.redis_url else ()),
            *((stream_check(self._outbox),) if self.spec.relays else ()),
        )


def server_config(
    app: ASGIApp, protocol: type[RealtimeProtocol], trusted_proxies: Sequence[str] = ()
) -> uvicorn.Config:
    """Return the configuration of uvicorn for HTTP and WebSockets; the sessions send their pings themselves."""
    limits = protocol.hub.limits
    return uvicorn.Config(
        app,
        loop="none",
        http=http_protocol(protocol.hub, trusted_proxies),
        ws=protocol,
        ws_max_size=limits.frame_bytes_max,
        ws_per_message_deflate=False,
        ws_ping_interval=None,
        lifespan="on",
        log_config=None,
        access_log=False,
        server_header=False,
        proxy_headers=False,  # our own setting says whose `X-Forwarded-For` counts
        backlog=LISTEN_BACKLOG,
        limit_concurrency=limits.connections_max + 1,  # one more is refused as it opens: this is the second line
        timeout_graceful_shutdown=SHUTDOWN_TIMEOUT_S,
    )
