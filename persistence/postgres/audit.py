"""The audit trail in Postgres: written with the acts, sealed by one process at a time."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from persistence.audit import GENESIS, AuditEntry, AuditFilter, AuditRow, Span, escaped, seal_hash
from persistence.postgres.pooled_store import PooledStore
from persistence.postgres.schema.tables import audit, audit_seal, audit_unsealed

SEAL_ROWS_MAX = 500
"""Rows that one call of `seal` takes; the rest waits for the next."""
SKEWED_ROWS_MAX = 1_000
"""Rows are numbered when they are written and dated when their transaction begins: so many may be out of order."""
SEALER_LOCK = 0x5EA1
"""Key of the advisory lock under which only one process seals at a time."""
_FIELDS = "a.id, a.event, a.actor, a.role, a.target, a.reason, a.request_id, a.address, a.result"
ROW_SQL = f"{_FIELDS}, (extract(epoch FROM a.at) * 1000000)::bigint AS at_us, a.old::text AS old, a.new::text AS new"
"""The columns of a row `a` of `audit` that its seal covers."""
_UNSEALED = sa.text(f"""
    SELECT {ROW_SQL} FROM audit_unsealed u JOIN audit a ON a.id = u.audit_id
    WHERE NOT EXISTS (SELECT FROM audit_seal s WHERE s.audit_id = a.id) ORDER BY a.id LIMIT :rows""")  # nosec B608  # constants alone


class PostgresAudit(PooledStore):
    """The audit trail in Postgres. Every method raises Unreachable when the server cannot be asked."""

    pool_name = "audit"
    connections_max = 2
    readers_max = 2

    async def record(self, row: AuditRow) -> None:
        """Write a row in a transaction of its own."""
        async with self._transaction() as connection:
            await write(connection, row)

    async def span(self, wanted: AuditFilter) -> Span:
        """The ids between which every row of the time that `wanted` names lies; each end is one look at an index."""
        newest = sa.select(sa.func.max(audit.c.id))
        async with self._reading() as connection:
            last = await connection.scalar(newest) or 0
            first, end = 1, last
            if wanted.since is not None:
                first = (await connection.scalars(_edge(wanted.since, last + 1))).one()
            if wanted.until is not None:
                end = (await connection.scalars(_edge(wanted.until, 0, before=True))).one()
        return Span(first - 1, end + 1)

    async def page(
        self, wanted: AuditFilter, before: int | None, rows_max: int, *, above: int = 0
    ) -> Sequence[AuditEntry]:
        """The newest rows that `wanted` lets through, with an id below `before` and greater than `above`."""
        query = sa.select(audit, audit_seal.c.hash).outerjoin(audit_seal, audit_seal.c.audit_id == audit.c.id)
        conditions = (*_conditions(wanted, before), audit.c.id > above)
        query = query.where(*conditions).order_by(audit.c.id.desc()).limit(rows_max)
        async with self._reading() as connection:
            rows = (await connection.execute(query)).mappings().all()
        return [
            AuditEntry(row["id"], row["at"], AuditRow(**{name: row[name] for name in AuditRow._fields}), row["hash"])
            for row in rows
        ]

    async def seal(self) -> int:
        """Seal waiting rows; how many. 0 also when another process is sealing."""
        async with self._transaction() as connection:
            if not await connection.scalar(sa.select(sa.func.pg_try_advisory_xact_lock(SEALER_LOCK))):
                return 0
            rows = (await connection.execute(_UNSEALED, {"rows": SEAL_ROWS_MAX})).mappings().all()
            if not rows:
                return 0
            newest = sa.select(audit_seal.c.n, audit_seal.c.hash).order_by(audit_seal.c.n.desc()).limit(1)
            found = (await connection.execute(newest)).first()
            n, digest = (found.n, found.hash) if found else (0, GENESIS)
            seals = []
            for row in rows:
                n += 1
                digest = seal_hash(digest, dict(row))
                seals.append({"n": n, "audit_id": row["id"], "hash": digest})
            await connection.execute(sa.insert(audit_seal), seals)
            sealed = [row["id"] for row in rows]
            await connection.execute(sa.delete(audit_unsealed).where(audit_unsealed.c.audit_id.in_(sealed)))
            return len(rows)

    async def unsealed_age_s(self) -> float:
        """Age of the oldest row that waits for its seal, in seconds; 0 when none does."""
        oldest = sa.select(sa.func.extract("epoch", sa.func.now() - sa.func.min(audit.c.at)))
        query = oldest.where(audit.c.id.in_(sa.select(audit_unsealed.c.audit_id)))
        async with self._transaction() as connection:
            return float(await connection.scalar(query) or 0)


def _edge(at: datetime, none: int, *, before: bool = False) -> sa.Select[Any]:
    """Return the query for the greatest id of the rows before a time, or the least of those from it on; else `none`."""
    order = (audit.c.at < at, audit.c.at.desc()) if before else (audit.c.at >= at, audit.c.at)
    rows = sa.select(audit.c.id).where(order[0]).order_by(order[1]).limit(SKEWED_ROWS_MAX).subquery()
    return sa.select(sa.func.coalesce((sa.func.max if before else sa.func.min)(rows.c.id), none))


def _conditions(wanted: AuditFilter, before: int | None) -> list[sa.ColumnElement[bool]]:
    texts = ("event", "actor", "target", "result", "request_id")
    conditions = [audit.c[name] == getattr(wanted, name) for name in texts if getattr(wanted, name)]
    if before is not None:
        conditions.append(audit.c.id < before)
    if wanted.since is not None:
        conditions.append(audit.c.at >= wanted.since)
    if wanted.until is not None:
        conditions.append(audit.c.at < wanted.until)
    return conditions


async def write(connection: AsyncConnection, row: AuditRow) -> None:
    """Write a row in the caller's transaction; control characters of its texts are escaped."""
    values = escaped(row)._asdict()
    for name in ("old", "new"):
        values[name] = sa.null() if values[name] is None else values[name]
    await connection.execute(sa.insert(audit).values(values))
