"""The schema's timestamps as Unix milliseconds, and back."""

from datetime import UTC, datetime
from typing import overload


@overload
def timestamp(ms: int) -> datetime: ...
@overload
def timestamp(ms: int | None) -> datetime | None: ...
def timestamp(ms: int | None) -> datetime | None:
    """Return the timestamp of a time in Unix ms; null stays null."""
    return None if ms is None else datetime.fromtimestamp(ms / 1000, UTC)


@overload
def unix_ms(at: datetime) -> int: ...
@overload
def unix_ms(at: datetime | None) -> int | None: ...
def unix_ms(at: datetime | None) -> int | None:
    """Return the Unix ms of a timestamp, rounded to the nearest; null stays null."""
    return None if at is None else round(at.timestamp() * 1000)
