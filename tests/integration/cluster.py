"""A whole cluster in one process: real Postgres, real links, a real HTTP server; no Ray."""

import asyncio
import os
import tempfile
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

from actors.definitions.book import Definitions
from actors.fairness.sealing import Seals
from actors.games.registry import registered_games
from actors.kinds import entity_kinds
from actors.money.economy import EconomyConfig
from actors.runtime.clock import Clock
from actors.runtime.config import HostConfig
from actors.runtime.entity import EntityKind, EntityRef
from actors.user.kind import UserKind
from cluster.processes.gateway import GatewayProcess
from cluster.processes.host import HostProcess
from cluster.processes.specs import GatewaySpec, HostSpec
from gateway.config import GatewayConfig
from gateway.realtime.hub import NO_TOPICS
from gateway.realtime.limits import SocketLimits
from persistence.entities.ownership import SHARD_COUNT
from tests.seals import SEALS, SECRET

UNLIMITED = SocketLimits(
    commands_per_s=10_000, commands_burst=10_000, crash_per_s=10_000, address_per_s=10_000, address_burst=10_000
)
TEST_SECRET = SECRET


@dataclass(slots=True)
class Cluster:
    """Hosts and one gateway."""

    hosts: list[HostProcess]
    gateway: GatewayProcess

    @property
    def url(self) -> str:
        return self.gateway.url

    @property
    def socket_url(self) -> str:
        return self.gateway.url.replace("http", "ws") + "/api/realtime/sync"


def user_kind(economy: EconomyConfig | None = None) -> UserKind:
    economy = economy or EconomyConfig()
    return UserKind(economy, registered_games(economy), seal=SEALS.seeds)


@asynccontextmanager
async def running_cluster(
    database_url: str,
    *,
    hosts: int = 1,
    shards: Sequence[Sequence[int]] = (),
    limits: SocketLimits | None = None,
    host_config: HostConfig | None = None,
    config: GatewayConfig | None = None,
    redis_url: str = "",
    more_kinds: Mapping[str, EntityKind[Any]] | None = None,
    topics: Mapping[str, str] = NO_TOPICS,
    clock: Clock | None = None,
    host_clock: Clock | None = None,
    shop: EntityRef | None = None,
    make_definitions: Callable[[], Definitions] | None = None,
    host: str = "127.0.0.1",
    seals: Seals | None = None,
) -> AsyncIterator[Cluster]:
    """Start hosts and a gateway on `database_url`; stop them in order at the end. `shards` are those of each host,
    `clock` is the gateway's, `host_clock` the hosts'.

    With `make_definitions` each host has kinds of its own, which play by definitions that it loads; with
    `seals` it seals seeds anew that are not under the first of their keys.
    """
    with tempfile.TemporaryDirectory(prefix="pb-", ignore_cleanup_errors=True) as folder:
        token = os.urandom(32)
        host_config = host_config or HostConfig()
        kinds = {"user": user_kind(), **(more_kinds or {})}
        processes = []
        for n in range(hosts):
            loaded = make_definitions() if make_definitions is not None else None
            if loaded is None:
                own_kinds = kinds
            else:
                games = registered_games(EconomyConfig())
                own_kinds = entity_kinds(EconomyConfig(), games, seals=SEALS, definitions=loaded)
            spec = HostSpec(f"host-{n}", "test", database_url, folder, token, host_config)
            processes.append(HostProcess(spec, own_kinds, definitions=loaded, seals=seals, clock=host_clock))
        dealt = [list(range(n, SHARD_COUNT, hosts)) for n in range(hosts)]
        for process, adopted in zip(processes, shards or dealt, strict=True):
            await process.start()
            await process.adopt(adopted)
        gateway = GatewayProcess(
            GatewaySpec(
                "gateway-0",
                host,
                0,
                database_url,
                token,
                host_config.lease_ttl_ms,
                config or GatewayConfig(jwt_secret=TEST_SECRET),
                limits or UNLIMITED,
                drain_s=0,
                redis_url=redis_url,
            ),
            topics=topics,
            clock=clock,
            shop=shop,
        )
        await gateway.start()
        try:
            yield Cluster(processes, gateway)
        finally:
            await gateway.stop()
            await asyncio.gather(*(process.stop() for process in processes))
