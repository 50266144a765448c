"""Accounts and log-in sessions: the port, the rule of rotation, and the Postgres store.

`persistence.memory_accounts` is the twin; `tests/contracts/test_accounts.py` runs both. Times are Unix milliseconds,
token hashes are SHA-256 digests.
"""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from enum import Enum
from typing import Any, NamedTuple, Protocol

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from sqlalchemy.ext.asyncio import AsyncConnection, create_async_engine

from persistence.errors import StoreError, Unreachable
from persistence.roles import APP_ROLE
from persistence.tables import account, login_session

CONNECTIONS_MAX = 4
CONNECT_TIMEOUT_S = 3.0
POOL_TIMEOUT_S = 3.0
STATEMENT_TIMEOUT_MS = 3_000
SESSIONS_PER_USER_MAX = 20
"""Opening one more ends the least useful one: an ended one first, then the oldest."""


class UsernameTaken(StoreError):
    """Another account has this username, or one that looks like it."""


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

    async def create(self, new: Account) -> None:
        """Store an account. Raises UsernameTaken."""
        ...

    async def find(self, username_key: str) -> Account | None:
        """The account of that name."""
        ...

    async def get(self, user_id: str) -> Account | None:
        """The account of that id."""
        ...

    async def open_session(self, new: LoginSession) -> None:
        """Store a session of an existing account; beyond the limit of a user the least useful ones are forgotten."""
        ...

    async def rotate(
        self, session_id: str, presented: bytes, successor: bytes, *, now_ms: int, grace_ms: int
    ) -> tuple[Rotation, str]:
        """Judge a presented token and act on it, atomically; the verdict and the user id ("" when refused).

        The caller has made sure that the token is one that we issued for this session.
        """
        ...

    async def sessions(self, user_id: str, now_ms: int) -> Sequence[LoginSession]:
        """The user's living sessions, newest first."""
        ...

    async def revoke_session(self, user_id: str, session_id: str, now_ms: int) -> bool:
        """End a session of this user; False if there is no such living session."""
        ...

    async def ping(self) -> None:
        """Return if the store answers."""
        ...


class PostgresAccounts:
    """Accounts in Postgres, over a small pool that connects on demand."""

    def __init__(self, url: str) -> None:
        settings = {
            "role": APP_ROLE,
            "application_name": "pitboss accounts",
            "statement_timeout": str(STATEMENT_TIMEOUT_MS),
        }
        self._engine = create_async_engine(
            sa.make_url(url).set(drivername="postgresql+asyncpg"),
            pool_size=CONNECTIONS_MAX,
            max_overflow=0,
            pool_timeout=POOL_TIMEOUT_S,
            pool_pre_ping=True,
            connect_args={"timeout": CONNECT_TIMEOUT_S, "server_settings": settings},
        )

    async def close(self) -> None:
        """Close every connection."""
        await self._engine.dispose()

    async def create(self, new: Account) -> None:
        values = new._asdict()
        values["at"] = _time(values.pop("created_ms"))
        statement = insert(account).values(values).on_conflict_do_nothing(index_elements=["username_key"])
        async with self._transaction() as connection:
            created = await connection.scalar(statement.returning(account.c.id))
        if created is None:
            raise UsernameTaken(new.username_key)

    async def find(self, username_key: str) -> Account | None:
        return await self._account(account.c.username_key == username_key)

    async def get(self, user_id: str) -> Account | None:
        return await self._account(account.c.id == user_id)

    async def open_session(self, new: LoginSession) -> None:
        values = new._asdict()
        values["at"] = _time(values.pop("created_ms"))
        for name in ("expires", "rotated", "revoked"):
            values[f"{name}_at"] = _time(values.pop(f"{name}_ms"))
        async with self._transaction() as connection:
            await connection.execute(_forget_sessions(new.user_id, new.created_ms))
            await connection.execute(sa.insert(login_session).values(values))

    async def rotate(
        self, session_id: str, presented: bytes, successor: bytes, *, now_ms: int, grace_ms: int
    ) -> tuple[Rotation, str]:
        of_session = login_session.c.id == session_id
        async with self._transaction() as connection:
            row = (await connection.execute(sa.select(login_session).where(of_session).with_for_update())).first()
            session = _session(row) if row else None
            verdict = judge(session, presented, successor, now_ms=now_ms, grace_ms=grace_ms)
            changes = _changes(verdict, presented, successor, now_ms)
            if changes:
                await connection.execute(sa.update(login_session).where(of_session).values(changes))
        return verdict, session.user_id if session and verdict is not Rotation.REFUSED else ""

    async def sessions(self, user_id: str, now_ms: int) -> Sequence[LoginSession]:
        query = (
            sa.select(login_session)
            .where(login_session.c.user_id == user_id, _living(now_ms))
            .order_by(login_session.c.at.desc(), login_session.c.id.desc())
        )
        async with self._transaction() as connection:
            return [_session(row) for row in await connection.execute(query)]

    async def revoke_session(self, user_id: str, session_id: str, now_ms: int) -> bool:
        statement = (
            sa.update(login_session)
            .where(login_session.c.id == session_id, login_session.c.user_id == user_id, _living(now_ms))
            .values(revoked_at=_time(now_ms))
        )
        async with self._transaction() as connection:
            return (await connection.execute(statement)).rowcount == 1

    async def ping(self) -> None:
        async with self._transaction() as connection:
            await connection.execute(sa.select(1))

    async def _account(self, condition: sa.ColumnElement[bool]) -> Account | None:
        async with self._transaction() as connection:
            row = (await connection.execute(sa.select(account).where(condition))).first()
        if row is None:
            return None
        values = dict(row._mapping)
        values["created_ms"] = _ms(values.pop("at"))
        return Account(**values)

    @asynccontextmanager
    async def _transaction(self) -> AsyncIterator[AsyncConnection]:
        try:
            async with self._engine.begin() as connection:
                yield connection
        except (DBAPIError, PoolTimeout, OSError) as error:
            if isinstance(error, DBAPIError) and not _is_transient(error):
                raise
            raise Unreachable(str(error)) from error


def _is_transient(error: DBAPIError) -> bool:
    """Whether connection, resources or the server are at fault: no SQLSTATE, or class 08, 40, 53 or 57."""
    state: str | None = getattr(error.orig, "sqlstate", None)
    return error.connection_invalidated or state is None or state[:2] in {"08", "40", "53", "57"}


def _living(now_ms: int) -> sa.ColumnElement[bool]:
    return sa.and_(login_session.c.revoked_at.is_(None), login_session.c.expires_at > _time(now_ms))


def _forget_sessions(user_id: str, now_ms: int) -> sa.Delete:
    useful = (_living(now_ms).desc(), login_session.c.at.desc(), login_session.c.id.desc())
    excess = (
        sa.select(login_session.c.id)
        .where(login_session.c.user_id == user_id)
        .order_by(*useful)
        .offset(SESSIONS_PER_USER_MAX - 1)
    )
    return sa.delete(login_session).where(login_session.c.id.in_(excess))


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
