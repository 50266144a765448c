"""Every message between client and server: closed, tagged sets, the single schema of the product.

`COMMANDS` is what a player may send, `PUSHES` what the server sends unasked; JSON Schema, the socket's conformance
tests and the REST twins are made from these classes. Money is integer gold, times are Unix milliseconds (protocol.md).

A client message with an unknown key is refused; a client ignores unknown keys of a server message. Changes are additive
within a major version of the subprotocol.
"""

from typing import Annotated, Any, ClassVar, Literal

from msgspec import UNSET, Meta, Raw, UnsetType, field

from actors.crash.messages import CrashBet as CrashBet
from actors.crash.messages import CrashBetPlaced as CrashBetPlaced
from actors.crash.messages import CrashCashedOut as CrashCashedOut
from actors.crash.messages import CrashCashout as CrashCashout
from actors.games.messages import GachaPull as GachaPull
from actors.games.messages import GachaPulled as GachaPulled
from actors.games.messages import SlotSpin as SlotSpin
from actors.games.messages import SlotSpun as SlotSpun
from actors.missions.messages import ActiveEvents as ActiveEvents
from actors.missions.messages import EventClaim as EventClaim
from actors.missions.messages import EventClaimed as EventClaimed
from actors.missions.messages import EventJoin as EventJoin
from actors.missions.messages import EventProgress as EventProgress
from actors.missions.messages import EventsGet as EventsGet
from actors.missions.messages import EventState as EventState
from actors.runtime.payloads import AMOUNT_MAX as AMOUNT_MAX
from actors.runtime.payloads import Amount as Amount
from actors.runtime.payloads import Balance as Balance
from actors.runtime.payloads import ClientPayload as ClientPayload
from actors.runtime.payloads import Command as Command
from actors.runtime.payloads import Delivery as Delivery
from actors.runtime.payloads import ServerPayload as ServerPayload
from actors.shop.messages import PurchasesGet as PurchasesGet
from actors.shop.messages import PurchaseState as PurchaseState
from actors.shop.messages import PurchaseUpdate as PurchaseUpdate
from actors.shop.messages import ShopBuy as ShopBuy
from actors.shop.messages import ShopCancel as ShopCancel
from actors.streak.messages import StreakClaim as StreakClaim
from actors.streak.messages import StreakGet as StreakGet
from actors.streak.messages import StreakProtect as StreakProtect
from actors.streak.messages import StreakState as StreakState
from actors.streak.messages import StreakTick as StreakTick
from actors.streak.messages import StreakUpdate as StreakUpdate
from actors.streak.messages import StreakZone as StreakZone

SUBPROTOCOL = "pitboss.v1.json"
COMMAND_ID_CHARS_MAX = 64

CommandId = Annotated[str, Meta(min_length=1, max_length=COMMAND_ID_CHARS_MAX, pattern=r"^[\x21-\x7e]+$(?!\n)")]


# --- what every message is wrapped in ---------------------------------------------------------------------------------


class ClientMessage(ClientPayload, frozen=True):
    """`{"id", "type", "payload"}`: the frame of everything a client sends but `pong`.

    `t` and `ack` belong to `pong` alone: the echoed time in ms, and the newest push `seq` that the client has handled.
    """

    type: Annotated[str, Meta(min_length=1, max_length=64)]
    id: CommandId | UnsetType = UNSET
    payload: Raw = Raw(b"{}")
    t: int | UnsetType = UNSET
    ack: Annotated[int, Meta(ge=0)] | UnsetType = UNSET


class ErrorBody(ServerPayload, frozen=True):
    """Why a command was refused. `retryable` says that the same id may be sent again."""

    code: str
    status: int
    retryable: bool = False
    details: dict[str, Any] = field(default_factory=dict)


# --- connecting -------------------------------------------------------------------------------------------------------


class Resume(ClientPayload, frozen=True):
    """Where the client stopped: the epoch of its last snapshot and the last push `seq` that it has."""

    epoch: Annotated[str, Meta(max_length=64)]
    seq: Annotated[int, Meta(ge=0, le=AMOUNT_MAX)]


class Connect(ClientPayload, frozen=True):
    """The first message on a socket, within 5 s of the handshake."""

    TYPE: ClassVar[str] = "connect"
    token: Annotated[str, Meta(min_length=1, max_length=4096)]
    client: Annotated[str, Meta(max_length=64)] = ""
    resume: Resume | None = None


class Hello(ServerPayload, frozen=True):
    """The answer to `connect`. `recovered` false: `initial_state` follows; true: `replayed` missed pushes follow."""

    TYPE: ClassVar[str] = "hello"
    session: str
    epoch: str
    seq: int
    recovered: bool
    replayed: int
    ping_ms: int
    token_exp: int
    now: int


class AuthRefresh(ClientPayload, frozen=True):
    """A fresh access token for a socket that stays open; the subject must be the same."""

    TYPE: ClassVar[str] = "auth.refresh"
    token: Annotated[str, Meta(min_length=1, max_length=4096)]


class AuthRefreshed(ServerPayload, frozen=True):
    token_exp: int


# --- player commands --------------------------------------------------------------------------------------------------


RpsChoice = Literal["rock", "paper", "scissors"]


class RpsPlayed(ServerPayload, frozen=True):
    """The result of one round of rock, paper, scissors; `gold` is the balance after it."""

    round_id: str
    outcome: Literal["win", "lose", "tie"]
    opponent: RpsChoice
    payout: int
    gold: int


class RpsPlay(Command, frozen=True):
    """One round against the house; `bet` in gold."""

    TYPE: ClassVar[str] = "rps.play"
    REPLY: ClassVar[type[ServerPayload]] = RpsPlayed
    bet: Amount
    choice: RpsChoice


class EventsAcknowledged(ServerPayload, frozen=True):
    """The ids that were unacknowledged until now; others were acknowledged before or never existed."""

    acknowledged: list[str]


class EventAck(Command, frozen=True):
    """The client has shown these purchases and grants: they need not be sent again."""

    TYPE: ClassVar[str] = "event.ack"
    REPLY: ClassVar[type[ServerPayload]] = EventsAcknowledged
    ids: Annotated[list[Annotated[str, Meta(min_length=1, max_length=64)]], Meta(min_length=1, max_length=256)]


CLIENT_SEED_CHARS_MAX = 64
ClientSeed = Annotated[str, Meta(min_length=1, max_length=CLIENT_SEED_CHARS_MAX, pattern=r"^[\x20-\x7e]+$(?!\n)")]
"""Printable ASCII, so that every verifier makes the same bytes of it."""


class RevealedSeeds(ServerPayload, frozen=True):
    """Seeds that are out of force: with them every round from nonce 1 to `last_nonce` can be recomputed."""

    server_seed: str
    server_seed_hash: str
    client_seed: str
    last_nonce: int


class SeedsRotated(ServerPayload, frozen=True):
    """What was revealed, and the seeds now in force; `server_seed_hash` is the former `next_server_seed_hash`."""

    revealed: RevealedSeeds
    server_seed_hash: str
    next_server_seed_hash: str
    client_seed: str
    nonce: int


class SeedsRotate(Command, frozen=True):
    """Reveal the server seed in force and go on with the next one; without `client_seed` the present one stays."""

    TYPE: ClassVar[str] = "seeds.rotate"
    REPLY: ClassVar[type[ServerPayload]] = SeedsRotated
    client_seed: ClientSeed | None = None


class AccountExcluded(ServerPayload, frozen=True):
    """The player cannot play before `until` (Unix ms)."""

    until: int


class AccountExclude(Command, frozen=True):
    """Exclude yourself from play until a time (Unix ms): a day to five years; it can only be made longer."""

    TYPE: ClassVar[str] = "account.exclude"
    REPLY: ClassVar[type[ServerPayload]] = AccountExcluded
    until: Annotated[int, Meta(ge=1, le=AMOUNT_MAX)]


# --- snapshots and pushes ---------------------------------------------------------------------------------------------


class Profile(ServerPayload, frozen=True):
    """`gold` and `gold_balance` are always equal; both names are kept for old clients."""

    TYPE: ClassVar[str] = "profile_update"
    DELIVERY: ClassVar[Delivery] = Delivery.STATE
    gold: int
    gold_balance: int
    gems: int
    xp: int
    tier: str


class GameStats(ServerPayload, frozen=True):
    """Statistics of one game or of all; `win_rate` = wins / (wins + losses), 0 when none."""

    games_played: int = 0
    wins: int = 0
    losses: int = 0
    win_rate: float = 0.0
    total_wagered: int = 0
    total_won: int = 0
    biggest_win: int = 0
    best_multiplier: float = 0.0
    current_streak: int = 0


class StatsSnapshot(GameStats, frozen=True):
    """Overall statistics and the same by game."""

    by_game: dict[str, GameStats] = field(default_factory=dict)


class StatsUpdate(GameStats, frozen=True, kw_only=True):
    """Overall statistics after a round, the name of the `game` just played, and that game's own statistics."""

    TYPE: ClassVar[str] = "stats_update"
    DELIVERY: ClassVar[Delivery] = Delivery.STATE
    game: str
    by_game: dict[str, GameStats] = field(default_factory=dict)


class RewardGranted(ServerPayload, frozen=True):
    """A reward that the player has received; unacknowledged ones return in every snapshot."""

    TYPE: ClassVar[str] = "reward_granted"
    DELIVERY: ClassVar[Delivery] = Delivery.EVENT
    grant_id: str
    reward_type: str
    amount: int
    source: str


class AccountClosed(ServerPayload, frozen=True):
    """The socket is closed with 4503 behind this; play is possible again at `until` (Unix ms; None: never, or now)."""

    TYPE: ClassVar[str] = "account_closed"
    DELIVERY: ClassVar[Delivery] = Delivery.STATE
    code: Literal["banned", "self_excluded", "kicked"]
    reason: str
    until: int | None


class UnackedEvent(ServerPayload, frozen=True):
    """An event-class push that the client has not acknowledged yet."""

    id: str
    type: str
    payload: dict[str, Any]


class InitialState(ServerPayload, frozen=True):
    """The whole state that a client shows, taken in the turn that registers its socket."""

    TYPE: ClassVar[str] = "initial_state"
    profile: Profile
    stats: StatsSnapshot
    streak: StreakState
    events: list[EventState]
    purchases_pending: list[PurchaseState]
    events_unacked: list[UnackedEvent]
    games: dict[str, Any]


class StateGet(Command, frozen=True):
    """The snapshot, for a client in doubt."""

    TYPE: ClassVar[str] = "state.get"
    REPLY: ClassVar[type[ServerPayload]] = InitialState
    MUTATING: ClassVar[bool] = False


class StatsGet(Command, frozen=True):
    """Statistics overall and by game."""

    TYPE: ClassVar[str] = "stats.get"
    REPLY: ClassVar[type[ServerPayload]] = StatsSnapshot
    MUTATING: ClassVar[bool] = False


class ProfileGet(Command, frozen=True):
    """Balances, experience and tier."""

    TYPE: ClassVar[str] = "profile.get"
    REPLY: ClassVar[type[ServerPayload]] = Profile
    MUTATING: ClassVar[bool] = False


class FairnessCommitment(ServerPayload, frozen=True):
    """The fairness seeds in force: secret ones by their SHA-256. `nonce` is the last round's, 0 before the first."""

    server_seed_hash: str
    next_server_seed_hash: str
    client_seed: str
    nonce: int


class FairnessGet(Command, frozen=True):
    """What the player's next rounds are committed to."""

    TYPE: ClassVar[str] = "fairness.get"
    REPLY: ClassVar[type[ServerPayload]] = FairnessCommitment
    MUTATING: ClassVar[bool] = False


# --- what only the server sends to a user entity ----------------------------------------------------------------------


class UserOpened(ServerPayload, frozen=True):
    """`gold` is the balance with the starting gold."""

    gold: int


class UserOpen(Command, frozen=True):
    """The first turn of a user: seeds are committed to and the starting gold is granted."""

    TYPE: ClassVar[str] = "user.open"
    REPLY: ClassVar[type[ServerPayload]] = UserOpened


class RewardGrantDone(ServerPayload, frozen=True):
    """`balance` is that of the reward's currency after it."""

    grant_id: str
    balance: int


class RewardGrant(Command, frozen=True):
    """Give a player `amount` of the currency `reward_type`; `source` says what for. The command id deduplicates it."""

    TYPE: ClassVar[str] = "reward.grant"
    REPLY: ClassVar[type[ServerPayload]] = RewardGrantDone
    grant_id: Annotated[str, Meta(min_length=1, max_length=64)]
    reward_type: Literal["gold", "gem", "shard"]
    amount: Amount
    source: Annotated[str, Meta(max_length=128)]


COMMANDS: tuple[type[Command], ...] = (
    RpsPlay,
    SlotSpin,
    GachaPull,
    CrashBet,
    CrashCashout,
    ShopBuy,
    ShopCancel,
    EventJoin,
    EventClaim,
    StreakTick,
    StreakClaim,
    StreakProtect,
    StreakZone,
    SeedsRotate,
    EventAck,
    AccountExclude,
    StateGet,
)
"""What a player may send to its entity, over the socket or REST."""

PushPayload = Profile | StatsUpdate | RewardGranted | AccountClosed | PurchaseUpdate | EventProgress | StreakUpdate
PUSHES: tuple[type[ServerPayload], ...] = (
    Profile,
    StatsUpdate,
    RewardGranted,
    AccountClosed,
    PurchaseUpdate,
    EventProgress,
    StreakUpdate,
)
"""What the server sends to a player unasked, numbered by `seq`."""
