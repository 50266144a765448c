"""`/api/admin/rounds`: settled rounds by page, any one inspected. Times are RFC 3339 UTC, amounts gold."""

from datetime import timedelta
from typing import Annotated

from fastapi import APIRouter, Depends
from msgspec import Meta
from starlette.responses import Response

from actors.crash.rules.curve import GAME
from actors.runtime.payloads import ServerPayload
from gateway.rest.admin.moments import Moment, WantedStaffRange
from gateway.rest.admin.rounds.inspection import (
    RoundInspected,
    inspected_bet,
    inspected_solo_round,
    inspected_table_round,
)
from gateway.rest.admin.trail import Text
from gateway.rest.body import json_response
from gateway.rest.documented import documented
from gateway.rest.guards import Viewer
from gateway.rest.pages import UNIX_MS_MAX, Cursors, Listed, WantedPage
from gateway.rest.players.games import Tables
from gateway.rest.provided import Provided
from persistence.rounds import EPOCH, Place, RoundFilter, StoredRound

MICROSECOND = timedelta(microseconds=1)
"""The unit that Postgres counts in, so that a cursor names a place exactly."""
CURSORS: Cursors[tuple[int, str]] = Cursors(
    "rounds",
    tuple[Annotated[int, Meta(ge=0, le=UNIX_MS_MAX * 1000)], Annotated[str, Meta(pattern=r"^[0-9a-f]{32}$(?!\n)")]],
)


class RoundRow(ServerPayload, frozen=True):
    """A settled round of a player. `table_round` is the round of a crash table that it was a bet on."""

    round_id: str
    """Id of the round."""
    game: str
    """Name of the game."""
    user_id: str
    """Id of the player's account."""
    bet: int
    """Stake, in whole gold."""
    payout: int
    """Amount paid, in whole gold, the stake included; 0 if nothing."""
    settled_at: Moment
    """When the player had been paid."""
    config_version: int
    """Version number of the definition that it was played by."""
    table_round: str | None
    """Id of the table's round that it was a bet on; null for a solo round."""


class RoundPage(Listed[RoundRow], frozen=True):
    """Settled rounds, newest first."""


async def _filter(
    between: WantedStaffRange,
    user: Text = "",
    game: Text = "",
    table: Text = "",
) -> RoundFilter:
    return RoundFilter(user, game, table, *between)


Wanted = Annotated[RoundFilter, Depends(_filter)]
router = APIRouter(prefix="/api/admin", tags=["admin"])


@router.get(
    "/rounds", summary="Rounds", **documented(answer=RoundPage, says="A page of them.", problems=(400, 401, 403, 503))
)
async def rounds_page(
    provided: Provided,
    _: Viewer,
    wanted: Wanted,
    page: WantedPage,
) -> Response:
    """The newest settled rounds that every filter lets through; `from` is included, `to` is not."""
    place = CURSORS.place(page.cursor)
    before = None if place is None else Place(EPOCH + place[0] * MICROSECOND, place[1])
    shown, after = CURSORS.cut(await provided.rounds.page(wanted, before, page.limit + 1), page.limit, _place)
    return json_response(RoundPage(items=[_row(each) for each in shown], next=after))


@router.get(
    "/rounds/{round_id}",
    summary="A round",
    **documented(answer=RoundInspected, says="The round, played again.", problems=(401, 403, 404, 503)),
)
async def inspect_round(round_id: str, provided: Provided, tables: Tables, _: Viewer) -> Response:
    """Any round: a solo round or a settled bet by its id, a round of a crash table by its name."""
    found = await provided.rounds.find(round_id)
    if found is None:
        return json_response(await inspected_table_round(round_id, provided))
    if found.game == GAME:
        return json_response(await inspected_bet(found, provided))
    return json_response(await inspected_solo_round(found, await tables.rules_of(found)))


def _row(stored: StoredRound) -> RoundRow:
    return RoundRow(
        round_id=stored.round_id,
        game=stored.game,
        user_id=stored.user_id,
        bet=stored.bet,
        payout=stored.payout,
        settled_at=stored.at,
        config_version=stored.config_version,
        table_round=stored.outcome["round_id"] if stored.game == GAME else None,
    )


def _place(stored: StoredRound) -> tuple[int, str]:
    return (stored.at - EPOCH) // MICROSECOND, stored.round_id
