"""Accounts and log-in sessions in Postgres."""

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncConnection
from sqlalchemy.sql.selectable import TypedReturnsRows

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
from persistence.postgres.audit import write
from persistence.postgres.identity.ties import write_tie
from persistence.postgres.pooled_store import PooledStore
from persistence.postgres.schema.tables import account, known_address, login_session
from persistence.postgres.schema.timestamps import timestamp, unix_ms

TIMES = ("expires", "rotated", "revoked", "ends")
"""Columns of a session that are times: `NAME_at`, and `NAME_ms` in its record."""


class PostgresAccounts(PooledStore):
    """Accounts in Postgres, over a small pool that connects on demand."""

    pool_name = "accounts"
    connections_max = 4

    async def create(self, new: Account, audit: AuditRow | None = None, *, made_by: str = "") -> None:
        values = new._asdict()
        values["at"] = timestamp(values.pop("created_ms"))
        statement = insert(account).values(values).on_conflict_do_nothing()
        async with self._transaction() as connection:
            created = await connection.scalar(statement.returning(account.c.id))
            if created is None:
                raise UsernameTaken(new.username_key)
            await _record(connection, audit)
            if made_by:
                await write_tie(connection, Tie(made_by, new.id, new.created_ms))

    async def find(self, username_key: str) -> Account | None:
        return await self._account(account.c.username_key == username_key)

    async def get(self, user_id: str) -> Account | None:
        return await self._account(account.c.id == user_id)

    async def open_session(
        self, new: LoginSession, audit: AuditRow | None = None, *, address_key: str = ""
    ) -> Sequence[str]:
        values = new._asdict()
        values["at"] = timestamp(values.pop("created_ms"))
        for name in TIMES:
            values[f"{name}_at"] = timestamp(values.pop(f"{name}_ms"))
        async with self._transaction() as connection:
            await connection.execute(_forget_ended(new.user_id, new.created_ms))
            excess: list[str] = list(await connection.scalars(_revoke_excess(new.user_id, new.created_ms)))
            await connection.execute(sa.insert(login_session).values(values))
            if address_key:
                await connection.execute(_know_address(new.user_id, address_key, new.created_ms))
                await connection.execute(_forget_addresses(new.user_id, new.created_ms))
            await _record(connection, audit)
        return excess

    async def knows_address(self, username_key: str, address_key: str, now_ms: int) -> bool:
        known = sa.select(known_address.c.user_id).join(account, account.c.id == known_address.c.user_id)
        lately = known_address.c.seen_at > timestamp(now_ms - ADDRESS_KNOWN_MS)
        of_account = (account.c.username_key == username_key, known_address.c.address_key == address_key)
        return await self._is_there(known.where(*of_account, lately))

    async def has_token(self, username_key: str, session_id: str, hashed: bytes, now_ms: int) -> bool:
        living = sa.select(login_session.c.id).join(account, account.c.id == login_session.c.user_id)
        of_account = (account.c.username_key == username_key, login_session.c.id == session_id)
        return await self._is_there(living.where(*of_account, login_session.c.refresh_hash == hashed, _living(now_ms)))

    async def rotate(
        self,
        session_id: str,
        line: Sequence[bytes],
        *,
        now_ms: int,
        grace_ms: int,
        reused: AuditRow | None = None,
    ) -> Judged:
        of_session = login_session.c.id == session_id
        async with self._transaction() as connection:
            row = (await connection.execute(sa.select(login_session).where(of_session).with_for_update())).first()
            judged = judge(_session(row) if row else None, line, now_ms=now_ms, grace_ms=grace_ms)
            if changes := _changes(judged):
                await connection.execute(sa.update(login_session).where(of_session).values(changes))
            if judged.session is not None and judged.verdict is Rotation.REUSED:
                await _record(connection, reused and reused._replace(target=judged.session.user_id))
        return judged

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
            .values(revoked_at=timestamp(now_ms))
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

    async def set_locale(self, user_id: str, locale: str) -> bool:
        statement = sa.update(account).where(account.c.id == user_id).values(locale=locale)
        async with self._transaction() as connection:
            return (await connection.execute(statement)).rowcount == 1

    async def revocations(self, since: tuple[int, str], rows_max: int) -> Sequence[Revocation]:
        columns = login_session.c
        place = sa.tuple_(columns.revoked_at, columns.id)
        query = (
            sa.select(columns.id, columns.user_id, columns.revoked_at)
            .where(columns.revoked_at.is_not(None), place > sa.tuple_(timestamp(since[0]), since[1]))
            .order_by(columns.revoked_at, columns.id)
            .limit(rows_max)
        )
        async with self._transaction() as connection:
            rows = await connection.execute(query)
            return [Revocation(session_id, user_id, unix_ms(at)) for session_id, user_id, at in rows]

    async def ping(self) -> None:
        async with self._transaction() as connection:
            await connection.execute(sa.select(1))

    async def _account(self, condition: sa.ColumnElement[bool]) -> Account | None:
        async with self._transaction() as connection:
            row = (await connection.execute(sa.select(account).where(condition))).first()
        return None if row is None else stored_account(row)

    async def _is_there(self, query: sa.Select[Any]) -> bool:
        async with self._transaction() as connection:
            return bool(await connection.scalar(sa.select(query.exists())))


async def _record(connection: AsyncConnection, row: AuditRow | None) -> None:
    if row is not None:
        await write(connection, row)


def stored_account(row: sa.Row[Any]) -> Account:
    """The account of a whole row of its table."""
    values = dict(row._mapping)
    values["created_ms"] = unix_ms(values.pop("at"))
    return Account(**values)


def _living(now_ms: int) -> sa.ColumnElement[bool]:
    return sa.and_(login_session.c.revoked_at.is_(None), login_session.c.expires_at > timestamp(now_ms))


def _forget_ended(user_id: str, now_ms: int) -> sa.Delete:
    ended = sa.func.least(login_session.c.revoked_at, login_session.c.expires_at)
    return sa.delete(login_session).where(login_session.c.user_id == user_id, ended < timestamp(now_ms - ENDED_KEPT_MS))


def _revoke_excess(user_id: str, now_ms: int) -> TypedReturnsRows[tuple[str]]:
    excess = (
        sa.select(login_session.c.id)
        .where(login_session.c.user_id == user_id, _living(now_ms))
        .order_by(login_session.c.at.desc(), login_session.c.id.desc())
        .offset(SESSIONS_PER_USER_MAX - 1)
    )
    statement = sa.update(login_session).where(login_session.c.id.in_(excess)).values(revoked_at=timestamp(now_ms))
    return statement.returning(login_session.c.id)


def _know_address(user_id: str, address_key: str, now_ms: int) -> sa.Insert:
    new = insert(known_address).values(user_id=user_id, address_key=address_key, seen_at=timestamp(now_ms))
    return new.on_conflict_do_update(index_elements=["user_id", "address_key"], set_={"seen_at": new.excluded.seen_at})


def _forget_addresses(user_id: str, now_ms: int) -> sa.Delete:
    columns = known_address.c
    newest = (
        sa.select(columns.address_key)
        .where(columns.user_id == user_id, columns.seen_at > timestamp(now_ms - ADDRESS_KNOWN_MS))
        .order_by(columns.seen_at.desc(), columns.address_key)
        .limit(KNOWN_ADDRESSES_MAX)
    )
    return sa.delete(known_address).where(columns.user_id == user_id, columns.address_key.not_in(newest))


def revoke_all(user_id: str, now_ms: int, keep: str = "") -> TypedReturnsRows[tuple[str]]:
    """The statement that ends every living session of this user but `keep`, and returns their ids."""
    others = (login_session.c.user_id == user_id, login_session.c.id != keep, _living(now_ms))
    statement = sa.update(login_session).where(*others).values(revoked_at=timestamp(now_ms))
    return statement.returning(login_session.c.id)


def _changes(judged: Judged) -> dict[str, object]:
    if judged.session is None:
        return {}
    match judged.verdict:
        case Rotation.ROTATED:
            return {
                "refresh_hash": judged.session.refresh_hash,
                "rotated_at": timestamp(judged.session.rotated_ms),
                "rotations_ms": list(judged.session.rotations_ms),
                "expires_at": timestamp(judged.session.expires_ms),
            }
        case Rotation.REUSED:
            return {"revoked_at": timestamp(judged.session.revoked_ms)}
        case _:
            return {}


def _session(row: sa.Row[Any]) -> LoginSession:
    values = dict(row._mapping)
    values["created_ms"] = unix_ms(values.pop("at"))
    values["rotations_ms"] = tuple(values["rotations_ms"])
    for name in TIMES:
        values[f"{name}_ms"] = unix_ms(values.pop(f"{name}_at"))
    return LoginSession(**values)
