"""The days of streaks in memory."""

from collections.abc import Sequence

from persistence.streaks import StreakDay


class MemoryStreakDays:
    """The in-memory `StreakDays`; `days` are by player, oldest first."""

    def __init__(self) -> None:
        self.days: dict[str, list[StreakDay]] = {}

    async def page(self, user_id: str, before: tuple[int, int] | None, rows_max: int) -> Sequence[StreakDay]:
        """See `StreakDays.page`."""
        newest_first = sorted(self.days.get(user_id, ()), key=lambda day: (day.run, day.number), reverse=True)
        return [day for day in newest_first if before is None or (day.run, day.number) < before][:rows_max]
