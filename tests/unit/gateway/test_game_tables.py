"""What the gateway tells of games has the documented shape and comes from the definitions that they are played by."""

from itertools import product
from typing import Any

import msgspec
import pytest

from actors.areas import all_areas
from actors.definitions.book import Definitions
from actors.games.gacha.area import GACHA
from actors.games.gacha.banner import disclosure
from actors.games.registry import gacha, slot
from actors.games.slot.area import SLOT
from actors.games.slot.messages import SlotSpin
from actors.money.economy import EconomyConfig
from gateway.rest.pages import LIMIT_MAX, PageQuery
from gateway.rest.players.games import BannerRates, GameTables, SlotMachine
from gateway.rest.problems import Problem
from gateway.staff.played_by import DefinitionLookup
from persistence.audit import AuditRow
from persistence.definitions import NewDefinition
from persistence.memory.definitions import MemoryDefinitions

ECONOMY = EconomyConfig(bet_min=50)
ALL = PageQuery(LIMIT_MAX, "")


def tables(economy: EconomyConfig = ECONOMY, store: MemoryDefinitions | None = None) -> GameTables:
    store = store or MemoryDefinitions(lambda: 1)
    return GameTables(economy, DefinitionLookup(Definitions(all_areas(economy)), store))


def same(shown: object, shape: type[msgspec.Struct]) -> bool:
    encoded = msgspec.json.encode(shown)
    return msgspec.to_builtins(msgspec.json.decode(encoded, type=shape), str_keys=True) == msgspec.json.decode(encoded)


async def test_machines_and_banners_have_the_documented_shape() -> None:
    shown = tables()
    assert all(same(machine, SlotMachine) for machine in (await shown.page(SLOT, ALL))["items"])
    assert all(same(banner, BannerRates) for banner in (await shown.page(GACHA, ALL))["items"])


async def test_the_rates_are_those_of_the_game_itself() -> None:
    disclosed = {key: disclosure(banner) for key, banner in gacha(ECONOMY).banners.items()}
    assert {each["banner"]: each for each in (await tables().page(GACHA, ALL))["items"]} == {
        key: each | {"closed": False} for key, each in disclosed.items()
    }


async def test_returns_are_those_at_the_operators_minimum_stake() -> None:
    ours, others = [await each.one(SLOT, "fortune", None) for each in (tables(), tables(EconomyConfig()))]
    assert ours["rtp"] != others["rtp"]


@pytest.mark.parametrize("bet", [50, 53, 99, 101])
async def test_the_return_at_a_stake_is_the_average_over_every_stop_of_the_reels(bet: int) -> None:
    game = slot(ECONOMY)
    strips = game.machines["classic"].machine.strips
    stops = product(*([(stop + 0.5) / len(strip) for stop in range(len(strip))] for strip in strips))
    payouts = [game.play(SlotSpin(machine="classic", bet=bet), iter(floats)).payout for floats in stops]
    shown = await tables().one(SLOT, "classic", None, bet)
    assert shown["rtp_at_bet"] == pytest.approx(sum(payouts) / len(payouts) / bet, abs=1e-12)
    (listed,) = [each for each in (await tables().page(SLOT, ALL, bet))["items"] if each["id"] == "classic"]
    assert listed == shown


async def test_the_return_is_that_of_a_stake_that_can_be_played() -> None:
    shown = tables()
    assert (await shown.one(SLOT, "fortune", None, 50))["rtp_at_bet"] == (await shown.one(SLOT, "fortune", None))["rtp"]
    for bet in (None, 49, ECONOMY.bet_max + 1):
        assert (await shown.one(SLOT, "fortune", None, bet))["rtp_at_bet"] is None


async def test_a_version_that_is_not_in_force_is_shown_when_it_is_asked_for() -> None:
    store = MemoryDefinitions(lambda: 1)
    shown = tables(store=store)
    first = await shown.one(SLOT, "classic", 1)
    area: Any = next(each for each in all_areas(ECONOMY) if each.name == SLOT)
    body = {**area.built_in["classic"].source, "rtp_band": [0.9, 0.96]}
    new = NewDefinition("slot", "classic", 1, body, False, 0, "ann", "more room", built_in=1)
    await store.publish([(new, AuditRow("X"))])
    assert (await shown.one(SLOT, "classic", 2))["version"] == 2
    assert await shown.one(SLOT, "classic", None) == first
    with pytest.raises(Problem, match="not_found"):
        await shown.one(SLOT, "classic", 3)
