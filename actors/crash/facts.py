"""The facts of crash tables, and of the stakes that players have at tables: closed sets.

A bet becomes a row when it is settled: a `RoundPlayed` of its player, with the transfers; or a `StakeRefunded`. What a
table publishes of its chains are rows, `ChainCommitted` and `ChainSalted`. A table's own state proves the rounds of its
latest chains, and those of older ones are proved from rows, `ChainFiled`; so are the oldest of very many voided rounds,
`VoidedFiled`. No other of these facts is one. Multipliers are in hundredths, times in Unix ms unless they are called
elapsed, which is since the start of the curve.
"""

from typing import Any, ClassVar, Literal

from actors.crash.rules.config import TableConfig
from actors.crash.table_messages import TableBetShown
from actors.runtime.facts import Fact, Recorded

RoundEnd = Literal["crashed", "voided"]
ROUND_DIGITS_MAX = 15
"""Digits of the number of a round."""


class TableFact(Fact, frozen=True):
    """Base of the facts that change the state of a table."""


class ChainCommitted(Recorded, frozen=True, kw_only=True, tag="crash_chain"):
    """A chain of game hashes is committed to. `sealed`: its encrypted checkpoints (`actors.crash.rules.chain`)."""

    length: int
    terminating_hash: str
    sealed: bytes

    def columns(self) -> dict[str, Any]:
        return {"length": self.length, "terminating_hash": self.terminating_hash}


class ChainSalted(Recorded, frozen=True, kw_only=True, tag="crash_salt"):
    """The chain has its salt, from the round `round_id` on: made of bets on it (`actors.crash.rules.salt`)."""

    terminating_hash: str
    salt: str
    round_id: str
    contributions: tuple[str, ...]

    def once(self) -> str:
        return self.round_id


class ChainResealed(TableFact, frozen=True, kw_only=True):
    """The checkpoints of the chain with that terminating hash are encrypted with the key that is used now."""

    terminating_hash: str
    sealed: bytes


class ChainOpened(TableFact, frozen=True, kw_only=True):
    """The first round of the next chain comes next; the `checkpoints` of the one that has ended are no secret any
    more."""

    checkpoints: bytes


class ChainFiled(Recorded, frozen=True, kw_only=True, tag="crash_chain_played"):
    """A chain that has ended leaves the state of its table, and from now on this row proves its rounds.

    `checkpoints` are as in `actors.crash.rules.chain`, `voided` the numbers of its rounds that were voided, those that
    have become rows before it (`VoidedFiled`) left out.
    """

    COUNTED: ClassVar[bool] = True
    WHAT: ClassVar[str] = "chain"
    """The label of the metric that counts what leaves the states of tables."""
    length: int
    terminating_hash: str
    salt: str
    checkpoints: bytes
    first_n: int
    salted_n: int
    contributions: tuple[str, ...]
    voided: tuple[int, ...]

    def once(self) -> str:
        return place_of(self.first_n)


class VoidedFiled(Recorded, frozen=True, kw_only=True, tag="crash_voided"):
    """The number `n` of a voided round leaves the state of its table; from now on this row says how the round ended."""

    COUNTED: ClassVar[bool] = True
    WHAT: ClassVar[str] = "voided"
    """As that of `ChainFiled`."""
    n: int

    def once(self) -> str:
        return place_of(self.n)


def place_of(n: int) -> str:
    """Return the number of a round as text that sorts as the numbers do."""
    return f"{n:0{ROUND_DIGITS_MAX}}"


class TableWoken(TableFact, frozen=True):
    """The table, loaded a moment ago, has set the timer that ends its phase, whether or not there was one."""


class RoundOpened(TableFact, frozen=True, kw_only=True):
    """Bets are taken until `closes_at`. `allowance` is what all players together may win.

    The round ends by `config`, which the table keeps: whoever changes or removes its definition meanwhile.
    """

    closes_at: int
    allowance: int
    config: TableConfig


class BetTaken(TableFact, frozen=True, kw_only=True):
    """The table has a bet; `auto` 0: no automatic target. `player` is what others see of the user."""

    bet_id: str
    user_id: str
    player: str
    bet: int
    auto: int


class RoundClosed(TableFact, frozen=True, kw_only=True):
    """No more bets; the curve starts when this is durable."""


class RoundStarted(TableFact, frozen=True, kw_only=True):
    """The curve starts."""

    started_at: int


class Beat(TableFact, frozen=True, kw_only=True):
    """The curve has come this far: where it goes on if the host dies."""

    elapsed_ms: int


class RoundResumed(TableFact, frozen=True, kw_only=True):
    """After the death of its host the curve goes on from its last beat, as if it had started at `started_at`."""

    started_at: int
    elapsed_ms: int


class BetEnded(TableFact, frozen=True, kw_only=True):
    """A bet is settled: cashed out at `hundredths`, lost (0) or refunded (100). `payout` includes the stake."""

    bet_id: str
    hundredths: int
    payout: int
    how: str
    at_ms: int


class RoundEnded(TableFact, frozen=True, kw_only=True):
    """The round is over, every bet of it has ended, and its game hash is no secret any more.

    `table` and `config_version` say which curve it was, for the monitor.
    """

    COUNTED: ClassVar[bool] = True
    end: RoundEnd
    game_hash: str
    hundredths: int
    ended_at: int
    table: str = ""
    config_version: int = 1


class Shown(TableFact, frozen=True, kw_only=True):
    """These bets and cash-outs, the first that watchers have not seen yet, are shown to them now."""

    bets: tuple[TableBetShown, ...]
    cash_outs: tuple[TableBetShown, ...]
    at_ms: int


AnyTableFact = (
    ChainCommitted
    | ChainSalted
    | ChainResealed
    | ChainOpened
    | ChainFiled
    | VoidedFiled
    | TableWoken
    | RoundOpened
    | BetTaken
    | RoundClosed
    | RoundStarted
    | Beat
    | RoundResumed
    | BetEnded
    | RoundEnded
    | Shown
)


class StakeFact(Fact, frozen=True):
    """Base of the facts about a stake that a player has at a table; `bet_id` names it."""

    bet_id: str


class StakeHeld(StakeFact, frozen=True, kw_only=True):
    """The stake has left the player's balance and waits at the table; `bet_id` is the tx of the bet."""

    table: str
    round_id: str
    bet: int
    auto: int


class StakeTaken(StakeFact, frozen=True):
    """The table has accepted the bet."""


class CashOutAsked(StakeFact, frozen=True, kw_only=True):
    """The command `tx` waits for the table's answer; empty: it has been answered."""

    tx: str


class StakeReturned(StakeFact, frozen=True):
    """The bet is over, or was refused: the stake has left the table."""


class StakeRefunded(Recorded, frozen=True, kw_only=True, tag="stake_refunded"):
    """The round was voided, and the stake went back at `at_ms`: no wager, therefore no `RoundPlayed`."""

    bet_id: str
    table: str
    round_id: str
    bet: int
    auto: int
    at_ms: int

    def once(self) -> str:
        return self.bet_id
