"""The commands by which players bet at crash, and their replies, which come when the table has answered."""

from typing import Annotated, ClassVar

from msgspec import Meta

from actors.crash.rules.curve import CASHOUT_HUNDREDTHS_MIN
from actors.money.amounts import AMOUNT_MAX, Amount
from actors.runtime.payloads import Command, ServerPayload

TableName = Annotated[str, Meta(pattern=r"^[a-z0-9_-]{1,32}$(?!\n)")]
RoundId = Annotated[str, Meta(min_length=1, max_length=64)]


class CrashBetPlaced(ServerPayload, frozen=True):
    """The table has the bet; `gold` is the balance without the stake."""

    bet_id: str
    """Id of the bet."""
    round_id: str
    """Id of the round."""
    gold: int
    """The player's balance without the stake, in whole gold."""


class CrashBet(Command, frozen=True):
    """One bet on a table's round that is open; `auto_cashout` is a target in cents: 250 is 2.50x."""

    TYPE: ClassVar[str] = "crash.bet"
    REPLY: ClassVar[type[ServerPayload]] = CrashBetPlaced
    round_id: RoundId
    """Id of the round that is open for bets."""
    bet: Amount
    """Stake, in whole gold."""
    table: TableName = "main"
    """Name of the crash table."""
    auto_cashout: Annotated[int, Meta(ge=CASHOUT_HUNDREDTHS_MIN, le=AMOUNT_MAX)] | None = None
    """Multiplier at which the bet is cashed out by itself, in hundredths: 250 is 2.50x; null is never."""


class CrashCashedOut(ServerPayload, frozen=True):
    """At which multiplier the bet was cashed out (`"2.31"`), and what it paid, the stake included."""

    multiplier: str
    """Multiplier at which the bet left the curve, as text with two decimals: `"2.31"`."""
    payout: int
    """Amount paid, in whole gold, the stake included; 0 if nothing."""


class CrashCashout(Command, frozen=True):
    """Leave the curve now: it counts from its receipt by the server."""

    TYPE: ClassVar[str] = "crash.cashout"
    REPLY: ClassVar[type[ServerPayload]] = CrashCashedOut
    round_id: RoundId
    """Id of the round that is running."""
    table: TableName = "main"
    """Name of the crash table."""


class MyBet(ServerPayload, frozen=True):
    """An open bet of the player, in the snapshot. `auto_cashout` is in cents, 0 for none."""

    bet_id: str
    """Id of the bet."""
    round_id: str
    """Id of the round."""
    bet: int
    """Stake, in whole gold."""
    auto_cashout: int
    """Multiplier at which the bet is cashed out by itself, in hundredths; 0 is never."""
    accepted: bool
    """True once the table has taken the bet."""


class OpenBet(MyBet, frozen=True):
    """An open bet of the player with its table."""

    table: str
    """Name of the crash table."""


class OpenBetGet(Command, frozen=True):
    """One of the player's open bets, by its id."""

    TYPE: ClassVar[str] = "stake.get"
    REPLY: ClassVar[type[ServerPayload]] = OpenBet
    MUTATING: ClassVar[bool] = False
    bet_id: Annotated[str, Meta(min_length=1, max_length=64)]
    """Id of the bet."""
