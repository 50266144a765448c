"""The orders with which hosts and gateways start. Light to import: they are given by processes that do not run them."""

from dataclasses import dataclass

from actors.crash.rules.config import TableConfig
from actors.runtime.config import HostConfig
from actors.runtime.ownership.shards import ALL
from gateway.config import GatewayConfig
from gateway.realtime.limits import SocketLimits


@dataclass(frozen=True, slots=True)
class HostSpec:
    """Everything that a host process needs to know at start."""

    name: str
    cluster: str
    database_url: str
    link_folder: str
    """The folder of the Unix sockets on which hosts listen for links."""
    link_token: bytes
    config: HostConfig
    serves: str = ALL
    """The group of shards that it may be given: `all`, `users` or `tables`."""
    tables: tuple[TableConfig, ...] = ()
    """The crash tables that there are."""
    seal_keys: tuple[str, ...] = ("",)
    """Encrypt the parts of stored states that no reader of the database may see, the first of them what is new."""
    metrics_host: str = "127.0.0.1"


@dataclass(frozen=True, slots=True)
class GatewaySpec:
    """Everything that a gateway process needs to know at start."""

    name: str
    host: str
    port: int
    """0: any free one."""
    database_url: str
    link_token: bytes
    lease_ttl_ms: int
    config: GatewayConfig
    limits: SocketLimits
    drain_s: float = 1.0
    """Time that clients have to leave by themselves when it stops."""
    redis_url: str = ""
    """Empty: sign-in attempts are counted in Postgres."""
    tables: tuple[TableConfig, ...] = ()
    """The crash tables of the settings; without any, those that the configuration names, as they are by default."""
    metrics_host: str = "127.0.0.1"
    metrics_port: int = 0
    """0: any free one."""
