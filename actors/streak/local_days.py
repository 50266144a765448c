"""Days of a player: those of the wall clock in the player's time zone, each beginning at the same hour.

A day is named by its proleptic ordinal (1 is 0001-01-01). Zones are those of the IANA database, by the names that
the package tzdata has; the same on every machine.
"""

from datetime import date, datetime, time, timedelta
from functools import cache, lru_cache
from importlib.resources import files
from zoneinfo import ZoneInfo

MINUTE_S = 60
MINUTE_MS = 60_000
ZONES_REMEMBERED = 1024
"""Time zones whose days are remembered: each command of a player asks for one."""


_NO_PLACES = frozenset({"Factory"})
"""Entries of the database that are no time zone: the mark of a clock that nobody has set."""


@cache
def _zones() -> dict[str, str]:
    """Every name and alias of the IANA database by its case-folded form; not what else lies in a system's folder."""
    names = files("tzdata").joinpath("zones").read_text("utf-8").split()
    return {name.casefold(): name for name in names if name not in _NO_PLACES}


def zone_named(name: str) -> str | None:
    """Return the time zone of that name or alias as the IANA database spells it, `Asia/Seoul` for `asia/seoul`; None
    when it has none: `localtime`, `posixrules`, `right/...` and `posix/...` are files of some systems, and no zones."""
    return _zones().get(name.casefold())


def local_day(now_ms: int, time_zone: str, reset_hour: int) -> int:
    """Return the ordinal of the day in `time_zone` that began at its last `reset_hour`."""
    return _day_of_minute(now_ms // MINUTE_MS, time_zone, reset_hour)


@lru_cache(maxsize=ZONES_REMEMBERED)
def _day_of_minute(minute: int, time_zone: str, reset_hour: int) -> int:
    """Return the day of a minute: since 1972 every zone is whole minutes from UTC, so that days begin with a minute."""
    at = datetime.fromtimestamp(minute * MINUTE_S, ZoneInfo(time_zone))
    return at.toordinal() - (at.hour < reset_hour)


@lru_cache(maxsize=ZONES_REMEMBERED)
def day_end_ms(day: int, time_zone: str, reset_hour: int) -> int:
    """Return when the day ends and the next begins, in Unix ms.

    A reset hour that the clock skips is when it has skipped it; one that comes twice is the first.
    """
    begins = datetime.combine(date.fromordinal(day) + timedelta(days=1), time(reset_hour), ZoneInfo(time_zone))
    return round(begins.timestamp() * 1000)


def day_name(day: int) -> str:
    """Return the date of a day in ISO 8601."""
    return date.fromordinal(day).isoformat()
