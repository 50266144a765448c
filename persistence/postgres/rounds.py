"""Played rounds in Postgres."""

from collections.abc import Iterable, Mapping, Sequence
from contextlib import AbstractAsyncContextManager
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from persistence.postgres.pooled_store import PooledStore
from persistence.postgres.schema.round_days import FIRST, LAST, day_of
from persistence.postgres.schema.tables import command, fact, game_round, revealed_seed, transfer
from persistence.rounds import (
    CRASH,
    FILED_CHAIN,
    FILED_VOIDED,
    REFUND,
    Place,
    RoundFilter,
    StoredRefund,
    StoredRound,
    round_key,
)


class PostgresRounds(PooledStore):
    """Rounds in Postgres, over a small pool of its own."""

    pool_name = "rounds"
    connections_max = 2
    readers_max = 2

    async def find(self, round_id: str) -> StoredRound | None:
        """See `Rounds.find`."""
        key = round_key(round_id)
        if key is None:
            return None
        found = await self._rounds(_ROUNDS.where(_ROUND.round_id == key))
        return found[0] if found else None

    async def page(self, wanted: RoundFilter, before: Place | None, rows_max: int) -> Sequence[StoredRound]:
        """See `Rounds.page`."""
        return await self._rounds(page_query(wanted, before, rows_max), self._reading())

    async def of_table(self, round_id: str) -> Sequence[StoredRound]:
        """See `Rounds.of_table`."""
        ours = (_ROUND.game == sa.literal_column(f"'{CRASH}'"), _ROUND.outcome["round_id"].astext == round_id)
        return await self._rounds(_ROUNDS.where(*ours).order_by(_ROUND.at, _ROUND.round_id))

    async def refunds(self, round_id: str) -> Sequence[StoredRefund]:
        """See `Rounds.refunds`."""
        return await self._refunds(_FACT.data["round_id"].astext == round_id)

    async def refund_of(self, user_id: str, bet_id: str) -> StoredRefund | None:
        """See `Rounds.refund_of`."""
        found = await self._refunds(_FACT.key == user_id, _FACT.data["bet_id"].astext == bet_id)
        return found[0] if found else None

    async def filed_chain(self, table: str, place: str) -> Mapping[str, Any] | None:
        """See `Rounds.filed_chain`."""
        ours = (_FACT.kind == CRASH, _FACT.key == table, _FACT.type == FILED_CHAIN, _FACT.once <= place)
        query = sa.select(_FACT.data).where(*ours).order_by(_FACT.once.desc()).limit(1)
        async with self._transaction() as connection:
            found: Mapping[str, Any] | None = await connection.scalar(query)
        return found

    async def is_filed_voided(self, table: str, place: str) -> bool:
        """See `Rounds.is_filed_voided`."""
        ours = (_FACT.kind == CRASH, _FACT.key == table, _FACT.type == FILED_VOIDED, _FACT.once == place)
        async with self._transaction() as connection:
            return await connection.scalar(sa.select(sa.literal(1)).where(*ours)) is not None

    async def moments(self, txs: Sequence[str]) -> Mapping[str, datetime]:
        """See `Rounds.moments`."""
        keys = sa.any_(sa.literal([UUID(tx) for tx in txs], sa.ARRAY(sa.Uuid)))
        ledger = sa.select(transfer.c.tx, transfer.c.at).where(transfer.c.tx == keys, transfer.c.n == 0)
        commands = sa.select(command.c.tx, command.c.at).where(command.c.tx == keys)
        async with self._transaction() as connection:
            rows = await connection.execute(commands.union(ledger))
        return {tx.hex: at.astimezone(UTC) for tx, at in rows}

    async def _refunds(self, *conditions: sa.ColumnElement[bool]) -> list[StoredRefund]:
        query = sa.select(_FACT.key, _FACT.data, _FACT.at).where(
            _FACT.type == sa.literal_column(f"'{REFUND}'"), *conditions
        )
        async with self._transaction() as connection:
            rows = await connection.execute(query.order_by(_FACT.at, _FACT.tx))
        return [
            StoredRefund(data["bet_id"], key, data["round_id"], data["bet"], data["auto"], at.astimezone(UTC))
            for key, data, at in rows
        ]

    async def _rounds(
        self, query: sa.Select[Any], transaction: AbstractAsyncContextManager[AsyncConnection] | None = None
    ) -> list[StoredRound]:
        async with transaction or self._transaction() as connection:
            rows = await connection.execute(query)
        return [StoredRound._make((round_id.hex, *rest, at.astimezone(UTC))) for round_id, *rest, at in rows]


def page_query(wanted: RoundFilter, before: Place | None, rows_max: int) -> sa.Select[Any]:
    """Return the query of `PostgresRounds.page`."""
    days = (_DAY.desc(),) if wanted.user else ()
    query = _ROUNDS.where(*_conditions(wanted, before))
    return query.order_by(*days, _ROUND.at.desc(), _ROUND.round_id.desc()).limit(rows_max)


_ROUND, _FACT = game_round.c, fact.c
_ROUNDS = sa.select(
    _ROUND.round_id,
    _ROUND.game,
    _ROUND.bet,
    _ROUND.payout,
    _ROUND.outcome,
    _ROUND.config_version,
    _ROUND.server_seed_hash,
    _ROUND.client_seed,
    _ROUND.nonce,
    revealed_seed.c.server_seed,
    _ROUND.user_id,
    _ROUND.at,
).select_from(
    game_round.outerjoin(revealed_seed, revealed_seed.c.server_seed_hash == _ROUND.server_seed_hash),
)


_DAY: sa.ColumnElement[datetime] = sa.literal_column(day_of("game_round.at"))
"""The index of a player's rounds has their days, and no moments (`persistence.postgres.schema.round_days`)."""


def _day_of(moment: datetime) -> sa.TextClause:
    parameter = sa.bindparam("moment", moment, sa.TIMESTAMP(timezone=True), unique=True)
    return sa.text(day_of(":moment")).bindparams(parameter)


def _conditions(wanted: RoundFilter, before: Place | None) -> Iterable[sa.ColumnElement[bool]]:
    if wanted.user:
        yield _ROUND.user_id == wanted.user
        ends = [end for end in (wanted.until, before.at if before else None) if end is not None]
        yield _DAY.between(_day_of(wanted.since or FIRST), _day_of(min(ends, default=LAST)))
    if wanted.game:
        yield _ROUND.game == wanted.game
    if wanted.table:
        yield _ROUND.game == CRASH
        yield _ROUND.outcome["table"].astext == wanted.table
    if wanted.since is not None:
        yield _ROUND.at >= wanted.since
    if wanted.until is not None:
        yield _ROUND.at < wanted.until
    if before is not None:
        yield sa.tuple_(_ROUND.at, _ROUND.round_id) < sa.tuple_(sa.literal(before.at), UUID(before.round_id))
