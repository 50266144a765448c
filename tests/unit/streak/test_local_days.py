"""Days of the wall clock: time zones, reset hours, the 23- and 25-hour days of New York, leap days."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from actors.streak.local_days import day_end_ms, day_name, local_day, zone_named

SEOUL, NEW_YORK = "Asia/Seoul", "America/New_York"
HOUR_MS = 3_600_000
ZONES = st.sampled_from([SEOUL, NEW_YORK, "UTC", "Pacific/Kiritimati", "Pacific/Pago_Pago", "Asia/Kathmandu"])
MOMENTS = st.integers(1_577_836_800_000, 2_208_988_800_000)
"""2020 to 2040."""


def ms(text: str) -> int:
    return round(datetime.fromisoformat(text).replace(tzinfo=UTC).timestamp() * 1000)


def name(text: str, zone: str, reset_hour: int = 0) -> str:
    """The day's date at a moment of UTC."""
    return day_name(local_day(ms(text), zone, reset_hour))


def hours(day: str, zone: str, reset_hour: int = 0) -> float:
    """How long a day is."""
    ordinal = datetime.fromisoformat(day).toordinal()
    return (day_end_ms(ordinal, zone, reset_hour) - day_end_ms(ordinal - 1, zone, reset_hour)) / HOUR_MS


def test_the_day_ends_at_midnight_where_the_player_lives() -> None:
    assert name("2026-11-23T14:59:59", SEOUL) == "2026-11-23"
    assert name("2026-11-23T15:00:00", SEOUL) == "2026-11-24"
    assert name("2026-11-23T15:00:00", NEW_YORK) == "2026-11-23"


@pytest.mark.parametrize(("reset_hour", "day"), [(0, "2026-11-24"), (3, "2026-11-24"), (4, "2026-11-23")])
def test_the_day_begins_at_the_reset_hour(reset_hour: int, day: str) -> None:
    assert name("2026-11-23T18:30:00", SEOUL, reset_hour) == day


def test_a_day_of_new_york_has_23_hours_in_spring_and_25_in_autumn() -> None:
    days = ("2026-03-07", "2026-03-08", "2026-03-09", "2026-11-01", "2026-11-02")
    assert [hours(day, NEW_YORK) for day in days] == [24, 23, 24, 25, 24]


@pytest.mark.parametrize(("reset_hour", "short", "long"), [(1, 23, 25), (2, 23, 24), (3, 24, 24), (23, 24, 24)])
def test_with_a_later_reset_the_change_may_fall_into_the_day_before(reset_hour: int, short: float, long: float) -> None:
    assert hours("2026-03-08", NEW_YORK, reset_hour) == short
    assert hours("2026-11-01", NEW_YORK, reset_hour) == long


def test_a_reset_hour_that_the_clock_skips_is_when_it_has_skipped_it() -> None:
    assert name("2026-03-08T06:59:59", NEW_YORK, 2) == "2026-03-07"
    assert name("2026-03-08T07:00:00", NEW_YORK, 2) == "2026-03-08"


def test_an_hour_that_comes_twice_begins_one_day_only() -> None:
    assert name("2026-11-01T05:00:00", NEW_YORK, 1) == "2026-11-01"
    assert name("2026-11-01T06:00:00", NEW_YORK, 1) == "2026-11-01"


def test_a_leap_day_is_a_day() -> None:
    days = [name(f"{day}T00:00:00", "UTC") for day in ("2028-02-28", "2028-02-29", "2028-03-01")]
    assert days == ["2028-02-28", "2028-02-29", "2028-03-01"]
    assert local_day(ms("2028-03-01T00:00:00"), "UTC", 0) - local_day(ms("2028-02-28T00:00:00"), "UTC", 0) == 2


@pytest.mark.parametrize("zone", ["", "Mars/Olympus", "../etc/passwd", "localtime", "Factory", "Asia", "UTC\0"])
def test_what_is_no_zone_is_told_apart(zone: str) -> None:
    assert zone_named(zone) is None
    assert zone_named("asia/SEOUL") == SEOUL


@given(MOMENTS, ZONES, st.integers(0, 23))
def test_each_moment_is_between_the_ends_of_its_day_and_the_one_before(now_ms: int, zone: str, reset_hour: int) -> None:
    day = local_day(now_ms, zone, reset_hour)
    assert day_end_ms(day - 1, zone, reset_hour) <= now_ms < day_end_ms(day, zone, reset_hour)


@given(MOMENTS, ZONES, st.integers(0, 23))
def test_each_moment_of_a_minute_is_in_the_day_of_its_own_wall_clock(now_ms: int, zone: str, reset_hour: int) -> None:
    at = datetime.fromtimestamp(now_ms / 1000, ZoneInfo(zone))
    assert local_day(now_ms, zone, reset_hour) == at.toordinal() - (at.hour < reset_hour)
