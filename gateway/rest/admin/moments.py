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
    """Return a moment in Unix ms. Raises Problem: `invalid_payload`: in UTC it is before the year 1 or after 9999."""
    return round(utc(sent).timestamp() * 1000)


def utc(sent: datetime) -> datetime:
    """Return a moment in UTC. Raises Problem: `invalid_payload`: there it is before the year 1 or after 9999."""
    try:
        return sent.astimezone(UTC)
    except OverflowError:
        raise Problem("invalid_payload", "A time is out of range.") from None
