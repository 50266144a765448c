"""Days of a player: those of the wall clock in his time zone, each beginning at the same hour.

A day is named by its proleptic ordinal (1 is 0001-01-01). Zones are those of the IANA database, which the package
tzdata brings along where a system has none.
"""

from datetime import date, datetime, time, timedelta
from functools import cache
from zoneinfo import ZoneInfo, available_timezones


@cache
def _known() -> frozenset[str]:
    return frozenset(available_timezones())


def is_zone(name: str) -> bool:
    """Whether `name` is a time zone, as `America/New_York` is."""
    return name in _known()


def local_day(now_ms: int, time_zone: str, reset_hour: int) -> int:
    """The ordinal of the day in `time_zone` that began at its last `reset_hour`."""
    at = datetime.fromtimestamp(now_ms / 1000, ZoneInfo(time_zone))
    return at.toordinal() - (at.hour < reset_hour)


def day_end_ms(day: int, time_zone: str, reset_hour: int) -> int:
    """When the day ends and the next begins, in Unix ms.

    A reset hour that the clock skips is when it has skipped it; one that comes twice is the first.
    """
    begins = datetime.combine(date.fromordinal(day) + timedelta(days=1), time(reset_hour), ZoneInfo(time_zone))
    return round(begins.timestamp() * 1000)


def day_name(day: int) -> str:
    """The date of a day in ISO 8601."""
    return date.fromordinal(day).isoformat()
