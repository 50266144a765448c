"""Crash tables as an area of `actors.definitions.book`; a round ends by the version it was opened by."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import asdict, fields
from typing import Any

import msgspec

from actors.crash.rules.config import TableConfig
from actors.definitions.book import Area, Book, BuiltIn, DefinitionRefused, Definitions
from actors.definitions.in_force import InForce

CRASH = "crash"
_NAME = re.compile(r"[a-z0-9_-]{1,32}")
_FIELDS = frozenset(field.name for field in fields(TableConfig)) - {"name", "version"}


def crash_area(tables: Iterable[TableConfig]) -> Area[TableConfig]:
    """Return the area; `tables` are those of the settings."""
    return Area(name=CRASH, decode=_table, built_in={t.name: BuiltIn(t.version, _source(t)) for t in tables})


def table_definitions(tables: Iterable[TableConfig]) -> Definitions:
    """Return crash tables alone, as they are, for a process that loads no definitions."""
    return Definitions([crash_area(tables)])


def tables_in_force(
    tables: Iterable[TableConfig], definitions: Definitions | None
) -> InForce[Mapping[str, TableConfig]]:
    """Return the tables in force by name; `tables` hold as long as `definitions` has none, or is None."""
    of_settings = {table.name: table for table in tables}

    def by_name(book: Book) -> Mapping[str, TableConfig]:
        return {key: each.body for key, each in book.area(CRASH).items()} or of_settings

    return InForce(definitions, by_name)


def _source(table: TableConfig) -> dict[str, Any]:
    return {name: value for name, value in asdict(table).items() if name in _FIELDS}


def _table(key: str, version: int, source: Mapping[str, Any]) -> TableConfig:
    if not _NAME.fullmatch(key):
        raise DefinitionRefused("a table is named by 1 to 32 of a-z, 0-9, _ and -")
    if unknown := sorted(source.keys() - _FIELDS):
        raise DefinitionRefused(f"a table has no {', '.join(unknown)}; it has {', '.join(sorted(_FIELDS))}")
    if missing := sorted(_FIELDS - source.keys()):
        raise DefinitionRefused(f"give the table its {', '.join(missing)}")
    try:
        return msgspec.convert({"name": key, "version": version, **source}, TableConfig)
    except msgspec.ValidationError as error:
        raise DefinitionRefused(str(error)) from error
