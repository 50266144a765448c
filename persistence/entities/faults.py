"""Faults of the rows of a request by themselves, whatever is stored already, and whose rows they are.

Every store refuses a request with such a row. `name_of` is what `RefusedData.names` calls the row by.
"""

import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from hashlib import sha256
from itertools import chain
from typing import NamedTuple, NoReturn
from uuid import UUID

from persistence.entities.ownership import SHARD_COUNT
from persistence.entities.records import (
    ActRow,
    CommandRow,
    CommitRequest,
    CompletionRow,
    FactRow,
    OutboxRow,
    PartRow,
    RevealedSeedRow,
    RoundRow,
    TellRow,
    TimerRow,
    TransferRow,
)

BALANCE_MAX = 2**53 - 1
"""The greatest integer that JavaScript holds exactly."""
AT_MS_MAX = 9_224_318_015_999_999
"""The end of the year 294276, Unix ms: the latest time that Postgres holds."""
_SMALL, _INTEGER, _BIG = (range(-(2**bits), 2**bits) for bits in (15, 31, 63))
_RANGES = {
    "shard": range(SHARD_COUNT),
    "n": _SMALL,
    "schema": _SMALL,
    "config_version": _INTEGER,
    "at_ms": range(AT_MS_MAX + 1),
}
"""Integers that a column takes; all others are of 64 bits."""
_IDS = frozenset({"tx", "round_id", "event_id"})
_JSON = frozenset({"outcome", "data", "old", "new"})
_NUL_IN_JSON = re.compile(r"(?<!\\)(?:\\\\)*\\u0000")

Row = (
    CommandRow
    | CompletionRow
    | TransferRow
    | RoundRow
    | RevealedSeedRow
    | ActRow
    | FactRow
    | OutboxRow
    | TellRow
    | TimerRow
    | PartRow
)


class Fault(NamedTuple):
    """One fault, and the name of the row that has it."""

    what: str
    name: str


def name_of(row: Row) -> str:
    """Return what leads from a row to its turn: the id of its command or tell, or its entity as `kind/key`."""
    match row:
        case TellRow():
            return row.id
        case OutboxRow():
            return row.key
        case TimerRow() | PartRow():
            return f"{row.kind}/{row.key}"
        case ActRow():
            return row.target
        case _:
            return row.tx


def faults(request: CommitRequest) -> Iterator[Fault]:
    """Yield every fault of the rows of a request by themselves."""
    for row in rows_of(request):
        for column, value in zip(row._fields, row, strict=True):
            if not _fits(row, column, value):
                yield Fault(f"no column holds this {column}", name_of(row))
        if not _keeps_its_constraints(row):
            yield Fault(f"a constraint of {type(row).__name__}", name_of(row))
    for tell_id in request.tells_done:
        if not _is_id(tell_id):
            yield Fault("no id of a tell", tell_id)
    yield from _repeats(request)


def rows_of(request: CommitRequest) -> Iterator[Row]:
    """Yield the rows of a request, of every table."""
    return chain(
        request.commands,
        request.completions,
        request.transfers,
        request.rounds,
        request.seeds,
        request.acts,
        request.facts,
        request.outbox,
        request.tells,
        request.timers,
        request.timers_done,
        request.parts,
    )


def _fits(row: Row, column: str, value: object) -> bool:
    match value:
        case bool():
            return True
        case int():
            return value in _RANGES.get(column, _BIG)
        case str() if column in _IDS or (column == "id" and isinstance(row, TellRow)):
            return _is_id(value)
        case str():
            return _is_text(value) and (column not in _JSON or _is_json(value))
        case _:
            return True


def _keeps_its_constraints(row: Row) -> bool:
    """The CHECK constraints of `persistence.postgres.schema.tables`."""
    match row:
        case CommandRow():
            return (row.ok is None) == (row.reply is None)
        case TransferRow():
            return row.amount > 0 and 0 <= row.balance_after <= BALANCE_MAX and row.debit != row.credit
        case RoundRow():
            return row.bet > 0 and row.payout >= 0
        case RevealedSeedRow():
            return row.server_seed_hash == sha256(row.server_seed.encode(errors="replace")).hexdigest()
        case PartRow():
            return row.version > 0
        case _:
            return True


def _repeats(request: CommitRequest) -> Iterator[Fault]:
    """Yield what one statement may not touch twice."""
    yield from _twice("a completion", ((row.tx, row.tx) for row in request.completions))
    yield from _twice("a tell that is done", ((tell_id, tell_id) for tell_id in request.tells_done))
    yield from _twice("an event", (((row.shard, row.seq), row.key) for row in request.outbox))
    for timers in (request.timers, request.timers_done):
        yield from _twice("a timer", (((row.kind, row.key, row.name), name_of(row)) for row in timers))
    yield from _twice("a part", (((row.kind, row.key, row.part), name_of(row)) for row in request.parts))


def _twice(what: str, named: Iterable[tuple[object, str]]) -> Iterator[Fault]:
    listed = list(named)
    counts = Counter(key for key, _ in listed)
    for key, name in listed:
        if counts[key] > 1:
            yield Fault(f"{what} twice", name)


def _is_id(text: str) -> bool:
    try:
        UUID(text)
    except ValueError:
        return False
    return True


def _is_text(text: str) -> bool:
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return "\0" not in text


def _is_json(text: str) -> bool:
    """Return whether `jsonb` takes it: JSON, without NUL and without half of a pair of surrogates."""
    try:
        value = json.loads(text, parse_constant=_no_number)
    except ValueError:
        return False
    if "\\u" not in text:
        return True
    return not _NUL_IN_JSON.search(text) and _is_text(json.dumps(value, ensure_ascii=False))


def _no_number(name: str) -> NoReturn:
    raise ValueError(f"{name} is no number in JSON")
