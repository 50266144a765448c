"""The wiring of a cluster: its processes, and the order with which each of them starts.

A setting reaches the field of the same name of a `GatewayConfig` or `SocketLimits`; `Plan` names those that differ.
"""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any, Self, TypeVar

from actors.crash.rules.config import TableConfig
from actors.money.economy import EconomyConfig
from actors.runtime.config import HostConfig
from actors.runtime.meter import Rate
from actors.runtime.ownership.shards import ALL
from actors.velocity import CRASH, velocity_rates
from cluster.control.director_spec import DirectorSpec
from cluster.control.ports import free_ports
from cluster.processes.specs import GatewaySpec, HostSpec, KafkaConfig, RelaySpec
from cluster.settings import Settings, named_tables
from gateway.config import GatewayConfig
from gateway.realtime.limits import SocketLimits

REPOSITORY = Path(__file__).parents[1]


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """A cluster on one machine."""

    settings: Settings
    cluster: str
    database_url: str
    redis_url: str
    kafka_url: str
    link_folder: str
    link_token: bytes
    hosts: Mapping[str, int]
    """How many hosts serve each group: `all`, or `users` and `tables`."""
    gateways: int
    port: int

    @classmethod
    def of_settings(cls, settings: Settings) -> Self:
        """Return the plan of a cluster that is nowhere yet: what follows from the settings alone can be asked of it."""
        return cls(
            settings=settings,
            cluster="",
            database_url="",
            redis_url="",
            kafka_url=settings.kafka_url,
            link_folder="",
            link_token=b"",
            hosts={ALL: 1},
            gateways=1,
            port=1,
        )

    @classmethod
    def from_order(cls, order: dict[str, Any]) -> Self:
        """Return the plan that a parent process has written down as JSON."""
        settings = Settings(**order["settings"])
        return cls(**order | {"settings": settings, "link_token": bytes.fromhex(order["link_token"])})

    def economy(self) -> EconomyConfig:
        """Return the numbers of the economy."""
        return _from_settings(EconomyConfig, self.settings)

    def tables(self) -> tuple[TableConfig, ...]:
        """Return the crash tables. Raises ValueError when the settings name none, or impossible ones."""
        settings = self.settings
        return tuple(
            TableConfig(
                name=name,
                bet_min=bet_min or settings.bet_min,
                bet_max=bet_max or settings.bet_max,
                bankroll=settings.crash_bankroll,
                betting_ms=settings.crash_betting_ms,
                ended_ms=settings.crash_ended_ms,
                chain_length=settings.crash_chain_length,
            )
            for name, bet_min, bet_max in named_tables(settings.crash_tables)
        )

    def host_config(self) -> HostConfig:
        """Return the bounds of a host."""
        return HostConfig(
            idle_ms=round(self.settings.entity_idle_s * 1000),
            activations_max=self.settings.entities_max,
            memory_bytes_max=self.settings.entity_memory_mb * 1024 * 1024,
            lease_ttl_ms=self._lease_ttl_ms(),
            clock_skew_ms_max=self.settings.clock_skew_ms_max,
            rates=self.rates(),
        )

    def rates(self) -> tuple[Rate, ...]:
        """Return how fast a player's entity takes commands: the gateways' own rates, over all of them, and velocity."""
        settings = self.settings
        return (
            Rate("commands", settings.rate_commands_per_s, settings.rate_commands_burst),
            Rate("crash", settings.rate_crash_per_s, max(1, settings.rate_crash_per_s), CRASH),
            *velocity_rates(
                settings.velocity.bets_per_s, settings.velocity.purchases_per_min, settings.velocity.claims_per_min
            ),
        )

    def director(self) -> DirectorSpec:
        """Return the order of the director, with those of the hosts that it starts."""
        groups = [group for group, count in self.hosts.items() for _ in range(count)]
        config = self.host_config()
        hosts = tuple(
            HostSpec(
                name=f"host-{n}",
                cluster=self.cluster,
                database_url=self.database_url,
                link_folder=self.link_folder,
                link_token=self.link_token,
                config=config,
                serves=group,
                tables=self.tables(),
                seal_keys=self.settings.seal_keys,
                metrics_host=self.settings.metrics_host,
            )
            for n, group in enumerate(groups)
        )
        settings = self.settings
        return DirectorSpec(
            self.cluster,
            self.database_url,
            self._lease_ttl_ms(),
            hosts,
            settings.host_restarts,
            retention_h=settings.retention_h,
            metrics_host=settings.metrics_host,
        )

    def gateway_specs(self) -> list[GatewaySpec]:
        """Return the orders of the gateways: number K listens on the ports plus K, and keeps them."""
        ports = [self.port + n for n in range(self.gateways)] if self.port else free_ports(self.gateways)
        first_metrics = self.settings.metrics_port
        metrics_ports = [first_metrics + n if first_metrics else 0 for n in range(self.gateways)]
        return [
            GatewaySpec(
                name=f"gateway-{n}",
                host=self.settings.bind_host,
                port=port,
                database_url=self.database_url,
                link_token=self.link_token,
                lease_ttl_ms=self._lease_ttl_ms(),
                config=self._gateway_config(),
                limits=self._socket_limits(),
                drain_s=self.settings.drain_s,
                metrics_host=self.settings.metrics_host,
                metrics_port=metrics_port,
                redis_url=self.redis_url,
                relays=self.settings.relays,
                tables=self.tables(),
            )
            for n, (port, metrics_port) in enumerate(zip(ports, metrics_ports, strict=True))
        ]

    def relay_specs(self) -> list[RelaySpec]:
        """Return the orders of the relays."""
        return [
            RelaySpec(
                f"relay-{n}",
                self.cluster,
                self.database_url,
                self._lease_ttl_ms(),
                self.kafka(),
                self.settings.metrics_host,
            )
            for n in range(self.settings.relays)
        ]

    def kafka(self) -> KafkaConfig:
        """Return the broker of the event stream, and the topics that are made there."""
        settings = self.settings
        return KafkaConfig(
            servers=tuple(self.kafka_url.split(",")),
            tls=settings.kafka_tls,
            ca_file=settings.kafka_ca_file,
            sasl_mechanism=settings.kafka_sasl_mechanism,
            user=settings.kafka_user,
            password=settings.kafka_password,
            idempotence=settings.kafka_idempotence and bool(settings.kafka_url),
            topic_prefix=settings.kafka_topic_prefix,
            partitions=settings.kafka_partitions,
            replication=settings.kafka_replication,
            retention_h=settings.kafka_retention_h,
        )

    def _lease_ttl_ms(self) -> int:
        return round(self.settings.lease_ttl_s * 1000)

    def _gateway_config(self) -> GatewayConfig:
        settings = self.settings
        return _from_settings(
            GatewayConfig,
            settings,
            jwt_secret=settings.jwt_secret_key,
            trusted_proxies=settings.proxy_networks,
            seal_keys=settings.seal_keys if settings.seal_key else (),
            plain_loopback_cookies=settings.profile == "dev",
            web_folder=str(REPOSITORY / settings.web_folder),
            web_watched=settings.profile == "dev",
            docs_enabled=settings.docs_enabled and settings.profile != "prod",
            metrics_enabled=settings.profile != "prod",
            sign_ups_per_address_max=settings.velocity.signups_per_address_per_h,
            economy=self.economy(),
            crash_tables=tuple(table.name for table in self.tables()),
        )

    def _socket_limits(self) -> SocketLimits:
        settings = self.settings
        return _from_settings(
            SocketLimits,
            settings,
            commands_per_s=settings.rate_commands_per_s,
            commands_burst=settings.rate_commands_burst,
            crash_per_s=settings.rate_crash_per_s,
            address_per_s=settings.rate_address_per_s,
            address_burst=settings.rate_address_burst,
        )


Config = TypeVar("Config", EconomyConfig, GatewayConfig, SocketLimits)


def _from_settings(config: type[Config], settings: Settings, **others: Any) -> Config:
    """Return a `config` whose fields are `others`, else the settings of the same names, else their defaults."""
    names = {field.name for field in fields(config)} & Settings.model_fields.keys()
    return config(**{name: getattr(settings, name) for name in names} | others)
