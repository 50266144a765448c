"""The streak over REST: its history, its protection, the player's time zone. Ticks and claims are in `commands`."""

from datetime import date
from typing import Annotated

from fastapi import APIRouter
from msgspec import Meta
from starlette.responses import Response

from actors.runtime.entity import EntityRef
from actors.runtime.payloads import ServerPayload
from actors.streak.messages import StreakGet, StreakState
from gateway.rest.body import EMPTY, checked, json_response
from gateway.rest.documented import documented
from gateway.rest.guards import Player
from gateway.rest.pages import Cursors, Listed, WantedPage
from gateway.rest.provided import Provided
from persistence.streaks import StreakDay

Number = Annotated[int, Meta(ge=0, le=999_999_999)]
CURSORS: Cursors[tuple[int, int]] = Cursors("streak", tuple[Number, Number])


class StreakDayRow(ServerPayload, frozen=True):
    """A day that counted, number `count` of its run. `ended` is the length of the run that this day found lost, else 0.

    `day` is its date in `time_zone`.
    """

    run: int
    """Number of the run, counted from 1."""
    count: int
    """Number of the day in its run, counted from 1."""
    day: date
    """Date of the day in `time_zone`."""
    time_zone: str
    """Time zone that the player lived in, a name of the IANA database."""
    freezes_used: int
    """Number of freezes that saved the run on this day."""
    ended: int
    """Number of days of the run that this day found lost; 0 if none."""


class StreakHistory(Listed[StreakDayRow], frozen=True):
    """Days that counted, newest first."""


router = APIRouter(tags=["streak"])


@router.get(
    "/api/streak/protection",
    summary="My streak",
    **documented(answer=StreakState, says="The streak, its freezes and their price.", problems=(401, 403, 503)),
)
async def streak_protection(provided: Provided, caller: Player) -> Response:
    """The caller's streak as it is now, what protects it and what another freeze costs."""
    answer = await provided.entities.query(EntityRef("user", caller.user_id), StreakGet.TYPE, EMPTY)
    return json_response(checked(answer).body)


@router.get(
    "/api/streak/history",
    summary="My days",
    **documented(answer=StreakHistory, says="Days that counted.", problems=(400, 401, 403, 503)),
)
async def streak_history(provided: Provided, caller: Player, page: WantedPage) -> Response:
    """The days on which the caller's streak was counted."""
    before = CURSORS.place(page.cursor)
    found = await provided.streak_days.page(caller.user_id, before, page.limit + 1)
    shown, after = CURSORS.cut(found, page.limit, lambda day: (day.run, day.number))
    return json_response(StreakHistory(items=[_row(day) for day in shown], next=after))


def _row(day: StreakDay) -> StreakDayRow:
    return StreakDayRow(
        run=day.run,
        count=day.number,
        day=day.day,
        time_zone=day.time_zone,
        freezes_used=day.freezes_used,
        ended=day.ended,
    )
