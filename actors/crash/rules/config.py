"""The numbers of one crash table, set by the operator and checked once at start."""

from dataclasses import dataclass

from actors.crash.rules.curve import allowance_of
from actors.money.amounts import AMOUNT_MAX
from actors.money.wallet import payout_of

CHAIN_LENGTH_MAX = 1_000_000
RESUME_MS_MAX = 10_000
"""A round that was interrupted for less goes on; after more it is voided."""
BETS_PER_ROUND_MAX = 5_000
"""More are refused: the settlement of a round is one turn."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TableConfig:
    """Amounts are in gold, times in ms. `version` goes into every round: raise it with every change of a number.

    Raises:
        ValueError: a number is out of its range.
    """

    name: str = "main"
    version: int = 1
    bet_min: int = 20
    bet_max: int = 1_000_000
    bankroll: int = 1_000_000_000
    betting_ms: int = 5_000
    ended_ms: int = 3_000
    chain_length: int = 100_000
    resume_ms_max: int = RESUME_MS_MAX

    def __post_init__(self) -> None:
        if not 1 <= self.bet_min <= self.bet_max <= AMOUNT_MAX:
            raise ValueError(f"stakes must be 1 <= bet_min <= bet_max, not {self.bet_min} and {self.bet_max}")
        if min(self.betting_ms, self.version) < 1 or min(self.ended_ms, self.resume_ms_max) < 0:
            raise ValueError("betting_ms and version must be at least 1, ended_ms and resume_ms_max at least 0")
        if not 1 <= self.chain_length <= CHAIN_LENGTH_MAX:
            raise ValueError(f"a chain has 1 to {CHAIN_LENGTH_MAX} rounds, not {self.chain_length}")
        if allowance_of(self.bankroll) < payout_of(self.bet_max, 101) - self.bet_max:
            raise ValueError(f"a bankroll of {self.bankroll} cannot pay the largest stake its first cent")
