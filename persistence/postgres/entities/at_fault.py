"""Finds the rows that a refused commit was refused for: only when one was, so that no other commit pays for it.

The server's own detail names the rows of a violated key or constraint. It is silent about values that cannot be sent
or read, and the commit function raises a count that does not match without saying which row was missing. Nobody but
the owner of a shard writes its rows, so that they are afterwards as the commit met them.
"""

import json
import re
from collections.abc import Iterable, Iterator, Sequence

import asyncpg

from persistence.entities.faults import faults, name_of
from persistence.entities.records import CommitRequest, FactRow, PartRow, TimerRow

COUNT_MISMATCH = "PB003"

OPEN_COMMANDS_SQL = """
SELECT c.tx FROM unnest($1::smallint[], $2::uuid[]) AS r (shard, tx)
JOIN command c ON c.tx = r.tx AND c.shard = r.shard WHERE c.reply IS NULL
"""
TELLS_SQL = "SELECT id FROM tell WHERE id = ANY ($1::uuid[])"
TIMERS_SQL = """
SELECT t.kind, t.key, t.name, t.id FROM unnest($1::text[], $2::text[], $3::text[]) AS r (kind, key, name)
JOIN timer t ON t.kind = r.kind AND t.key = r.key AND t.name = r.name
"""
VERSIONS_SQL = """
SELECT p.kind, p.key, p.part, p.version FROM unnest($1::text[], $2::text[], $3::text[]) AS r (kind, key, part)
JOIN entity_part p ON p.kind = r.kind AND p.key = r.key AND p.part = r.part
"""

_EVENT_KEY = re.compile(r"Key \(shard, seq\)=\((\d+), (\d+)\)")
_RECEIPT_KEY = re.compile(r"^Key \(.*receipt_code.*\)=\((.*), \d+\) already exists")


def at_fault(request: CommitRequest, error: Exception) -> set[str]:
    """Return the names of rows of `request` that cannot be stored, as far as they or the server's words show it."""
    detail: str = getattr(error, "detail", None) or ""
    named = {fault.name for fault in faults(request)}
    event = _EVENT_KEY.search(detail)
    if event is not None:
        numbered = int(event[1]), int(event[2])
        named |= {row.key for row in request.outbox if (row.shard, row.seq) == numbered}
    receipt = _RECEIPT_KEY.search(detail)
    if receipt is not None:
        named |= {name_of(row) for row in request.facts if _receipt_code(row) == receipt[1]}
    return named


async def unmatched(connection: asyncpg.Connection, request: CommitRequest) -> set[str]:
    """Return the names of the rows of `request` that find nothing stored that they could complete or replace."""
    named: set[str] = set()
    if request.completions:
        named |= await _unknown_commands(connection, request)
    if request.tells_done:
        found = await connection.fetch(TELLS_SQL, request.tells_done)
        named |= set(request.tells_done) - {row["id"].hex for row in found} - {row.id for row in request.tells}
    if request.timers_done:
        keys = ((row.kind, row.key, row.name) for row in request.timers_done)
        stored = {tuple(row) for row in await connection.fetch(TIMERS_SQL, *_columns(keys))}
        named |= {name_of(row) for row in request.timers_done if not _is_set(row, stored)}
    if request.parts:
        keys = ((row.kind, row.key, row.part) for row in request.parts)
        versions = {tuple(row)[:3]: row["version"] for row in await connection.fetch(VERSIONS_SQL, *_columns(keys))}
        named |= {name_of(row) for row in request.parts if not _is_expected(row, versions)}
    return named


async def _unknown_commands(connection: asyncpg.Connection, request: CommitRequest) -> set[str]:
    shards, ids = [row.shard for row in request.completions], [row.tx for row in request.completions]
    found = {row["tx"].hex for row in await connection.fetch(OPEN_COMMANDS_SQL, shards, ids)}
    return set(ids) - found - {row.tx for row in request.commands if row.reply is None}


def _columns(rows: Iterable[Sequence[str]]) -> Iterator[list[str]]:
    return map(list, zip(*rows, strict=True))


def _is_set(row: TimerRow, stored: set[tuple[object, ...]]) -> bool:
    return (row.kind, row.key, row.name, row.id) in stored


def _is_expected(row: PartRow, versions: dict[tuple[object, ...], int]) -> bool:
    return versions.get((row.kind, row.key, row.part), 0) == row.expected


def _receipt_code(row: FactRow) -> object:
    try:
        data = json.loads(row.data)
    except ValueError:
        return None
    return data.get("receipt_code") if isinstance(data, dict) else None
