"""Missions as an area of `actors.definitions.book`, and the missions that are in force."""

from collections.abc import Collection, Mapping
from typing import Any, NamedTuple

from actors.definitions.book import GIVEN_WITHIN_DAYS, Area, Book, Definition, Definitions, Misfit
from actors.definitions.built_in import built_in
from actors.definitions.in_force import InForce
from actors.missions.enrolment import Enrolment
from actors.missions.rules import (
    Listed,
    Mission,
    MissionsRefused,
    Repeat,
    Roster,
    check_together,
    claims_within,
    periods_of,
    read_mission,
)
from actors.money.amounts import AMOUNT_MAX
from actors.player.state import PlayerState
from actors.streak.rules import StreakConfig
from actors.streak.turns import player_day

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
        gives=_gives,
    )


def _check_together(definitions: Mapping[str, Definition[Mission]]) -> None:
    try:
        check_together(_listed(each) for each in definitions.values())
    except MissionsRefused as refused:
        raise Misfit(str(refused), refused.ids) from None


def _gives(mission: Mission) -> Mapping[str, int]:
    claims = claims_within(mission, GIVEN_WITHIN_DAYS)
    return {each.type: min(AMOUNT_MAX, each.amount * claims) for each in mission.reward}


def _listed(definition: Definition[Mission]) -> Listed:
    return Listed(definition.id, definition.version, definition.body, definition.closed)


class Moment(NamedTuple):
    """The basis of counting in one turn: the missions in force, the time, and the player's present periods."""

    roster: Roster
    now_ms: int
    periods: Mapping[Repeat, int]


class MissionsInForce:
    """The roster in force, and the periods of a player, whose day is that of their calendar by `streak`."""

    def __init__(self, definitions: Definitions | None, streak: StreakConfig) -> None:
        self._roster = InForce(definitions, _roster)
        self._streak = streak

    def at(self, player: PlayerState, now_ms: int) -> Moment:
        """Return the basis of a turn of the player at `now_ms`."""
        return Moment(self._roster.now(), now_ms, periods_of(player_day(player, self._streak, now_ms)))

    def concern(self, enrolment: Enrolment) -> bool:
        """Return whether a player has to do with any mission: else nothing of what they do counts."""
        return bool(enrolment.parts or enrolment.done) or self._roster.now().has_joined_by_itself


def _roster(book: Book) -> Roster:
    return Roster(_listed(each) for each in book.area(MISSIONS).values())
