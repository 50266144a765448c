"""Every setting, read once from the environment: `PITBOSS_...`, nested names joined by `__`; nothing else reads it."""

import os
import re
import secrets
from collections.abc import Mapping
from ipaddress import ip_network
from pathlib import Path
from typing import Any, Literal

from pydantic import Field, ValidationError, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

PREFIX = "PITBOSS_"
FILE = "_FILE"
FROM_FILES = ("jwt_secret_key", "api_secret_key", "seal_key", "admin_password", "database_url", "redis_url")
"""Settings whose variable may end in `_FILE`: it names a file with the value."""
_TABLE = re.compile(r"([a-z0-9_-]{1,32})(?::([1-9][0-9]{0,15}):([1-9][0-9]{0,15}))?")


class SettingsError(Exception):
    """A setting is unknown or has an impossible value."""


class Settings(BaseSettings):
    """Every setting. The names of times end in their unit."""

    model_config = SettingsConfigDict(env_prefix=PREFIX, env_nested_delimiter="__", extra="forbid", frozen=True)

    profile: Literal["dev", "stage", "prod"] = Field(default="dev", description="what is refused at start, see docs")
    database_url: str = Field(default="", description="Postgres of the schema's owner; empty: an embedded one")
    redis_url: str = Field(default="", description="Redis or Valkey; empty: an embedded one")
    admin_password: str = Field(default="", repr=False, description="first password of the account `admin`")
    jwt_secret_key: str = Field(
        default="", validation_alias="JWT_SECRET_KEY", repr=False, description="signs access tokens, 32 bytes or more"
    )
    api_secret_key: str = Field(
        default="", validation_alias="API_SECRET_KEY", repr=False, description="between command line and control plane"
    )
    origins: tuple[str, ...] = Field(default=(), description="foreign origins whose pages may connect")
    bind_host: str = Field(default="127.0.0.1", description="address the gateways listen on")

    lease_ttl_s: float = Field(
        default=5.0, ge=0.5, le=120, description="after which a host that has not renewed may be replaced, in s"
    )
    entity_idle_s: float = Field(
        default=300.0, gt=0, description="after which an entity that nothing holds leaves memory, in s"
    )
    entities_max: int = Field(default=100_000, ge=1, description="entities in memory of one host")
    starting_gold: int = Field(default=10_000, ge=1, description="granted to a new player")
    bet_min: int = Field(default=20, ge=1, description="smallest stake, in gold")
    bet_max: int = Field(default=1_000_000, ge=1, description="largest stake, in gold")

    rate_commands_per_s: float = Field(default=30.0, gt=0, description="commands a second of one socket")
    rate_commands_burst: float = Field(default=60.0, ge=1, description="commands that may come at once")
    rate_crash_per_s: float = Field(default=5.0, gt=0, description="bets and cash-outs of crash a second of one socket")
    sockets_per_user_max: int = Field(default=5, ge=1, description="sockets of one player on one gateway")
    topics_per_socket_max: int = Field(default=8, ge=1, description="table topics that one socket hears at a time")
    unauthenticated_max: int = Field(default=1_024, ge=1, description="sockets of a gateway that have not signed in")
    send_high_water_bytes: int = Field(default=64 * 1024, ge=1024, description="unsent bytes of a slow reader")
    send_queue_messages_max: int = Field(default=256, ge=1, description="messages that wait for a slow reader")
    send_queue_bytes_max: int = Field(default=256 * 1024, ge=2048, description="unsent and waiting bytes of a socket")
    send_queue_ms_max: int = Field(default=10_000, ge=100, description="how long a reader may stay slow")
    request_within_ms: int = Field(default=10_000, ge=100, description="how long a whole request may take to arrive")
    request_head_bytes_max: int = Field(default=16 * 1024, ge=1024, description="largest head of a request")
    connect_within_ms: int = Field(default=5_000, ge=100, description="within which a socket must say whose it is")
    ping_ms: int = Field(default=25_000, ge=100, description="how often a socket is pinged")
    pong_within_ms: int = Field(default=10_000, ge=100, description="how long the pong may take")
    command_timeout_ms: int = Field(default=10_000, ge=100, description="after which a command is answered `timeout`")
    frame_bytes_max: int = Field(default=16 * 1024, ge=1024, description="largest message of a client")
    access_ttl_s: int = Field(default=900, ge=1, le=3_600, description="life of a player's access token")
    staff_access_ttl_s: int = Field(default=600, ge=1, le=3_600, description="life of an access token of staff")
    refresh_ttl_s: int = Field(
        default=30 * 86_400, ge=60, description="life of a session, however often it is refreshed"
    )
    lockout_window_s: int = Field(default=600, ge=1, description="within which failed log-ins are counted")
    lockout_account_max: int = Field(default=5, ge=1, description="failed log-ins of one account in the window")
    lockout_address_max: int = Field(default=50, ge=1, description="failed log-ins from one address in the window")
    sign_up_window_s: int = Field(default=3_600, ge=1, description="within which sign-ups are counted")
    sign_ups_per_address_max: int = Field(default=20, ge=1, description="sign-ups from one address in the window")
    grant_alone_max: int = Field(
        default=100_000, ge=0, description="gold that staff grant and refund in the window without a second person"
    )
    grant_alone_gem_max: int = Field(default=1_000, ge=0, description="the same of gems")
    grant_alone_shard_max: int = Field(default=10_000, ge=0, description="the same of shards")
    grant_all_times_max: int = Field(default=10, ge=1, description="how many times as much all staff may give together")
    audit_scan_rows_max: int = Field(
        default=50_000, ge=1, description="rows of the audit trail that a page with several filters looks through"
    )
    audit_export_rows_max: int = Field(
        default=200_000, ge=1, description="rows of the audit trail that one export looks through"
    )
    staff_cooling_h: int = Field(
        default=72, ge=0, le=2_160, description="how long who changed an account of staff is not independent of it"
    )
    grant_window_h: int = Field(default=24, ge=1, le=720, description="within which grants and refunds are added up")
    trusted_proxies: tuple[str, ...] = Field(default=(), description="networks whose X-Forwarded-For counts")
    single_session: bool = Field(default=False, description="a player's newer session closes sockets of the older")
    crash_tables: str = Field(default="main", description="crash tables: NAME or NAME:BET_MIN:BET_MAX, with commas")
    crash_betting_ms: int = Field(default=5_000, ge=1, description="how long a crash table takes bets")
    crash_ended_ms: int = Field(default=3_000, ge=0, description="how long a crash table shows its end")
    crash_bankroll: int = Field(default=1_000_000_000, ge=1, description="gold behind each table")
    crash_chain_length: int = Field(default=100_000, ge=1, le=1_000_000, description="rounds of a chain of hashes")
    seal_key: str = Field(default="", repr=False, description="encrypts stored secrets")
    host_restarts: int = Field(default=-1, ge=-1, description="how often a dead host is started again; -1: always")
    drain_s: float = Field(
        default=1.0, ge=0, description="how long a stopping gateway lets clients leave by themselves"
    )
    docs_enabled: bool = Field(default=True, description="serve /docs and /openapi.json; never in prod")
    log_level: str = Field(default="info", description="debug, info, warning or error; not debug in prod")

    @field_validator("trusted_proxies")
    @classmethod
    def _networks(cls, networks: tuple[str, ...]) -> tuple[str, ...]:
        for network in networks:
            ip_network(network)
        return networks

    @field_validator("crash_tables")
    @classmethod
    def _tables(cls, tables: str) -> str:
        if not named_tables(tables):
            raise ValueError("there must be at least one table")
        return tables

    def with_secrets(self, folder: Path) -> "Settings":
        """Return these settings with every secret: the given one, else one that is kept in `folder`."""
        jwt = self.jwt_secret_key or _kept_secret(folder / "jwt.secret")
        api = self.api_secret_key or _kept_secret(folder / "api.secret")
        seal = self.seal_key or _kept_secret(folder / "seal.secret")
        return self.model_copy(update={"jwt_secret_key": jwt, "api_secret_key": api, "seal_key": seal})


def named_tables(tables: str) -> list[tuple[str, int, int]]:
    """Return (name, smallest stake, largest stake) of each crash table; 0: the stakes of all games.

    Raises:
        ValueError: it is not written as `NAME` or `NAME:BET_MIN:BET_MAX`, or a name is there twice.
    """
    found = [_TABLE.fullmatch(table.strip()) for table in tables.split(",") if table.strip()]
    named = [(match[1], int(match[2] or 0), int(match[3] or 0)) for match in found if match is not None]
    if None in found or len({name for name, _, _ in named}) < len(named):
        raise ValueError("tables are NAME or NAME:BET_MIN:BET_MAX, separated by commas, each name once")
    return named


def read_settings(environment: Mapping[str, str] | None = None, **overrides: Any) -> Settings:
    """Return the settings of this process.

    Raises:
        SettingsError: an unknown variable with our prefix, a value out of bounds, or a file of a secret that cannot be
            read; the message says which.
    """
    environment = os.environ if environment is None else environment
    aliases = {
        name: str(field.validation_alias) for name, field in Settings.model_fields.items() if field.validation_alias
    }
    known = {PREFIX + name.upper() for name in Settings.model_fields if name not in aliases}
    known |= {f"{PREFIX}{name.upper()}{FILE}" for name in FROM_FILES if name not in aliases}
    unknown = sorted(name for name in environment if name.startswith(PREFIX) and name.partition("__")[0] not in known)
    if unknown:
        raise SettingsError(f"unknown setting {', '.join(unknown)}; docs/configuration.md lists all of them")
    values: dict[str, Any] = {}
    for name in Settings.model_fields:
        variable = aliases.get(name, PREFIX + name.upper())
        given = _given(environment, variable, name)
        if given is not None:
            values[variable if name in aliases else name] = given
    for name, value in overrides.items():
        values[aliases.get(name, name)] = value
    for name in ("origins", "trusted_proxies"):
        if isinstance(values.get(name), str):
            values[name] = tuple(item.strip() for item in values[name].split(",") if item.strip())
    try:
        return Settings(_env_file=None, **values)
    except ValidationError as error:
        lines = (f"{'.'.join(map(str, item['loc'])) or 'settings'}: {item['msg']}" for item in error.errors())
        raise SettingsError("; ".join(lines)) from None


def _given(environment: Mapping[str, str], variable: str, name: str) -> str | None:
    """Return the value of a setting from its variable, or from the file that `..._FILE` names. Raises SettingsError."""
    path = environment.get(variable + FILE) if name in FROM_FILES else None
    if path is None:
        return environment.get(variable)
    if variable in environment:
        raise SettingsError(f"{variable} and {variable}{FILE} are both set: remove one")
    try:
        return Path(path).read_text().strip()
    except (OSError, ValueError) as error:
        raise SettingsError(f"{variable}{FILE}: {path} cannot be read: {type(error).__name__}") from None


def child_environment(**changes: str) -> dict[str, str]:
    """Return the environment of a child: that of this process, with `changes`."""
    return dict(os.environ) | changes


def _kept_secret(file: Path) -> str:
    """Return the secret in `file`, which is made if it does not exist, readable by its owner only."""
    if not file.exists():
        file.touch(mode=0o600)
        file.write_text(secrets.token_urlsafe(48))
    return file.read_text().strip()
