"""Translates failures of Postgres, and of the way to it, into those of `persistence.errors`."""

import re

import asyncpg

from persistence.errors import Fenced, NotExpired, OutcomeUnknown, RefusedData, RepeatedCommand, StoreError, Unreachable

UNIQUE_VIOLATION = "23505"
BY_STATE: dict[str, type[StoreError]] = {
    "PB001": Fenced,
    "PB002": Fenced,
    "PB003": RefusedData,
    "PB004": NotExpired,
    "40003": OutcomeUnknown,
    "25006": Unreachable,
    "55P03": Unreachable,
}
"""25006 read-only (a demoted primary), 55P03 lock time-out; PB001 to PB004 are of migration 0001."""
BY_CLASS: dict[str, type[StoreError]] = {
    "08": OutcomeUnknown,
    "40": Unreachable,
    "53": Unreachable,
    "57": Unreachable,
    "58": Unreachable,
}
"""Every other state, known or not, refuses the data (`RefusedData`): a batch is split until the entity at fault is
alone, and all others go on. A host that ended instead would meet the same data again."""
STALE_STATEMENT = ("0A000", "26000", "42", "XX000")
"""Beginnings of states that a prepared statement meets when a migration has changed what it calls."""
CONNECTION_ENDS = frozenset({"57P01", "57P02", "57P03", "57P05"})
"""The server ends the session: whether before or after a commit became durable, the message does not say."""
TRANSPORT_ERRORS = (
    OSError,
    TimeoutError,
    asyncpg.InterfaceError,
    asyncpg.InternalClientError,
    asyncpg.PostgresError,
)
"""Everything that asyncpg raises for a connection, a server or arguments that cannot be encoded."""

_IDS = re.compile(r"\b(?:[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}|[0-9a-f]{64})\b")
_ENTITY_KEY = re.compile(r"Key \(kind, key\b[^)]*\)=\(([^,]*), ([^,)]*)")


def ends_connection(error: BaseException) -> bool:
    """Return True if the connection is of no use after `error`: if it is not the refusal of a statement's data."""
    state = getattr(error, "sqlstate", None)
    return state is None or state in CONNECTION_ENDS or state.startswith(("08", *STALE_STATEMENT))


def commit_error(error: Exception) -> StoreError:
    """Return what an error means after a commit was sent."""
    state = getattr(error, "sqlstate", None)
    if state is None or state in CONNECTION_ENDS:
        return OutcomeUnknown(_text(error))
    table = getattr(error, "table_name", None) or ""
    if state == UNIQUE_VIOLATION and (table == "command" or table.startswith("command_")):
        return RepeatedCommand(_text(error), _named(error))
    meaning = BY_STATE.get(state) or BY_CLASS.get(state[:2], RefusedData)
    return RefusedData(_text(error), _named(error)) if meaning is RefusedData else meaning(_text(error))


def call_error(error: Exception) -> StoreError:
    """Return what an error means of a call that may simply be made again: then nothing is ever unknown."""
    meaning = commit_error(error)
    return Unreachable(_text(error)) if isinstance(meaning, OutcomeUnknown) else meaning


def _named(error: Exception) -> set[str]:
    """Return what the server's detail names: `Key (tx, shard)=(..., 7) already exists.`, `Failing row contains (...).`

    The detail itself goes nowhere else: it holds the values of the row.
    """
    detail: str = getattr(error, "detail", None) or ""
    found = {each.replace("-", "") for each in _IDS.findall(detail)}
    key = _ENTITY_KEY.search(detail)
    return found | {f"{key[1]}/{key[2]}"} if key else found


def _text(error: Exception) -> str:
    return f"{getattr(error, 'sqlstate', None) or type(error).__name__}: {error}"
