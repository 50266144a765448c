"""Slot machines as an area of `actors.definitions.book`; the machines of the program are files in `machines/`."""

from collections.abc import Mapping
from typing import Any

from actors.definitions.body import as_file
from actors.definitions.book import Area, Definitions
from actors.definitions.built_in import built_in
from actors.games.slot.slot import LoadedMachine, Slot, loaded_machine
from actors.money.economy import EconomyConfig

SLOT = "slot"


def slot_area(economy: EconomyConfig) -> Area[LoadedMachine]:
    """Return the area; the proof of a machine, which takes long, is its return."""

    def decode(key: str, version: int, source: Mapping[str, Any]) -> LoadedMachine:
        return loaded_machine(as_file(key, version, source), economy.bet_min)

    return Area(name=SLOT, decode=decode, prove=LoadedMachine.prove, built_in=built_in("actors.games.slot", "machines"))


def slot(economy: EconomyConfig) -> Slot:
    """Return the game with the machines of the program. Raises DefinitionRefused, MachineRefused."""
    machines = [each.body for each in Definitions([slot_area(economy)]).area(SLOT).values()]
    for machine in machines:
        machine.prove()
    return Slot(machines, bet_min=economy.bet_min, config_version=economy.version)
