"""A player's missions as a part of the state, and how a fact changes them. Written when a mission moves."""

import msgspec
from msgspec import Struct

from actors.missions.facts import MissionsMoved
from actors.missions.rules import Part as MissionPart
from actors.player.state import Part, PlayerState


class Missions(Struct, array_like=True):
    """The player's part in each mission, in the order of joining; `actors.missions.rules.PARTS_MAX` at most."""

    parts: dict[str, MissionPart] = msgspec.field(default_factory=dict)


MISSIONS: Part[Missions] = Part("missions", Missions, Missions)


def apply(player: PlayerState, fact: MissionsMoved) -> frozenset[str]:
    """Change the missions of `player` by one fact."""
    parts = MISSIONS.of(player).parts
    for key in fact.forgotten:
        parts.pop(key, None)
    parts.update(fact.parts)
    return MISSIONS.dirty
