"""Missions as an area of `actors.definitions.book`, and the missions that are in force."""

from collections.abc import Collection, Mapping
from typing import Any, NamedTuple

from actors.definitions.book import Area, Book, Definition, Definitions
from actors.definitions.built_in import built_in
from actors.definitions.in_force import InForce
from actors.missions.rules import Listed, Mission, Repeat, Roster, check_together, periods_of, read_mission
from actors.streak.local_days import local_day
from actors.streak.rules import Streak, StreakConfig

MISSIONS = "missions"


def missions_area(games: Collection[str]) -> Area[Mission]:
    """Return the area of events and missions; `games` are those that their filters can name."""

    def decode(key: str, _version: int, source: Mapping[str, Any]) -> Mission:
        return read_mission(key, source, games)

    return Area(
        name=MISSIONS,
        decode=decode,
        fit=_check_together,
        built_in=built_in("actors.missions", "seed_missions"),
        moments=("starts_at", "ends_at", "claim_ends_at"),
    )


def _check_together(definitions: Mapping[str, Definition[Mission]]) -> None:
    check_together(_listed(each) for each in definitions.values())


def _listed(definition: Definition[Mission]) -> Listed:
    return Listed(definition.id, definition.version, definition.body, definition.closed)


class Moment(NamedTuple):
    """The basis of counting in one turn: the missions in force, the time, and the player's present periods."""

    roster: Roster
    now_ms: int
    periods: Mapping[Repeat, int]


class MissionsInForce:
    """The roster in force, and the periods of a player, whose day is that of the streak by `streak`."""

    def __init__(self, definitions: Definitions | None, streak: StreakConfig) -> None:
        self._roster = InForce(definitions, _roster)
        self._streak = streak

    def at(self, streak: Streak, now_ms: int) -> Moment:
        """Return the basis of a turn at `now_ms` of the player with this streak."""
        config = self._streak
        day = local_day(now_ms, streak.time_zone or config.time_zone, config.reset_hour)
        return Moment(self._roster.now(), now_ms, periods_of(day))


def _roster(book: Book) -> Roster:
    return Roster(_listed(each) for each in book.area(MISSIONS).values())
