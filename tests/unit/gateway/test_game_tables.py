"""What the gateway tells of games has the documented shape and comes from the tables of the rules."""

import msgspec

from actors.games import gacha
from actors.rules.economy import EconomyConfig
from gateway.rest.games import BannerRates, GameTables, SlotMachine

ECONOMY = EconomyConfig(bet_min=50)
TABLES = GameTables(ECONOMY)


def same(shown: object, shape: type[msgspec.Struct]) -> bool:
    encoded = msgspec.json.encode(shown)
    return msgspec.to_builtins(msgspec.json.decode(encoded, type=shape), str_keys=True) == msgspec.json.decode(encoded)


def test_machines_and_banners_have_the_documented_shape() -> None:
    assert all(same(machine, SlotMachine) for machine in TABLES.machines.values())
    assert all(same(banner, BannerRates) for banner in TABLES.banners.values())


def test_the_rates_are_those_of_the_game_itself() -> None:
    assert TABLES.banners == gacha(ECONOMY).disclosures


def test_returns_are_those_at_the_operators_minimum_stake() -> None:
    assert TABLES.machines["fortune"]["rtp"] != GameTables(EconomyConfig()).machines["fortune"]["rtp"]
