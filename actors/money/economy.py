"""The numbers of the economy, set by the operator and checked once at start."""

from dataclasses import dataclass
from typing import Annotated

from msgspec import Meta, Struct

from actors.money.amounts import AMOUNT_MAX

TIERS = (("BRONZE", 0), ("SILVER", 1_000), ("GOLD", 10_000), ("PLATINUM", 100_000), ("DIAMOND", 1_000_000))


class TierBenefits(Struct, frozen=True, forbid_unknown_fields=True):
    """Benefits of a tier: rewards of the streak in percent of its ladder, and freezes beyond those of everybody."""

    streak_percent: Annotated[int, Meta(ge=100, le=1_000)] = 100
    extra_freezes: Annotated[int, Meta(ge=0, le=10)] = 0


NO_BENEFITS = TierBenefits()


@dataclass(frozen=True, slots=True, kw_only=True)
class EconomyConfig:
    """Amounts are in gold. `version` is that of the definition, and goes into what is decided by these numbers.

    `tiers` are (name, experience needed), from 0 upwards; `benefits` are those of each tier, or none at all. Limits of
    items count by the days of `shop_time_zone`, a name of the IANA database, which is a setting.

    Raises:
        ValueError: a number is out of its range.
    """

    version: int = 1
    starting_gold: int = 10_000
    bet_min: int = 20
    bet_max: int = 1_000_000
    xp_divisor: int = 10
    tiers: tuple[tuple[str, int], ...] = TIERS
    benefits: tuple[TierBenefits, ...] = ()
    shop_time_zone: str = "Asia/Seoul"

    def __post_init__(self) -> None:
        if not 1 <= self.starting_gold <= AMOUNT_MAX:
            raise ValueError(f"starting_gold must be 1 to {AMOUNT_MAX}, not {self.starting_gold}")
        if not 1 <= self.bet_min <= self.bet_max <= AMOUNT_MAX:
            raise ValueError(f"stakes must be 1 <= bet_min <= bet_max, not {self.bet_min} and {self.bet_max}")
        if self.xp_divisor < 1 or self.version < 1:
            raise ValueError("xp_divisor and version must be at least 1")
        needed = [xp for _, xp in self.tiers]
        if needed[:1] != [0] or needed != sorted(set(needed)):
            raise ValueError(f"tiers must start at 0 and rise, not {self.tiers}")
        if len(self.benefits) not in (0, len(self.tiers)):
            raise ValueError(f"benefits must be those of all {len(self.tiers)} tiers or none, not {len(self.benefits)}")

    def benefits_of(self, tier: str) -> TierBenefits:
        """Return the benefits of a tier, by its name."""
        found = (each for (name, _), each in zip(self.tiers, self.benefits, strict=False) if name == tier)
        return next(found, NO_BENEFITS)
