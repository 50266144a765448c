"""Accounts and log-in sessions in memory."""

from collections.abc import Sequence

from persistence.audit import AuditRow
from persistence.identity.accounts import (
    ADDRESS_KNOWN_MS,
    ENDED_KEPT_MS,
    KNOWN_ADDRESSES_MAX,
    SESSIONS_PER_USER_MAX,
    Account,
    Judged,
    LoginSession,
    PasswordChanged,
    Revocation,
    Rotation,
    UsernameTaken,
    judge,
)
from persistence.identity.ties import Tie


class MemoryAccounts:
    """Accounts in dictionaries. `trail` gets the audit rows, oldest first."""

    def __init__(self, trail: list[AuditRow] | None = None) -> None:
        self.trail: list[AuditRow] = [] if trail is None else trail
        self.accounts: dict[str, Account] = {}
        self.ties: list[Tie] = []
        self._sessions: dict[str, LoginSession] = {}
        self._addresses: dict[str, dict[str, int]] = {}

    async def create(self, new: Account, audit: AuditRow | None = None, *, made_by: str = "") -> None:
        skeletons = {known.username_skeleton for known in self.accounts.values()} - {None}
        if new.username_skeleton in skeletons or any(
            known.username_key == new.username_key for known in self.accounts.values()
        ):
            raise UsernameTaken(new.username_key)
        self.accounts[new.id] = new
        self._record(audit)
        if made_by:
            self.ties.append(Tie(made_by, new.id, new.created_ms))

    async def find(self, username_key: str) -> Account | None:
        return next((known for known in self.accounts.values() if known.username_key == username_key), None)

    async def get(self, user_id: str) -> Account | None:
        return self.accounts.get(user_id)

    async def open_session(
        self, new: LoginSession, audit: AuditRow | None = None, *, address_key: str = ""
    ) -> Sequence[str]:
        for session in [each for each in self._sessions.values() if each.user_id == new.user_id]:
            if _ended_ms(session) < new.created_ms - ENDED_KEPT_MS:
                del self._sessions[session.id]
        excess = (await self.sessions(new.user_id, new.created_ms))[SESSIONS_PER_USER_MAX - 1 :]
        for session in excess:
            self._sessions[session.id] = session._replace(revoked_ms=new.created_ms)
        self._sessions[new.id] = new
        if address_key:
            known = self._addresses.get(new.user_id, {}) | {address_key: new.created_ms}
            newest = sorted(known.items(), key=lambda item: item[1], reverse=True)[:KNOWN_ADDRESSES_MAX]
            self._addresses[new.user_id] = dict(newest)
        self._record(audit)
        return [session.id for session in excess]

    async def knows_address(self, username_key: str, address_key: str, now_ms: int) -> bool:
        account = await self.find(username_key)
        seen_ms = self._addresses.get(account.id, {}).get(address_key) if account else None
        return seen_ms is not None and seen_ms > now_ms - ADDRESS_KNOWN_MS

    async def has_token(self, username_key: str, session_id: str, hashed: bytes, now_ms: int) -> bool:
        account, session = await self.find(username_key), self._sessions.get(session_id)
        if account is None or session is None or session.user_id != account.id:
            return False
        return session.refresh_hash == hashed and _lives(session, now_ms)

    async def rotate(
        self,
        session_id: str,
        line: Sequence[bytes],
        *,
        now_ms: int,
        grace_ms: int,
        reused: AuditRow | None = None,
    ) -> Judged:
        judged = judge(self._sessions.get(session_id), line, now_ms=now_ms, grace_ms=grace_ms)
        if judged.session is not None:
            self._sessions[session_id] = judged.session
            if judged.verdict is Rotation.REUSED:
                self._record(reused and reused._replace(target=judged.session.user_id))
        return judged

    async def sessions(self, user_id: str, now_ms: int) -> Sequence[LoginSession]:
        living = [s for s in self._sessions.values() if s.user_id == user_id and _lives(s, now_ms)]
        return sorted(living, key=lambda session: (session.created_ms, session.id), reverse=True)

    async def revoke_session(self, user_id: str, session_id: str, now_ms: int, audit: AuditRow | None = None) -> bool:
        session = self._sessions.get(session_id)
        if session is None or session.user_id != user_id or not _lives(session, now_ms):
            return False
        self._sessions[session_id] = session._replace(revoked_ms=now_ms)
        self._record(audit)
        return True

    async def revoke_sessions(
        self, user_id: str, now_ms: int, *, keep: str = "", audit: AuditRow | None = None
    ) -> Sequence[str]:
        self._record(audit)
        others = [session for session in await self.sessions(user_id, now_ms) if session.id != keep]
        self._sessions |= {session.id: session._replace(revoked_ms=now_ms) for session in others}
        return [session.id for session in others]

    async def change_password(
        self, known: Account, password_hash: str, now_ms: int, *, keep: str, audit: AuditRow | None = None
    ) -> Sequence[str]:
        stored = self.accounts.get(known.id)
        if stored is None or stored.password_hash != known.password_hash:
            raise PasswordChanged(known.id)
        self.accounts[known.id] = stored._replace(password_hash=password_hash)
        return await self.revoke_sessions(known.id, now_ms, keep=keep, audit=audit)

    async def set_locale(self, user_id: str, locale: str) -> bool:
        stored = self.accounts.get(user_id)
        if stored is not None:
            self.accounts[user_id] = stored._replace(locale=locale)
        return stored is not None

    async def revocations(self, since: tuple[int, str], rows_max: int) -> Sequence[Revocation]:
        revoked = [
            Revocation(session.id, session.user_id, session.revoked_ms)
            for session in self._sessions.values()
            if session.revoked_ms is not None and (session.revoked_ms, session.id) > since
        ]
        return sorted(revoked, key=lambda each: (each.revoked_ms, each.session_id))[:rows_max]

    async def ping(self) -> None:
        return None

    def _record(self, row: AuditRow | None) -> None:
        if row is not None:
            self.trail.append(row)


def _lives(session: LoginSession, now_ms: int) -> bool:
    return session.revoked_ms is None and now_ms < session.expires_ms


def _ended_ms(session: LoginSession) -> int:
    return min(session.expires_ms, session.revoked_ms or session.expires_ms)
