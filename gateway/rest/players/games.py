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
from actors.games import registry as games
from actors.games.contract import Game
from actors.games.gacha.area import GACHA
from actors.games.gacha.banner import disclosure
from actors.games.slot.area import SLOT
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


class SlotMachine(ServerPayload, frozen=True):
    """A machine. `lines` name a row for each reel; pays are cents for each 100 of the stake, by length or by scatters.

    `rtp` and `volatility` hold at the minimum stake, `rtp_min` is the lowest return at any stake; flooring is included.
    A `closed` one takes no bets.
    """

    id: str
    version: int
    rows: int
    reels: list[list[str]]
    lines: list[list[int]]
    paytable: dict[str, dict[int, int]]
    wild: str | None
    scatter: str | None
    scatter_pays: dict[int, int]
    free_spins: dict[int, int]
    free_spins_multiplier: int
    free_spins_max: int
    win_classes: dict[str, int]
    rtp: float
    rtp_min: float
    volatility: float
    hit_rate: float
    closed: bool


class SlotMachines(Listed[SlotMachine], frozen=True):
    """Slot machines, by id."""


class BannerPeriod(ServerPayload, frozen=True):
    """Unix ms; null is open."""

    starts_at: int | None
    ends_at: int | None


class BannerItem(ServerPayload, frozen=True):
    """`share` is its part of the hits of its rarity."""

    item: str
    featured: bool
    share: float


class BannerPity(ServerPayload, frozen=True):
    """From pull `from_pull` since the last hit on, each adds `step` to the rate; pull `certain_at` is certain."""

    from_pull: int | None
    step: float
    certain_at: int | None
    featured_guaranteed_after_a_miss: bool


class BannerRarity(ServerPayload, frozen=True):
    """`rate` is of the first pull after a hit, `consolidated_rate` of very many pulls; both are shares of 1."""

    stars: int
    rate: float
    consolidated_rate: float
    expected_pulls: float
    rate_by_pull: list[float]
    pity: BannerPity
    duplicate_shards: int
    items: list[BannerItem]


class BannerRates(ServerPayload, frozen=True):
    """The disclosure of a banner: rates, pity, period, version, and what the last version changed. A `closed` one
    takes no pulls.
    """

    banner: str
    version: int
    type: str
    title: dict[str, str]
    period: BannerPeriod
    change_notice: dict[str, str]
    price: dict[str, str | int]
    rates: list[BannerRarity]
    closed: bool


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

    async def page(self, area: str, wanted: PageQuery) -> dict[str, Any]:
        """Return a page of the views of an area's definitions in force, by id. Raises Problem: `bad_request`."""
        page, after = CURSORS[area].page(self._lookup.definitions.area(area).values(), wanted, lambda each: each.id)
        return {"items": await asyncio.to_thread(lambda: [self._view(area, each) for each in page]), "next": after}

    async def one(self, area: str, key: str, version: int | None) -> dict[str, Any]:
        """Return the view of one, in force or of a version. Raises Problem: `not_found`."""
        found = await self._lookup.find(area, key, version)
        if found is None:
            known = ", ".join(sorted(self._lookup.definitions.area(area)))
            raise Problem("not_found", f"There is none of this id and version. There are: {known}.")
        return await asyncio.to_thread(self._view, area, found)

    def _view(self, area: str, definition: Definition[Any]) -> dict[str, Any]:
        key = (area, definition.id, definition.version)
        if key not in self._shown:
            view = definition.body.view() if area == SLOT else disclosure(definition.body)
            if len(self._shown) >= SHOWN_MAX:
                self._shown.clear()
            self._shown[key] = view | {"closed": definition.closed}
        return self._shown[key]


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
async def slot_machines(tables: Tables, wanted: WantedPage) -> Response:
    """Every slot machine, as it is played."""
    return json_response(await tables.page(SLOT, wanted), headers=CACHED)


@router.get(
    "/api/games/slot/machines/{machine_id}",
    summary="A slot machine",
    **documented(answer=SlotMachine, says="Its strips, pays and returns.", problems=(400, 404)),
)
async def slot_machine(machine_id: str, tables: Tables, version: Version = None) -> Response:
    """One slot machine, as it is played or in the version asked for: with seeds, all that recomputing a spin takes."""
    return json_response(await tables.one(SLOT, machine_id, version), headers=CACHED)


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
