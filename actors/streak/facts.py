"""The facts of a player's streak: a closed set, each a row of `fact` with a view of its own."""

from typing import Any

from msgspec import structs

from actors.runtime.facts import Recorded
from actors.streak.calendar import NO_CHANGE, Calendar
from actors.streak.messages import StreakUpdate
from actors.streak.rules import Streak

STATE_AND_PUSH = frozenset({"streak", "calendar", "push"})
"""Fields of a fact that are no columns of its row."""


class StreakFact(Recorded, frozen=True, kw_only=True):
    """Base of the facts about a streak: it is `streak` from now on, and the player hears `push`."""

    streak: Streak
    push: StreakUpdate

    def columns(self) -> dict[str, Any]:
        """Return the fact's own fields, the run that it is of and the freezes that are left."""
        own = {name: value for name, value in structs.asdict(self).items() if name not in STATE_AND_PUSH}
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
    """A rung was claimed; its reward is in the transfers of the same transaction.

    It is `percent` of what version `config_version` of the ladder says, by version `economy_version` of the economy.
    """

    rung: int
    amount: int
    config_version: int = 1
    percent: int = 100
    economy_version: int = 1

    def once(self) -> str:
        """Return the run and the rung: it is claimed once."""
        return f"{self.streak.run}/{self.rung}"


class FreezeBought(StreakFact, frozen=True, kw_only=True, tag="streak_freeze"):
    """A freeze was bought for `price` gold."""

    price: int


class FreezeGranted(StreakFact, frozen=True, kw_only=True, tag="streak_freeze_granted"):
    """Staff gave `count` freezes, under the order `order_id`."""

    count: int
    order_id: str

    def once(self) -> str:
        """Return the order: it is carried out once."""
        return self.order_id


class ZoneChanged(StreakFact, frozen=True, kw_only=True, tag="streak_zone"):
    """The player lives in another time zone; `day` is the date of the last day that counted, there, and empty before
    the first and after a run that has ended. `calendar` is the player's from now on."""

    old: str
    new: str
    day: str
    calendar: Calendar = NO_CHANGE
