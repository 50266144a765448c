"""The messages of a crash table: commands of users' entities and timers, its tells, reads, and messages to watchers.

No client can send any of the commands here: its `crash.bet` and `crash.cashout` (`actors.crash.messages`) go to its own
entity, which tells the table. Amounts are gold, times Unix ms, multipliers hundredths or, for players, `"3.07"`.
"""

from typing import Annotated, ClassVar, Literal

from msgspec import Meta, Struct

from actors.crash.messages import TableName
from actors.money.amounts import AMOUNT_MAX, Amount
from actors.runtime.payloads import ClientPayload, Command, Delivery, Noted, ServerPayload

Phase = Literal["new", "betting", "closing", "running", "ended"]


class TableRef(ClientPayload, frozen=True):
    """Payload of `crash.subscribe` and `crash.unsubscribe`."""

    table: TableName = "main"
    """Name of the crash table."""


class TableCommand(Command, frozen=True):
    """Base of the commands that only the server sends to a table."""

    REPLY: ClassVar[type[ServerPayload]] = Noted


class TableOpen(TableCommand, frozen=True):
    """The first turn of a table: it commits to a chain and opens a round."""

    TYPE: ClassVar[str] = "table.open"


class TableStep(TableCommand, frozen=True):
    """The durable timer: a phase is over, or another second of the curve."""

    TYPE: ClassVar[str] = "table.step"


class TableLeave(TableCommand, frozen=True):
    """The table goes to another host: a last heartbeat, and a step as soon as it is there."""

    TYPE: ClassVar[str] = "table.leave"


class TableDue(TableCommand, frozen=True):
    """The timer of the activation: a target, the guard or the end is reached. Never stored: its time is secret."""

    TYPE: ClassVar[str] = "table.due"


class TableShow(TableCommand, frozen=True):
    """The timer of the activation that lets watchers see what has gathered."""

    TYPE: ClassVar[str] = "table.show"


class TableBet(TableCommand, frozen=True, omit_defaults=True):
    """A stake that the player's entity, the sender, holds; `auto_cashout` 0: none.

    `config_version` is that of the table as the sender knew it, by which the stake was held.
    """

    TYPE: ClassVar[str] = "table.bet"
    bet_id: str
    round_id: str
    bet: Amount
    auto_cashout: Annotated[int, Meta(ge=0, le=AMOUNT_MAX)] = 0
    config_version: int = 1


class TableCashout(TableCommand, frozen=True):
    """The player wants to leave the curve; `tx` is the command that waits for the answer."""

    TYPE: ClassVar[str] = "table.cashout"
    bet_id: str
    tx: str


# --- tells of a table to a user ---------------------------------------------------------------------------------------


class StakeCommand(Command, frozen=True):
    """Base of the commands that only a table sends to a user's entity, about the stake `bet_id`."""

    REPLY: ClassVar[type[ServerPayload]] = Noted
    bet_id: str


class BetAnswered(StakeCommand, frozen=True, omit_defaults=True):
    """The bet was taken, or refused with an error `code`: then the stake goes back, by the version that held it."""

    TYPE: ClassVar[str] = "stake.answered"
    code: str = ""
    config_version: int = 1


class CashoutRefused(StakeCommand, frozen=True):
    """The cash-out `tx` does not count; the bet stands."""

    TYPE: ClassVar[str] = "stake.stands"
    tx: str
    code: str


class BetSettled(StakeCommand, frozen=True, kw_only=True):
    """The one end of a bet that was taken. `how`: `manual`, `auto`, `forced`, `lost` or `refunded`."""

    TYPE: ClassVar[str] = "stake.settled"
    table: str
    round_id: str
    bet: Amount
    auto: int
    cents: int
    payout: int
    how: str
    at_ms: int
    commit: str
    """The hash that the round before revealed: it commits to this round's."""
    config_version: int
    variance: float = 0.0
    """Of the payout, together with its share of what it has in common with the other bets on the round."""


# --- reads ------------------------------------------------------------------------------------------------------------


class TableBetShown(Struct, frozen=True, omit_defaults=True):
    """One bet as others see it; `multiplier` and `payout` once it is cashed out."""

    player: str
    """Name of the player, masked: `k***m`."""
    bet: int
    """Stake, in whole gold."""
    multiplier: str = ""
    """Multiplier at which the bet left the curve, as text with two decimals; empty while it is open."""
    payout: int = 0
    """Amount paid, in whole gold, the stake included; 0 if nothing."""


class RoundShown(Struct, frozen=True):
    """A round that is over."""

    round_id: str
    """Id of the round."""
    state: str
    """`crashed` or `void`."""
    multiplier: str
    """Multiplier at which it ended, as text with two decimals: `"2.31"`."""
    game_hash: str
    """The round's game hash, in hex."""
    ended_at: int
    """When the round ended, in Unix ms."""
    bets: int
    """Number of bets."""
    staked: int
    """Sum of all stakes, in whole gold."""
    paid: int
    """Amount paid to all players, in whole gold."""


class ChainShown(Struct, frozen=True):
    """The commitment to a chain of rounds."""

    terminating_hash: str
    """Last hash of the table's chain, in hex: the commitment to all of its rounds."""
    salt: str
    """Salt of the chain, in hex; empty until betting has closed in its first round that somebody has bet on."""
    length: int
    """Number of rounds in the chain."""


class TableView(ServerPayload, frozen=True, omit_defaults=True):
    """The state of a table, for whoever subscribes. `players` counts all bets, `bets` holds the latest of them.

    `commit` is the SHA-256 of the hex of this round's game hash; `chain_index` its place in `chain`.
    """

    TYPE: ClassVar[str] = "state"
    table: str
    """Name of the crash table."""
    round_id: str
    """Id of the present round."""
    phase: Phase
    """Phase of the present round."""
    now: int
    """The server's clock, in Unix ms."""
    commit: str
    """SHA-256 of the hex of this round's game hash: the commitment to its end."""
    chain: ChainShown
    """The hash chain that the rounds come from."""
    chain_index: int
    """Place of the round in the chain, a number counted from the end that was committed to."""
    bet_min: int
    """Smallest stake, in whole gold."""
    bet_max: int
    """Largest stake, in whole gold."""
    players: int
    """Number of bets in the present round."""
    staked: int
    """Sum of all stakes, in whole gold."""
    growth_per_ms: float
    """Growth of the curve per ms: after t ms it stands at `floor(100 * e^(growth_per_ms * t))` hundredths."""
    bets: list[TableBetShown]
    """The latest bets of the present round."""
    history: list[RoundShown]
    """The latest rounds that are over."""
    closes_at: int = 0
    """When betting ends, in Unix ms. Absent unless bets are taken."""
    started_at: int = 0
    """When the curve started, in Unix ms. Absent before."""
    next_chain: ChainShown | None = None
    """The chain that follows this one; null or absent while none is committed to."""


class TableQuery(Command, frozen=True):
    """A read of a table."""

    MUTATING: ClassVar[bool] = False


class TableGet(TableQuery, frozen=True):
    """The state of the table."""

    TYPE: ClassVar[str] = "table.get"
    REPLY: ClassVar[type[ServerPayload]] = TableView


class BetSeen(Struct, frozen=True):
    """A bet of the present round; `how` is empty while it is open, `auto` and `cents` are 0 for none."""

    bet_id: str
    """Id of the bet."""
    user_id: str
    """Id of the player's account."""
    bet: int
    """Stake, in whole gold."""
    auto: int
    """Multiplier at which it is cashed out by itself, in hundredths; 0 is never."""
    cents: int
    """Multiplier at which it left the curve, in hundredths; 0 is not at all."""
    payout: int
    """Amount paid, in whole gold, the stake included; 0 if nothing."""
    how: str
    """How the bet ended; empty while it is open."""


class TableInspected(ServerPayload, frozen=True):
    """What staff see of a table: no more of the round's end than anybody.

    `bankroll` is the house's at this table, `allowance` what all players together may win in this round, `won` what
    they have won so far.
    """

    shown: TableView
    bets: list[BetSeen]
    bankroll: int
    allowance: int
    won: int
    round_config_version: int


class TableInspect(TableQuery, frozen=True):
    """The table as staff see it."""

    TYPE: ClassVar[str] = "table.inspect"
    REPLY: ClassVar[type[ServerPayload]] = TableInspected


# --- messages to watchers ---------------------------------------------------------------------------------------------


class TopicMessage(ServerPayload, frozen=True, omit_defaults=True):
    """A message to everybody who watches a table."""

    TYPE: ClassVar[str]
    DELIVERY: ClassVar[Delivery] = Delivery.EPHEMERAL
    round_id: str
    """Id of the round."""


class RoundOpen(TopicMessage, frozen=True):
    """Bets are taken. `commit` is the SHA-256 of the hex of this round's game hash."""

    TYPE: ClassVar[str] = "round_open"
    closes_at: int
    """When betting ends, in Unix ms."""
    commit: str
    """SHA-256 of the hex of this round's game hash: the commitment to its end."""


class BetPlaced(TopicMessage, frozen=True):
    """Somebody bets; `more` are others who did at the same moment."""

    TYPE: ClassVar[str] = "bet_placed"
    player: str
    """Name of the player, masked: `k***m`."""
    bet: int
    """Stake, in whole gold."""
    more: tuple[TableBetShown, ...] = ()
    """Others who bet at the same moment."""


class RoundStart(TopicMessage, frozen=True):
    """The curve starts: `floor(100 * e^(growth_per_ms * elapsed))` cents."""

    TYPE: ClassVar[str] = "round_start"
    started_at: int
    """When the curve started, in Unix ms."""
    growth_per_ms: float
    """Growth of the curve per ms: after t ms it stands at `floor(100 * e^(growth_per_ms * t))` hundredths."""
    salt: str = ""
    """Salt under which the round is played, in hex: fixed before the curve starts, when nobody bets any more."""


class RoundResume(TopicMessage, frozen=True):
    """The curve goes on after an interruption, as if it had started at `started_at`."""

    TYPE: ClassVar[str] = "round_resumed"
    started_at: int
    """When the curve would have started had it not been interrupted, in Unix ms."""
    growth_per_ms: float
    """Growth of the curve per ms: after t ms it stands at `floor(100 * e^(growth_per_ms * t))` hundredths."""


class Tick(TopicMessage, frozen=True):
    """Where the curve is, once a second."""

    TYPE: ClassVar[str] = "tick"
    elapsed_ms: int
    """Time that the curve has been running, in ms."""


class CashedOut(TopicMessage, frozen=True):
    """Somebody has won; `more` are others who did at the same moment."""

    TYPE: ClassVar[str] = "cashed_out"
    player: str
    """Name of the player, masked: `k***m`."""
    multiplier: str
    """Multiplier at which it ended, as text with two decimals: `"2.31"`."""
    payout: int
    """Amount paid, in whole gold, the stake included; 0 if nothing."""
    more: tuple[TableBetShown, ...] = ()
    """Others who cashed out at the same moment."""


class Crashed(TopicMessage, frozen=True):
    """The curve has ended; `game_hash` proves where."""

    TYPE: ClassVar[str] = "crashed"
    multiplier: str
    """Multiplier at which it ended, as text with two decimals: `"2.31"`."""
    game_hash: str
    """The round's game hash, in hex: it proves where the curve ended."""


class RoundVoided(TopicMessage, frozen=True):
    """The round counts for nobody any more: every open stake was refunded."""

    TYPE: ClassVar[str] = "round_voided"
    game_hash: str
    """The round's game hash, in hex: it proves where the curve would have ended."""


TOPIC_MESSAGES: tuple[type[TopicMessage], ...] = (
    RoundOpen,
    BetPlaced,
    RoundStart,
    RoundResume,
    Tick,
    CashedOut,
    Crashed,
    RoundVoided,
)
