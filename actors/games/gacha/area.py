"""Banners as an area of `actors.definitions.book`; the banners of the program are files in `banners/`."""

from collections.abc import Mapping
from typing import Any

from actors.definitions.body import as_file
from actors.definitions.book import Area, Definition, Definitions, Misfit
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
    return Area(
        name=GACHA, decode=decode, prove=_shares, fit=_terms_agree, built_in=banners, moments=("starts_at", "ends_at")
    )


def gacha(economy: EconomyConfig) -> Gacha:
    """Return the game with the banners of the program. Raises DefinitionRefused."""
    banners = [each.body for each in Definitions([gacha_area(economy)]).area(GACHA).values()]
    return Gacha(banners, bet_min=economy.bet_min, bet_max=economy.bet_max, config_version=economy.version)


def _terms_agree(banners: Mapping[str, Definition[Banner]]) -> None:
    """Refuse banners of one type that differ in price or pity: what a pull on one has earned counts on the others.

    Else a player would collect pity where it is cheap. A banner that is closed may differ: nobody pulls from it.
    """
    first: dict[str, Banner] = {}
    for each in banners.values():
        if each.closed:
            continue
        banner = each.body
        other = first.setdefault(banner.type, banner)
        if banner.terms() != other.terms():
            raise Misfit(
                f"banners {other.id} and {banner.id} share the pity of the type {banner.type}: give them the same "
                f"price, rates and pity for each number of stars, or a type of its own, or close one of them",
                (other.id, banner.id),
            )


def exchanges(definitions: Definitions | None, now_ms: int) -> dict[str, Mapping[str, int]]:
    """Return what pulls exchange, by `gacha/BANNER`: of the banners in force that are not closed nor over."""
    found = {} if definitions is None else definitions.area(GACHA)
    return {
        f"{GACHA}/{key}": each.body.exchange
        for key, each in found.items()
        if not each.closed and (each.body.ends_at is None or now_ms < each.body.ends_at)
    }


def _shares(banner: Banner) -> dict[str, Any]:
    shown = ("stars", "rate", "consolidated_rate", "expected_pulls")
    return {"rates": [{name: each[name] for name in shown} for each in disclosure(banner)["rates"]]}
