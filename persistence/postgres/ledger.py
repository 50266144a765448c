"""Players' ledgers in Postgres, without an index of every transfer.

Nearly all transfers are gold that was staked and won, two for each round: an index of them by player would cost every
round 5 us of Postgres' time (measured: 2.5 us a row of 6.5 us). They are found through their rounds instead, which have
such an index already: the bet of a round is in its turn, hence has its tx. All others have an index of their own
(`migrations/sql/0021_player_records.sql`), which says nothing of those.
"""

from collections.abc import Sequence
from datetime import UTC
from typing import Any

import sqlalchemy as sa

from persistence.ledger import EntryPlace, LedgerEntry, LedgerFilter
from persistence.postgres.pooled_store import PooledStore
from persistence.postgres.schema.round_days import FIRST, LAST, day_of

PAGE = sa.text(
    f"""
    WITH round AS (
        (SELECT tx, shard FROM game_round
         WHERE :rounds AND user_id = :user_id AND at = :at AND at >= :since AND at < :until
           AND {day_of("at")} = {day_of(":at")})
        UNION ALL
        (SELECT tx, shard FROM game_round
         WHERE :rounds AND user_id = :user_id AND at < :at AND at >= :since AND at < :until
           AND {day_of("at")} BETWEEN {day_of(":since")} AND {day_of("LEAST(:at, :until)")}
         ORDER BY {day_of("at")} DESC, at DESC FETCH FIRST :rows_max ROWS WITH TIES)
    ), entry AS (
        (SELECT transfer.* FROM round JOIN transfer USING (tx, shard)
         WHERE currency = 'gold' AND reason IN ('bet', 'payout') AND :account IN (debit, credit)
           AND (at, version, n) < (:at, :version, :n))
        UNION ALL
        (SELECT * FROM transfer
         WHERE GREATEST(debit, credit) = :account
           AND NOT (currency = 'gold' AND reason IN ('bet', 'payout'))
           AND (at, version, n) < (:at, :version, :n) AND at >= :since AND at < :until
           AND (CAST(:currency AS text) = '' OR currency = :currency)
         ORDER BY at DESC, version DESC, n DESC LIMIT :rows_max)
    )
    SELECT tx, at, version, n, currency, CASE WHEN credit = :account THEN amount ELSE -amount END, balance_after,
           reason, reference
    FROM entry ORDER BY at DESC, version DESC, n DESC LIMIT :rows_max
    """  # nosec B608  # constants alone
).bindparams(
    sa.bindparam("rounds", type_=sa.Boolean),
    sa.bindparam("account", type_=sa.Text),
    *(sa.bindparam(name, type_=sa.TIMESTAMP(timezone=True)) for name in ("at", "since", "until")),
    *(sa.bindparam(name, type_=sa.BigInteger) for name in ("version", "n")),
)
"""Rounds of the cursor's own moment are taken all, for a turn of them may lie on either side of it: one batch has one
moment. Of the others, as many as a page has entries are enough, since each has at least its bet."""


def page_parameters(user_id: str, wanted: LedgerFilter, before: EntryPlace | None, rows_max: int) -> dict[str, Any]:
    """Return the parameters of `PAGE`."""
    at, version, n = before or (LAST, 0, 0)
    return {
        "user_id": user_id,
        "account": f"user:{user_id}",
        "rounds": wanted.currency in {"", "gold"},
        "currency": wanted.currency,
        "since": wanted.since or FIRST,
        "until": wanted.until or LAST,
        "at": at,
        "version": version,
        "n": n,
        "rows_max": rows_max,
    }


class PostgresLedger(PooledStore):
    """`Ledger` on Postgres. `url` as asyncpg takes it; connects on first use."""

    pool_name = "ledger"
    connections_max = 2

    async def page(
        self, user_id: str, wanted: LedgerFilter, before: EntryPlace | None, rows_max: int
    ) -> Sequence[LedgerEntry]:
        """See `Ledger.page`."""
        async with self._transaction() as connection:
            rows = await connection.execute(PAGE, page_parameters(user_id, wanted, before, rows_max))
        return [
            LedgerEntry(tx.hex, EntryPlace(at.astimezone(UTC), version, n), *rest) for tx, at, version, n, *rest in rows
        ]
