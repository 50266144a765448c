"""The numbers of the economy, set by the operator and checked once at start."""

from dataclasses import dataclass

from actors.money.amounts import AMOUNT_MAX

TIERS = (("BRONZE", 0), ("SILVER", 1_000), ("GOLD", 10_000), ("PLATINUM", 100_000), ("DIAMOND", 1_000_000))


@dataclass(frozen=True, slots=True, kw_only=True)
class EconomyConfig:
    """Amounts are in gold. `version` goes into every round and transfer: raise it with every change of a number.

    `tiers` are (name, experience needed), from 0 upwards. `rps_win_hundredths` is paid on a stake of 100.

    Raises:
        ValueError: a number is out of its range.
    """

    version: int = 1
    starting_gold: int = 10_000
    bet_min: int = 20
    bet_max: int = 1_000_000
    xp_divisor: int = 10
    tiers: tuple[tuple[str, int], ...] = TIERS
    rps_win_hundredths: int = 195

    def __post_init__(self) -> None:
        if not 1 <= self.starting_gold <= AMOUNT_MAX:
            raise ValueError(f"starting_gold must be 1 to {AMOUNT_MAX}, not {self.starting_gold}")
        if not 1 <= self.bet_min <= self.bet_max <= AMOUNT_MAX:
            raise ValueError(f"stakes must be 1 <= bet_min <= bet_max, not {self.bet_min} and {self.bet_max}")
        if self.xp_divisor < 1 or self.rps_win_hundredths < 100 or self.version < 1:
            raise ValueError("xp_divisor and version must be at least 1, rps_win_hundredths at least 100")
        needed = [xp for _, xp in self.tiers]
        if needed[:1] != [0] or needed != sorted(set(needed)):
            raise ValueError(f"tiers must start at 0 and rise, not {self.tiers}")
