"""Moments in what staff send and see: RFC 3339 outside, Unix ms inside."""

from datetime import UTC, datetime
from typing import Annotated, Any, NamedTuple, overload

import msgspec
from fastapi import Depends, Query
from msgspec import Meta
from pydantic import BeforeValidator

from gateway.rest.problems import Problem

Moment = Annotated[datetime, Meta(tz=True)]
"""A moment in a body that staff send; without an offset nobody knows when it is, so that it is refused."""


def _sent(text: Any) -> datetime:
    """Return a moment in UTC. Raises ValueError: `text` is not RFC 3339, has no offset, or is out of range."""
    try:
        sent: datetime = msgspec.convert(text, Moment)
        return sent.astimezone(UTC)
    except (msgspec.ValidationError, OverflowError):
        raise ValueError("it is not a moment in RFC 3339 with an offset, such as 2026-11-29T12:00:00Z") from None


MOMENT_MIN, MOMENT_MAX = datetime(2020, 1, 1, tzinfo=UTC), datetime(2100, 1, 1, tzinfo=UTC)
"""Times that staff set: what lies outside was meant otherwise, seconds taken for milliseconds for instance."""
UNIX_MS_FROM = 10_000_000_000
"""A number from here on is taken for Unix ms, below it for seconds (until the year 2286)."""
StaffMoment = Annotated[datetime, BeforeValidator(_sent)]
"""A moment in the query of a staff route, in UTC."""


class StaffRange(NamedTuple):
    """From `start` on and before `end`, in UTC; None is open."""

    start: datetime | None
    end: datetime | None


async def _range(
    start: Annotated[StaffMoment | None, Query(alias="from", description="From this moment on, RFC 3339.")] = None,
    end: Annotated[StaffMoment | None, Query(alias="to", description="Before this moment, RFC 3339.")] = None,
) -> StaffRange:
    return StaffRange(start, end)


WantedStaffRange = Annotated[StaffRange, Depends(_range)]


@overload
def moment(at_ms: int) -> datetime: ...
@overload
def moment(at_ms: None) -> None: ...
def moment(at_ms: int | None) -> datetime | None:
    """Return Unix ms as a moment in UTC; None stays None."""
    return None if at_ms is None else datetime.fromtimestamp(at_ms / 1000, UTC)


def unix_ms(sent: datetime) -> int:
    """Return a moment in Unix ms. Raises Problem: `invalid_payload`: it is none that staff can mean."""
    return round(utc(sent).timestamp() * 1000)


def utc(sent: datetime) -> datetime:
    """Return a moment in UTC. Raises Problem: `invalid_payload`: it is not from MOMENT_MIN on and before MOMENT_MAX."""
    try:
        moment_utc = sent.astimezone(UTC)
    except OverflowError:
        raise Problem("invalid_payload", "A time is out of range.") from None
    if not MOMENT_MIN <= moment_utc < MOMENT_MAX:
        raise Problem("invalid_payload", f"{named(moment_utc)} was understood: a time is in the years 2020 to 2099.")
    return moment_utc


def named(moment_utc: datetime) -> str:
    """Return a moment in UTC as RFC 3339."""
    return moment_utc.isoformat(timespec="seconds").replace("+00:00", "Z")


def understood(number: float) -> str:
    """Return in words the moment that a number probably stands for, in Unix ms or in seconds."""
    seconds = number / 1000 if number >= UNIX_MS_FROM else number
    try:
        return named(datetime.fromtimestamp(seconds, UTC))
    except (OverflowError, ValueError, OSError):
        return "no time at all"
