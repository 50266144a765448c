"""The streak's rewards and freezes as an area of `actors.definitions.book`: one definition, `ladder`.

Days are not part of it: where a day begins belongs to the platform, and a change of it would earn days or lose them.
"""

from collections.abc import Mapping
from dataclasses import replace
from functools import lru_cache
from typing import Annotated, Any

import msgspec
from msgspec import Meta, Struct, structs

from actors.definitions.book import GIVEN_WITHIN_DAYS, Area, Book, BuiltIn, DefinitionRefused, Definitions
from actors.definitions.in_force import InForce
from actors.money.amounts import AMOUNT_MAX, Amount
from actors.money.economy import TierBenefits
from actors.streak.rules import STREAK_CONFIG, WEEK, StreakConfig

STREAK, LADDER = "streak", "ladder"
RUNGS_MAX = 366
FREEZES_MAX = 30
CONFIGS_KEPT = 256
"""Numbers of versions and tiers that a process remembers."""

StreakInForce = InForce[StreakConfig]


class LadderBody(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The body of the definition: what `StreakConfig` says of rewards and freezes, in gold."""

    ladder: Annotated[tuple[Amount, ...], Meta(min_length=1, max_length=RUNGS_MAX)]
    every_seventh: Amount
    otherwise: Amount
    freezes_max: Annotated[int, Meta(ge=0, le=FREEZES_MAX)]
    freeze_price: Amount


def streak_area(seed: StreakConfig = STREAK_CONFIG) -> Area[LadderBody]:
    """Return the area; `seed` is its first version."""
    numbers = {name: getattr(seed, name) for name in LadderBody.__struct_fields__}
    source = {**numbers, "ladder": list(seed.ladder)}

    def decode(key: str, _version: int, source: Mapping[str, Any]) -> LadderBody:
        if key != LADDER:
            raise DefinitionRefused(f"there is one streak, and its name is {LADDER}")
        try:
            return msgspec.convert(source, LadderBody)
        except msgspec.ValidationError as error:
            raise DefinitionRefused(str(error)) from None

    return Area(
        name=STREAK,
        decode=decode,
        prove=lambda body: {"rewards_of_30_days": _rewards(body, GIVEN_WITHIN_DAYS)},
        built_in={LADDER: BuiltIn(seed.version, source)},
        gives=lambda body: {"gold": _rewards(body, GIVEN_WITHIN_DAYS)},
        closable=False,
    )


def streak_in_force(seed: StreakConfig, definitions: Definitions | None = None) -> StreakInForce:
    """Return the numbers in force; `seed` has where days begin, and the others as long as `definitions` has none."""

    def numbers(book: Book) -> StreakConfig:
        found = book.area(STREAK).get(LADDER)
        return seed if found is None else replace(seed, version=found.version, **structs.asdict(found.body))

    return InForce(definitions, numbers)


@lru_cache(CONFIGS_KEPT)
def for_tier(config: StreakConfig, benefits: TierBenefits) -> StreakConfig:
    """Return the numbers for a player with these benefits."""
    return replace(config, percent=benefits.streak_percent, freezes_max=config.freezes_max + benefits.extra_freezes)


def _rewards(body: LadderBody, days: int) -> int:
    """Return the most gold that so many days in a row pay, whichever day of a run is the first of them."""
    config = StreakConfig(**structs.asdict(body))
    firsts = range(1, len(config.ladder) + WEEK + 1)  # after that the same week comes again and again
    return min(AMOUNT_MAX, max(sum(config.reward(first + n) for n in range(days)) for first in firsts))
