"""The facts of a player's streak: a closed set, each a row of `fact` with a view of its own."""

from typing import Any

from msgspec import structs

from actors.runtime.facts import Recorded
from actors.streak.messages import StreakUpdate
from actors.streak.rules import Streak


class StreakFact(Recorded, frozen=True, kw_only=True):
    """Base of the facts about a streak: it is `streak` from now on, and the player hears `push`."""

    streak: Streak
    push: StreakUpdate

    def columns(self) -> dict[str, Any]:
        """Return the fact's own fields, the run that it is of and the freezes that are left."""
        own = {name: value for name, value in structs.asdict(self).items() if name not in ("streak", "push")}
        return own | {"run": self.streak.run, "freezes": self.streak.freezes}


class StreakTicked(StreakFact, frozen=True, kw_only=True, tag="streak_day"):
    """A day counts: it is the number `count` of its run. `day` is its date in `time_zone`."""

    count: int
    day: str
    time_zone: str
    freezes_used: int
    ended: int

    def once(self) -> str:
        """Return the run and the day: a run has each of its days once."""
        return f"{self.streak.run}/{self.count}"


class StreakRungClaimed(StreakFact, frozen=True, kw_only=True, tag="streak_claim"):
    """A rung was claimed; its reward is in the transfers of the same transaction."""

    rung: int
    amount: int

    def once(self) -> str:
        """Return the run and the rung: it is claimed once."""
        return f"{self.streak.run}/{self.rung}"


class FreezeBought(StreakFact, frozen=True, kw_only=True, tag="streak_freeze"):
    """A freeze was bought for `price` gold."""

    price: int


class ZoneChanged(StreakFact, frozen=True, kw_only=True, tag="streak_zone"):
    """The player lives in another time zone; `day` is the date of the last day that counted, there."""

    old: str
    new: str
    day: str
