"""The life of a log-in session: a sign-up or log-in opens it, refresh tokens keep it up, its owner or we end it."""

from collections.abc import Sequence
from dataclasses import dataclass

from actors.runtime.clock import Clock
from gateway.auth.events import LOG_OUT, REFRESH_REUSED, SESSION_REVOKED, SESSIONS_REVOKED, Origin
from gateway.auth.revocations import Revocations
from gateway.auth.tokens import AccessTokens, Principal, RefreshTokens, TokenInvalid, refresh_hash
from gateway.config import GatewayConfig
from gateway.identifiers import new_id
from gateway.refusals import Refusal
from persistence.audit import AuditRow
from persistence.identity.accounts import Account, Accounts, LoginSession, Revocation, Rotation


class SessionOver(Refusal):
    """Log in again."""

    code = "unauthenticated"


@dataclass(frozen=True, slots=True)
class SignedIn:
    """A session with fresh tokens."""

    account: Account
    session_id: str
    access_token: str
    refresh_token: str


class LoginSessions:
    """Opens, refreshes and ends sessions. Unreachable passes through."""

    def __init__(
        self, config: GatewayConfig, clock: Clock, accounts: Accounts, revocations: Revocations, issued: AccessTokens
    ) -> None:
        self._config = config
        self._clock = clock
        self._accounts = accounts
        self._revocations = revocations
        self._issued = issued
        self._refresh = RefreshTokens(config.jwt_secret)

    async def open(self, account: Account, origin: Origin, event: str = "") -> SignedIn:
        """Open a session; with an `event`, its audit row is written in the same transaction."""
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

    async def refresh(self, token: str, origin: Origin) -> SignedIn:
        """Rotate a refresh token; a reused one revokes its session.

        Raises:
            SessionOver: the token is unknown, expired, revoked or reused.
        """
        try:
            session_id = self._refresh.session_id(token)
        except TokenInvalid:
            raise SessionOver from None
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
            raise SessionOver
        account = await self._accounts.get(user_id)
        if account is None or not account.active:
            raise SessionOver
        return self._signed_in(account, session_id, successor)

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

    def _signed_in(self, account: Account, session_id: str, refresh_token: str) -> SignedIn:
        return SignedIn(account, session_id, self._issued.issue(account.id, account.role, session_id), refresh_token)
