"""Orders of staff in Postgres: a lock lets one of them be weighed at a time."""

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from persistence.postgres.pooled_store import PooledStore
from persistence.postgres.schema.staff_tables import staff_order
from persistence.postgres.schema.timestamps import timestamp, unix_ms
from persistence.staff.orders import AloneLimits, KeyReused, StaffOrder

ORDERS_LOCK = 0x0DE5
"""Key of the advisory lock under which orders are weighed. They are few, and two of one key may differ in currency."""


class PostgresStaffOrders(PooledStore):
    """Orders in Postgres."""

    pool_name = "staff orders"
    connections_max = 2

    async def place(self, new: StaffOrder, limits: AloneLimits) -> StaffOrder:
        lock = sa.select(sa.func.pg_advisory_xact_lock(ORDERS_LOCK))
        async with self._transaction() as connection:
            await connection.execute(lock)
            known = (await connection.execute(sa.select(staff_order).where(staff_order.c.id == new.id))).first()
            if known is not None:
                if known.what != new.what:
                    raise KeyReused(new.id)
                return _order(known)
            placed = new._replace(alone=await _stands_alone(connection, new, limits))
            values = placed._asdict()
            values["at"] = timestamp(values.pop("at_ms"))
            await connection.execute(sa.insert(staff_order).values(values))
        return placed


async def _stands_alone(connection: AsyncConnection, new: StaffOrder, limits: AloneLimits) -> bool:
    """Return what `may_stand_alone` says of the stored orders, added up by the server."""
    columns = staff_order.c
    recent = (columns.currency == new.currency, columns.alone, columns.at > timestamp(new.at_ms - limits.window_ms))
    total = sa.func.sum(columns.amount)
    by_actor, for_target = (total.filter(columns.actor == new.actor), total.filter(columns.target == new.target))
    sums = (await connection.execute(sa.select(by_actor, for_target, total).where(*recent))).one()
    actor, target, all_of_it = (int(each or 0) + new.amount for each in sums)
    return max(actor, target) <= limits.each_max and all_of_it <= limits.all_max


def _order(row: sa.Row[tuple[object, ...]]) -> StaffOrder:
    values = dict(row._mapping)
    values["at_ms"] = unix_ms(values.pop("at"))
    return StaffOrder(**values)
