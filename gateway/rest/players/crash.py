"""Crash tables and bets over REST, for players without a socket: no more than every watcher of a table hears.

Amounts are gold, times Unix ms. Bets and cash-outs themselves are in `commands`.
"""

from collections.abc import Mapping
from typing import Annotated, Any, Literal

import msgspec
from fastapi import APIRouter, Query
from msgspec import Meta
from starlette.responses import Response

from actors.crash.area import CRASH
from actors.crash.messages import OpenBet, OpenBetGet
from actors.crash.rules.config import TableConfig
from actors.crash.rules.curve import CASHOUT_HUNDREDTHS_MIN, multiplier
from actors.crash.rules.returns import exact_return, lowest_at, lowest_return
from actors.crash.table_summary import TableSummary, TableSummaryGet
from actors.definitions.book import Definition
from actors.games.contract import won
from actors.money.amounts import AMOUNT_MAX
from actors.runtime.entity import EntityRef
from actors.runtime.payloads import ServerPayload
from gateway.rest.body import EMPTY, checked, json_response
from gateway.rest.documented import documented
from gateway.rest.guards import Player
from gateway.rest.pages import Cursors, Listed, WantedPage
from gateway.rest.players.games import CACHED, Stake
from gateway.rest.problems import Problem
from gateway.rest.provided import Provided
from persistence.rounds import StoredRefund, StoredRound, round_key

CURSORS: Cursors[str] = Cursors("crash tables", Annotated[str, Meta(max_length=48)])
RESULTS: Mapping[bool | None, Literal["won", "tie", "lost"]] = {True: "won", None: "tie", False: "lost"}
UNKNOWN_BET = "There is no bet of this id among yours."
Target = Annotated[
    int | None,
    Query(ge=CASHOUT_HUNDREDTHS_MIN, le=AMOUNT_MAX, description="Target of that stake, in hundredths: 250 is 2.50x."),
]
_open_bet = msgspec.json.Decoder(OpenBet)


class CrashTable(ServerPayload, frozen=True):
    """A table and the limits of its stakes. A `closed` one opens no further round."""

    id: str
    """Name of the crash table."""
    version: int
    """Version number of its definition."""
    bet_min: int
    """Smallest stake, in whole gold."""
    bet_max: int
    """Largest stake, in whole gold."""
    rtp: float
    """Lowest return to player at any stake and target, as a share of 1, rounding to whole gold included; exactly it is
    `floor(stake * target / 100) / stake * 99 / target`, with a target in hundredths."""
    closed: bool
    """True when it opens no further round."""
    rtp_at_bet: float | None = None
    """Exact return to player of the stake that was asked for with `bet` and the target `auto_cashout`, as a share of 1,
    rounding to whole gold included; without a target the lowest at any. Null without a stake, and for one that the
    table does not take."""


class CrashTables(Listed[CrashTable], frozen=True):
    """Crash tables, by id."""


class CrashBetState(ServerPayload, frozen=True, kw_only=True):
    """A bet of the caller, open or ended."""

    bet_id: str
    """Id of the bet."""
    table: str
    """Name of the crash table."""
    round_id: str
    """Id of the table's round."""
    bet: int
    """Stake, in whole gold."""
    auto_cashout: int
    """Multiplier at which the bet is cashed out by itself, in hundredths; 0 is never."""
    state: Literal["waiting", "open", "won", "tie", "lost", "refunded"]
    """State of the bet: `waiting` until the table has taken it, then `open`, in the end one of the others; a `tie` paid
    what was staked."""
    multiplier: str | None = None
    """Multiplier at which it was cashed out, as text with two decimals; null if it was not."""
    payout: int | None = None
    """Amount that came back, in whole gold, the stake included; null until it has ended."""


router = APIRouter(prefix="/api/games/crash", tags=["crash"])


@router.get(
    "/tables",
    summary="Crash tables",
    **documented(answer=CrashTables, says="All tables with their limits.", problems=(400,)),
)
async def tables(provided: Provided, wanted: WantedPage, bet: Stake = None, auto_cashout: Target = None) -> Response:
    """Every crash table; one by its id says in which phase it is."""
    shown, after = CURSORS.page(provided.definitions.area(CRASH).values(), wanted, lambda each: each.id)
    items = [_listed(each, bet, auto_cashout) for each in shown]
    return json_response(CrashTables(items=items, next=after), headers=CACHED)


@router.get(
    "/tables/{table_id}",
    summary="A crash table",
    **documented(answer=TableSummary, says="The table as it is now.", problems=(401, 403, 404, 503)),
)
async def table(table_id: str, provided: Provided, _: Player) -> Response:
    """Phase, round and limits of a table, how many bets are open, and its last results."""
    if table_id not in provided.definitions.area(CRASH):
        known = ", ".join(sorted(provided.definitions.area(CRASH)))
        raise Problem("not_found", f"There is no table of this id. There are: {known}.")
    return json_response(
        checked(await provided.entities.query(EntityRef(CRASH, table_id), TableSummaryGet.TYPE, EMPTY)).body
    )


@router.get(
    "/bets/{bet_id}",
    summary="A crash bet",
    **documented(answer=CrashBetState, says="The bet as it is now.", problems=(401, 403, 404, 503)),
)
async def bet(bet_id: str, provided: Provided, caller: Player) -> Response:
    """A bet of the caller, open or ended; there is none of another player."""
    key = round_key(bet_id)
    if key is None:
        raise Problem("not_found", UNKNOWN_BET)
    bet_id = key.hex
    body = msgspec.json.encode(OpenBetGet(bet_id=bet_id))
    answer = await provided.entities.query(EntityRef("user", caller.user_id), OpenBetGet.TYPE, body)
    try:
        return json_response(_while_open(_open_bet.decode(checked(answer).body)))
    except Problem as problem:
        if problem.code != "not_found":
            raise
    # Its end was durable before the answer came, so that what is not open is in the store, if it is anywhere.
    ended = await provided.history.find(bet_id)
    if ended is not None and (ended.user_id, ended.game) == (caller.user_id, CRASH):
        return json_response(_settled(ended))
    refund = await provided.history.refund_of(caller.user_id, bet_id)
    if refund is not None:
        return json_response(_refunded(refund))
    raise Problem("not_found", UNKNOWN_BET)


def _listed(found: Definition[Any], bet: int | None, target: int | None) -> CrashTable:
    config: TableConfig = found.body
    return CrashTable(
        id=found.id,
        version=found.version,
        bet_min=config.bet_min,
        bet_max=config.bet_max,
        rtp=lowest_return(config.bet_min),
        closed=found.closed,
        rtp_at_bet=_return_at(config, bet, target),
    )


def _return_at(config: TableConfig, bet: int | None, target: int | None) -> float | None:
    if bet is None or not config.bet_min <= bet <= config.bet_max:
        return None
    return lowest_at(bet) if target is None else exact_return(bet, target)


def _while_open(found: OpenBet) -> CrashBetState:
    return CrashBetState(
        bet_id=found.bet_id,
        table=found.table,
        round_id=found.round_id,
        bet=found.bet,
        auto_cashout=found.auto_cashout,
        state="open" if found.accepted else "waiting",
    )


def _settled(ended: StoredRound) -> CrashBetState:
    outcome = ended.outcome
    return CrashBetState(
        bet_id=ended.round_id,
        table=outcome["table"],
        round_id=outcome["round_id"],
        bet=ended.bet,
        auto_cashout=outcome["auto_cashout"],
        state=RESULTS[won(ended.bet, ended.payout)],
        multiplier=multiplier(outcome["cents"]) if outcome["cents"] else None,
        payout=ended.payout,
    )


def _refunded(refund: StoredRefund) -> CrashBetState:
    return CrashBetState(
        bet_id=refund.bet_id,
        table=refund.round_id.rpartition("-")[0],
        round_id=refund.round_id,
        bet=refund.bet,
        auto_cashout=refund.auto,
        state="refunded",
        payout=refund.bet,
    )
