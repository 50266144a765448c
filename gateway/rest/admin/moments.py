"""Moments in what staff send and see: RFC 3339 outside, Unix ms inside; a time without an offset is UTC."""

from datetime import UTC, datetime
from typing import Annotated, overload

from fastapi import Query

from gateway.rest.problems import Problem

MomentFilter = Annotated[datetime | None, Query(description="RFC 3339; without an offset it is UTC.")]


@overload
def moment(at_ms: int) -> datetime: ...
@overload
def moment(at_ms: None) -> None: ...
def moment(at_ms: int | None) -> datetime | None:
    """Return Unix ms as a moment in UTC; None stays None."""
    return None if at_ms is None else datetime.fromtimestamp(at_ms / 1000, UTC)


def unix_ms(sent: datetime) -> int:
    """Return a moment in Unix ms."""
    return round((sent if sent.tzinfo else sent.replace(tzinfo=UTC)).timestamp() * 1000)


def utc(sent: datetime) -> datetime:
    """Return a moment in UTC. Raises Problem: `invalid_payload`: there it is before the year 1 or after 9999."""
    try:
        return sent.astimezone(UTC) if sent.tzinfo else sent.replace(tzinfo=UTC)
    except OverflowError:
        raise Problem("invalid_payload", "A time is out of range.") from None
