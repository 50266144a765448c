"""The audit trail: writing rows, sealing them into a chain of hashes, and checking the chain.

A row is written once, in the act's own transaction. `seal` takes committed rows in the order in which it sees them and
gives each the next number and SHA-256(previous hash, canonical JSON of the row); whoever has noted a head can tell
later whether anything up to it was changed, removed or put in. Rows carry no secrets: that is the writer's to keep.
"""

import hashlib
from collections.abc import Sequence
from datetime import datetime
from typing import Any, NamedTuple, Protocol

import asyncpg
import msgspec
import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from persistence.errors import Unreachable
from persistence.postgres.schema.tables import audit, audit_seal, audit_unsealed
from persistence.postgres.small_pool import SmallPool

CONNECTIONS_MAX = 2
SEAL_ROWS_MAX = 500
"""Rows that one call of `seal` takes; the rest waits for the next."""
SEALER_LOCK = 0x5EA1
"""Key of the advisory lock under which only one process seals at a time."""
GENESIS = bytes(32)
"""The hash before the first seal."""
EXAMPLES_MAX = 20
_FIELDS = "a.id, a.event, a.actor, a.role, a.target, a.reason, a.request_id, a.address, a.result"
_ROW = f"{_FIELDS}, (extract(epoch FROM a.at) * 1000000)::bigint AS at_us, a.old::text AS old, a.new::text AS new"
_UNSEALED = sa.text(f"""
    SELECT {_ROW} FROM audit_unsealed u JOIN audit a ON a.id = u.audit_id
    WHERE NOT EXISTS (SELECT FROM audit_seal s WHERE s.audit_id = a.id) ORDER BY a.id LIMIT :rows""")  # nosec B608  # constants alone
_CHAIN = f"""
    SELECT s.n, s.audit_id, s.hash, u.audit_id IS NOT NULL AS waiting, {_ROW}
    FROM audit a FULL JOIN audit_seal s ON s.audit_id = a.id LEFT JOIN audit_unsealed u ON u.audit_id = a.id
    ORDER BY s.n NULLS LAST, a.id"""  # nosec B608  # constants alone


class AuditRow(NamedTuple):
    """One act, as it is written; `result` is `ok` or the error code."""

    event: str
    actor: str = ""
    role: str = ""
    target: str = ""
    old: Any = None
    new: Any = None
    reason: str = ""
    request_id: str = ""
    address: str = ""
    result: str = "ok"


class AuditEntry(NamedTuple):
    """A row as it is read; `hash` is None while it is not sealed."""

    id: int
    at: datetime
    row: AuditRow
    hash: bytes | None


class AuditFilter(NamedTuple):
    """Which rows: those that equal every text that is not empty, from `since` on and before `until`."""

    event: str = ""
    actor: str = ""
    target: str = ""
    result: str = ""
    request_id: str = ""
    since: datetime | None = None
    until: datetime | None = None


class Audit(Protocol):
    """The audit trail as the gateway has it. Both methods raise Unreachable; `MemoryAudit` is the twin."""

    async def record(self, row: AuditRow) -> None:
        """Write a row in a transaction of its own."""
        ...

    async def page(self, wanted: AuditFilter, before: int | None, rows_max: int) -> Sequence[AuditEntry]:
        """The newest rows that `wanted` lets through, of those with an id below `before`."""
        ...


class Head(NamedTuple):
    """The newest seal; 0 and GENESIS of an empty chain."""

    n: int
    hash: bytes

    def __str__(self) -> str:
        return f"{self.n}:{self.hash.hex()}"

    @classmethod
    def parse(cls, text: str) -> "Head":
        """The head written `N:HASH`. Raises ValueError."""
        n, _, digest = text.partition(":")
        head = cls(int(n), bytes.fromhex(digest))
        if head.n < 0 or len(head.hash) != len(GENESIS):
            raise ValueError(f"a head is written N:HASH, with 64 hexadecimal digits, not {text!r}")
        return head


class ChainReport(msgspec.Struct, frozen=True, kw_only=True):
    """What a check of the chain found: seals, rows that wait for theirs, the head, and what is violated."""

    holds: bool
    seals: int
    waiting: int
    head: str
    violations: int
    examples: list[str]


class PostgresAudit:
    """The audit trail in Postgres. Every method raises Unreachable when the server cannot be asked."""

    def __init__(self, url: str) -> None:
        self._pool = SmallPool(url, "audit", CONNECTIONS_MAX)

    async def close(self) -> None:
        """Close every connection."""
        await self._pool.close()

    async def record(self, row: AuditRow) -> None:
        """Write a row in a transaction of its own."""
        async with self._pool.transaction() as connection:
            await write(connection, row)

    async def page(self, wanted: AuditFilter, before: int | None, rows_max: int) -> Sequence[AuditEntry]:
        """The newest rows that `wanted` lets through, of those with an id below `before`, newest first."""
        query = sa.select(audit, audit_seal.c.hash).outerjoin(audit_seal, audit_seal.c.audit_id == audit.c.id)
        query = query.where(*_conditions(wanted, before)).order_by(audit.c.id.desc()).limit(rows_max)
        async with self._pool.transaction() as connection:
            rows = (await connection.execute(query)).mappings().all()
        return [
            AuditEntry(row["id"], row["at"], AuditRow(**{name: row[name] for name in AuditRow._fields}), row["hash"])
            for row in rows
        ]

    async def seal(self) -> int:
        """Seal waiting rows; how many. 0 also when another process is sealing."""
        async with self._pool.transaction() as connection:
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
        async with self._pool.transaction() as connection:
            return float(await connection.scalar(query) or 0)


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
    values = {name: _escaped(value) if isinstance(value, str) else value for name, value in row._asdict().items()}
    for name in ("old", "new"):
        values[name] = sa.null() if values[name] is None else values[name]
    await connection.execute(sa.insert(audit).values(values))


def seal_hash(previous: bytes, row: dict[str, Any]) -> bytes:
    """The hash of a row, by name of its columns, that follows the seal with the hash `previous`."""
    return hashlib.sha256(previous + msgspec.json.encode(row, order="sorted")).digest()


async def check_chain(url: str, expected: Head | None = None) -> ChainReport:
    """Compute the whole chain again, in one snapshot; `expected` is a head that was noted earlier.

    Raises Unreachable when the database cannot be read.
    """
    try:
        connection = await asyncpg.connect(url)
        try:
            async with connection.transaction(isolation="repeatable_read", readonly=True):
                chain = _Chain(expected)
                async for record in connection.cursor(_CHAIN):
                    chain.take(dict(record))
            return chain.report()
        finally:
            await connection.close()
    except (OSError, ValueError, asyncpg.PostgresError, asyncpg.InterfaceError) as error:
        raise Unreachable(str(error)) from error


class _Chain:
    """The chain as far as it has been read."""

    def __init__(self, expected: Head | None) -> None:
        self._expected = expected
        self._met = expected is None or expected == Head(0, GENESIS)
        self._head = Head(0, GENESIS)
        self._seals = self._waiting = self._violations = 0
        self._examples: list[str] = []

    def take(self, record: dict[str, Any]) -> None:
        """The next seal with its row, or, after all seals, a row without one."""
        n, audit_id, digest, waiting = (record.pop(name) for name in ("n", "audit_id", "hash", "waiting"))
        if n is None:
            self._waiting += waiting
            if not waiting:
                self._found(f"row {record['id']} was put in past the chain, or its seal was removed")
            return
        follows = n == self._head.n + 1
        if not follows:
            self._found(f"seals {self._head.n + 1} to {n - 1} are missing")
        if record["id"] is None:
            self._found(f"row {audit_id} of seal {n} was removed")
        elif follows and seal_hash(self._head.hash, record) != digest:
            self._found(f"row {audit_id} of seal {n} was changed, or a seal was")
        self._seals += 1
        self._head = Head(n, digest)
        self._met = self._met or self._head == self._expected

    def report(self) -> ChainReport:
        """What was found."""
        if not self._met:
            self._found(f"the noted head {self._expected} is not in the chain")
        return ChainReport(
            holds=not self._violations,
            seals=self._seals,
            waiting=self._waiting,
            head=str(self._head),
            violations=self._violations,
            examples=self._examples,
        )

    def _found(self, what: str) -> None:
        self._violations += 1
        if len(self._examples) < EXAMPLES_MAX:
            self._examples.append(what)


def _escaped(text: str) -> str:
    return "".join(letter if letter.isprintable() else letter.encode("unicode_escape").decode() for letter in text)
