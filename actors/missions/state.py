"""What a player's state has of missions, and how a fact changes it. Written when a mission moves."""

import msgspec
from msgspec import Struct

from actors.missions.facts import MissionsMoved
from actors.missions.rules import Part


class Missions(Struct, array_like=True):
    """The player's parts by mission, the one joined first goes first; `PARTS_MAX` at most."""

    parts: dict[str, Part] = msgspec.field(default_factory=dict)


def apply(missions: Missions, fact: MissionsMoved) -> None:
    """Change `missions` by one fact."""
    for key in fact.forgotten:
        missions.parts.pop(key, None)
    missions.parts.update(fact.parts)
