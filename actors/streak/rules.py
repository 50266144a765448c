"""The streak: days in a row on which a player has come, their protection and their rewards. Days are ordinals.

A freeze takes the place of a missed day. A run is a streak from its first day on; when it ends, the next begins at 1.
"""

from dataclasses import dataclass

from msgspec import Struct, structs

from actors.money.amounts import AMOUNT_MAX

LADDER = (100, 150, 200, 300, 400, 500, 1_000)
EVERY_SEVENTH = 1_000
OTHERWISE = 300
WEEK = 7
ZONE_CHANGE_MS_MIN = 30 * 24 * 60 * 60 * 1000
"""Between two changes of a player's time zone."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StreakConfig:
    """The operator's numbers. Amounts are in gold; `time_zone` is that of players who have chosen none.

    `ladder` is paid for the first days of a run, then `every_seventh` each seventh day and `otherwise` the others; a
    player gets `percent` of it, by the tier. `version` is that of the definition, and goes into every transfer.

    Raises:
        ValueError: a number is out of its range.
    """

    time_zone: str = "Asia/Seoul"
    reset_hour: int = 0
    freezes_max: int = 2
    freeze_price: int = 500
    ladder: tuple[int, ...] = LADDER
    every_seventh: int = EVERY_SEVENTH
    otherwise: int = OTHERWISE
    percent: int = 100
    version: int = 1

    def __post_init__(self) -> None:
        if not 0 <= self.reset_hour <= 23:
            raise ValueError(f"reset_hour must be 0 to 23, not {self.reset_hour}")
        if self.freezes_max < 0 or min(self.freeze_price, self.every_seventh, self.otherwise, *self.ladder) < 1:
            raise ValueError("freezes_max must be at least 0, the price of a freeze and each reward at least 1 gold")

    def reward(self, rung: int) -> int:
        """Return the reward of the day `rung` of a run, from 1."""
        return min(AMOUNT_MAX, self._of_ladder(rung) * self.percent // 100)

    def _of_ladder(self, rung: int) -> int:
        if rung <= len(self.ladder):
            return self.ladder[rung - 1]
        return self.every_seventh if rung % WEEK == 0 else self.otherwise


STREAK_CONFIG = StreakConfig()
"""The operator's defaults."""


class Streak(Struct, array_like=True, frozen=True):
    """`day` is the last day that counted, 0 before the first, and 0 when a change of zone has found the run ended: it
    stays so. `claimed` is the last rung of the present run that was claimed: rungs are claimed in order.

    `time_zone` is empty until the player chooses one; `zone_changed_ms` (Unix ms) is the time of the last choice.
    """

    run: int = 0
    count: int = 0
    longest: int = 0
    day: int = 0
    freezes: int = 0
    claimed: int = 0
    time_zone: str = ""
    zone_changed_ms: int = 0


NEVER = Streak()


class Tick(Struct, frozen=True):
    """A day that counts: the streak after it, the freezes that it took and the length of the run that it ended, 0 if it
    ended none."""

    streak: Streak
    freezes_used: int = 0
    ended: int = 0


def missed(streak: Streak, today: int) -> int:
    """Return the days since the last one that counted, today left out; negative while today is no new day."""
    return today - streak.day - 1 if streak.day else 0


def stands(streak: Streak, today: int) -> bool:
    """Return whether the run goes on if the player comes today."""
    return streak.day > 0 and missed(streak, today) <= streak.freezes


def ticked(streak: Streak, today: int) -> Tick | None:
    """Return the streak with today; None when today, or by a clock that went back a later day, has counted."""
    gap = missed(streak, today)
    if gap < 0:
        return None
    if not stands(streak, today):
        longest = max(1, streak.longest)
        begun = structs.replace(streak, run=streak.run + 1, count=1, longest=longest, day=today, claimed=0)
        return Tick(begun, ended=streak.count)
    count = streak.count + 1
    longer = structs.replace(
        streak, count=count, longest=max(count, streak.longest), day=today, freezes=streak.freezes - gap
    )
    return Tick(longer, freezes_used=gap)


def claimable(streak: Streak) -> range:
    """Return the rungs of the present run that are reached and not claimed."""
    return range(streak.claimed + 1, streak.count + 1)


def claimed(streak: Streak) -> Streak:
    """Return the streak with its next rung claimed."""
    return structs.replace(streak, claimed=streak.claimed + 1)


def rezoned(streak: Streak, time_zone: str, day: int, now_ms: int) -> Streak:
    """Return the streak in another zone, where its last day is called `day`; before the first day of the first run it
    is no change yet."""
    return structs.replace(streak, time_zone=time_zone, day=day, zone_changed_ms=now_ms if streak.run else 0)
