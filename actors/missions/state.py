"""A player's missions as parts of the state, and how a fact changes them. Written when a mission moves.

`missions` changes with every round that counts; `mission_records` when a mission is joined, changes its kind, or is
forgotten after a claim.
"""

import msgspec
from msgspec import Struct

from actors.missions.enrolment import Done, Enrolment, done_of
from actors.missions.facts import MissionsMoved
from actors.missions.rules import Kind
from actors.missions.rules import Part as MissionPart
from actors.player.state import Part, PlayerState


class Missions(Struct, array_like=True):
    """The player's part in each mission, in the order of joining; `actors.missions.rules.PARTS_MAX` at most."""

    parts: dict[str, MissionPart] = msgspec.field(default_factory=dict)


class Records(Struct, array_like=True):
    """Of each part the kind by which it was counted; of each forgotten mission that was claimed what was done in it."""

    kinds: dict[str, Kind] = msgspec.field(default_factory=dict)
    done: dict[str, Done] = msgspec.field(default_factory=dict)


MISSIONS: Part[Missions] = Part("missions", Missions, Missions)
RECORDS: Part[Records] = Part("mission_records", Records, Records)


def enrolment_of(player: PlayerState) -> Enrolment:
    """Return the missions of `player`, to be read."""
    records = RECORDS.of(player)
    return Enrolment(MISSIONS.of(player).parts, records.kinds, records.done)


def apply(player: PlayerState, fact: MissionsMoved) -> frozenset[str]:
    """Change the missions of `player` by one fact."""
    parts, records, noted = MISSIONS.of(player).parts, RECORDS.of(player), bool(fact.kinds or fact.forgotten)
    for key in fact.forgotten:
        part = parts.pop(key, None)
        records.kinds.pop(key, None)
        if part is not None and part.claims:
            records.done[key] = done_of(part)
    for key in fact.parts.keys() & records.done.keys():
        del records.done[key]
        noted = True
    parts.update(fact.parts)
    records.kinds.update(fact.kinds)
    return MISSIONS.dirty | RECORDS.dirty if noted else MISSIONS.dirty
