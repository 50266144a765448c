"""Accounts and log-in sessions: the port, the rule of rotation, and the Postgres store.

`persistence.memory.accounts` is the twin; `tests/contracts/test_accounts.py` runs both. Times are Unix milliseconds,
token hashes are SHA-256 digests. What takes an audit row writes it in the act's own transaction, if it acts at all.
"""

from collections.abc import Sequence
from datetime import UTC, datetime
from enum import Enum
from typing import Any, NamedTuple, Protocol

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncConnection
from sqlalchemy.sql.selectable import TypedReturnsRows

from persistence.audit import AuditRow, write
from persistence.errors import StoreError
from persistence.postgres.schema.tables import account, login_session
from persistence.postgres.small_pool import SmallPool

CONNECTIONS_MAX = 4
SESSIONS_PER_USER_MAX = 20
"""Living sessions of a user; opening one more revokes the oldest."""
ENDED_KEPT_MS = 3_600_000
"""How long an ended session is kept: longer than an access token lives, so that every gateway learns of its end."""


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
    """What became of a refresh token that was presented."""

    ROTATED = "rotated"
    """The successor is in force."""
    REPEATED = "repeated"
    """It was rotated moments ago and the answer was lost: the successor in force is the same one again."""
    REUSED = "reused"
    """It was replaced before: somebody has a copy, so the session is revoked."""
    REFUSED = "refused"
    """There is no such session, or it has ended."""


def judge(session: LoginSession | None, presented: bytes, successor: bytes, *, now_ms: int, grace_ms: int) -> Rotation:
    """What presenting a token of ours means for its session; both stores act on this."""
    if session is None or session.revoked_ms is not None or now_ms >= session.expires_ms:
        return Rotation.REFUSED
    if presented == session.refresh_hash:
        return Rotation.ROTATED
    recent = session.rotated_ms is not None and now_ms < session.rotated_ms + grace_ms
    if recent and presented == session.previous_hash and successor == session.refresh_hash:
        return Rotation.REPEATED
    return Rotation.REUSED


class Accounts(Protocol):
    """The accounts store. Every method raises Unreachable when the store cannot be asked."""

    async def create(self, new: Account, audit: AuditRow | None = None) -> None:
        """Store an account. Raises UsernameTaken."""
        ...

    async def find(self, username_key: str) -> Account | None:
        """The account of that name."""
        ...

    async def get(self, user_id: str) -> Account | None:
        """The account of that id."""
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
        """Judge a presented token and act on it, atomically; the verdict and the user id ("" when refused).

        The caller has made sure that the token is one that we issued for this session. `reused` is written, with the
        user as its target, when the session is revoked.
        """
        ...

    async def sessions(self, user_id: str, now_ms: int) -> Sequence[LoginSession]:
        """The user's living sessions, newest first."""
        ...

    async def revoke_session(self, user_id: str, session_id: str, now_ms: int, audit: AuditRow | None = None) -> bool:
        """End a session of this user; False if there is no such living session."""
        ...

    async def revoke_sessions(
        self, user_id: str, now_ms: int, *, keep: str = "", audit: AuditRow | None = None
    ) -> Sequence[str]:
        """End every living session of this user but `keep`; the ids of those that it ended."""
        ...

    async def change_password(
        self, known: Account, password_hash: str, now_ms: int, *, keep: str, audit: AuditRow | None = None
    ) -> Sequence[str]:
        """Replace the password and end every session but `keep`, atomically; the ids of those that it ended.

        Raises:
            PasswordChanged: it is no longer the password of `known`; nothing was done.
        """
        ...

    async def revocations(self, since: tuple[int, str], rows_max: int) -> Sequence[Revocation]:
        """What was revoked after `since` (Unix ms, session id) or at its ms under a greater id, in that order."""
        ...

    async def ping(self) -> None:
        """Return if the store answers."""
        ...


class PostgresAccounts:
    """Accounts in Postgres, over a small pool that connects on demand."""

    def __init__(self, url: str) -> None:
        self._pool = SmallPool(url, "accounts", CONNECTIONS_MAX)
        self._transaction = self._pool.transaction

    async def close(self) -> None:
        """Close every connection."""
        await self._pool.close()

    async def create(self, new: Account, audit: AuditRow | None = None) -> None:
        values = new._asdict()
        values["at"] = _time(values.pop("created_ms"))
        statement = insert(account).values(values).on_conflict_do_nothing(index_elements=["username_key"])
        async with self._transaction() as connection:
            created = await connection.scalar(statement.returning(account.c.id))
            if created is None:
                raise UsernameTaken(new.username_key)
            await _record(connection, audit)

    async def find(self, username_key: str) -> Account | None:
        return await self._account(account.c.username_key == username_key)

    async def get(self, user_id: str) -> Account | None:
        return await self._account(account.c.id == user_id)

    async def open_session(self, new: LoginSession, audit: AuditRow | None = None) -> None:
        values = new._asdict()
        values["at"] = _time(values.pop("created_ms"))
        for name in ("expires", "rotated", "revoked"):
            values[f"{name}_at"] = _time(values.pop(f"{name}_ms"))
        async with self._transaction() as connection:
            await connection.execute(_forget_ended(new.user_id, new.created_ms))
            await connection.execute(_revoke_excess(new.user_id, new.created_ms))
            await connection.execute(sa.insert(login_session).values(values))
            await _record(connection, audit)

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
        of_session = login_session.c.id == session_id
        async with self._transaction() as connection:
            row = (await connection.execute(sa.select(login_session).where(of_session).with_for_update())).first()
            session = _session(row) if row else None
            verdict = judge(session, presented, successor, now_ms=now_ms, grace_ms=grace_ms)
            changes = _changes(verdict, presented, successor, now_ms)
            if changes:
                await connection.execute(sa.update(login_session).where(of_session).values(changes))
            if session is not None and verdict is Rotation.REUSED:
                await _record(connection, reused and reused._replace(target=session.user_id))
        return verdict, session.user_id if session and verdict is not Rotation.REFUSED else ""

    async def sessions(self, user_id: str, now_ms: int) -> Sequence[LoginSession]:
        query = (
            sa.select(login_session)
            .where(login_session.c.user_id == user_id, _living(now_ms))
            .order_by(login_session.c.at.desc(), login_session.c.id.desc())
        )
        async with self._transaction() as connection:
            return [_session(row) for row in await connection.execute(query)]

    async def revoke_session(self, user_id: str, session_id: str, now_ms: int, audit: AuditRow | None = None) -> bool:
        statement = (
            sa.update(login_session)
            .where(login_session.c.id == session_id, login_session.c.user_id == user_id, _living(now_ms))
            .values(revoked_at=_time(now_ms))
        )
        async with self._transaction() as connection:
            revoked = (await connection.execute(statement)).rowcount == 1
            await _record(connection, audit if revoked else None)
            return revoked

    async def revoke_sessions(
        self, user_id: str, now_ms: int, *, keep: str = "", audit: AuditRow | None = None
    ) -> Sequence[str]:
        async with self._transaction() as connection:
            await _record(connection, audit)
            return list(await connection.scalars(revoke_all(user_id, now_ms, keep)))

    async def change_password(
        self, known: Account, password_hash: str, now_ms: int, *, keep: str, audit: AuditRow | None = None
    ) -> Sequence[str]:
        statement = (
            sa.update(account)
            .where(account.c.id == known.id, account.c.password_hash == known.password_hash)
            .values(password_hash=password_hash)
        )
        async with self._transaction() as connection:
            if (await connection.execute(statement)).rowcount != 1:
                raise PasswordChanged(known.id)
            await _record(connection, audit)
            return list(await connection.scalars(revoke_all(known.id, now_ms, keep)))

    async def revocations(self, since: tuple[int, str], rows_max: int) -> Sequence[Revocation]:
        columns = login_session.c
        place = sa.tuple_(columns.revoked_at, columns.id)
        query = (
            sa.select(columns.id, columns.user_id, columns.revoked_at)
            .where(columns.revoked_at.is_not(None), place > sa.tuple_(_time(since[0]), since[1]))
            .order_by(columns.revoked_at, columns.id)
            .limit(rows_max)
        )
        async with self._transaction() as connection:
            rows = await connection.execute(query)
            return [Revocation(session_id, user_id, _ms(at) or 0) for session_id, user_id, at in rows]

    async def ping(self) -> None:
        async with self._transaction() as connection:
            await connection.execute(sa.select(1))

    async def _account(self, condition: sa.ColumnElement[bool]) -> Account | None:
        async with self._transaction() as connection:
            row = (await connection.execute(sa.select(account).where(condition))).first()
        return None if row is None else stored_account(row)


async def _record(connection: AsyncConnection, row: AuditRow | None) -> None:
    if row is not None:
        await write(connection, row)


def stored_account(row: sa.Row[Any]) -> Account:
    """The account of a whole row of its table."""
    values = dict(row._mapping)
    values["created_ms"] = _ms(values.pop("at"))
    return Account(**values)


def _living(now_ms: int) -> sa.ColumnElement[bool]:
    return sa.and_(login_session.c.revoked_at.is_(None), login_session.c.expires_at > _time(now_ms))


def _forget_ended(user_id: str, now_ms: int) -> sa.Delete:
    ended = sa.func.least(login_session.c.revoked_at, login_session.c.expires_at)
    return sa.delete(login_session).where(login_session.c.user_id == user_id, ended < _time(now_ms - ENDED_KEPT_MS))


def _revoke_excess(user_id: str, now_ms: int) -> sa.Update:
    excess = (
        sa.select(login_session.c.id)
        .where(login_session.c.user_id == user_id, _living(now_ms))
        .order_by(login_session.c.at.desc(), login_session.c.id.desc())
        .offset(SESSIONS_PER_USER_MAX - 1)
    )
    return sa.update(login_session).where(login_session.c.id.in_(excess)).values(revoked_at=_time(now_ms))


def revoke_all(user_id: str, now_ms: int, keep: str = "") -> TypedReturnsRows[tuple[str]]:
    """The statement that ends every living session of this user but `keep`, and returns their ids."""
    others = (login_session.c.user_id == user_id, login_session.c.id != keep, _living(now_ms))
    statement = sa.update(login_session).where(*others).values(revoked_at=_time(now_ms))
    return statement.returning(login_session.c.id)


def _changes(verdict: Rotation, presented: bytes, successor: bytes, now_ms: int) -> dict[str, object]:
    match verdict:
        case Rotation.ROTATED:
            return {"refresh_hash": successor, "previous_hash": presented, "rotated_at": _time(now_ms)}
        case Rotation.REUSED:
            return {"revoked_at": _time(now_ms)}
        case _:
            return {}


def _session(row: sa.Row[Any]) -> LoginSession:
    values = dict(row._mapping)
    values["created_ms"] = _ms(values.pop("at"))
    for name in ("expires", "rotated", "revoked"):
        values[f"{name}_ms"] = _ms(values.pop(f"{name}_at"))
    return LoginSession(**values)


def _time(ms: int | None) -> datetime | None:
    return None if ms is None else datetime.fromtimestamp(ms / 1000, UTC)


def _ms(time: datetime | None) -> int | None:
    return None if time is None else round(time.timestamp() * 1000)
