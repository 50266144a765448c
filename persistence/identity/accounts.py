"""Accounts and log-in sessions: the port, its records and the rule of rotation.

`persistence.postgres.identity.accounts` and `persistence.memory.identity.accounts` are its stores;
`tests/contracts/test_accounts.py` runs both. Times are Unix milliseconds, token hashes are SHA-256 digests. A method
that takes an audit row writes it in the transaction of the act, if it acts at all.
"""

from collections.abc import Sequence
from enum import Enum
from typing import NamedTuple, Protocol

from persistence.audit import AuditRow
from persistence.errors import StoreError

SESSIONS_PER_USER_MAX = 20
"""Living sessions of a user; opening one more revokes the oldest."""
ENDED_KEPT_MS = 3_600_000
"""Time that an ended session is kept: longer than an access token lives, so that every gateway learns of its end."""


class UsernameTaken(StoreError):
    """Another account has this username, or one that looks like it."""


class PasswordChanged(StoreError):
    """The account has another password by now."""


class Account(NamedTuple):
    """One account; `username_key` is unique."""

    id: str
    username: str
    username_key: str
    password_hash: str
    role: str
    time_zone: str
    locale: str
    created_ms: int
    active: bool = True


class LoginSession(NamedTuple):
    """One log-in on one device. It lives until `expires_ms`, however often its refresh token is rotated."""

    id: str
    user_id: str
    refresh_hash: bytes
    expires_ms: int
    created_ms: int
    address: str = ""
    client: str = ""
    previous_hash: bytes | None = None
    rotated_ms: int | None = None
    revoked_ms: int | None = None


class Revocation(NamedTuple):
    """A session that was revoked."""

    session_id: str
    user_id: str
    revoked_ms: int


class Rotation(Enum):
    """Verdict on a refresh token that was presented."""

    ROTATED = "rotated"
    """The successor is in force."""
    REPEATED = "repeated"
    """It was rotated moments ago and the answer was lost: the successor in force is the same one again."""
    REUSED = "reused"
    """It was replaced before: a copy of it is about, so the session is revoked."""
    REFUSED = "refused"
    """There is no such session, or it has ended."""


def judge(session: LoginSession | None, presented: bytes, successor: bytes, *, now_ms: int, grace_ms: int) -> Rotation:
    """Return the verdict on a token of ours, presented for `session`; both stores act on it."""
    if session is None or session.revoked_ms is not None or now_ms >= session.expires_ms:
        return Rotation.REFUSED
    if presented == session.refresh_hash:
        return Rotation.ROTATED
    recent = session.rotated_ms is not None and now_ms < session.rotated_ms + grace_ms
    if recent and presented == session.previous_hash and successor == session.refresh_hash:
        return Rotation.REPEATED
    return Rotation.REUSED


class Accounts(Protocol):
    """The store of accounts and sessions. Every method raises Unreachable when the store cannot be asked."""

    async def create(self, new: Account, audit: AuditRow | None = None, *, made_by: str = "") -> None:
        """Store an account; `made_by` is tied to it (`ties`). Raises UsernameTaken."""
        ...

    async def find(self, username_key: str) -> Account | None:
        """Return the account of that name."""
        ...

    async def get(self, user_id: str) -> Account | None:
        """Return the account of that id."""
        ...

    async def open_session(self, new: LoginSession, audit: AuditRow | None = None) -> None:
        """Store a session of an existing account; beyond the limit of a user the oldest are revoked."""
        ...

    async def rotate(
        self,
        session_id: str,
        presented: bytes,
        successor: bytes,
        *,
        now_ms: int,
        grace_ms: int,
        reused: AuditRow | None = None,
    ) -> tuple[Rotation, str]:
        """Judge a presented token and act on it, atomically; return the verdict and the user id ("" when refused).

        The caller has made sure that the token is one that we issued for this session. `reused` is written, with the
        user as its target, when the session is revoked.
        """
        ...

    async def sessions(self, user_id: str, now_ms: int) -> Sequence[LoginSession]:
        """Return the user's living sessions, newest first."""
        ...

    async def revoke_session(self, user_id: str, session_id: str, now_ms: int, audit: AuditRow | None = None) -> bool:
        """End a session of this user; return False if there is no such living session."""
        ...

    async def revoke_sessions(
        self, user_id: str, now_ms: int, *, keep: str = "", audit: AuditRow | None = None
    ) -> Sequence[str]:
        """End every living session of this user but `keep`; return the ids of those that it ended."""
        ...

    async def change_password(
        self, known: Account, password_hash: str, now_ms: int, *, keep: str, audit: AuditRow | None = None
    ) -> Sequence[str]:
        """Replace the password and end every session but `keep`, atomically; return the ids of those that it ended.

        Raises:
            PasswordChanged: it is no longer the password of `known`; nothing was done.
        """
        ...

    async def revocations(self, since: tuple[int, str], rows_max: int) -> Sequence[Revocation]:
        """Return those after `since` (Unix ms, session id): later, or of its ms with a greater id, in that order."""
        ...

    async def ping(self) -> None:
        """Return if the store answers."""
        ...
