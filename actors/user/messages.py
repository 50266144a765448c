"""Messages about the player as such: opening, profile and statistics."""

from typing import ClassVar

from msgspec import field

from actors.runtime.payloads import Command, Delivery, ServerPayload


class UserOpened(ServerPayload, frozen=True):
    """`gold` is the balance with the starting gold."""

    gold: int


class UserOpen(Command, frozen=True):
    """The first turn of a user: seeds are committed to and the starting gold is granted."""

    TYPE: ClassVar[str] = "user.open"
    REPLY: ClassVar[type[ServerPayload]] = UserOpened


class Profile(ServerPayload, frozen=True):
    """`gold` and `gold_balance` are always equal; both names are kept for old clients."""

    TYPE: ClassVar[str] = "profile_update"
    DELIVERY: ClassVar[Delivery] = Delivery.STATE
    gold: int
    """Balance, in whole gold."""
    gold_balance: int
    """The same as `gold`, under the name that old clients know, in whole gold."""
    gems: int
    """Balance, in whole gems."""
    xp: int
    """Experience, in points."""
    tier: str
    """Tier that the experience has reached."""
    shards: int = 0
    """Balance, in whole shards."""
    debts: dict[str, int] = field(default_factory=dict)
    """Amounts that are owed after refunds, in whole units of each currency, by its name: nothing is spent before they
    are paid, and what comes in pays them first."""


class ProfileGet(Command, frozen=True):
    """Balances, experience and tier."""

    TYPE: ClassVar[str] = "profile.get"
    REPLY: ClassVar[type[ServerPayload]] = Profile
    MUTATING: ClassVar[bool] = False


class GameStats(ServerPayload, frozen=True):
    """Statistics of one game or of all; `win_rate` = wins / (wins + losses), 0 when none."""

    games_played: int = 0
    """Number of rounds played."""
    wins: int = 0
    """Number of rounds won."""
    losses: int = 0
    """Number of rounds lost."""
    win_rate: float = 0.0
    """Wins as a share of wins and losses, from 0 to 1; 0 without any."""
    total_wagered: int = 0
    """Sum of all stakes, in whole gold."""
    total_won: int = 0
    """Sum of all payouts, in whole gold."""
    biggest_win: int = 0
    """Largest payout of one round, in whole gold."""
    best_multiplier: float = 0.0
    """Largest payout of one round as a multiple of its stake, a ratio."""
    current_streak: int = 0
    """Number of rounds won in a row; negative counts losses."""


class StatsSnapshot(GameStats, frozen=True):
    """Overall statistics and the same by game."""

    by_game: dict[str, GameStats] = field(default_factory=dict)
    """The same by the name of the game."""


class StatsUpdate(GameStats, frozen=True, kw_only=True):
    """Overall statistics after a round, the name of the `game` just played, and that game's own statistics."""

    TYPE: ClassVar[str] = "stats_update"
    DELIVERY: ClassVar[Delivery] = Delivery.STATE
    game: str
    """Name of the game that was just played."""
    by_game: dict[str, GameStats] = field(default_factory=dict)
    """Statistics of that game alone, by its name."""


class StatsGet(Command, frozen=True):
    """Statistics overall and by game."""

    TYPE: ClassVar[str] = "stats.get"
    REPLY: ClassVar[type[ServerPayload]] = StatsSnapshot
    MUTATING: ClassVar[bool] = False
