"""The streak over REST: its history, its protection, the player's time zone. Ticks and claims are in `commands`."""

import re
from datetime import date
from typing import Annotated

from fastapi import APIRouter, Query
from starlette.responses import Response

from actors.runtime.entity import EntityRef
from actors.runtime.payloads import ServerPayload
from actors.streak.messages import StreakGet, StreakState
from gateway.rest.body import checked, json_response
from gateway.rest.documented import documented
from gateway.rest.guards import Player
from gateway.rest.players.reads import EMPTY
from gateway.rest.problems import Problem
from gateway.rest.provided import Provided
from persistence.streaks import StreakDay

PAGE_ROWS = 50
_CURSOR = re.compile(r"([0-9]{1,9})-([0-9]{1,9})")


class StreakDayRow(ServerPayload, frozen=True):
    """A day that counted, number `count` of its run. `ended` is the length of the run that this day found lost, else 0.

    `day` is its date in `time_zone`.
    """

    run: int
    count: int
    day: date
    time_zone: str
    freezes_used: int
    ended: int


class StreakHistory(ServerPayload, frozen=True):
    """Newest first; `next` is the cursor of the page after this, null on the last one."""

    days: list[StreakDayRow]
    next: str | None


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
async def streak_history(
    provided: Provided, caller: Player, cursor: Annotated[str, Query(description="`next` of the page before.")] = ""
) -> Response:
    """The days on which the caller's streak was counted, up to 50 a page."""
    found = _CURSOR.fullmatch(cursor)
    if cursor and not found:
        raise Problem("bad_request", "The cursor is not one of this list.")
    before = (int(found[1]), int(found[2])) if found else None
    days = await provided.streak_days.page(caller.user_id, before, PAGE_ROWS + 1)
    rows = [_row(day) for day in days[:PAGE_ROWS]]
    more = len(days) > PAGE_ROWS
    return json_response(StreakHistory(days=rows, next=f"{rows[-1].run}-{rows[-1].count}" if more else None))


def _row(day: StreakDay) -> StreakDayRow:
    return StreakDayRow(
        run=day.run,
        count=day.number,
        day=day.day,
        time_zone=day.time_zone,
        freezes_used=day.freezes_used,
        ended=day.ended,
    )
