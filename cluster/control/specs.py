"""What each process of a cluster is told at start. Light to import: whoever starts processes does not run them."""

from dataclasses import dataclass

from actors.crash.rules.config import TableConfig
from actors.runtime.ownership.shards import ALL
from actors.runtime.turns.directory import HostConfig
from gateway.config import GatewayConfig
from gateway.realtime.limits import SocketLimits


@dataclass(frozen=True, slots=True)
class HostSpec:
    """Everything a host process needs to know at start."""

    name: str
    cluster: str
    database_url: str
    link_folder: str
    link_token: bytes
    config: HostConfig
    serves: str = ALL
    """The group of shards that it may be given: `all`, `users` or `tables`."""
    tables: tuple[TableConfig, ...] = ()
    """The crash tables that there are."""
    seal_secret: str = ""
    """Encrypts what entities store but nobody may read."""


@dataclass(frozen=True, slots=True)
class DirectorSpec:
    """Everything the director needs to know at start. A further host is made from the first of `hosts`."""

    cluster: str
    database_url: str
    lease_ttl_ms: int
    hosts: tuple[HostSpec, ...]
    host_restarts: int = -1
    """How often Ray starts a dead host again; -1: always."""


@dataclass(frozen=True, slots=True)
class GatewaySpec:
    """Everything a gateway process needs to know at start."""

    name: str
    host: str
    port: int
    database_url: str
    link_token: bytes
    lease_ttl_ms: int
    config: GatewayConfig
    limits: SocketLimits
    drain_s: float = 1.0
    redis_url: str = ""
    tables: tuple[TableConfig, ...] = ()
    """The crash tables of the settings; without any, those that the configuration names, as they are by default."""
