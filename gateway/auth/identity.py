"""Sign-up, log-in and the life of a session: what `/api/auth` and the command line do, without HTTP."""

import hashlib
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass

from gateway.addresses import TrustedProxies
from gateway.auth.access import Principal
from gateway.auth.events import (
    LOG_IN,
    LOG_OUT,
    PASSWORD_CHANGED,
    REFRESH_REUSED,
    SESSION_REVOKED,
    SESSIONS_REVOKED,
    SIGN_UP,
    Origin,
    Refusals,
)
from gateway.auth.identifiers import new_id
from gateway.auth.lockout import Lockout, Taken
from gateway.auth.passwords import Overloaded, Passwords, WeakPassword, check_password
from gateway.auth.revocations import LivingTokens
from gateway.auth.roles import Role, is_staff
from gateway.auth.second_factor import SecondFactor
from gateway.auth.tokens import AccessTokens, RefreshTokens, TokenInvalid, refresh_hash
from gateway.auth.usernames import InvalidUsername, accepted_username, username_key
from gateway.dependencies import GatewayDependencies
from gateway.rest.problems import Problem
from persistence.audit import AuditRow
from persistence.errors import Unreachable
from persistence.identity.accounts import Account, LoginSession, PasswordChanged, Revocation, Rotation, UsernameTaken

OVERLOAD_RETRY_S = 2
_RESULTS: Mapping[str, str] = {"invalid_credentials": "refused", "rate_limited": "locked"}
"""The result under which a refused log-in is counted, by the code of its refusal."""


@dataclass(frozen=True, slots=True)
class SignedIn:
    """A session with fresh tokens."""

    account: Account
    session_id: str
    access_token: str
    refresh_token: str


@dataclass(frozen=True, slots=True, kw_only=True)
class NewAccount:
    """What somebody asks for who signs up."""

    username: str
    password: str
    time_zone: str = "Asia/Seoul"
    locale: str = "ko"


class Identity:
    """Accounts and their sessions. Every refusal is a `Problem`; Unreachable passes through.

    What is done and what is refused stands in the audit trail: `gateway.auth.events`.
    """

    def __init__(self, parts: GatewayDependencies) -> None:
        config = parts.config
        self._config = config
        self._clock = parts.clock
        self._accounts = parts.accounts
        self._audit = parts.audit
        self.refusals = Refusals(parts.audit, parts.clock, parts.metrics)
        self._metrics = parts.metrics
        self._revocations = parts.revocations
        self._lockout = Lockout(config, parts.clock, parts.attempts, parts.metrics)
        self._passwords = Passwords(config)
        self._refresh = RefreshTokens(config.jwt_secret)
        self._issued = AccessTokens(config, parts.clock)
        self.tokens = LivingTokens(self._issued, parts.revocations)
        self.proxies = TrustedProxies(config.trusted_proxies)
        self.second_factor = SecondFactor(parts.totp, config, parts.clock)

    def close(self) -> None:
        """Release the worker threads."""
        self._passwords.close()

    async def sign_up(self, wanted: NewAccount, origin: Origin) -> SignedIn:
        """Create an account and open its first session.

        Raises:
            Problem: `invalid_payload` (name or password), `username_taken`, `rate_limited`, `unavailable` (too many
                at once).
        """
        _acceptable(wanted.username, wanted.password)
        await self._lockout.sign_up(origin.address)
        account = await self.prepared(wanted.username, wanted.password, Role.PLAYER)
        account = account._replace(time_zone=wanted.time_zone, locale=wanted.locale)
        try:
            await self._accounts.create(account, origin.own(SIGN_UP, account))
        except UsernameTaken:
            raise Problem("username_taken", "this username is taken") from None
        return await self._open(account, origin)

    async def prepared(self, username: str, password: str, role: str) -> Account:
        """An account that is not stored yet. Raises Problem: `invalid_payload` (name or password), `unavailable`."""
        name = _acceptable(username, password)
        return Account(
            id=new_id(),
            username=name,
            username_key=username_key(name),
            password_hash=await self._hash(password),
            role=role,
            time_zone="Asia/Seoul",
            locale="ko",
            created_ms=self._clock.now_ms(),
        )

    async def log_in(self, username: str, password: str, origin: Origin, code: str = "") -> SignedIn:
        """Open a session; an unknown name costs and answers the same as a wrong password.

        Raises:
            Problem: `invalid_credentials`, `totp_required` (the password is right, a `code` is missing), `rate_limited`
                (locked out), `unavailable` (too many at once).
        """
        try:
            account = await self._proven(LOG_IN, _looked_up(username), password, origin)
            await self._second_factor_passes(account, code, origin)
        except Problem as refusal:
            self._metrics.auth_logins.labels(_RESULTS.get(refusal.code, "overloaded")).inc()
            raise
        signed_in = await self._open(account, origin, LOG_IN)
        await self._still_proven(account, signed_in.session_id, origin)
        self._metrics.auth_logins.labels("ok").inc()
        return signed_in

    async def _second_factor_passes(self, account: Account, code: str, origin: Origin) -> None:
        """A wrong code counts against the lockout as a wrong password does. Raises Problem."""
        if not is_staff(account.role) or not await self.second_factor.is_asked_for(account.id):
            return
        if not code:
            raise Problem("totp_required", "this account has a second factor: send `totp` as well")
        taken = await self._lockout.password_attempt(f"totp:{account.id}", origin.address)
        if not await self.second_factor.passes(account.id, code):
            await self._audit.record(origin.own(LOG_IN, account, "invalid_credentials"))
            raise _wrong_password()
        await self._lockout.was_right(taken)

    @asynccontextmanager
    async def guess(self, account: Account, origin: Origin) -> AsyncIterator[None]:
        """A block in which a code of the second factor is tried: a wrong one counts against the same lockout as at a
        log-in, so that a stolen token guesses no more than a stolen password. Raises Problem."""
        taken = await self._lockout.password_attempt(f"totp:{account.id}", origin.address)
        yield
        await self._lockout.was_right(taken)

    async def change_password(self, caller: Principal, current: str, new: str, origin: Origin) -> None:
        """Replace the caller's password and end all of its other sessions.

        Raises:
            Problem: `invalid_credentials` (of `current`), `invalid_payload` (of `new`), `rate_limited`, `unavailable`.
        """
        known = await self._accounts.get(caller.user_id)
        if known is None:
            raise self._refused()
        try:
            check_password(new, known.username)
        except WeakPassword as refusal:
            raise Problem("invalid_payload", str(refusal)) from None
        account = await self._proven(PASSWORD_CHANGED, known.username_key, current, origin)
        now_ms = self._clock.now_ms()
        row = origin.own(PASSWORD_CHANGED, account)
        hashed = await self._hash(new)
        try:
            ended = await self._accounts.change_password(account, hashed, now_ms, keep=caller.session_id, audit=row)
        except PasswordChanged:
            raise _wrong_password() from None
        self.tell_ended(caller.user_id, ended, now_ms)

    async def end_session(self, caller: Principal, session_id: str, origin: Origin) -> bool:
        """Revoke a session of the caller; False if there is no such living session."""
        event = LOG_OUT if session_id == caller.session_id else SESSION_REVOKED
        row = origin.row(
            event, actor=caller.user_id, role=caller.role, target=caller.user_id, new={"session": session_id}
        )
        return await self._end(caller.user_id, session_id, row)

    async def end_sessions(self, caller: Principal, origin: Origin) -> None:
        """Revoke every session of the caller."""
        now_ms = self._clock.now_ms()
        row = origin.row(SESSIONS_REVOKED, actor=caller.user_id, role=caller.role, target=caller.user_id)
        self.tell_ended(caller.user_id, await self._accounts.revoke_sessions(caller.user_id, now_ms, audit=row), now_ms)

    async def refresh(self, token: str, origin: Origin) -> SignedIn:
        """Rotate a refresh token; a reused one revokes its session.

        Raises:
            Problem: `unauthenticated`: it is unknown, expired, revoked or reused.
        """
        try:
            session_id = self._refresh.session_id(token)
        except TokenInvalid:
            raise self._refused() from None
        successor = self._refresh.successor(token)
        now_ms = self._clock.now_ms()
        rotation, user_id = await self._accounts.rotate(
            session_id,
            refresh_hash(token),
            refresh_hash(successor),
            now_ms=now_ms,
            grace_ms=self._config.refresh_grace_ms,
            reused=origin.row(REFRESH_REUSED, result="unauthenticated", new={"session": session_id}),
        )
        if rotation is Rotation.REUSED:
            self.tell_ended(user_id, (session_id,), now_ms)
        if rotation not in {Rotation.ROTATED, Rotation.REPEATED}:
            raise self._refused()
        account = await self._accounts.get(user_id)
        if account is None or not account.active:
            raise self._refused()
        return self._signed_in(account, session_id, successor)

    async def _proven(self, event: str, key: str, password: str, origin: Origin) -> Account:
        """The account of that username key, if the password is its own; a name of nobody's costs and answers the same.

        Raises:
            Problem: `invalid_credentials`, `rate_limited`, `unavailable`.
        """
        taken = await self._attempt(event, key, origin)
        try:
            account = await self._accounts.find(key)
            matches = await self._passwords.verify(account.password_hash if account else None, password)
        except (Overloaded, Unreachable) as error:
            await self._lockout.was_not_tried(taken)
            raise self._overloaded() if isinstance(error, Overloaded) else error from None
        if account is None or not matches or not account.active:
            await self._audit.record(_refusal(event, account, "invalid_credentials", origin))
            raise _wrong_password()
        await self._lockout.was_right(taken)
        return account

    async def _attempt(self, event: str, key: str, origin: Origin) -> Taken:
        try:
            return await self._lockout.password_attempt(key, origin.address)
        except Problem as refusal:
            if self.refusals.admits():
                account = await self._accounts.find(key)
                await self._audit.record(_refusal(event, account, refusal.code, origin))
            raise

    async def _still_proven(self, account: Account, session_id: str, origin: Origin) -> None:
        """A change of the account that overtook this log-in has not seen its session: end it now."""
        if await self._accounts.get(account.id) != account:
            row = origin.own(SESSION_REVOKED, account, "invalid_credentials", session=session_id)
            await self._end(account.id, session_id, row)
            raise _wrong_password()

    async def _end(self, user_id: str, session_id: str, row: AuditRow) -> bool:
        now_ms = self._clock.now_ms()
        if not await self._accounts.revoke_session(user_id, session_id, now_ms, row):
            return False
        self.tell_ended(user_id, (session_id,), now_ms)
        return True

    def tell_ended(self, user_id: str, session_ids: Sequence[str], now_ms: int) -> None:
        """This gateway knows at once; the others look."""
        self._revocations.add([Revocation(session_id, user_id, now_ms) for session_id in session_ids])

    async def _open(self, account: Account, origin: Origin, event: str = "") -> SignedIn:
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
        row = origin.own(event, account, session=session_id) if event else None
        await self._accounts.open_session(session, row)
        return self._signed_in(account, session_id, token)

    def _signed_in(self, account: Account, session_id: str, refresh_token: str) -> SignedIn:
        return SignedIn(account, session_id, self._issued.issue(account.id, account.role, session_id), refresh_token)

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


def _acceptable(username: str, password: str) -> str:
    """The username as it is stored. Raises Problem: `invalid_payload`."""
    try:
        name = accepted_username(username)
        check_password(password, name)
    except (InvalidUsername, WeakPassword) as refusal:
        raise Problem("invalid_payload", str(refusal)) from None
    return name


def _looked_up(username: str) -> str:
    """The key of the name that somebody gave; one that no account can have has one of its own, which finds nobody."""
    try:
        return username_key(accepted_username(username))
    except InvalidUsername:
        return f"invalid:{hashlib.sha256(username.encode(errors='replace')).hexdigest()}"


def _refusal(event: str, account: Account | None, code: str, origin: Origin) -> AuditRow:
    return origin.own(event, account, code) if account else origin.row(event, result=code)


def _wrong_password() -> Problem:
    return Problem("invalid_credentials", "the username or the password is wrong")
