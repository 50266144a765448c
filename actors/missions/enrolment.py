"""The record of a player in missions, beyond the present definition of each: kinds of progress, and claims for ever.

Progress has a unit, the kind by which it was counted: rounds are no gold. A mission whose kind is another now begins
anew for whoever has progress in it; what was claimed in its period stays claimed.

A claim is remembered for ever. A player's state has `PARTS_MAX` parts; of one that is forgotten with a claim, `Done`
stays, so that a mission that is opened again is no other one, and `requires` is met by what was done long ago.
"""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from msgspec import Struct

from actors.missions.rules import PARTS_MAX, Kind, Listed, Part, Roster


class Done(Struct, array_like=True, frozen=True, gc=False):
    """A mission whose part is forgotten: the last period that was claimed, and the claims of all periods."""

    period: int
    claims: int


class Enrolment(NamedTuple):
    """A player's missions: the parts, the kind by which each was counted, and what was done in forgotten ones."""

    parts: Mapping[str, Part] = {}
    kinds: Mapping[str, Kind] = {}
    done: Mapping[str, Done] = {}

    def part(self, listed: Listed) -> Part | None:
        """Return the player's part in a mission as its definition is now; None: the player does not take part."""
        key, mission = listed.id, listed.mission
        part = self.parts.get(key)
        if part is None:
            done = self.done.get(key)
            return None if done is None else Part(done.period, 0, 0, True, done.claims)
        if self.kinds.get(key, mission.kind) != mission.kind:
            return Part(part.period, 0, part.version, part.claimed, part.claims)
        return part

    def taking_part(self, listed: Listed) -> Part | None:
        """Return the part; a new one in a mission that is joined by itself, None in one that is not joined."""
        part = self.part(listed)
        return self.new_part(listed) if part is None else part

    def new_part(self, listed: Listed) -> Part | None:
        """Return the part of a player who has none: a new one in a mission that is joined by itself, or None."""
        mission = listed.mission
        return Part() if mission.auto_join and not listed.closed and self.has_done(mission.requires) else None

    def has_done(self, requires: Sequence[str]) -> bool:
        """Return whether each of these missions was claimed at least once."""
        return all(key in self.done or (key in self.parts and self.parts[key].claims) for key in requires)

    def kinds_to_note(self, moved: Mapping[str, Listed]) -> dict[str, Kind]:
        """Return the kinds by which missions are counted from now on, where that is not known yet."""
        return {key: each.mission.kind for key, each in moved.items() if self.kinds.get(key) != each.mission.kind}

    def forgettable(self, new: int, roster: Roster) -> tuple[str, ...]:
        """Return the parts to forget before `new` ones are remembered: the oldest of those that are not in use."""
        excess = len(self.parts) + new - PARTS_MAX
        if excess <= 0:
            return ()
        return tuple(key for key in self.parts if key not in roster.by_id or roster.by_id[key].closed)[:excess]


def done_of(part: Part) -> Done:
    """Return what stays of a part that has been claimed: of one that is not in its period, the period before."""
    return Done(part.period if part.claimed else part.period - 1, part.claims)
