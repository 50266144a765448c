"""All wiring of a cluster: which processes there are, and what each is told at start."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Self

from actors.crash.rules.config import TableConfig
from actors.money.economy import EconomyConfig
from actors.runtime.turns.directory import HostConfig
from cluster.control.specs import DirectorSpec, GatewaySpec, HostSpec
from cluster.ports import free_ports
from cluster.settings import Settings, named_tables
from gateway.config import GatewayConfig
from gateway.realtime.limits import SocketLimits


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """A cluster on one machine."""

    settings: Settings
    cluster: str
    database_url: str
    redis_url: str
    link_folder: str
    link_token: bytes
    hosts: Mapping[str, int]
    """How many hosts serve each group: `all`, or `users` and `tables`."""
    gateways: int
    port: int

    @classmethod
    def from_order(cls, order: dict[str, Any]) -> Self:
        """The plan that a parent process has written down as JSON."""
        settings = Settings.model_construct(**order["settings"] | {"origins": tuple(order["settings"]["origins"])})
        return cls(**order | {"settings": settings, "link_token": bytes.fromhex(order["link_token"])})

    def economy(self) -> EconomyConfig:
        """The numbers of the economy."""
        settings = self.settings
        return EconomyConfig(starting_gold=settings.starting_gold, bet_min=settings.bet_min, bet_max=settings.bet_max)

    def tables(self) -> tuple[TableConfig, ...]:
        """The crash tables. Raises ValueError when the settings name none, or impossible ones."""
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
        """The bounds of a host."""
        return HostConfig(
            idle_ms=round(self.settings.entity_idle_s * 1000),
            activations_max=self.settings.entities_max,
            lease_ttl_ms=self._lease_ttl_ms(),
        )

    def director(self) -> DirectorSpec:
        """The director, and the hosts that it starts."""
        groups = [group for group, count in self.hosts.items() for _ in range(count)]
        config = self.host_config()
        hosts = tuple(
            HostSpec(
                f"host-{n}",
                self.cluster,
                self.database_url,
                self.link_folder,
                self.link_token,
                config,
                group,
                self.tables(),
                self.settings.seal_key,
            )
            for n, group in enumerate(groups)
        )
        restarts = self.settings.host_restarts
        return DirectorSpec(self.cluster, self.database_url, self._lease_ttl_ms(), hosts, restarts)

    def gateway_specs(self) -> list[GatewaySpec]:
        """The gateways: number K listens on the port plus K; each keeps its port when it starts again."""
        ports = [self.port + n for n in range(self.gateways)] if self.port else free_ports(self.gateways)
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
                redis_url=self.redis_url,
                tables=self.tables(),
            )
            for n, port in enumerate(ports)
        ]

    def _lease_ttl_ms(self) -> int:
        return round(self.settings.lease_ttl_s * 1000)

    def _gateway_config(self) -> GatewayConfig:
        settings = self.settings
        return GatewayConfig(
            jwt_secret=settings.jwt_secret_key,
            access_ttl_s=settings.access_ttl_s,
            staff_access_ttl_s=settings.staff_access_ttl_s,
            refresh_ttl_s=settings.refresh_ttl_s,
            lockout_window_s=settings.lockout_window_s,
            lockout_account_max=settings.lockout_account_max,
            lockout_address_max=settings.lockout_address_max,
            sign_up_window_s=settings.sign_up_window_s,
            sign_ups_per_address_max=settings.sign_ups_per_address_max,
            grant_alone_max=settings.grant_alone_max,
            trusted_proxies=tuple(settings.trusted_proxies),
            origins=settings.origins,
            docs_enabled=settings.docs_enabled and settings.profile != "prod",
            metrics_enabled=settings.profile != "prod",
            command_timeout_ms=settings.command_timeout_ms,
            economy=self.economy(),
            crash_tables=tuple(table.name for table in self.tables()),
        )

    def _socket_limits(self) -> SocketLimits:
        settings = self.settings
        return SocketLimits(
            commands_per_s=settings.rate_commands_per_s,
            commands_burst=settings.rate_commands_burst,
            crash_per_s=settings.rate_crash_per_s,
            sockets_per_user_max=settings.sockets_per_user_max,
            topics_per_socket_max=settings.topics_per_socket_max,
            unauthenticated_max=settings.unauthenticated_max,
            single_session=settings.single_session,
            send_high_water_bytes=settings.send_high_water_bytes,
            send_queue_messages_max=settings.send_queue_messages_max,
            send_queue_bytes_max=settings.send_queue_bytes_max,
            send_queue_ms_max=settings.send_queue_ms_max,
            request_within_ms=settings.request_within_ms,
            request_head_bytes_max=settings.request_head_bytes_max,
            connect_within_ms=settings.connect_within_ms,
            ping_ms=settings.ping_ms,
            pong_within_ms=settings.pong_within_ms,
            command_timeout_ms=settings.command_timeout_ms,
            frame_bytes_max=settings.frame_bytes_max,
        )
