"""Games for everybody to read about: slot machines with their returns, banners with their rates.

Both are computed from the same definitions that rounds are settled by, at the first reading: enumerating a machine
takes part of a second of a processor, which gateways that are never asked need not spend. Versions that are no longer
in force can be asked for, so that old rounds can be checked.
"""

import asyncio
from functools import cached_property
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query, Request
from msgspec import Meta
from starlette.responses import Response

from actors.definitions.book import Definition
from actors.economy.area import ECONOMY, MAIN
from actors.games import registry as games
from actors.games.contract import Game
from actors.games.gacha.area import GACHA
from actors.games.gacha.banner import disclosure
from actors.games.slot.area import SLOT
from actors.games.slot.slot import LoadedMachine
from actors.money.amounts import AMOUNT_MAX
from actors.money.economy import EconomyConfig
from actors.runtime.payloads import ServerPayload
from gateway.rest.body import json_response
from gateway.rest.documented import documented
from gateway.rest.pages import Cursors, Listed, PageQuery, WantedPage
from gateway.rest.problems import Problem
from gateway.staff.played_by import DefinitionLookup
from persistence.rounds import StoredRound

CACHED = {"Cache-Control": "public, max-age=5"}
"""Not for long: changes by staff are to be seen soon."""
SHOWN_MAX = 64
"""Views that are kept; with one more, all are computed anew."""
VERSION_MAX = 2**31 - 1
CURSORS: dict[str, Cursors[str]] = {each: Cursors(each, Annotated[str, Meta(max_length=48)]) for each in (SLOT, GACHA)}
Version = Annotated[int | None, Query(ge=1, le=VERSION_MAX, description="A version; the one in force by default.")]
Stake = Annotated[
    int | None, Query(ge=1, le=AMOUNT_MAX, description="A stake, in whole gold, whose return `rtp_at_bet` is to say.")
]


class SlotMachine(ServerPayload, frozen=True):
    """A machine. `lines` name a row for each reel; pays are cents for each 100 of the stake, by length or by scatters.

    `rtp` and `volatility` hold at the minimum stake, `rtp_min` is the lowest return at any stake, `rtp_at_bet` that at
    one of them; flooring is included.
    A `closed` one takes no bets.
    """

    id: str
    """Id of the machine."""
    version: int
    """Version number of the machine."""
    rows: int
    """Number of rows that the window shows."""
    reels: list[list[str]]
    """Symbols on the strip of each reel, in order."""
    lines: list[list[int]]
    """Lines that pay: for each reel the row, an index counted from 0."""
    paytable: dict[str, dict[int, int]]
    """Payout of a line in hundredths of the stake, by symbol and number of reels."""
    wild: str | None
    """Symbol that stands for any other; null is none."""
    scatter: str | None
    """Symbol that pays anywhere; null is none."""
    scatter_pays: dict[int, int]
    """Payout of scatters in hundredths of the stake, by their number."""
    free_spins: dict[int, int]
    """Number of free spins, by the number of scatters."""
    free_spins_multiplier: int
    """Factor by which every win of a free spin is multiplied, a ratio."""
    free_spins_max: int
    """Largest number of free spins that one spin can set off."""
    win_classes: dict[str, int]
    """Least win of each class, in hundredths of the stake, by its name."""
    rtp: float
    """Return to player at the minimum stake, as a share of 1."""
    rtp_min: float
    """Lowest return to player at any stake, as a share of 1."""
    volatility: float
    """Standard deviation of the payout at the minimum stake, as a ratio to the stake."""
    hit_rate: float
    """Share of spins that pay anything, from 0 to 1."""
    closed: bool
    """True while the machine takes no bets."""
    rtp_at_bet: float | None = None
    """Exact return to player at the stake that was asked for with `bet`, as a share of 1, rounding to whole gold
    included; null without one, and for a stake that is not taken."""


class SlotMachines(Listed[SlotMachine], frozen=True):
    """Slot machines, by id."""


class BannerPeriod(ServerPayload, frozen=True):
    """Unix ms; null is open."""

    starts_at: int | None
    """When it opens, in Unix ms; null is open."""
    ends_at: int | None
    """When it closes, in Unix ms, not included; null is open."""


class BannerItem(ServerPayload, frozen=True):
    """`share` is its part of the hits of its rarity."""

    item: str
    """Id of the item."""
    featured: bool
    """True if the banner features it."""
    share: float
    """Its part of the hits of its rarity, as a share of 1."""


class BannerPity(ServerPayload, frozen=True):
    """From pull `from_pull` since the last hit on, each adds `step` to the rate; pull `certain_at` is certain."""

    from_pull: int | None
    """Number of the pull since the last hit from which on the rate rises; null is never."""
    step: float
    """What each further pull adds to the rate, as a share of 1."""
    certain_at: int | None
    """Number of the pull since the last hit that is certain; null is none."""
    featured_guaranteed_after_a_miss: bool
    """True if the hit after one that was not featured is featured."""


class BannerRarity(ServerPayload, frozen=True):
    """`rate` is of the first pull after a hit, `consolidated_rate` of very many pulls; both are shares of 1."""

    stars: int
    """Rarity, in number of stars."""
    rate: float
    """Rate of the first pull after a hit, as a share of 1."""
    consolidated_rate: float
    """Rate over very many pulls, as a share of 1."""
    expected_pulls: float
    """Mean number of pulls until a hit."""
    rate_by_pull: list[float]
    """Rate of each pull since the last hit, as a share of 1."""
    pity: BannerPity
    """How the rate rises while there is no hit."""
    duplicate_shards: int
    """Number of shards that a duplicate becomes."""
    items: list[BannerItem]
    """Items of this rarity."""


class BannerRates(ServerPayload, frozen=True):
    """The disclosure of a banner: rates, pity, period, version, and what the last version changed. A `closed` one
    takes no pulls.
    """

    banner: str
    """Id of the banner."""
    version: int
    """Version number of the banner."""
    type: str
    """Kind of banner."""
    title: dict[str, str]
    """Title, in Korean and English."""
    period: BannerPeriod
    """When it can be pulled."""
    change_notice: dict[str, str]
    """What the last version changed, in Korean and English."""
    price: dict[str, str | int]
    """Price of one pull."""
    rates: list[BannerRarity]
    """Rates by rarity, the rarest first."""
    closed: bool
    """True while the banner takes no pulls."""


class Banners(Listed[BannerRates], frozen=True):
    """Banners by id, whether they are open or not."""


class GameTables:
    """The public views of definitions, computed when they are first asked for."""

    def __init__(self, economy: EconomyConfig, lookup: DefinitionLookup) -> None:
        self._economy = economy
        self._lookup = lookup
        self._shown: dict[tuple[str, str, int], dict[str, Any]] = {}

    @cached_property
    def _solo(self) -> tuple[Game[Any], ...]:
        return games.registered_games(self._economy)

    async def rules_of(self, played: StoredRound) -> dict[str, Game[Any]]:
        """Return the rules of solo games by name, those of `played` by the definition that it was played by."""
        return await self._lookup.rules_of(played, await asyncio.to_thread(lambda: self._solo))

    async def page(self, area: str, wanted: PageQuery, bet: int | None = None) -> dict[str, Any]:
        """Return a page of the views of an area's definitions in force, by id; with the return at a stake of `bet`.

        Raises Problem: `bad_request`.
        """
        page, after = CURSORS[area].page(self._lookup.definitions.area(area).values(), wanted, lambda each: each.id)
        return {"items": await asyncio.to_thread(lambda: [self._view(area, each, bet) for each in page]), "next": after}

    async def one(self, area: str, key: str, version: int | None, bet: int | None = None) -> dict[str, Any]:
        """Return the view of one, in force or of a version; with the return at a stake of `bet`.

        Raises Problem: `not_found`.
        """
        found = await self._lookup.find(area, key, version)
        if found is None:
            known = ", ".join(sorted(self._lookup.definitions.area(area)))
            raise Problem("not_found", f"There is none of this id and version. There are: {known}.")
        return await asyncio.to_thread(self._view, area, found, bet)

    def _view(self, area: str, definition: Definition[Any], bet: int | None) -> dict[str, Any]:
        key = (area, definition.id, definition.version)
        if key not in self._shown:
            view = definition.body.view() if area == SLOT else disclosure(definition.body)
            if len(self._shown) >= SHOWN_MAX:
                self._shown.clear()
            self._shown[key] = view | {"closed": definition.closed}
        shown = self._shown[key]
        return shown | {"rtp_at_bet": self._return_at(definition.body, bet)} if area == SLOT else shown

    def _return_at(self, machine: LoadedMachine, bet: int | None) -> float | None:
        return machine.odds.mean(bet) if bet is not None and takes(self._lookup, bet) else None


def takes(lookup: DefinitionLookup, bet: int) -> bool:
    """Return whether solo games take this stake, by the economy in force."""
    economy: EconomyConfig = lookup.definitions.area(ECONOMY)[MAIN].body
    return economy.bet_min <= bet <= economy.bet_max


async def _tables(request: Request) -> GameTables:
    tables: GameTables = request.app.state.game_tables
    return tables


Tables = Annotated[GameTables, Depends(_tables)]
router = APIRouter(tags=["games"])


@router.get(
    "/api/games/slot/machines",
    summary="Slot machines",
    **documented(answer=SlotMachines, says="Machines with their strips, pays and returns.", problems=(400,)),
)
async def slot_machines(tables: Tables, wanted: WantedPage, bet: Stake = None) -> Response:
    """Every slot machine, as it is played."""
    return json_response(await tables.page(SLOT, wanted, bet), headers=CACHED)


@router.get(
    "/api/games/slot/machines/{machine_id}",
    summary="A slot machine",
    **documented(answer=SlotMachine, says="Its strips, pays and returns.", problems=(400, 404)),
)
async def slot_machine(machine_id: str, tables: Tables, version: Version = None, bet: Stake = None) -> Response:
    """One slot machine, as it is played or in the version asked for: with seeds, all that recomputing a spin takes."""
    return json_response(await tables.one(SLOT, machine_id, version, bet), headers=CACHED)


@router.get(
    "/api/games/gacha/banners",
    summary="Gacha banners",
    **documented(answer=Banners, says="Banners with their rates.", problems=(400,)),
)
async def gacha_banners(tables: Tables, wanted: WantedPage) -> Response:
    """Every banner with its disclosure."""
    return json_response(await tables.page(GACHA, wanted), headers=CACHED)


@router.get(
    "/api/games/gacha/banners/{banner_id}/rates",
    summary="Rates of a banner",
    **documented(answer=BannerRates, says="Rates, pity, period, version, change notice.", problems=(400, 404)),
)
async def gacha_rates(banner_id: str, tables: Tables, version: Version = None) -> Response:
    """The disclosure of one banner, from the table that pulls are or, in an older version, were rolled from."""
    return json_response(await tables.one(GACHA, banner_id, version), headers=CACHED)
