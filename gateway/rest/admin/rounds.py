"""`/api/admin/rounds` and `/api/admin/crash/tables`: every round with its bets, its proof, and what it comes to again.

Nobody learns more of a round that is not over, or of a seed that is not revealed, than its player does. Times are
RFC 3339 UTC, amounts gold.
"""

import asyncio
import re
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, timedelta
from typing import Annotated

import msgspec
from fastapi import APIRouter, Depends, Query
from starlette.responses import Response

from actors.crash.area import CRASH
from actors.crash.rules.curve import GAME, LOST, REFUNDED, multiplier
from actors.crash.table_messages import BetSeen, RoundGet, TableInspect, TableInspected, TableRoundProof
from actors.runtime.entity import EntityRef
from actors.runtime.payloads import ServerPayload
from actors.runtime.turns.commands import command_tx, derived_id
from gateway.dependencies import GatewayDependencies
from gateway.rest.admin.trail import Moment, Text, utc
from gateway.rest.body import checked, json_response
from gateway.rest.documented import documented
from gateway.rest.guards import Viewer
from gateway.rest.players.fairness import RoundProof, proof_of
from gateway.rest.players.games import Tables
from gateway.rest.problems import Problem
from gateway.rest.provided import Provided
from gateway.staff.verdicts import Verdict, judge, judge_table_round
from persistence.rounds import EPOCH, Place, RoundFilter, StoredRefund, StoredRound

PAGE_ROWS = 100
MICROSECOND = timedelta(microseconds=1)
"""What Postgres counts in, so that a cursor names a place exactly."""
OPEN, PLAYED = "open", "played"
"""How a bet stands that has not ended, and one of a solo round, which is over at once."""
_CURSOR = re.compile(r"(\d{1,17})-([0-9a-f]{32})")


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


class RoundPage(ServerPayload, frozen=True):
    """Newest first; `next` is the cursor of the page after this, null on the last one."""

    rows: list[RoundRow]
    next: str | None


class BetInspected(ServerPayload, frozen=True):
    """One bet. `how` it ended: `manual`, `auto`, `forced`, `lost`, `refunded`, `played` in a solo round, else `open`.

    `placed_at` is when the player's stake was taken, `accepted_at` when the table took the bet, `cashed_out_at` when it
    left the curve, `settled_at` when the player had been paid, all durably; null is not yet, not at all or, of
    `accepted_at`, that the command is no longer kept. `auto_cashout` is in cents, 0 for none.
    """

    bet_id: str
    user_id: str
    bet: int
    payout: int
    auto_cashout: int
    multiplier: str
    how: str
    placed_at: datetime | None
    accepted_at: datetime | None
    cashed_out_at: datetime | None
    settled_at: datetime | None


class RoundInspected(ServerPayload, frozen=True):
    """A round with its bets. `proof` is that of a solo round, `table_proof` that of a round of a crash table."""

    round_id: str
    game: str
    state: str
    config_versions: list[int]
    staked: int
    paid: int
    bets: list[BetInspected]
    proof: RoundProof | None
    table_proof: TableRoundProof | None
    verification: Verdict


class TableLive(ServerPayload, frozen=True):
    """A crash table as it is now; `state` is null, and `error` says why, when it cannot be asked."""

    table: str
    state: TableInspected | None
    error: str


class TablesLive(ServerPayload, frozen=True):
    """All tables."""

    tables: list[TableLive]


async def _filter(
    user: Text = "",
    game: Text = "",
    table: Text = "",
    since: Annotated[Moment, Query(alias="from")] = None,
    until: Annotated[Moment, Query(alias="to")] = None,
) -> RoundFilter:
    if "\0" in user + game + table:
        raise Problem("invalid_payload", "a filter holds a NUL")
    return RoundFilter(user, game, table, utc(since), utc(until))


Wanted = Annotated[RoundFilter, Depends(_filter)]
router = APIRouter(prefix="/api/admin", tags=["admin"])
_inspected = msgspec.json.Decoder(TableInspected)
_proof = msgspec.json.Decoder(TableRoundProof)


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
    cursor: Annotated[str, Query(max_length=64, description="`next` of the page before.")] = "",
) -> Response:
    """The newest settled rounds that every filter lets through, 100 a page; `from` is included, `to` is not."""
    found = await provided.rounds.page(wanted, _place(cursor) if cursor else None, PAGE_ROWS + 1)
    shown = found[:PAGE_ROWS]
    return json_response(
        RoundPage(rows=[_row(each) for each in shown], next=_cursor(shown[-1]) if len(found) > PAGE_ROWS else None)
    )


@router.get(
    "/rounds/{round_id}",
    summary="A round",
    **documented(answer=RoundInspected, says="The round, played again.", problems=(401, 403, 404, 503)),
)
async def inspect_round(round_id: str, provided: Provided, tables: Tables, _: Viewer) -> Response:
    """Any round: a solo round or a settled bet by its id, a round of a crash table by its name."""
    found = await provided.rounds.find(round_id)
    if found is None:
        return json_response(await _table_round(round_id, provided))
    if found.game == GAME:
        return json_response(await _settled_bet(found, provided))
    rules = await tables.rules_of(found)
    moment = found.at
    bet = BetInspected(
        bet_id=found.round_id,
        user_id=found.user_id,
        bet=found.bet,
        payout=found.payout,
        auto_cashout=0,
        multiplier="",
        how=PLAYED,
        placed_at=moment,
        accepted_at=moment,
        cashed_out_at=None,
        settled_at=moment,
    )
    verdict = await asyncio.to_thread(judge, found, rules)
    return json_response(_inspection(found.round_id, found.game, "settled", [bet], [found], verdict, proof_of(found)))


# --- crash ---


async def _live(name: str, provided: GatewayDependencies) -> TableLive:
    try:
        return TableLive(table=name, state=await _inspect(name, provided), error="")
    except Problem as problem:
        return TableLive(table=name, state=None, error=problem.code)


async def _inspect(name: str, provided: GatewayDependencies) -> TableInspected:
    answer = await provided.entities.query(EntityRef("crash", name), TableInspect.TYPE, b"{}")
    return _inspected.decode(checked(answer).body)


async def _proven(table: str, round_id: str, provided: GatewayDependencies) -> TableRoundProof:
    if table not in provided.definitions.area(CRASH):
        raise Problem("not_found", "there is no such round")
    query = msgspec.json.encode(RoundGet(round_id=round_id))
    return _proof.decode(checked(await provided.entities.query(EntityRef("crash", table), RoundGet.TYPE, query)).body)


async def _settled_bet(found: StoredRound, provided: GatewayDependencies) -> RoundInspected:
    """One bet, with the proof of the round that it was on."""
    proof = await _proven(found.outcome["table"], found.outcome["round_id"], provided)
    bets = await _with_times([_bet(found)], proof.table, provided)
    verdict = await judge_table_round(proof, [found])
    return _inspection(found.round_id, GAME, proof.state, bets, [found], verdict, table_proof=proof)


async def _table_round(round_id: str, provided: GatewayDependencies) -> RoundInspected:
    table, _, _ = round_id.rpartition("-")
    proof = await _proven(table, round_id, provided)
    settled, refunds = await asyncio.gather(provided.rounds.of_table(round_id), provided.rounds.refunds(round_id))
    known = {each.round_id for each in settled} | {each.bet_id for each in refunds}
    live = await _inspect(table, provided)
    waiting = live.bets if live.shown.round_id == round_id else []
    bets = [
        *(_bet(each) for each in settled),
        *(_refund(each) for each in refunds),
        *(_seen(each) for each in waiting if each.bet_id not in known),
    ]
    verdict = await judge_table_round(proof, settled, refunds)
    shown = await _with_times(bets, table, provided)
    return _inspection(round_id, GAME, proof.state, shown, settled, verdict, table_proof=proof)


def _bet(settled: StoredRound) -> BetInspected:
    outcome = settled.outcome
    left = outcome["how"] != LOST
    return BetInspected(
        bet_id=settled.round_id,
        user_id=settled.user_id,
        bet=settled.bet,
        payout=settled.payout,
        auto_cashout=outcome["auto_cashout"],
        multiplier=multiplier(outcome["cents"]) if left else "",
        how=outcome["how"],
        placed_at=None,
        accepted_at=None,
        cashed_out_at=datetime.fromtimestamp(outcome["at"] / 1000, UTC) if left else None,
        settled_at=settled.at,
    )


def _refund(refund: StoredRefund) -> BetInspected:
    return BetInspected(
        refund.bet_id, refund.user_id, refund.bet, refund.bet, refund.auto, "", REFUNDED, None, None, None, refund.at
    )


def _seen(seen: BetSeen) -> BetInspected:
    """A bet that its table has, and that is not settled with its player yet."""
    left = multiplier(seen.cents) if seen.how not in {"", LOST, REFUNDED} else ""
    how = seen.how or OPEN
    return BetInspected(seen.bet_id, seen.user_id, seen.bet, seen.payout, seen.auto, left, how, None, None, None, None)


async def _with_times(bets: Sequence[BetInspected], table: str, provided: GatewayDependencies) -> list[BetInspected]:
    """A bet is placed by the turn that it is named after; the first tell of that one is the turn that accepts it."""
    accepted = {each.bet_id: accepting_tx(each.bet_id, each.user_id, table) for each in bets}
    moments = await provided.rounds.moments([*accepted, *accepted.values()]) if bets else {}
    return [
        msgspec.structs.replace(
            each, placed_at=moments.get(each.bet_id), accepted_at=moments.get(accepted[each.bet_id])
        )
        for each in bets
    ]


def accepting_tx(bet_id: str, user_id: str, table: str) -> str:
    """The key of the turn in which the table took the bet: that of the first tell of the player's turn."""
    return command_tx("crash", table, f"entity:user/{user_id}", derived_id(bet_id, "tell:0"))


# --- what is shown ---


def _inspection(
    round_id: str,
    game: str,
    state: str,
    bets: Sequence[BetInspected],
    settled: Iterable[StoredRound],
    verdict: Verdict,
    proof: RoundProof | None = None,
    table_proof: TableRoundProof | None = None,
) -> RoundInspected:
    return RoundInspected(
        round_id=round_id,
        game=game,
        state=state,
        config_versions=sorted({each.config_version for each in settled}),
        staked=sum(each.bet for each in bets),
        paid=sum(each.payout for each in bets),
        bets=list(bets),
        proof=proof,
        table_proof=table_proof,
        verification=verdict,
    )


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


def _cursor(last: StoredRound) -> str:
    return f"{(last.at - EPOCH) // MICROSECOND}-{last.round_id}"


def _place(cursor: str) -> Place:
    match = _CURSOR.fullmatch(cursor)
    if match is None:
        raise Problem("invalid_payload", "cursor is not one of ours")
    micros, round_id = match.groups()
    try:
        return Place(EPOCH + int(micros) * MICROSECOND, round_id)
    except OverflowError:
        raise Problem("invalid_payload", "cursor is not one of ours") from None
