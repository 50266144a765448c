"""`/api/admin/rounds` and `/api/admin/crash/tables`: settled rounds by page, any one inspected, tables as they are now.

Times are RFC 3339 UTC, amounts gold.
"""

import asyncio
from datetime import datetime, timedelta
from typing import Annotated

from fastapi import APIRouter, Depends
from msgspec import Meta
from starlette.responses import Response

from actors.crash.area import CRASH
from actors.crash.rules.curve import GAME
from actors.crash.table_messages import TableInspected
from actors.runtime.payloads import ServerPayload
from gateway.dependencies import GatewayDependencies
from gateway.rest.admin.moments import WantedStaffRange
from gateway.rest.admin.round_inspection import (
    RoundInspected,
    inspected_bet,
    inspected_solo_round,
    inspected_table,
    inspected_table_round,
)
from gateway.rest.admin.trail import Text, refuse_nul
from gateway.rest.body import json_response
from gateway.rest.documented import documented
from gateway.rest.guards import Viewer
from gateway.rest.pages import UNIX_MS_MAX, Cursors, Listed, WantedPage
from gateway.rest.players.games import Tables
from gateway.rest.problems import Problem
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
    game: str
    user_id: str
    bet: int
    payout: int
    settled_at: datetime
    config_version: int
    table_round: str | None


class RoundPage(Listed[RoundRow], frozen=True):
    """Settled rounds, newest first."""


class TableLive(ServerPayload, frozen=True):
    """A crash table as it is now; `state` is null, and `error` says why, when it cannot be asked."""

    table: str
    state: TableInspected | None
    error: str


class TablesLive(ServerPayload, frozen=True):
    """All tables."""

    tables: list[TableLive]


async def _filter(
    between: WantedStaffRange,
    user: Text = "",
    game: Text = "",
    table: Text = "",
) -> RoundFilter:
    refuse_nul(user, game, table)
    return RoundFilter(user, game, table, *between)


Wanted = Annotated[RoundFilter, Depends(_filter)]
router = APIRouter(prefix="/api/admin", tags=["admin"])


@router.get(
    "/crash/tables",
    summary="Crash tables",
    **documented(answer=TablesLive, says="Every table as it is now.", problems=(401, 403)),
)
async def crash_tables(provided: Provided, _: Viewer) -> Response:
    """Phase, round, bets, bankroll and place in the chain of every table; nothing that is secret yet."""
    tables = await asyncio.gather(*(_live(name, provided) for name in provided.definitions.area(CRASH)))
    return json_response(TablesLive(tables=tables))


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


async def _live(name: str, provided: GatewayDependencies) -> TableLive:
    try:
        return TableLive(table=name, state=await inspected_table(name, provided), error="")
    except Problem as problem:
        return TableLive(table=name, state=None, error=problem.code)


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
