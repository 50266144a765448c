"""Repair of stored parts that this program cannot read: finds them, shows them, and puts a readable one in their place.

A host sets such a part aside and never writes it (`actors.player.kind`), so that one can be replaced while everything
runs. What is readable is not touched: that is for staff's commands to change. Each repair is a row of the audit trail,
in its own transaction.
"""

import getpass
from typing import Any, NamedTuple

import msgspec
from msgspec import MsgspecError

from actors.runtime.entity import StoredPart
from cluster.verification.database import CannotVerify
from cluster.verification.stored_states import KINDS, parts_of, readable
from persistence.audit import AuditRow
from persistence.entities.records import LoadedPart
from persistence.postgres.staff.parts import PostgresParts
from persistence.verification.snapshot import open_snapshot

EVENT = "PART_REPAIR"
ROLE = "OPERATOR_OF_THE_MACHINE"


class Unreadable(NamedTuple):
    """A part that cannot be read; `part` is empty where the whole entity cannot."""

    entity: str
    part: str
    why: str


async def unreadable_parts(url: str) -> list[Unreadable]:
    """Return every stored part that this program cannot read. Raises StoreError."""
    found: list[Unreadable] = []
    async with open_snapshot(url) as snapshot:
        async for row in snapshot.entities():
            if row.names is not None:
                found += _unreadable(row.kind, row.key, parts_of(row))
    return found


def _unreadable(kind: str, key: str, parts: dict[str, StoredPart]) -> list[Unreadable]:
    entity = f"{kind}/{key}"
    try:
        return [Unreadable(entity, part, "it cannot be read") for part in _set_aside(kind, key, parts)]
    except (LookupError, ValueError, MsgspecError) as error:
        return [Unreadable(entity, "", str(error))]


def _set_aside(kind: str, key: str, parts: dict[str, StoredPart]) -> list[str]:
    """Return the names of the parts that cannot be read. Raises ValueError: nor can the entity."""
    reader = KINDS[kind]
    return list(reader.unreadable(reader.load(key, readable(parts, reader.parts))))


async def show(url: str, kind: str, key: str, part: str) -> bytes:
    """Return what is stored of a part, as JSON.

    Raises:
        CannotVerify: there is no such part, or it is no msgpack.
        StoreError: the database is out of reach.
    """
    stored = await _stored(url, kind, key, part)
    try:
        return msgspec.json.format(msgspec.json.encode(msgspec.msgpack.decode(stored.data)))
    except MsgspecError as error:
        raise CannotVerify(f"{kind}/{key} {part} is no msgpack: {error}; only --new repairs it") from None


async def repair(url: str, kind: str, key: str, part: str, with_json: bytes | None, reason: str) -> None:
    """Put the part that JSON describes in the place of one that cannot be read; None: that of a new entity.

    Raises:
        CannotVerify: there is no such part, it can be read, it has changed meanwhile, or what is given cannot be read.
        StoreError: the database is out of reach.
    """
    store = PostgresParts(url)
    try:
        stored = await store.of(kind, key)
        old = _of(stored, kind, key, part)
        parts = {name: StoredPart(each.schema, each.data) for name, each in stored.items()}
        if part not in [each.part for each in _unreadable(kind, key, parts)]:
            raise CannotVerify(f"{kind}/{key} {part} can be read: nothing is to be repaired")
        new = _given(kind, key, part, with_json)
        if part in [each.part for each in _unreadable(kind, key, parts | {part: new})]:
            raise CannotVerify(f"what is given cannot be read as {part} of {kind}/{key}")
        lengths = {"bytes": len(old.data)}, {"bytes": len(new.data), "new": with_json is None}
        act = AuditRow(EVENT, getpass.getuser(), ROLE, f"{kind}/{key}/{part}", *lengths, reason=reason)
        if not await store.replace(kind, key, part, old, new.schema, new.data, act):
            raise CannotVerify(f"{kind}/{key} {part} has changed meanwhile: look at it again")
    finally:
        await store.close()


def _given(kind: str, key: str, part: str, with_json: bytes | None) -> StoredPart:
    new = KINDS[kind].dump(KINDS[kind].create(key), part)
    if with_json is None:
        return new
    try:
        return StoredPart(new.schema, msgspec.msgpack.encode(msgspec.json.decode(with_json)))
    except MsgspecError as error:
        raise CannotVerify(f"what is given is no JSON: {error}") from None


async def _stored(url: str, kind: str, key: str, part: str) -> LoadedPart:
    store = PostgresParts(url)
    try:
        return _of(await store.of(kind, key), kind, key, part)
    finally:
        await store.close()


def _of(stored: Any, kind: str, key: str, part: str) -> LoadedPart:
    if kind not in KINDS or part not in stored:
        raise CannotVerify(f"nothing is stored as {part} of {kind}/{key}; there are {', '.join(sorted(stored))}")
    found: LoadedPart = stored[part]
    return found
