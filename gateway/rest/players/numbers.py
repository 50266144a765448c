"""The numbers by which everybody plays: what rock, paper, scissors pays, the tiers, the ladder of the streak.

Versions that are no longer in force can be asked for, so that what was paid by them can be computed again.
"""

from typing import Annotated, Any

from fastapi import APIRouter, Depends
from starlette.responses import Response

from actors.definitions.book import Definition
from actors.economy.area import ECONOMY, MAIN
from actors.games.rps import RPS, STANDARD, Rps, RpsPlay
from actors.money.economy import EconomyConfig
from actors.runtime.payloads import ServerPayload
from actors.streak.area import LADDER, STREAK
from gateway.rest.body import json_response
from gateway.rest.documented import documented
from gateway.rest.players.games import CACHED, Stake, Version, takes
from gateway.rest.problems import Problem
from gateway.rest.provided import Provided
from gateway.staff.played_by import DefinitionLookup


class RpsRules(ServerPayload, frozen=True):
    """Pays of rock, paper, scissors; `rtp` is the lowest return at any stake, `rtp_at_bet` that at one of them."""

    version: int
    """Version number of the pays."""
    win_cents: int
    """Pay of a win, in hundredths of the stake."""
    rtp: float
    """Lowest return to player at any stake, as a share of 1."""
    closed: bool
    """True while the game takes no bets."""
    rtp_at_bet: float | None = None
    """Exact return to player at the stake that was asked for with `bet`, as a share of 1, rounding to whole gold
    included; null without one, and for a stake that is not taken."""


class Tier(ServerPayload, frozen=True):
    """A tier and what it brings."""

    name: str
    """Name of the tier."""
    xp: int
    """Experience from which it is reached, in points."""
    streak_percent: int
    """Rewards of the streak, in percent of its ladder."""
    extra_freezes: int
    """Number of freezes that a player may have beyond those of everybody."""


class EconomyRules(ServerPayload, frozen=True):
    """The numbers of the economy: stakes of solo games, experience and tiers."""

    version: int
    """Version number of the economy."""
    starting_gold: int
    """Balance that a new player begins with, in whole gold."""
    bet_min: int
    """Smallest stake, in whole gold."""
    bet_max: int
    """Largest stake, in whole gold."""
    xp_divisor: int
    """Stakes for one point of experience, in whole gold."""
    tiers: list[Tier]
    """Tiers, the lowest first."""


class StreakRules(ServerPayload, frozen=True):
    """Rewards of the days of a streak. They are those of a tier without benefits."""

    version: int
    """Version number of the ladder."""
    ladder: list[int]
    """Rewards of the first days of a run, in whole gold."""
    every_seventh: int
    """Reward of each seventh day after them, in whole gold."""
    otherwise: int
    """Reward of each other day after them, in whole gold."""
    freezes_max: int
    """Number of freezes that a player may have."""
    freeze_price: int
    """Price of a freeze, in whole gold."""


async def _lookup(provided: Provided) -> DefinitionLookup:
    return DefinitionLookup(provided.definitions, provided.definition_store)


Lookup = Annotated[DefinitionLookup, Depends(_lookup)]
router = APIRouter(tags=["games"])


@router.get(
    "/api/games/rps",
    summary="Pays of rock, paper, scissors",
    **documented(answer=RpsRules, says="What a win pays, and the return.", problems=(400, 404)),
)
async def rps_rules(lookup: Lookup, version: Version = None, bet: Stake = None) -> Response:
    """Pays in force, or those of the version asked for: with seeds, all that recomputing a round takes."""
    found = await _found(lookup, RPS, STANDARD, version)
    computed = lookup.definitions.areas[RPS].prove(found.body)
    if bet is not None and takes(lookup, bet):
        game = Rps(found.body.win_cents, bet, found.version)
        computed["rtp_at_bet"] = game.odds(RpsPlay(bet=bet, choice="rock")).mean
    return json_response(
        RpsRules(version=found.version, win_cents=found.body.win_cents, closed=found.closed, **computed), headers=CACHED
    )


@router.get(
    "/api/economy",
    summary="Numbers of the economy",
    **documented(answer=EconomyRules, says="Stakes, experience and tiers.", problems=(400, 404)),
)
async def economy_rules(lookup: Lookup, version: Version = None) -> Response:
    """The numbers in force, or those of the version asked for."""
    found = await _found(lookup, ECONOMY, MAIN, version)
    economy: EconomyConfig = found.body
    benefits = [economy.benefits_of(name) for name, _ in economy.tiers]
    tiers = [
        Tier(name, xp, each.streak_percent, each.extra_freezes)
        for (name, xp), each in zip(economy.tiers, benefits, strict=True)
    ]
    numbers = (economy.starting_gold, economy.bet_min, economy.bet_max, economy.xp_divisor)
    return json_response(EconomyRules(found.version, *numbers, tiers), headers=CACHED)


@router.get(
    "/api/streak/ladder",
    summary="Rewards of the streak",
    **documented(answer=StreakRules, says="What each day pays.", problems=(400, 404)),
)
async def streak_rules(lookup: Lookup, version: Version = None) -> Response:
    """The ladder in force, or that of the version asked for."""
    found = await _found(lookup, STREAK, LADDER, version)
    body = found.body
    return json_response(
        StreakRules(
            version=found.version,
            ladder=list(body.ladder),
            every_seventh=body.every_seventh,
            otherwise=body.otherwise,
            freezes_max=body.freezes_max,
            freeze_price=body.freeze_price,
        ),
        headers=CACHED,
    )


async def _found(lookup: DefinitionLookup, area: str, key: str, version: int | None) -> Definition[Any]:
    found = await lookup.find(area, key, version)
    if found is None:
        raise Problem("not_found", "There is no such version.")
    return found
