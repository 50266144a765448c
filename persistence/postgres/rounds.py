"""Played rounds in Postgres."""

from collections.abc import Iterable, Mapping, Sequence
from contextlib import AbstractAsyncContextManager
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from persistence.postgres.pooled_store import PooledStore
from persistence.postgres.schema.tables import command, fact, game_round, revealed_seed, transfer
from persistence.rounds import CRASH, REFUND, Place, RoundFilter, StoredRefund, StoredRound, round_key


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
        query = _ROUNDS.where(*_conditions(wanted, before))
        query = query.order_by(_ROUND.at.desc(), _ROUND.round_id.desc()).limit(rows_max)
        return await self._rounds(query, self._reading())

    async def of_table(self, round_id: str) -> Sequence[StoredRound]:
        """See `Rounds.of_table`."""
        ours = (_ROUND.game == sa.literal_column(f"'{CRASH}'"), _ROUND.outcome["round_id"].astext == round_id)
        return await self._rounds(_ROUNDS.where(*ours).order_by(_ROUND.at, _ROUND.round_id))

    async def refunds(self, round_id: str) -> Sequence[StoredRefund]:
        """See `Rounds.refunds`."""
        return await self._refunds(_REFUND.data["round_id"].astext == round_id)

    async def refund_of(self, user_id: str, bet_id: str) -> StoredRefund | None:
        """See `Rounds.refund_of`."""
        found = await self._refunds(_REFUND.key == user_id, _REFUND.data["bet_id"].astext == bet_id)
        return found[0] if found else None

    async def moments(self, txs: Sequence[str]) -> Mapping[str, datetime]:
        """See `Rounds.moments`."""
        keys = sa.any_(sa.literal([UUID(tx) for tx in txs], sa.ARRAY(sa.Uuid)))
        ledger = sa.select(transfer.c.tx, transfer.c.at).where(transfer.c.tx == keys, transfer.c.n == 0)
        commands = sa.select(command.c.tx, command.c.at).where(command.c.tx == keys)
        async with self._transaction() as connection:
            rows = await connection.execute(commands.union(ledger))
        return {tx.hex: at.astimezone(UTC) for tx, at in rows}

    async def _refunds(self, *conditions: sa.ColumnElement[bool]) -> list[StoredRefund]:
        query = sa.select(_REFUND.key, _REFUND.data, _REFUND.at).where(
            _REFUND.type == sa.literal_column(f"'{REFUND}'"), *conditions
        )
        async with self._transaction() as connection:
            rows = await connection.execute(query.order_by(_REFUND.at, _REFUND.tx))
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


_ROUND, _REFUND = game_round.c, fact.c
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


def _conditions(wanted: RoundFilter, before: Place | None) -> Iterable[sa.ColumnElement[bool]]:
    if wanted.user:
        yield _ROUND.user_id == wanted.user
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
