"""`/api/admin/crash/tables`: crash tables as they are now. Times are RFC 3339 UTC, amounts gold."""

import asyncio
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
from gateway.rest.admin.moments import Moment, moment
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
    """Id of the round."""
    state: str
    """`crashed` or `void`."""
    multiplier: str
    """Multiplier at which it ended, as text with two decimals: `"2.31"`."""
    game_hash: str
    """The round's game hash, in hex."""
    ended_at: Moment
    """When the round ended."""
    bets: int
    """Number of bets."""
    staked: int
    """Sum of all stakes, in whole gold."""
    paid: int
    """Amount paid to all players, in whole gold."""


class TableState(ServerPayload, frozen=True, kw_only=True):
    """A table as its watchers see it; times that do not apply in its phase are null."""

    table: str
    """Name of the crash table."""
    round_id: str
    """Id of the present round."""
    phase: Phase
    """Phase of the present round."""
    now: Moment
    """The server's clock."""
    commit: str
    """SHA-256 of the hex of this round's game hash: the commitment to its end."""
    chain: ChainShown
    """The hash chain that the rounds come from."""
    chain_index: int
    """Place of the round in the chain, a number counted from the end that was committed to."""
    next_chain: ChainShown | None
    """The chain that follows when this one is used up; null while none is committed to."""
    bet_min: int
    """Smallest stake, in whole gold."""
    bet_max: int
    """Largest stake, in whole gold."""
    players: int
    """Number of bets in the present round."""
    staked: int
    """Sum of all stakes, in whole gold."""
    growth_per_ms: float
    """Growth of the curve per ms: after t ms it stands at `floor(100 * e^(growth_per_ms * t))` hundredths."""
    closes_at: Moment | None
    """When betting ends; null unless bets are taken."""
    started_at: Moment | None
    """When the curve started; null before."""
    bets: list[TableBetShown]
    """The latest bets of the present round."""
    history: list[PastRound]
    """The latest rounds that are over."""


class TableNow(ServerPayload, frozen=True, kw_only=True):
    """What staff see of a table: no more of the round's end than anybody."""

    shown: TableState
    """The table as its watchers see it."""
    bets: list[BetSeen]
    """Every bet of the present round."""
    bankroll: int
    """The house's bankroll at this table, in whole gold."""
    allowance: int
    """The most that all players together may win in this round, in whole gold."""
    won: int
    """Amount that players have won in this round so far, in whole gold."""
    round_config_version: int
    """Version number of the table's definition that this round is played by."""


class TableLive(ServerPayload, frozen=True):
    """A crash table as it is now; `state` is null, and `error` says why, when it cannot be asked."""

    table: str
    """Name of the crash table."""
    state: TableNow | None
    """The table; null when it cannot be asked."""
    error: str
    """Error code when it cannot be asked, else empty."""


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
