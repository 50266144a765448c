"""Purchases in Postgres, from their facts."""

from collections.abc import Mapping, Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import JSONB

from persistence.postgres.pooled_store import PooledStore
from persistence.purchases import StoredPurchase

_LAST_STATES = """
    SELECT DISTINCT ON (data ->> 'purchase_id')
           data ->> 'purchase_id' AS id, (data ->> 'created_at')::bigint AS created_ms, data
    FROM fact
    WHERE kind = 'user' AND key = :user_id AND type = 'purchase' AND data ->> 'status' IN ('success', 'refunded')
"""
_LAST_FIRST = "ORDER BY data ->> 'purchase_id', data ->> 'status' = 'refunded' DESC"
_COLUMNS = {"id": sa.Text, "created_ms": sa.BigInteger, "data": JSONB}
_PAGE = sa.text(
    f"""
    SELECT id, created_ms, data FROM ({_LAST_STATES} {_LAST_FIRST}) p
    WHERE CAST(:created_ms AS bigint) IS NULL OR created_ms < :created_ms OR (created_ms = :created_ms AND id > :id)
    ORDER BY created_ms DESC, id LIMIT :rows_max
    """  # nosec B608  # constants alone
).columns(**_COLUMNS)
_FIND = sa.text(f"{_LAST_STATES} AND data ->> 'purchase_id' = :id {_LAST_FIRST}").columns(**_COLUMNS)  # nosec B608

_ITEMS = sa.text(
    """
    SELECT DISTINCT ON (data ->> 'item_id') data ->> 'item_id' AS id, data FROM fact
    WHERE kind = 'shop' AND key = 'main' AND type = 'shop_item' AND data ->> 'item_id' = ANY(CAST(:ids AS text[]))
    ORDER BY data ->> 'item_id', (data ->> 'version')::int DESC
    """
).columns(id=sa.Text, data=JSONB)


class PostgresPurchases(PooledStore):
    """`StoredPurchases` on Postgres. `url` as asyncpg takes it; connects on first use."""

    pool_name = "purchases"
    connections_max = 1

    async def page(self, user_id: str, after: tuple[int, str] | None, rows_max: int) -> Sequence[StoredPurchase]:
        """See `StoredPurchases.page`."""
        created_ms, after_id = (None, "") if after is None else (-after[0], after[1])
        wanted = {"user_id": user_id, "created_ms": created_ms, "id": after_id, "rows_max": rows_max}
        async with self._transaction() as connection:
            return [StoredPurchase(*row) for row in await connection.execute(_PAGE, wanted)]

    async def find(self, user_id: str, purchase_id: str) -> StoredPurchase | None:
        """See `StoredPurchases.find`."""
        async with self._transaction() as connection:
            row = (await connection.execute(_FIND, {"user_id": user_id, "id": purchase_id})).one_or_none()
            return None if row is None else StoredPurchase(*row)

    async def items(self, item_ids: Sequence[str]) -> Mapping[str, Mapping[str, Any]]:
        """See `StoredPurchases.items`."""
        async with self._transaction() as connection:
            rows = await connection.execute(_ITEMS, {"ids": list(item_ids)})
            return {item_id: data for item_id, data in rows}  # noqa: C416 # a Row is no pair to mypy
