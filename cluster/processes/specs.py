"""The orders with which hosts, gateways and relays start. Light to import: who gives them does not run them."""

from dataclasses import dataclass, field

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
    relays: int = 0
    """How many relays are to run; with none its health says nothing of the event stream."""
    tables: tuple[TableConfig, ...] = ()
    """The crash tables of the settings; without any, those that the configuration names, as they are by default."""
    metrics_host: str = "127.0.0.1"
    metrics_port: int = 0
    """0: any free one."""


@dataclass(frozen=True, slots=True)
class KafkaConfig:
    """The broker of the event stream, the way to it, and the topics that relays make there."""

    servers: tuple[str, ...]
    """HOST:PORT of some of its servers, which know the others."""
    tls: bool = False
    ca_file: str = ""
    """Certificates of who may vouch for the servers; empty: those that this machine trusts."""
    sasl_mechanism: str = ""
    """Empty: nobody signs in."""
    user: str = ""
    password: str = field(default="", repr=False)
    idempotence: bool = True
    topic_prefix: str = "pitboss."
    partitions: int = 6
    replication: int = 1
    retention_h: int = 168


@dataclass(frozen=True, slots=True)
class RelaySpec:
    """Everything that a relay process needs to know at start."""

    name: str
    cluster: str
    database_url: str
    lease_ttl_ms: int
    kafka: KafkaConfig
    metrics_host: str = "127.0.0.1"
