"""Computes the chain of the audit trail again, in one snapshot, and reports every row that does not follow."""

from typing import Any

import asyncpg
import msgspec

from persistence.audit import GENESIS, Head, seal_hash
from persistence.errors import Unreachable
from persistence.postgres.audit import ROW_SQL

EXAMPLES_MAX = 20
_CHAIN = f"""
    SELECT s.n, s.audit_id, s.hash, u.audit_id IS NOT NULL AS waiting, {ROW_SQL}
    FROM audit a FULL JOIN audit_seal s ON s.audit_id = a.id LEFT JOIN audit_unsealed u ON u.audit_id = a.id
    ORDER BY s.n NULLS LAST, a.id"""  # nosec B608  # constants alone


class ChainReport(msgspec.Struct, frozen=True, kw_only=True):
    """Findings of a check of the chain: seals, rows that wait for theirs, the head, and violations."""

    holds: bool
    seals: int
    waiting: int
    head: str
    violations: int
    examples: list[str]


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
        """Return the findings."""
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
