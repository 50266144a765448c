"""The audit trail: its rows, the port that writes and reads them, and the chain of hashes that seals them.

A row is written once, in the transaction of its act. Sealing takes committed rows in the order in which it sees them
and gives each the next number and SHA-256(previous hash, canonical JSON of the row); from a head that was noted
earlier it can be told later if anything up to it was changed, removed or put in. Rows carry no secrets: their writers
keep them out. `persistence.postgres.audit` and `persistence.memory.audit` are the stores of the port;
`tests/contracts/test_audit.py` runs both.
"""

import hashlib
from collections.abc import Sequence
from datetime import datetime
from typing import Any, NamedTuple, Protocol

import msgspec

GENESIS = bytes(32)
"""The hash before the first seal."""


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


class Span(NamedTuple):
    """Ids greater than `above` and below `below`."""

    above: int
    below: int

    def newest(self, before: int | None, ids_max: int) -> "Span":
        """Return the newest `ids_max` ids of it, of those below `before`."""
        below = self.below if before is None else min(self.below, before)
        return Span(max(self.above, below - 1 - ids_max), below)


class Audit(Protocol):
    """The audit trail as the gateway has it. Every method raises Unreachable."""

    async def record(self, row: AuditRow) -> None:
        """Write a row in a transaction of its own."""
        ...

    async def span(self, wanted: AuditFilter) -> Span:
        """Return the ids between which every row of the time that `wanted` names lies."""
        ...

    async def page(
        self, wanted: AuditFilter, before: int | None, rows_max: int, *, above: int = 0
    ) -> Sequence[AuditEntry]:
        """Return the newest rows that `wanted` lets through, of those with an id below `before` and greater than
        `above`, newest first."""
        ...


class Head(NamedTuple):
    """The newest seal; 0 and GENESIS of an empty chain."""

    n: int
    hash: bytes

    def __str__(self) -> str:
        return f"{self.n}:{self.hash.hex()}"

    @classmethod
    def parse(cls, text: str) -> "Head":
        """Return the head written `N:HASH`. Raises ValueError."""
        n, _, digest = text.partition(":")
        head = cls(int(n), bytes.fromhex(digest))
        if head.n < 0 or len(head.hash) != len(GENESIS):
            raise ValueError(f"a head is written N:HASH, with 64 hexadecimal digits, not {text!r}")
        return head


def seal_hash(previous: bytes, row: dict[str, Any]) -> bytes:
    """Return the hash of a row, given by name of its columns, that follows the seal with the hash `previous`."""
    return hashlib.sha256(previous + msgspec.json.encode(row, order="sorted")).digest()


def escaped(row: AuditRow) -> AuditRow:
    """Return the row as it is stored: control characters of its texts are escaped."""
    return row._replace(**{name: _printable(text) for name, text in row._asdict().items() if isinstance(text, str)})


def _printable(text: str) -> str:
    return "".join(letter if letter.isprintable() else letter.encode("unicode_escape").decode() for letter in text)
