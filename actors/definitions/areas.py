"""The areas of `actors.definitions.book`: how the bodies of each are read, and what of each comes with the program.

A body is what the file beside the rules has, without its `id` and `version`, which belong to the definition.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import asdict, fields
from typing import Any

import msgspec

from actors.crash.rules.config import TableConfig
from actors.definitions.book import Area, BuiltIn, DefinitionRefused, Definitions
from actors.definitions.built_in import built_in
from actors.games.gacha.banner import Banner, disclosure, read_banner
from actors.games.gacha.gacha import Gacha
from actors.games.slot.slot import LoadedMachine, loaded_machine
from actors.missions.area import missions_area
from actors.money.economy import EconomyConfig

SLOT, GACHA, CRASH = "slot", "gacha", "crash"
OF_A_DEFINITION = frozenset({"id", "version"})
_TABLE_NAME = re.compile(r"[a-z0-9_-]{1,32}")
_OF_A_TABLE = frozenset(field.name for field in fields(TableConfig)) - {"name", "version"}


def all_areas(economy: EconomyConfig, tables: Iterable[TableConfig] = ()) -> tuple[Area[Any], ...]:
    """Every area; `tables` are the crash tables of the settings."""
    return (slot_area(economy), gacha_area(economy), crash_area(tables), missions_area())


def slot_area(economy: EconomyConfig) -> Area[LoadedMachine]:
    """Slot machines; what takes long is their return."""

    def decode(key: str, version: int, source: Mapping[str, Any]) -> LoadedMachine:
        return loaded_machine(_file(key, version, source), economy.bet_min)

    return Area(name=SLOT, decode=decode, prove=LoadedMachine.prove, built_in=built_in("actors.games.slot", "machines"))


def gacha_area(economy: EconomyConfig) -> Area[Banner]:
    """Banners of the gacha."""

    def decode(key: str, version: int, source: Mapping[str, Any]) -> Banner:
        banner = read_banner(_file(key, version, source))
        Gacha([banner], bet_min=economy.bet_min, bet_max=economy.bet_max, config_version=version)
        return banner

    return Area(name=GACHA, decode=decode, prove=_shares, built_in=built_in("actors.games.gacha", "banners"))


def crash_area(tables: Iterable[TableConfig]) -> Area[TableConfig]:
    """Crash tables; a round ends by the version it was opened by."""
    found = {table.name: BuiltIn(table.version, _table_source(table)) for table in tables}
    return Area(name=CRASH, decode=_table, built_in=found)


def table_definitions(tables: Iterable[TableConfig]) -> Definitions:
    """Crash tables alone, as they are, for a process that loads no definitions."""
    return Definitions([crash_area(tables)])


def _file(key: str, version: int, source: Mapping[str, Any]) -> bytes:
    """The file that a body would be in. Raises DefinitionRefused."""
    if found := sorted(OF_A_DEFINITION & source.keys()):
        raise DefinitionRefused(f"leave {' and '.join(found)} out of the body: the definition has them already")
    return msgspec.json.encode({"id": key, "version": version, **source})


def _shares(banner: Banner) -> dict[str, Any]:
    shown = ("stars", "rate", "consolidated_rate", "expected_pulls")
    return {"rates": [{name: each[name] for name in shown} for each in disclosure(banner)["rates"]]}


def _table_source(table: TableConfig) -> dict[str, Any]:
    return {name: value for name, value in asdict(table).items() if name in _OF_A_TABLE}


def _table(key: str, version: int, source: Mapping[str, Any]) -> TableConfig:
    if not _TABLE_NAME.fullmatch(key):
        raise DefinitionRefused("a table is named by 1 to 32 of a-z, 0-9, _ and -")
    if unknown := sorted(source.keys() - _OF_A_TABLE):
        raise DefinitionRefused(f"a table has no {', '.join(unknown)}; it has {', '.join(sorted(_OF_A_TABLE))}")
    if missing := sorted(_OF_A_TABLE - source.keys()):
        raise DefinitionRefused(f"give the table its {', '.join(missing)}")
    try:
        return msgspec.convert({"name": key, "version": version, **source}, TableConfig)
    except msgspec.ValidationError as error:
        raise DefinitionRefused(str(error)) from error
