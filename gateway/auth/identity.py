"""Sign-up, log-in and the life of a session: what `/api/auth` and the command line do, without HTTP."""

from dataclasses import dataclass

from actors.runtime.clock import Clock
from gateway.auth.identifiers import new_id
from gateway.auth.passwords import Overloaded, Passwords, WeakPassword, check_password
from gateway.auth.tokens import AccessTokens, RefreshTokens, TokenInvalid, refresh_hash
from gateway.auth.usernames import InvalidUsername, accepted_username, username_key
from gateway.config import GatewayConfig
from gateway.metrics import GatewayMetrics
from gateway.problems import Problem
from persistence.accounts import Account, Accounts, LoginSession, Rotation, UsernameTaken

OVERLOAD_RETRY_S = 2


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a session was opened from: the peer's address and its own description of itself."""

    address: str = ""
    client: str = ""


@dataclass(frozen=True, slots=True)
class SignedIn:
    """A session with fresh tokens."""

    account: Account
    access_token: str
    refresh_token: str


@dataclass(frozen=True, slots=True, kw_only=True)
class NewAccount:
    """What somebody asks for who signs up."""

    username: str
    password: str
    time_zone: str = "Asia/Seoul"
    locale: str = "ko"
    role: str = "PLAYER"


class Identity:
    """Accounts and their sessions. Every refusal is a `Problem`; Unreachable passes through."""

    def __init__(self, config: GatewayConfig, clock: Clock, accounts: Accounts, metrics: GatewayMetrics) -> None:
        self._config = config
        self._clock = clock
        self._accounts = accounts
        self._metrics = metrics
        self._passwords = Passwords(config)
        self._refresh = RefreshTokens(config.jwt_secret)
        self.tokens = AccessTokens(config, clock)

    def close(self) -> None:
        """Release the worker threads."""
        self._passwords.close()

    async def sign_up(self, wanted: NewAccount, origin: Origin) -> SignedIn:
        """Create an account and open its first session.

        Raises:
            Problem: `invalid_payload` (name or password), `username_taken`, `unavailable` (too many at once).
        """
        try:
            username = accepted_username(wanted.username)
            check_password(wanted.password, username)
        except (InvalidUsername, WeakPassword) as refusal:
            raise Problem("invalid_payload", str(refusal)) from None
        account = Account(
            id=new_id(),
            username=username,
            username_key=username_key(username),
            password_hash=await self._hash(wanted.password),
            role=wanted.role,
            time_zone=wanted.time_zone,
            locale=wanted.locale,
            created_ms=self._clock.now_ms(),
        )
        try:
            await self._accounts.create(account)
        except UsernameTaken:
            raise Problem("username_taken", "this username is taken") from None
        return await self._open(account, origin)

    async def log_in(self, username: str, password: str, origin: Origin) -> SignedIn:
        """Open a session; an unknown name costs and answers the same as a wrong password.

        Raises:
            Problem: `invalid_credentials`, `unavailable` (too many at once).
        """
        account = await self._find(username)
        try:
            matches = await self._passwords.verify(account.password_hash if account else None, password)
        except Overloaded:
            raise self._overloaded() from None
        if account is None or not matches:
            self._metrics.auth_logins.labels("refused").inc()
            raise Problem("invalid_credentials", "the username or the password is wrong")
        self._metrics.auth_logins.labels("ok").inc()
        return await self._open(account, origin)

    async def refresh(self, token: str) -> SignedIn:
        """Rotate a refresh token; a reused one revokes its session.

        Raises:
            Problem: `unauthenticated`: it is unknown, expired, revoked or reused.
        """
        try:
            session_id = self._refresh.session_id(token)
        except TokenInvalid:
            raise self._refused() from None
        successor = self._refresh.successor(token)
        rotation, user_id = await self._accounts.rotate(
            session_id,
            refresh_hash(token),
            refresh_hash(successor),
            now_ms=self._clock.now_ms(),
            grace_ms=self._config.refresh_grace_ms,
        )
        if rotation not in {Rotation.ROTATED, Rotation.REPEATED}:
            raise self._refused()
        account = await self._accounts.get(user_id)
        if account is None:
            raise self._refused()
        return self._signed_in(account, session_id, successor)

    async def _find(self, username: str) -> Account | None:
        try:
            return await self._accounts.find(username_key(accepted_username(username)))
        except InvalidUsername:
            return None

    async def _open(self, account: Account, origin: Origin) -> SignedIn:
        session_id = new_id()
        token = self._refresh.first(session_id)
        now_ms = self._clock.now_ms()
        session = LoginSession(
            id=session_id,
            user_id=account.id,
            refresh_hash=refresh_hash(token),
            expires_ms=now_ms + self._config.refresh_ttl_s * 1000,
            created_ms=now_ms,
            address=origin.address,
            client=origin.client,
        )
        await self._accounts.open_session(session)
        return self._signed_in(account, session_id, token)

    def _signed_in(self, account: Account, session_id: str, refresh_token: str) -> SignedIn:
        return SignedIn(account, self.tokens.issue(account.id, account.role, session_id), refresh_token)

    async def _hash(self, password: str) -> str:
        try:
            return await self._passwords.hash(password)
        except Overloaded:
            raise self._overloaded() from None

    def _overloaded(self) -> Problem:
        self._metrics.rate_limited.labels("password_queue").inc()
        return Problem(
            "unavailable",
            "too many sign-ins at once",
            details={"retry_after_ms": OVERLOAD_RETRY_S * 1000},
            headers={"Retry-After": str(OVERLOAD_RETRY_S)},
        )

    def _refused(self) -> Problem:
        return Problem("unauthenticated", "log in again", headers={"WWW-Authenticate": "Bearer"})
