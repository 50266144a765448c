"""Every setting, read once from the environment: `PITBOSS_...`, nested names joined by `__`; nothing else reads it."""

import os
import re
import secrets
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any, Literal, Self

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    ValidationError,
    field_validator,
    model_validator,
)
from pydantic_core import ErrorDetails
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource, SettingsConfigDict

from cluster import setting_values
from cluster.kept_secrets import kept_secret
from cluster.secret_strength import SECRET_BYTES_MIN
from cluster.stream_settings import StreamSettings

PREFIX = "PITBOSS_"
FILE = "_FILE"
NESTED = "__"
SECRET_FILES = ("jwt.secret", "api.secret", "seal.secret")
"""Secrets that are made and kept in the data folder, where no setting gives them."""
SECRET_BYTES = 48
"""Drawn for each of them."""
FROM_FILES = (
    "jwt_secret_key",
    "api_secret_key",
    "seal_key",
    "seal_keys_old",
    "admin_password",
    "database_url",
    "redis_url",
    "kafka_password",
)
"""Settings whose variable may end in `_FILE`: it names a file with the value."""
FLAGS = {"database_url": "--postgres-url", "redis_url": "--redis-url", "kafka_url": "--kafka"}
"""Options of `pitboss dev` that go before a variable."""
BELOW = (("bet_min", "bet_max"), ("send_high_water_bytes", "send_queue_bytes_max"))
"""Pairs of a least and a greatest value."""
_TABLE = re.compile(r"([a-z0-9_-]{1,32})(?::([1-9][0-9]{0,15}):([1-9][0-9]{0,15}))?")

Items = BeforeValidator(setting_values.items)
Origin = Annotated[str, AfterValidator(setting_values.origin)]


class SettingsError(Exception):
    """A setting is unknown or has an impossible value."""


class VelocitySettings(BaseModel):
    """How fast players may act."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    bets_per_s: float = Field(default=20.0, gt=0, description="bets a second of one player")
    purchases_per_min: int = Field(default=30, ge=1, description="purchases a minute of one player")
    claims_per_min: int = Field(default=60, ge=1, description="claims of rewards a minute of one player")
    signups_per_address_per_h: int = Field(default=20, ge=1, description="sign-ups an hour from one address")


class Settings(StreamSettings, BaseSettings):
    """Every setting. The names of times end in their unit."""

    model_config = SettingsConfigDict(extra="forbid", frozen=True, populate_by_name=True, allow_inf_nan=False)

    profile: Literal["dev", "stage", "prod"] = Field(default="dev", description="what is refused at start, see docs")
    database_url: Annotated[str, AfterValidator(setting_values.postgres_url)] = Field(
        default="", repr=False, description="Postgres of the schema's owner; empty: an embedded one"
    )
    redis_url: Annotated[str, AfterValidator(setting_values.redis_url)] = Field(
        default="", repr=False, description="Redis or Valkey; empty: an embedded one"
    )
    admin_password: str = Field(default="", repr=False, description="first password of the account `admin`")
    jwt_secret_key: str = Field(
        default="", validation_alias="JWT_SECRET_KEY", repr=False, description="signs access tokens, 32 bytes or more"
    )
    api_secret_key: str = Field(
        default="", validation_alias="API_SECRET_KEY", repr=False, description="between command line and control plane"
    )
    origins: Annotated[tuple[Origin, ...], Items] = Field(
        default=(), description="foreign origins whose pages may connect, with commas"
    )
    bind_host: Annotated[str, AfterValidator(setting_values.bind_host)] = Field(
        default="127.0.0.1", description="address the gateways listen on"
    )
    metrics_host: Annotated[str, AfterValidator(setting_values.bind_host)] = Field(
        default="127.0.0.1", description="internal address on which every process serves its /metrics"
    )
    metrics_port: int = Field(
        default=0,
        ge=0,
        le=65_535,
        description="port of the metrics of the first gateway, the next of the second; 0: any",
    )

    lease_ttl_s: float = Field(
        default=5.0, ge=0.5, le=120, description="after which a host that has not renewed may be replaced, in s"
    )
    clock_skew_ms_max: int = Field(
        default=1_000,
        ge=50,
        le=60_000,
        description="difference from Postgres' clock with which a host may serve",
    )
    entity_idle_s: float = Field(
        default=300.0, gt=0, description="after which an entity that nothing holds leaves memory, in s"
    )
    entities_max: int = Field(default=100_000, ge=1, description="entities in memory of one host")
    entity_memory_mb: int = Field(
        default=1_024, ge=16, description="what the entities of one host may take in memory, MiB, as it counts them"
    )
    starting_gold: int = Field(default=10_000, ge=1, description="granted to a new player")
    bet_min: int = Field(default=20, ge=1, description="smallest stake, in gold")
    bet_max: int = Field(default=1_000_000, ge=1, description="largest stake, in gold")
    shop_time_zone: Annotated[str, AfterValidator(setting_values.time_zone)] = Field(
        default="Asia/Seoul", description="IANA time zone by whose days the shop's limits count"
    )

    rate_commands_per_s: float = Field(default=30.0, gt=0, description="commands and requests a second of one player")
    rate_commands_burst: float = Field(default=60.0, ge=1, description="commands that may come at once")
    rate_crash_per_s: float = Field(default=5.0, gt=0, description="bets and cash-outs of crash a second of one player")
    rate_address_per_s: float = Field(
        default=1_000.0, gt=0, description="messages and requests a second of one address"
    )
    rate_address_burst: float = Field(
        default=2_000.0, ge=1, description="messages of one address that may come at once"
    )
    frames_per_s: float = Field(default=30.0, gt=0, description="pings and fragments a second of one socket")
    frames_burst: float = Field(default=120.0, ge=1, description="pings and fragments that may come at once")
    velocity: VelocitySettings = Field(default_factory=VelocitySettings, description="how fast players may act")
    sockets_per_user_max: int = Field(default=5, ge=1, description="sockets of one player on one gateway")
    topics_per_socket_max: int = Field(default=8, ge=1, description="table topics that one socket hears at a time")
    unauthenticated_max: int = Field(default=1_024, ge=1, description="sockets of a gateway that have not signed in")
    unauthenticated_per_address_max: int = Field(default=128, ge=1, description="of them, those of one address")
    yield_after_ms: int = Field(default=1_000, ge=1, description="silence after which a socket yields to a new one")
    send_high_water_bytes: int = Field(default=64 * 1024, ge=1024, description="unsent bytes of a slow reader")
    send_queue_messages_max: int = Field(default=256, ge=1, description="messages that wait for a slow reader")
    send_queue_bytes_max: int = Field(default=256 * 1024, ge=2048, description="unsent and waiting bytes of a socket")
    send_queue_ms_max: int = Field(default=10_000, ge=100, description="how long a reader may stay slow")
    request_within_ms: int = Field(default=10_000, ge=100, description="how long a whole request may take to arrive")
    request_head_bytes_max: int = Field(default=16 * 1024, ge=1024, description="largest head of a request")
    connections_max: int = Field(default=32_768, ge=16, description="connections of a gateway, sockets among them")
    idle_connections_per_address_max: int = Field(default=1_024, ge=1, description="of one address, without a request")
    keep_alive_ms: int = Field(default=5_000, ge=100, description="how long a connection may wait for its next request")
    pipelined_requests_max: int = Field(default=16, ge=1, description="requests of a connection that wait in line")
    answer_within_ms: int = Field(default=10_000, ge=100, description="how long a client may take to read an answer")
    unread_answer_bytes_max: int = Field(default=1024 * 1024, ge=65_536, description="unsent bytes of an answer")
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
    staff_session_ttl_s: int = Field(default=12 * 3_600, ge=60, le=12 * 3_600, description="life of a session of staff")
    staff_idle_s: int = Field(default=1_800, ge=60, description="after which a session of staff without a refresh ends")
    lockout_window_s: int = Field(default=600, ge=1, description="within which failed log-ins are counted")
    lockout_account_max: int = Field(default=5, ge=1, description="failed log-ins of one account in the window")
    lockout_address_max: int = Field(default=50, ge=1, description="failed log-ins from one address in the window")
    log_ins_account_max: int = Field(default=30, ge=1, description="successful log-ins of one account in the window")
    log_ins_address_max: int = Field(default=300, ge=1, description="successful log-ins from one address in the window")
    grant_alone_max: int = Field(
        default=100_000, ge=0, description="gold that staff grant and refund in the window without a second person"
    )
    grant_alone_gem_max: int = Field(default=1_000, ge=0, description="the same of gems")
    grant_alone_shard_max: int = Field(default=10_000, ge=0, description="the same of shards")
    grant_alone_freeze_max: int = Field(default=10, ge=0, description="the same of streak freezes")
    grant_alone_item_max: int = Field(default=10, ge=0, description="the same of items of gacha")
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
    trusted_proxies: Annotated[tuple[str, ...], AfterValidator(setting_values.proxies), Items] = Field(
        default=(), description="networks whose X-Forwarded-For counts, with commas; none: no proxy is in front"
    )
    single_session: bool = Field(default=False, description="a player's newer session closes sockets of the older")
    crash_tables: str = Field(default="main", description="crash tables: NAME or NAME:BET_MIN:BET_MAX, with commas")
    crash_betting_ms: int = Field(default=5_000, ge=1, description="how long a crash table takes bets")
    crash_ended_ms: int = Field(default=3_000, ge=0, description="how long a crash table shows its end")
    crash_bankroll: int = Field(default=1_000_000_000, ge=1, description="gold behind each table")
    crash_chain_length: int = Field(default=100_000, ge=1, le=1_000_000, description="rounds of a chain of hashes")
    seal_key: str = Field(default="", repr=False, description="encrypts stored secrets, 32 bytes or more")
    seal_keys_old: Annotated[tuple[str, ...], Items] = Field(
        default=(), repr=False, description="further seal keys whose secrets can be read, with commas"
    )
    retention_h: int = Field(
        default=48, ge=24, le=8_760, description="how long the replies of commands are kept for repeats, in hours"
    )
    host_restarts: int = Field(default=-1, ge=-1, description="how often a dead host is started again; -1: always")
    drain_s: float = Field(
        default=1.0, ge=0, description="how long a stopping gateway lets clients leave by themselves"
    )
    web_folder: str = Field(
        default="web/out", description="folder of the built player app, which `/` serves; relative to the repository"
    )
    docs_enabled: bool = Field(default=True, description="serve /docs and /openapi.json; never in prod")
    log_level: Literal["debug", "info", "warning", "error"] = Field(
        default="info", description="debug, info, warning or error; not debug in prod"
    )

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Take values from `read_settings` alone, so that every variable is read in one way."""
        return (init_settings,)

    @field_validator("jwt_secret_key", "api_secret_key", "seal_key")
    @classmethod
    def _long_enough(cls, secret: str) -> str:
        if secret and len(secret.encode()) < SECRET_BYTES_MIN:
            raise ValueError(f"a secret has {SECRET_BYTES_MIN} bytes or more, not {len(secret.encode())}")
        return secret

    @field_validator("seal_keys_old")
    @classmethod
    def _each_long_enough(cls, secrets_old: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(cls._long_enough(secret) for secret in secrets_old)

    @field_validator("crash_tables")
    @classmethod
    def _tables(cls, tables: str) -> str:
        if not named_tables(tables):
            raise ValueError("there must be at least one table")
        return tables

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        for least, greatest in BELOW:
            if getattr(self, least) > getattr(self, greatest):
                raise ValueError(
                    f"{variable(least)}={getattr(self, least)} is more than {variable(greatest)}="
                    f"{getattr(self, greatest)}: change one of them"
                )
        return self

    @property
    def proxy_networks(self) -> tuple[str, ...]:
        """The networks of our own proxies."""
        return () if self.trusted_proxies == (setting_values.NO_PROXIES,) else self.trusted_proxies

    @property
    def seal_keys(self) -> tuple[str, ...]:
        """The secrets under which stored secrets can be read, that of new ones first."""
        return (self.seal_key, *self.seal_keys_old)

    def with_secrets(self, folder: Path) -> "Settings":
        """Return these settings with every secret: the given one, else one that is kept in `folder`."""
        jwt_file, api_file, seal_file = SECRET_FILES
        jwt = self.jwt_secret_key or kept_secret(folder / jwt_file, secrets.token_urlsafe(SECRET_BYTES))
        api = self.api_secret_key or kept_secret(folder / api_file, secrets.token_urlsafe(SECRET_BYTES))
        seal = self.seal_key or kept_secret(folder / seal_file, secrets.token_urlsafe(SECRET_BYTES))
        return self.model_copy(update={"jwt_secret_key": jwt, "api_secret_key": api, "seal_key": seal})

    def with_kept_secrets(self, folder: Path) -> "Settings":
        """Return these settings with those secrets that are given, or lie in `folder` already; none is made."""
        names = ("jwt_secret_key", "api_secret_key", "seal_key")
        kept = {
            name: (folder / file).read_text().strip()
            for name, file in zip(names, SECRET_FILES, strict=True)
            if not getattr(self, name) and (folder / file).is_file()
        }
        return self.model_copy(update=kept)


def named_tables(tables: str) -> list[tuple[str, int, int]]:
    """Return (name, smallest stake, largest stake) of each crash table; 0: the stakes of all games.

    Raises:
        ValueError: it is not written as `NAME` or `NAME:BET_MIN:BET_MAX`, or a name is there twice.
    """
    found = [_TABLE.fullmatch(table.strip()) for table in tables.split(",") if table.strip()]
    named = [(match[1], int(match[2] or 0), int(match[3] or 0)) for match in found if match is not None]
    if None in found or len({name for name, _, _ in named}) < len(named):
        raise ValueError("tables are NAME or NAME:BET_MIN:BET_MAX, separated by commas, each name once")
    if above := [name for name, bet_min, bet_max in named if bet_min > bet_max]:
        raise ValueError(f"the smallest stake of {', '.join(above)} is above the largest")
    return named


def variable(name: str) -> str:
    """Return the environment variable of a setting; of a nested one by its path, `velocity.bets_per_s`."""
    first, *rest = name.split(".")
    alias = Settings.model_fields[first].validation_alias if first in Settings.model_fields else None
    return NESTED.join([str(alias or PREFIX + first.upper()), *(part.upper() for part in rest)])


def variables() -> dict[str, str]:
    """Return every setting by its variable, nested ones by their path."""
    return {variable(name): name for name in paths()}


def paths(model: type[BaseModel] = Settings, before: str = "") -> list[str]:
    """Return the name of every setting; of a nested one its path."""
    found: list[str] = []
    for name, field in model.model_fields.items():
        nested = field.annotation
        if isinstance(nested, type) and issubclass(nested, BaseModel):
            found += paths(nested, f"{before}{name}.")
        else:
            found.append(before + name)
    return found


def read_settings(environment: Mapping[str, str] | None = None, **overrides: Any) -> Settings:
    """Return the settings of this process. An empty variable counts as one that is not set.

    Raises:
        SettingsError: an unknown variable with our prefix, a value out of bounds, or a file of a secret that cannot be
            read; the message says which.
    """
    environment = os.environ if environment is None else environment
    known = variables()
    files = {variable(name) + FILE for name in FROM_FILES}
    unknown = sorted(name for name in environment if name.startswith(PREFIX) and name not in known.keys() | files)
    if unknown:
        raise SettingsError(f"unknown setting {', '.join(unknown)}; docs/configuration.md lists all of them")
    values: dict[str, Any] = {}
    for each, name in known.items():
        given = _given(environment, each, name)
        if given:
            *outer, last = name.split(".")
            place = values
            for part in outer:
                place = place.setdefault(part, {})
            place[last] = given
    try:
        return Settings(**values | overrides)
    except ValidationError as error:
        raise SettingsError("; ".join(_in_words(item) for item in error.errors())) from None


def _in_words(error: ErrorDetails) -> str:
    """Return what is wrong with which setting, in one line that shows no value of a secret."""
    said = error["msg"].removeprefix("Value error, ")
    path = [part for part in error["loc"] if isinstance(part, str)]
    if not path:
        return said
    by_variable = path[0] not in Settings.model_fields  # as its alias
    name = path[0] if by_variable else variable(".".join(path))
    flag = f" ({FLAGS[path[0]]})" if path[0] in FLAGS else ""
    return f"{name}{flag}: {said}"


def _given(environment: Mapping[str, str], name: str, setting: str) -> str | None:
    """Return the value of a setting from its variable, or from the file that `..._FILE` names. Raises SettingsError."""
    path = environment.get(name + FILE) if setting in FROM_FILES else None
    if not path:
        return environment.get(name, "").strip()
    if environment.get(name):
        raise SettingsError(f"{name} and {name}{FILE} are both set: remove one")
    try:
        return Path(path).read_text().strip()
    except (OSError, ValueError) as error:
        raise SettingsError(f"{name}{FILE}: {path} cannot be read: {type(error).__name__}") from None


def child_environment(**changes: str) -> dict[str, str]:
    """Return the environment of a child: that of this process, with `changes`."""
    return dict(os.environ) | changes
