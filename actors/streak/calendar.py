"""A player's calendar: which day it is for a player, whatever time zones they live in, one after the other.

A period once closed to a player stays closed, whatever the zone. The day never goes back, so no date comes twice; and a
change of zone begins no day: the day that it finds goes on until its end in the zone where it began, then the dates of
the new zone follow. Whatever a player has once in a day, a week or a month (missions, limits, boards) is counted by
`day_of`, and remembers the number of its day alone.
"""

from msgspec import Struct

from actors.streak.local_days import day_end_ms, local_day


class Calendar(Struct, array_like=True, frozen=True):
    """The day that the last change of zone found, and until when it goes on (Unix ms); zeros before any change."""

    day: int = 0
    until_ms: int = 0


NO_CHANGE = Calendar()


def day_of(calendar: Calendar, now_ms: int, time_zone: str, reset_hour: int) -> int:
    """Return the ordinal of the day that it is for the player; `time_zone` is the one that they live in now."""
    if now_ms < calendar.until_ms:
        return calendar.day
    return max(calendar.day, local_day(now_ms, time_zone, reset_hour))


def zone_left(calendar: Calendar, now_ms: int, old_zone: str, reset_hour: int) -> Calendar:
    """Return the calendar of a player who leaves `old_zone` now: a day that is kept already is kept as it was."""
    if now_ms < calendar.until_ms:
        return calendar
    day = day_of(calendar, now_ms, old_zone, reset_hour)
    return Calendar(day, day_end_ms(day, old_zone, reset_hour))
