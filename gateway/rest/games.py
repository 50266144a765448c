"""What anybody may read of the games without playing: slot machines with their returns, banners with their rates.

Both are computed from the same tables that rounds are settled by, at the first reading: enumerating a machine takes
part of a second of a processor, which gateways that are never asked need not spend. They change with a release only.
"""

import asyncio
from functools import cached_property
from typing import Annotated, Any

import msgspec
from fastapi import APIRouter, Depends, Request
from starlette.responses import Response

from actors import games
from actors.messages import ServerPayload
from actors.rules.economy import EconomyConfig
from gateway.problems import Problem
from gateway.rest.body import json_response
from gateway.rest.documented import documented

CACHED = {"Cache-Control": "public, max-age=60"}


class SlotMachine(ServerPayload, frozen=True):
    """A machine. `lines` name a row for each reel; pays are cents for each 100 of the stake, by length or by scatters.

    `rtp` and `volatility` hold at the minimum stake, `rtp_min` is the lowest return at any stake; flooring is included.
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


class SlotMachines(ServerPayload, frozen=True):
    """All machines."""

    machines: list[SlotMachine]


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
    """The disclosure of a banner: rates, pity, period, version, and what the last version changed."""

    banner: str
    version: int
    type: str
    title: dict[str, str]
    period: BannerPeriod
    change_notice: dict[str, str]
    price: dict[str, str | int]
    rates: list[BannerRarity]


class Banners(ServerPayload, frozen=True):
    """All banners, whether they are open or not."""

    banners: list[BannerRates]


class GameTables:
    """The tables, made when they are first asked for."""

    def __init__(self, economy: EconomyConfig) -> None:
        self._economy = economy

    @cached_property
    def machines(self) -> dict[str, dict[str, Any]]:
        """By id, what a machine shows."""
        return {key: machine.view() for key, machine in games.slot(self._economy).machines.items()}

    @cached_property
    def banners(self) -> dict[str, dict[str, Any]]:
        """By id, what must be disclosed of a banner."""
        return games.gacha(self._economy).disclosures


async def _tables(request: Request) -> GameTables:
    tables: GameTables = request.app.state.game_tables
    return tables


Tables = Annotated[GameTables, Depends(_tables)]
router = APIRouter(tags=["games"])


@router.get(
    "/api/games/slot/machines",
    summary="Slot machines",
    **documented(answer=SlotMachines, says="All machines with their strips, pays and returns."),
)
async def slot_machines(tables: Tables) -> Response:
    """Every slot machine, as it is played."""
    machines = await asyncio.to_thread(lambda: tables.machines)
    return json_response({"machines": list(machines.values())}, headers=CACHED)


@router.get(
    "/api/games/slot/machines/{machine_id}",
    summary="A slot machine",
    **documented(answer=SlotMachine, says="Its strips, pays and returns.", problems=(404,)),
)
async def slot_machine(machine_id: str, tables: Tables) -> Response:
    """One slot machine: with the revealed seeds, all that recomputing a spin takes."""
    machines = await asyncio.to_thread(lambda: tables.machines)
    return json_response(_found(machines, machine_id, "machine"), headers=CACHED)


@router.get(
    "/api/games/gacha/banners",
    summary="Gacha banners",
    **documented(answer=Banners, says="All banners with their rates."),
)
async def gacha_banners(tables: Tables) -> Response:
    """Every banner with its disclosure."""
    banners = await asyncio.to_thread(lambda: tables.banners)
    return json_response({"banners": list(banners.values())}, headers=CACHED)


@router.get(
    "/api/games/gacha/banners/{banner_id}/rates",
    summary="Rates of a banner",
    **documented(answer=BannerRates, says="Rates, pity, period, version, change notice.", problems=(404,)),
)
async def gacha_rates(banner_id: str, tables: Tables) -> Response:
    """The disclosure of one banner, from the table that pulls are rolled from."""
    banners = await asyncio.to_thread(lambda: tables.banners)
    return json_response(_found(banners, banner_id, "banner"), headers=CACHED)


def _found(shown: dict[str, dict[str, Any]], key: str, what: str) -> dict[str, Any]:
    if key not in shown:
        raise Problem("not_found", f"there is no {what} of this id; there are {', '.join(sorted(shown))}")
    return shown[key]


SCHEMAS: tuple[type[msgspec.Struct], ...] = (SlotMachines, SlotMachine, Banners, BannerRates)
"""What these routes name in their documentation."""
