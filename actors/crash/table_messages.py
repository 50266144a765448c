"""The messages of a crash table: commands of users' entities and timers, its tells, reads, and messages to watchers.

No client can send any of the commands here: a player's `crash.bet` and `crash.cashout` (`actors.crash.messages`) go to
its own entity, which tells the table. Amounts are gold, times Unix ms, multipliers hundredths or, where players see
them, `"3.07"`.
"""

from typing import Annotated, ClassVar, Literal

from msgspec import Meta, Struct

from actors.crash.messages import RoundId, TableName
from actors.money.amounts import AMOUNT_MAX, Amount
from actors.runtime.payloads import ClientPayload, Command, Delivery, Noted, ServerPayload

Phase = Literal["new", "betting", "closing", "running", "ended"]


class TableRef(ClientPayload, frozen=True):
    """Payload of `crash.subscribe` and `crash.unsubscribe`."""

    table: TableName = "main"


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


class TableBet(TableCommand, frozen=True):
    """A stake that the player's entity, the sender, holds; `auto_cashout` 0: none."""

    TYPE: ClassVar[str] = "table.bet"
    bet_id: str
    round_id: str
    bet: Amount
    auto_cashout: Annotated[int, Meta(ge=0, le=AMOUNT_MAX)] = 0


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


class BetAnswered(StakeCommand, frozen=True):
    """The bet was taken, or refused with an error `code`: then the stake goes back."""

    TYPE: ClassVar[str] = "stake.answered"
    code: str = ""


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
    bet: int
    multiplier: str = ""
    payout: int = 0


class RoundShown(Struct, frozen=True):
    """A round that is over."""

    round_id: str
    state: str
    multiplier: str
    game_hash: str
    ended_at: int
    bets: int
    staked: int
    paid: int


class ChainShown(Struct, frozen=True):
    """The commitment to a chain of rounds."""

    terminating_hash: str
    salt: str
    length: int


class TableView(ServerPayload, frozen=True, omit_defaults=True):
    """The state of a table, for whoever subscribes. `players` counts all bets, `bets` holds the latest of them.

    `commit` is the SHA-256 of the hex of this round's game hash; `chain_index` its place in `chain`.
    """

    TYPE: ClassVar[str] = "state"
    table: str
    round_id: str
    phase: Phase
    now: int
    commit: str
    chain: ChainShown
    chain_index: int
    bet_min: int
    bet_max: int
    players: int
    staked: int
    growth_per_ms: float
    bets: list[TableBetShown]
    history: list[RoundShown]
    closes_at: int = 0
    started_at: int = 0
    next_chain: ChainShown | None = None


class TableRoundProof(ServerPayload, frozen=True, omit_defaults=True):
    """What proves a round; `game_hash` and `crash_cents` once it is over."""

    round_id: str
    table: str
    salt: str
    terminating_hash: str
    chain_index: int
    state: str
    game_hash: str = ""
    crash_cents: int = 0


class TableQuery(Command, frozen=True):
    """A read of a table."""

    MUTATING: ClassVar[bool] = False


class TableGet(TableQuery, frozen=True):
    """The state of the table."""

    TYPE: ClassVar[str] = "table.get"
    REPLY: ClassVar[type[ServerPayload]] = TableView


class RoundGet(TableQuery, frozen=True):
    """The proof of one round of the table."""

    TYPE: ClassVar[str] = "table.round"
    REPLY: ClassVar[type[ServerPayload]] = TableRoundProof
    round_id: RoundId


class BetSeen(Struct, frozen=True):
    """A bet of the present round; `how` is empty while it is open, `auto` and `cents` are 0 for none."""

    bet_id: str
    user_id: str
    bet: int
    auto: int
    cents: int
    payout: int
    how: str


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


class RoundOpen(TopicMessage, frozen=True):
    """Bets are taken. `commit` is the SHA-256 of the hex of this round's game hash."""

    TYPE: ClassVar[str] = "round_open"
    closes_at: int
    commit: str


class BetPlaced(TopicMessage, frozen=True):
    """Somebody bets; `more` are others who did at the same moment."""

    TYPE: ClassVar[str] = "bet_placed"
    player: str
    bet: int
    more: tuple[TableBetShown, ...] = ()


class RoundStart(TopicMessage, frozen=True):
    """The curve starts: `floor(100 * e^(growth_per_ms * elapsed))` cents."""

    TYPE: ClassVar[str] = "round_start"
    started_at: int
    growth_per_ms: float


class RoundResume(TopicMessage, frozen=True):
    """The curve goes on after an interruption, as if it had started at `started_at`."""

    TYPE: ClassVar[str] = "round_resumed"
    started_at: int
    growth_per_ms: float


class Tick(TopicMessage, frozen=True):
    """Where the curve is, once a second."""

    TYPE: ClassVar[str] = "tick"
    elapsed_ms: int


class CashedOut(TopicMessage, frozen=True):
    """Somebody has won; `more` are others who did at the same moment."""

    TYPE: ClassVar[str] = "cashed_out"
    player: str
    multiplier: str
    payout: int
    more: tuple[TableBetShown, ...] = ()


class Crashed(TopicMessage, frozen=True):
    """The curve has ended; `game_hash` proves where."""

    TYPE: ClassVar[str] = "crashed"
    multiplier: str
    game_hash: str


class RoundVoided(TopicMessage, frozen=True):
    """The round counts for nobody any more: every open stake was refunded."""

    TYPE: ClassVar[str] = "round_voided"
    game_hash: str


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
