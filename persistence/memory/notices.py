"""Filed notices in memory."""

from collections.abc import Sequence

from persistence.notices import FiledNotice


class MemoryNotices:
    """The in-memory `Notices`; `filed` is by player, and `read` by player and id the last number filed by then."""

    def __init__(self) -> None:
        self.filed: dict[str, list[FiledNotice]] = {}
        self.read: dict[str, dict[str, int]] = {}

    async def unread(self, user_id: str, after: int | None, rows_max: int) -> Sequence[FiledNotice]:
        """See `Notices.unread`."""
        read, first = self.read.get(user_id, {}), after or 0
        oldest_first = sorted(self.filed.get(user_id, ()), key=lambda notice: notice.number)
        unread = [each for each in oldest_first if each.number > read.get(each.notice_id, 0)]
        return [each for each in unread if each.number > first][:rows_max]
