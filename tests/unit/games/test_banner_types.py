"""Banners of one type share what a pull has earned, so that they must share its price, rates and pity as well."""

from typing import Any

from actors.definitions.book import Definitions, Published
from actors.games.gacha.area import GACHA, gacha_area
from actors.money.economy import EconomyConfig

AREA = gacha_area(EconomyConfig())
STANDARD = AREA.built_in["standard"].source


def published(key: str, version: int, revision: int, closed: bool = False, **changed: Any) -> Published:
    return Published(GACHA, key, version, {**STANDARD, **changed}, closed, revision=revision)


def in_force(*versions: Published) -> tuple[dict[str, int], Definitions]:
    """The versions in force by id, and the registry."""
    definitions = Definitions([AREA])
    definitions.replace(definitions.prepare(versions), 0)
    return {key: each.version for key, each in definitions.area(GACHA).items()}, definitions


def test_banners_of_one_type_with_the_same_terms_are_in_force_together() -> None:
    found, definitions = in_force(published("twin", 1, 1))
    assert (found["standard"], found["twin"], definitions.refused) == (1, 1, ())


def test_a_banner_that_is_cheaper_than_another_of_its_type_is_held_back_alone() -> None:
    other_type = published("summer", 1, 3, type="summer", price=STANDARD["price"] * 2)
    found, definitions = in_force(published("twin", 1, 1), published("twin", 2, 2, price=20), other_type)
    assert (found["standard"], found["twin"], found["summer"]) == (1, 1, 1)
    (held,) = definitions.refused
    assert (held.id, held.version) == ("twin", 2)
    assert "share the pity of the type standard" in held.why


def test_banners_of_one_type_change_their_price_together() -> None:
    found, definitions = in_force(
        published("twin", 1, 1), published("twin", 2, 2, price=200), published("standard", 2, 3, price=200)
    )
    assert (found["standard"], found["twin"], definitions.refused) == (2, 2, ())


def test_a_closed_banner_may_differ_from_its_type() -> None:
    found, definitions = in_force(published("twin", 1, 1, closed=True, price=20))
    assert (found["twin"], definitions.refused) == (1, ())
