"""`/api/admin/crash/tables`: crash tables as they are now. Times are RFC 3339 UTC, amounts gold."""

import asyncio
from datetime import datetime
from typing import Annotated

from fastapi import APIRouter
from msgspec import Meta, structs
from starlette.responses import Response

from actors.crash.area import CRASH
from actors.crash.table_messages import (
    BetSeen,
    ChainShown,
    Phase,
    RoundShown,
    TableBetShown,
    TableInspected,
    TableView,
)
from actors.runtime.payloads import ServerPayload
from gateway.dependencies import GatewayDependencies
from gateway.rest.admin.moments import moment
from gateway.rest.admin.rounds.inspection import inspected_table
from gateway.rest.body import json_response
from gateway.rest.documented import documented
from gateway.rest.guards import Viewer
from gateway.rest.pages import Cursors, Listed, WantedPage
from gateway.rest.problems import Problem
from gateway.rest.provided import Provided


class PastRound(ServerPayload, frozen=True):
    """A round of the table that is over."""

    round_id: str
    state: str
    multiplier: str
    game_hash: str
    ended_at: datetime
    bets: int
    staked: int
    paid: int


class TableState(ServerPayload, frozen=True, kw_only=True):
    """A table as its watchers see it; times that do not apply in its phase are null."""

    table: str
    round_id: str
    phase: Phase
    now: datetime
    commit: str
    chain: ChainShown
    chain_index: int
    next_chain: ChainShown | None
    bet_min: int
    bet_max: int
    players: int
    staked: int
    growth_per_ms: float
    closes_at: datetime | None
    started_at: datetime | None
    bets: list[TableBetShown]
    history: list[PastRound]


class TableNow(ServerPayload, frozen=True, kw_only=True):
    """What staff see of a table: no more of the round's end than anybody."""

    shown: TableState
    bets: list[BetSeen]
    bankroll: int
    allowance: int
    won: int
    round_config_version: int


class TableLive(ServerPayload, frozen=True):
    """A crash table as it is now; `state` is null, and `error` says why, when it cannot be asked."""

    table: str
    state: TableNow | None
    error: str


class TablesLive(Listed[TableLive], frozen=True):
    """Crash tables, by name."""


CURSORS: Cursors[str] = Cursors("tables", Annotated[str, Meta(max_length=48)])
router = APIRouter(prefix="/api/admin/crash/tables", tags=["admin"])


@router.get(
    "",
    summary="Crash tables",
    **documented(answer=TablesLive, says="Tables as they are now.", problems=(400, 401, 403)),
)
async def crash_tables(provided: Provided, _: Viewer, wanted: WantedPage) -> Response:
    """Phase, round, bets, bankroll and place in the chain of every table; nothing that is secret yet."""
    page, after = CURSORS.page(provided.definitions.area(CRASH), wanted, str)
    tables = await asyncio.gather(*(_live(name, provided) for name in page))
    return json_response(TablesLive(items=tables, next=after))


async def _live(name: str, provided: GatewayDependencies) -> TableLive:
    try:
        return TableLive(table=name, state=table_now(await inspected_table(name, provided)), error="")
    except Problem as problem:
        return TableLive(table=name, state=None, error=problem.code)


def table_now(inspected: TableInspected) -> TableNow:
    """Return a table as staff see it."""
    rest = {name: getattr(inspected, name) for name in TableNow.__struct_fields__ if name != "shown"}
    return TableNow(shown=_state(inspected.shown), **rest)


def _state(view: TableView) -> TableState:
    same = {name: getattr(view, name) for name in TableState.__struct_fields__}
    times = {name: moment(getattr(view, name) or None) for name in ("closes_at", "started_at")}
    return TableState(**same | times | {"now": moment(view.now), "history": [_past(each) for each in view.history]})


def _past(shown: RoundShown) -> PastRound:
    return PastRound(**structs.asdict(shown) | {"ended_at": moment(shown.ended_at)})
