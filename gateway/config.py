"""Settings of the gateway's HTTP side, as values: only `cluster/settings.py` reads the environment."""

from dataclasses import dataclass, field

from actors.money.economy import EconomyConfig
from actors.streak.rules import STREAK_CONFIG, StreakConfig

JWT_SECRET_BYTES_MIN = 32
"""A shorter HMAC-SHA-256 key is weaker than its digest (RFC 7518, 3.2)."""
TOKEN_TTL_S_MAX = 3_600
"""No setting lets an access token live longer."""


@dataclass(frozen=True, kw_only=True)
class GatewayConfig:
    """Settings of sign-in and HTTP; every limit has its unit in the name.

    Raises:
        ValueError: the token secret is shorter than 32 bytes.
    """

    jwt_secret: str = field(repr=False)
    seal_keys: tuple[str, ...] = field(default=(), repr=False)
    """Secrets from which the keys of sealed values derive, that of new ones first; without any the token secret."""
    issuer: str = "pitboss"
    audience: str = "pitboss"
    staff_audience: str = "staff"
    access_ttl_s: int = 900
    staff_access_ttl_s: int = 600
    refresh_ttl_s: int = 30 * 86_400
    staff_session_ttl_s: int = 12 * 3_600
    """A session of staff ends after this time at the latest."""
    staff_idle_s: int = 1_800
    """A session of staff ends when it was not refreshed for so long."""
    refresh_grace_ms: int = 10_000
    """For this long a refresh token that was replaced still yields the one in force: an answer was lost, or several
    tabs share it."""
    lockout_window_s: int = 600
    """Failed log-ins are counted within this window, by account and by address."""
    lockout_account_max: int = 5
    lockout_address_max: int = 50
    log_ins_account_max: int = 30
    """Successful log-ins are counted within the same window."""
    log_ins_address_max: int = 300
    sign_up_window_s: int = 3_600
    sign_ups_per_address_max: int = 20
    trusted_proxies: tuple[str, ...] = ()
    """Networks (CIDR) of our own proxies, whose `X-Forwarded-For` counts."""
    origins: tuple[str, ...] = ()
    """Foreign origins whose pages may call the API (CORS)."""
    plain_loopback_cookies: bool = False
    """On the names of this machine (`localhost`, 127.0.0.1, ::1) a browser's session may go without TLS."""
    web_folder: str = ""
    """Folder of the built player app; one that is not there, and none, leave the API alone."""
    web_watched: bool = False
    """An app that is built anew is read again."""
    docs_enabled: bool = True
    metrics_enabled: bool = True
    body_bytes_max: int = 16 * 1024
    command_timeout_ms: int = 5_000
    argon2_memory_kib: int = 19 * 1024
    argon2_passes: int = 2
    argon2_lanes: int = 1
    password_workers: int = 2
    password_queue_max: int = 64
    """Sign-ins that may wait for a worker; one more is told to come back, or takes the place of one of whoever has most
    there (`gateway/fair_queue.py`)."""
    password_queue_address_max: int = 16
    password_queue_account_max: int = 8
    """Of these, so many of one address, and of one account with those that run."""
    health_timeout_s: float = 2.0
    grant_alone_max: int = 100_000
    grant_alone_gem_max: int = 1_000
    grant_alone_shard_max: int = 10_000
    grant_alone_freeze_max: int = 10
    grant_alone_item_max: int = 10
    """Most of a currency that one member of staff grants and refunds, or one player gets, in the window without a
    second person."""
    grant_all_times_max: int = 10
    """All staff together may give this many times as much."""
    grant_window_h: int = 24
    audit_scan_rows_max: int = 50_000
    """Rows of the trail that a page with several filters looks through; it goes on at `next`."""
    audit_export_rows_max: int = 200_000
    """Rows of the trail that one export looks through; its header `Link` says where the next one begins."""
    staff_cooling_h: int = 72
    """Who made, changed or reset an account of staff is not independent of it for so long."""
    economy: EconomyConfig = field(default_factory=EconomyConfig)
    streak: StreakConfig = STREAK_CONFIG
    """The numbers by which the published returns of the games are computed."""
    crash_tables: tuple[str, ...] = ()
    """Names of the crash tables of the settings; staff may define more."""
    version: str = "0.1.0"
    git_sha: str = "unknown"
    track: str = "stable"

    def token_ttl_s(self, role: str) -> int:
        """Return how long an access token of that role is valid, in seconds."""
        return self.access_ttl_s if role == "PLAYER" else self.staff_access_ttl_s

    def alone_max(self, currency: str) -> int:
        """Return the most of a currency that is granted and refunded without a second person; 0 of any other."""
        alone = {
            "gold": self.grant_alone_max,
            "gem": self.grant_alone_gem_max,
            "shard": self.grant_alone_shard_max,
            "freeze": self.grant_alone_freeze_max,
            "item": self.grant_alone_item_max,
        }
        return alone.get(currency, 0)

    def audience_of(self, role: str) -> str:
        """Return the audience of the access tokens of that role."""
        return self.audience if role == "PLAYER" else self.staff_audience

    @property
    def token_ttl_s_max(self) -> int:
        """The longest that any access token is valid, in seconds; also one from before the settings were changed."""
        return max(self.access_ttl_s, self.staff_access_ttl_s, TOKEN_TTL_S_MAX)

    def __post_init__(self) -> None:
        if len(self.jwt_secret.encode()) < JWT_SECRET_BYTES_MIN:
            raise ValueError(f"the token secret (JWT_SECRET_KEY) needs at least {JWT_SECRET_BYTES_MIN} bytes")
