"""The economy as an area of `actors.definitions.book`: one definition, `main`; settings are its first version.

Experience and tier follow from all that a player has wagered, by the version in force: they are views and no money, so
that a change counts for what was wagered before as well. What was paid names the version by which it was.
"""

from collections.abc import Mapping
from dataclasses import replace
from typing import Annotated, Any

import msgspec
from msgspec import Meta, Struct

from actors.definitions.book import Area, Book, BuiltIn, DefinitionRefused, Definitions
from actors.definitions.in_force import InForce
from actors.money.amounts import Amount
from actors.money.economy import EconomyConfig, TierBenefits

ECONOMY, MAIN = "economy", "main"
TIERS_MAX = 20

EconomyInForce = InForce[EconomyConfig]


class TierBody(Struct, frozen=True, forbid_unknown_fields=True):
    """A tier: its name, the experience from which it is reached, and what it brings."""

    name: Annotated[str, Meta(min_length=1, max_length=32)]
    xp: Annotated[int, Meta(ge=0, le=2**53 - 1)]
    benefits: TierBenefits = TierBenefits()


class EconomyBody(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The body of the definition; amounts are in gold."""

    starting_gold: Amount
    bet_min: Amount
    bet_max: Amount
    xp_divisor: Amount
    tiers: Annotated[tuple[TierBody, ...], Meta(min_length=1, max_length=TIERS_MAX)]


def economy_area(seed: EconomyConfig) -> Area[EconomyConfig]:
    """Return the area; `seed` are the numbers of the settings. Machines and banners are proved for its stakes."""
    names = [name for name, _ in seed.tiers]

    def decode(key: str, version: int, source: Mapping[str, Any]) -> EconomyConfig:
        if key != MAIN:
            raise DefinitionRefused(f"there is one economy, and its name is {MAIN}")
        try:
            body = msgspec.convert(source, EconomyBody)
        except msgspec.ValidationError as error:
            raise DefinitionRefused(str(error)) from None
        if [each.name for each in body.tiers] != names:
            raise DefinitionRefused(f"tiers are {', '.join(names)}, in this order: items of the shop name them")
        return _config(seed, body, version)

    def admit(config: EconomyConfig) -> None:
        if config.bet_min < seed.bet_min or config.bet_max > seed.bet_max:
            raise DefinitionRefused(
                f"stakes are from {seed.bet_min} to {seed.bet_max} gold at most: for these the returns of all games "
                "are published"
            )

    return Area(
        name=ECONOMY,
        decode=decode,
        prove=_computed,
        built_in={MAIN: BuiltIn(seed.version, _source(seed))},
        gives=lambda config: {"gold": config.starting_gold},
        closable=False,
        admit=admit,
    )


def economy_in_force(seed: EconomyConfig, definitions: Definitions | None = None) -> EconomyInForce:
    """Return the numbers in force; `seed` holds as long as `definitions` has none, or is None."""

    return InForce(definitions, lambda book: economy_of(book, seed))


def economy_of(book: Book, seed: EconomyConfig) -> EconomyConfig:
    """Return the numbers that are in force by `book`, or `seed` where it has none."""
    found = book.area(ECONOMY).get(MAIN)
    return seed if found is None else found.body


def _config(seed: EconomyConfig, body: EconomyBody, version: int) -> EconomyConfig:
    return replace(
        seed,
        version=version,
        starting_gold=body.starting_gold,
        bet_min=body.bet_min,
        bet_max=body.bet_max,
        xp_divisor=body.xp_divisor,
        tiers=tuple((each.name, each.xp) for each in body.tiers),
        benefits=tuple(each.benefits for each in body.tiers),
    )


def _source(config: EconomyConfig) -> dict[str, Any]:
    tiers = [
        {"name": name, "xp": xp, "benefits": msgspec.to_builtins(config.benefits_of(name))} for name, xp in config.tiers
    ]
    numbers = ("starting_gold", "bet_min", "bet_max", "xp_divisor")
    return {**{name: getattr(config, name) for name in numbers}, "tiers": tiers}


def _computed(config: EconomyConfig) -> dict[str, Any]:
    """Return what each tier takes to be wagered, in gold."""
    return {"wagered_for_tier": {name: xp * config.xp_divisor for name, xp in config.tiers}}
