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
ENDED_KEPT_MS = 2 * 3_600_000
"""Time that an ended session is kept: longer than any access token lives (an hour at most) and than clocks differ, so
that every gateway learns of its end, one that starts anew as well."""
ROTATIONS_KEPT_MAX = 16
"""Rotations of a session whose times are known, and that may lie within the grace; one more waits for the grace to
end, so that a predecessor within its grace is always known as such."""
KNOWN_ADDRESSES_MAX = 10
"""Addresses of an account that are known; the one that was seen first is forgotten for one more."""
ADDRESS_KNOWN_MS = 30 * 86_400_000
"""For this long after a log-in its address is known."""


class UsernameTaken(StoreError):
    """Another account has this username, or one that looks like it."""


class PasswordChanged(StoreError):
    """The account has another password by now."""


class Account(NamedTuple):
    """One account. `username_key` is unique, and so is `username_skeleton`, which look-alikes have in common.

    A skeleton of None: the account looks like an older one, and was made before there were skeletons.
    """

    id: str
    username: str
    username_key: str
    password_hash: str
    role: str
    time_zone: str
    locale: str
    created_ms: int
    active: bool = True
    username_skeleton: str | None = None


class LoginSession(NamedTuple):
    """One log-in on one device. It lives until `expires_ms`, however often its refresh token is rotated.

    With `idle_ms` each rotation moves that to `idle_ms` later, up to `ends_ms`. `rotations_ms` are the times of the
    last rotations, in order.
    """

    id: str
    user_id: str
    refresh_hash: bytes
    expires_ms: int
    created_ms: int
    address: str = ""
    client: str = ""
    rotated_ms: int | None = None
    revoked_ms: int | None = None
    rotations_ms: tuple[int, ...] = ()
    audience: str = ""
    idle_ms: int | None = None
    ends_ms: int | None = None


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
    """It was replaced moments ago and the answer was lost, or several tabs share it: what is in force stays so."""
    TOO_SOON = "too_soon"
    """It is in force, and was rotated so often within the grace that it must wait."""
    REUSED = "reused"
    """It was replaced longer ago: a copy of it is about, so the session is revoked."""
    REFUSED = "refused"
    """There is no such session, or it has ended."""


class Judged(NamedTuple):
    """The verdict on a presented token. `session` is as the verdict leaves it, None when the token was refused.

    The token in force is `generation` steps down the line of the presented one.
    """

    verdict: Rotation
    session: LoginSession | None = None
    generation: int = 0
    retry_after_ms: int = 0


def judge(session: LoginSession | None, line: Sequence[bytes], *, now_ms: int, grace_ms: int) -> Judged:
    """Return the verdict on a token of ours, presented for `session`; both stores act on it.

    `line` has the hashes of the token and of its `ROTATIONS_KEPT_MAX` successors, in order.
    """
    if session is None or session.revoked_ms is not None or now_ms >= session.expires_ms:
        return Judged(Rotation.REFUSED)
    if session.refresh_hash == line[0]:
        return _rotated(session, line[1], now_ms, grace_ms)
    times = session.rotations_ms
    generation = line.index(session.refresh_hash) if session.refresh_hash in line else len(times) + 1
    if generation <= len(times) and now_ms < times[-generation] + grace_ms:
        return Judged(Rotation.REPEATED, session, generation)
    return Judged(Rotation.REUSED, session._replace(revoked_ms=now_ms))


def _rotated(session: LoginSession, successor: bytes, now_ms: int, grace_ms: int) -> Judged:
    times = session.rotations_ms
    wait_ms = times[-ROTATIONS_KEPT_MAX] + grace_ms - now_ms if len(times) >= ROTATIONS_KEPT_MAX else 0
    if wait_ms > 0:
        return Judged(Rotation.TOO_SOON, session, retry_after_ms=wait_ms)
    expires_ms = session.expires_ms
    if session.idle_ms is not None and session.ends_ms is not None:
        expires_ms = min(session.ends_ms, now_ms + session.idle_ms)
    rotated = session._replace(
        refresh_hash=successor,
        rotated_ms=now_ms,
        rotations_ms=(*times, now_ms)[-ROTATIONS_KEPT_MAX:],
        expires_ms=expires_ms,
    )
    return Judged(Rotation.ROTATED, rotated, generation=1)


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

    async def open_session(
        self, new: LoginSession, audit: AuditRow | None = None, *, address_key: str = ""
    ) -> Sequence[str]:
        """Store a session of an existing account; beyond the limit of a user the oldest are revoked, and returned.

        The account is known at `address_key` from now on.
        """
        ...

    async def knows_address(self, username_key: str, address_key: str, now_ms: int) -> bool:
        """Return whether the account of that name, if there is one, was reached from there lately.

        It costs the same for a name that nobody has.
        """
        ...

    async def has_token(self, username_key: str, session_id: str, hashed: bytes, now_ms: int) -> bool:
        """Return whether that refresh token is in force, of a living session of the account of that name."""
        ...

    async def rotate(
        self,
        session_id: str,
        line: Sequence[bytes],
        *,
        now_ms: int,
        grace_ms: int,
        reused: AuditRow | None = None,
    ) -> Judged:
        """Judge a presented token (`judge`) and act on it, atomically.

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

    async def set_locale(self, user_id: str, locale: str) -> bool:
        """Store the language of an account; return False if there is no such account."""
        ...

    async def revocations(self, since: tuple[int, str], rows_max: int) -> Sequence[Revocation]:
        """Return those after `since` (Unix ms, session id): later, or of its ms with a greater id, in that order."""
        ...

    async def ping(self) -> None:
        """Return if the store answers."""
        ...
