"""The life of a log-in session: a sign-up or log-in opens it, refresh tokens keep it up, its owner or we end it."""

from collections.abc import Sequence
from dataclasses import dataclass

from actors.runtime.clock import Clock
from gateway.auth.events import LOG_OUT, REFRESH_REUSED, SESSION_REVOKED, SESSIONS_REVOKED, Origin
from gateway.auth.lockout import address_key
from gateway.auth.revocations import Revocations
from gateway.auth.roles import is_staff
from gateway.auth.tokens import AccessTokens, Principal, RefreshTokens, TokenInvalid, refresh_hash
from gateway.config import GatewayConfig
from gateway.identifiers import new_id
from gateway.metrics.registry import GatewayMetrics
from gateway.refusals import Refusal
from persistence.audit import AuditRow
from persistence.identity.accounts import (
    ROTATIONS_KEPT_MAX,
    Account,
    Accounts,
    Judged,
    LoginSession,
    Revocation,
    Rotation,
)


class RefreshedTooOften(Refusal):
    """This session was refreshed too often."""

    code = "rate_limited"


class SessionOver(Refusal):
    """Log in again."""

    code = "unauthenticated"


@dataclass(frozen=True, slots=True)
class SignedIn:
    """A session with fresh tokens; the access token lives for `expires_in_s`, the session for `session_left_s`."""

    account: Account
    session_id: str
    access_token: str
    refresh_token: str
    expires_in_s: int
    session_left_s: int


class LoginSessions:
    """Opens, refreshes and ends sessions. Unreachable passes through."""

    def __init__(
        self,
        config: GatewayConfig,
        clock: Clock,
        metrics: GatewayMetrics,
        *,
        accounts: Accounts,
        revocations: Revocations,
        issued: AccessTokens,
    ) -> None:
        self._config = config
        self._clock = clock
        self._metrics = metrics
        self._accounts = accounts
        self._revocations = revocations
        self._issued = issued
        self._refresh = RefreshTokens(config.jwt_secret)

    async def open(self, account: Account, origin: Origin, event: str = "") -> SignedIn:
        """Open a session; with an `event`, its audit row is written in the same transaction.

        The account is known at the address of `origin` from then on.
        """
        session_id = new_id()
        token = self._refresh.first(session_id)
        session = self._new(account, session_id, token, origin)
        row = origin.own(event, account, session=session_id) if event else None
        excess = await self._accounts.open_session(session, row, address_key=address_key(origin.address))
        self.tell_ended(account.id, excess, session.created_ms)
        return self._signed_in(account, session, token)

    def _new(self, account: Account, session_id: str, token: str, origin: Origin) -> LoginSession:
        """Return the session as it is stored: one of staff ends after its longest time, and when it is idle."""
        config, now_ms = self._config, self._clock.now_ms()
        staff = is_staff(account.role)
        ends_ms = now_ms + (config.staff_session_ttl_s if staff else config.refresh_ttl_s) * 1000
        idle_ms = config.staff_idle_s * 1000 if staff else None
        return LoginSession(
            id=session_id,
            user_id=account.id,
            refresh_hash=refresh_hash(token),
            expires_ms=ends_ms if idle_ms is None else min(ends_ms, now_ms + idle_ms),
            created_ms=now_ms,
            address=origin.address,
            client=origin.client,
            audience=config.audience_of(account.role),
            idle_ms=idle_ms,
            ends_ms=ends_ms if staff else None,
        )

    async def refresh(self, token: str, origin: Origin) -> SignedIn:
        """Rotate a refresh token; one that was replaced longer ago than the grace revokes its session.

        Within its grace a replaced token yields the one that is in force, however often that was rotated meanwhile.

        Raises:
            SessionOver: the token is unknown, expired, revoked or reused, or not of its account's audience.
            RefreshedTooOften: the session was rotated too often within the grace.
        """
        line = self._line(token)
        judged = await self._judged(line, origin)
        session = judged.session
        if session is None or judged.verdict is Rotation.REUSED:
            raise SessionOver
        if judged.verdict is Rotation.TOO_SOON:
            self._metrics.rate_limited.labels("refreshes_per_session").inc()
            raise RefreshedTooOften(details={"retry_after_ms": judged.retry_after_ms})
        account = await self._accounts.get(session.user_id)
        if account is None or not account.active or not self._is_of_its_audience(session, account):
            raise SessionOver
        return self._signed_in(account, session, line[judged.generation])

    async def leave(self, token: str, origin: Origin, event: str = LOG_OUT) -> None:
        """End the session that a refresh token keeps up, if it lives: its holder needs no other proof."""
        try:
            line = self._line(token)
        except SessionOver:
            return
        session = (await self._judged(line, origin)).session
        account = await self._accounts.get(session.user_id) if session and session.revoked_ms is None else None
        if session is not None and account is not None:
            row = origin.own(event, account, session=session.id)
            await self.revoke(account.id, session.id, row)

    def _line(self, token: str) -> Sequence[str]:
        """Return a refresh token and its successors. Raises SessionOver: it is none of ours."""
        try:
            self._refresh.session_id(token)
        except TokenInvalid:
            raise SessionOver from None
        return self._refresh.line(token, ROTATIONS_KEPT_MAX)

    async def _judged(self, line: Sequence[str], origin: Origin) -> Judged:
        """Present the first token of a line to the store, which acts on it; a session that it revokes ends here too."""
        session_id, now_ms = self._refresh.session_id(line[0]), self._clock.now_ms()
        judged = await self._accounts.rotate(
            session_id,
            [refresh_hash(each) for each in line],
            now_ms=now_ms,
            grace_ms=self._config.refresh_grace_ms,
            reused=origin.row(REFRESH_REUSED, result="unauthenticated", new={"session": session_id}),
        )
        if judged.verdict is Rotation.REUSED and judged.session is not None:
            self.tell_ended(judged.session.user_id, (session_id,), now_ms)
        return judged

    async def in_force(self, token: str, username_key: str) -> str:
        """Return the id of the session that a refresh token keeps up, "" unless it is the named account's."""
        try:
            session_id = self._refresh.session_id(token)
        except TokenInvalid:
            return ""
        hashed, now_ms = refresh_hash(token), self._clock.now_ms()
        return session_id if await self._accounts.has_token(username_key, session_id, hashed, now_ms) else ""

    async def end(self, caller: Principal, session_id: str, origin: Origin) -> bool:
        """Revoke a session of the caller; False if there is no such living session."""
        event = LOG_OUT if session_id == caller.session_id else SESSION_REVOKED
        row = origin.row(
            event, actor=caller.user_id, role=caller.role, target=caller.user_id, new={"session": session_id}
        )
        return await self.revoke(caller.user_id, session_id, row)

    async def end_all(self, caller: Principal, origin: Origin) -> None:
        """Revoke every session of the caller."""
        now_ms = self._clock.now_ms()
        row = origin.row(SESSIONS_REVOKED, actor=caller.user_id, role=caller.role, target=caller.user_id)
        self.tell_ended(caller.user_id, await self._accounts.revoke_sessions(caller.user_id, now_ms, audit=row), now_ms)

    async def revoke(self, user_id: str, session_id: str, row: AuditRow) -> bool:
        """Revoke a session of an account together with its audit row; False if there is no such living session."""
        now_ms = self._clock.now_ms()
        if not await self._accounts.revoke_session(user_id, session_id, now_ms, row):
            return False
        self.tell_ended(user_id, (session_id,), now_ms)
        return True

    def tell_ended(self, user_id: str, session_ids: Sequence[str], now_ms: int) -> None:
        """Refuse these sessions on this gateway from now on; the other gateways look into the store."""
        self._revocations.add([Revocation(session_id, user_id, now_ms) for session_id in session_ids])

    def _is_of_its_audience(self, session: LoginSession, account: Account) -> bool:
        """Sessions from before there were audiences are players'."""
        return (session.audience or self._config.audience) == self._config.audience_of(account.role)

    def _signed_in(self, account: Account, session: LoginSession, refresh_token: str) -> SignedIn:
        life_s = self._config.token_ttl_s(account.role)
        left_s = max(1, (session.expires_ms - self._clock.now_ms()) // 1000)
        life_s = min(life_s, left_s)
        access_token = self._issued.issue(account.id, account.role, session.id, life_s)
        return SignedIn(account, session.id, access_token, refresh_token, life_s, left_s)
