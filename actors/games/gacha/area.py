"""Banners as an area of `actors.definitions.book`; the banners of the program are files in `banners/`."""

from collections.abc import Mapping
from typing import Any

from actors.definitions.body import as_file
from actors.definitions.book import Area, Definitions
from actors.definitions.built_in import built_in
from actors.games.gacha.banner import Banner, disclosure, read_banner
from actors.games.gacha.gacha import Gacha
from actors.money.economy import EconomyConfig

GACHA = "gacha"


def gacha_area(economy: EconomyConfig) -> Area[Banner]:
    """Return the area."""

    def decode(key: str, version: int, source: Mapping[str, Any]) -> Banner:
        banner = read_banner(as_file(key, version, source))
        Gacha([banner], bet_min=economy.bet_min, bet_max=economy.bet_max, config_version=version)
        return banner

    banners = built_in("actors.games.gacha", "banners")
    return Area(name=GACHA, decode=decode, prove=_shares, built_in=banners, moments=("starts_at", "ends_at"))


def gacha(economy: EconomyConfig) -> Gacha:
    """Return the game with the banners of the program. Raises DefinitionRefused."""
    banners = [each.body for each in Definitions([gacha_area(economy)]).area(GACHA).values()]
    return Gacha(banners, bet_min=economy.bet_min, bet_max=economy.bet_max, config_version=economy.version)


def _shares(banner: Banner) -> dict[str, Any]:
    shown = ("stars", "rate", "consolidated_rate", "expected_pulls")
    return {"rates": [{name: each[name] for name in shown} for each in disclosure(banner)["rates"]]}
