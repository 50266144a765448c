"""The ledger of a player's accounts and the rounds that they played, for looking back.

Both are read from the store, so that they hold what is durable and cost the player's entity nothing. Times are Unix ms.
"""

from datetime import datetime, timedelta
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Query
from msgspec import Meta
from starlette.responses import Response

from actors.games.registry import REGISTRY
from actors.money.amounts import LedgerCurrency
from actors.runtime.payloads import ServerPayload
from gateway.rest.body import json_response
from gateway.rest.documented import documented
from gateway.rest.guards import Player
from gateway.rest.pages import UNIX_MS_MAX, Cursors, Listed, WantedPage, WantedPlayerRange
from gateway.rest.provided import Provided
from persistence.ledger import EntryPlace, LedgerEntry, LedgerFilter
from persistence.rounds import CRASH, EPOCH, Place, RoundFilter, StoredRound

MICROSECOND, MILLISECOND = timedelta(microseconds=1), timedelta(milliseconds=1)
"""Postgres counts in microseconds, so that a cursor names a place exactly; players read milliseconds."""
VERSION_MAX, NUMBER_MAX = 2**63 - 1, 2**15 - 1
Microseconds = Annotated[int, Meta(ge=0, le=UNIX_MS_MAX * 1000)]
LEDGER: Cursors[tuple[int, int, int]] = Cursors(
    "ledger",
    tuple[Microseconds, Annotated[int, Meta(ge=0, le=VERSION_MAX)], Annotated[int, Meta(ge=0, le=NUMBER_MAX)]],
)
HISTORY: Cursors[tuple[int, str]] = Cursors(
    "history", tuple[Microseconds, Annotated[str, Meta(pattern=r"^[0-9a-f]{32}$(?!\n)")]]
)
GameName = Literal[(*(each.game.name for each in REGISTRY), CRASH)]  # type: ignore[valid-type]  # made of the registry


class LedgerRow(ServerPayload, frozen=True):
    """An amount that the caller got, or gave if it is negative; `balance_after` is the balance in `currency` after it.

    `reason` is `bet`, `payout`, `hold` and `release` (the stake of a bet at a table), `purchase`, `reward` and others;
    `reference` is the id of what it was for.
    """

    id: str
    """Id of the entry."""
    at: int
    """When it became durable, in Unix ms."""
    currency: str
    """Currency of the amounts."""
    amount: int
    """Amount that the caller got, in whole units of the currency; negative when it was given."""
    balance_after: int
    """Balance after it, in whole units of the currency."""
    reason: str
    """Reason of the change."""
    reference: str
    """Id of what it was for: a round, a bet, a purchase, a grant."""


class LedgerPage(Listed[LedgerRow], frozen=True):
    """Entries of the caller's ledger, newest first."""


class PlayedRound(ServerPayload, frozen=True):
    """A settled round of the caller; `outcome` is the game's own record of it, as in its proof."""

    round_id: str
    """Id of the round; of a crash round, that of the bet."""
    game: str
    """Name of the game."""
    at: int
    """When it was settled, in Unix ms."""
    bet: int
    """Stake, in whole gold."""
    payout: int
    """Amount paid, in whole gold, the stake included; 0 if nothing."""
    outcome: dict[str, Any]
    """The game's own record of the round."""
    config_version: int
    """Version number of the definition that it was played by."""


class PlayedRounds(Listed[PlayedRound], frozen=True):
    """The caller's settled rounds, newest first."""


router = APIRouter()


@router.get(
    "/api/users/me/ledger",
    tags=["users"],
    summary="My ledger",
    **documented(answer=LedgerPage, says="Entries, newest first.", problems=(400, 401, 403, 503)),
)
async def ledger(
    provided: Provided,
    caller: Player,
    page: WantedPage,
    wanted: WantedPlayerRange,
    currency: Annotated[LedgerCurrency | None, Query(description="Entries in this currency alone.")] = None,
) -> Response:
    """Every change of the caller's balances, with what it was for."""
    place = LEDGER.place(page.cursor)
    before = None if place is None else EntryPlace(EPOCH + place[0] * MICROSECOND, *place[1:])
    only = LedgerFilter(currency or "", _moment(wanted.start_ms), _moment(wanted.end_ms))
    found = await provided.ledger.page(caller.user_id, only, before, page.limit + 1)
    shown, after = LEDGER.cut(found, page.limit, lambda each: (_since(each.place.at, MICROSECOND), *each.place[1:]))
    return json_response(LedgerPage(items=[_entry(each) for each in shown], next=after))


@router.get(
    "/api/games/history",
    tags=["games"],
    summary="My rounds",
    **documented(answer=PlayedRounds, says="Settled rounds, newest first.", problems=(400, 401, 403, 503)),
)
async def history(
    provided: Provided,
    caller: Player,
    page: WantedPage,
    wanted: WantedPlayerRange,
    game: Annotated[GameName | None, Query(description="Rounds of this game alone.")] = None,  # type: ignore[valid-type]
) -> Response:
    """The rounds that the caller has played to their end; one that was voided is in the ledger alone."""
    place = HISTORY.place(page.cursor)
    before = None if place is None else Place(EPOCH + place[0] * MICROSECOND, place[1])
    only = RoundFilter(caller.user_id, game or "", "", _moment(wanted.start_ms), _moment(wanted.end_ms))
    found = await provided.history.page(only, before, page.limit + 1)
    shown, after = HISTORY.cut(found, page.limit, lambda each: (_since(each.at, MICROSECOND), each.round_id))
    return json_response(PlayedRounds(items=[_round(each) for each in shown], next=after))


def _entry(found: LedgerEntry) -> LedgerRow:
    return LedgerRow(
        id=f"{found.tx}-{found.place.n}",
        at=_since(found.place.at, MILLISECOND),
        currency=found.currency,
        amount=found.amount,
        balance_after=found.balance_after,
        reason=found.reason,
        reference=found.reference,
    )


def _round(found: StoredRound) -> PlayedRound:
    return PlayedRound(
        round_id=found.round_id,
        game=found.game,
        at=_since(found.at, MILLISECOND),
        bet=found.bet,
        payout=found.payout,
        outcome=found.outcome,
        config_version=found.config_version,
    )


def _moment(ms: int | None) -> datetime | None:
    return None if ms is None else EPOCH + ms * MILLISECOND


def _since(at: datetime, unit: timedelta) -> int:
    """Return the whole units from the epoch to `at`."""
    return (at - EPOCH) // unit
