"""A player's calendar: whatever zones they live in, the day never goes back, and none begins by a change of zone."""

from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from actors.streak.calendar import NO_CHANGE, Calendar, day_of, zone_left
from actors.streak.local_days import day_name, local_day

SEOUL, NEW_YORK, KIRITIMATI, PAGO, CHATHAM = (
    "Asia/Seoul",
    "America/New_York",
    "Pacific/Kiritimati",
    "Pacific/Pago_Pago",
    "Pacific/Chatham",
)
ZONES = (SEOUL, NEW_YORK, KIRITIMATI, PAGO, CHATHAM, "UTC", "Asia/Kathmandu", "Etc/GMT+12")
NOON = round(datetime(2026, 11, 23, 3, tzinfo=UTC).timestamp() * 1000)
"""Noon in Seoul, Unix ms."""
HOUR_MS = 3_600_000
DAY_MS = 24 * HOUR_MS


class Traveller:
    """`seen` are the days that were found, in order."""

    def __init__(self, zone: str, reset_hour: int = 0) -> None:
        self.zone, self.reset_hour, self.now_ms = zone, reset_hour, NOON
        self.calendar: Calendar = NO_CHANGE
        self.seen: list[int] = []

    def day(self) -> int:
        self.seen.append(day_of(self.calendar, self.now_ms, self.zone, self.reset_hour))
        return self.seen[-1]

    def date(self) -> str:
        return day_name(self.day())

    def go_to(self, zone: str) -> None:
        self.calendar = zone_left(self.calendar, self.now_ms, self.zone, self.reset_hour)
        self.zone = zone


def test_a_player_who_never_moved_has_the_days_of_their_zone() -> None:
    traveller = Traveller(SEOUL, reset_hour=5)
    assert traveller.day() == local_day(NOON, SEOUL, 5)


@pytest.mark.parametrize("way", [(SEOUL, NEW_YORK), (NEW_YORK, SEOUL), (PAGO, KIRITIMATI), (KIRITIMATI, PAGO)])
def test_three_changes_within_a_second_find_one_day(way: tuple[str, str]) -> None:
    traveller = Traveller(way[0])
    day = traveller.day()
    for zone in (way[1], way[0], KIRITIMATI, PAGO, way[1]):
        traveller.go_to(zone)
        traveller.now_ms += 200
        assert traveller.day() == day


def test_the_day_goes_on_until_its_end_where_it_began_then_the_new_dates_follow() -> None:
    traveller = Traveller(SEOUL)
    traveller.go_to(NEW_YORK)
    traveller.now_ms = NOON + 12 * HOUR_MS - 1
    assert traveller.date() == "2026-11-23"
    traveller.now_ms = round(datetime(2026, 11, 24, 5, tzinfo=UTC).timestamp() * 1000) - 1
    assert traveller.date() == "2026-11-23", "New York has the same date once more: it is the same day"
    traveller.now_ms += 1
    assert traveller.date() == "2026-11-24"


def test_an_hour_to_the_east_costs_no_day() -> None:
    traveller = Traveller("Asia/Kolkata")
    traveller.go_to("Asia/Dhaka")
    days = []
    for _ in range(4 * 24):
        traveller.now_ms += HOUR_MS
        days.append(traveller.day())
    assert sorted(set(days)) == list(range(days[0], days[0] + 5))


STEPS = st.lists(st.tuples(st.integers(0, 40 * 60), st.sampled_from([None, *ZONES])), max_size=60)
"""Minutes that pass, and where the player goes then."""


@given(st.sampled_from(ZONES), st.integers(0, 23), STEPS)
def test_no_date_comes_twice_none_begins_by_a_change_and_travel_wins_no_more_than_two(
    home: str, reset_hour: int, steps: list[tuple[int, Any]]
) -> None:
    traveller = Traveller(home, reset_hour)
    traveller.day()
    for minutes, zone in steps:
        traveller.now_ms += minutes * 60_000
        before = traveller.day()
        if zone is not None:
            traveller.go_to(zone)
        assert traveller.day() == before
    assert traveller.seen == sorted(traveller.seen)
    assert len(set(traveller.seen)) <= (traveller.now_ms - NOON) // DAY_MS + 3
