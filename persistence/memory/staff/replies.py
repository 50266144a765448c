"""Replies to acts of staff in memory."""

from persistence.staff.orders import KeyReused
from persistence.staff.replies import CLAIMED, REPLY_KEPT_MS, RUNNING_MS_MAX, StillRunning, StoredReply


class MemoryStaffReplies:
    """Replies in a dictionary: what was asked for, when, and the answer."""

    def __init__(self) -> None:
        self._known: dict[str, tuple[bytes, int, StoredReply | None]] = {}

    async def begin(self, reply_id: str, what: bytes, now_ms: int) -> StoredReply | None:
        known = self._known.get(reply_id)
        if known is not None and now_ms < known[1] + (RUNNING_MS_MAX if known[2] is None else REPLY_KEPT_MS):
            if known[0] != what:
                raise KeyReused(reply_id)
            if known[2] is None:
                raise StillRunning(reply_id)
            return known[2]
        self._known[reply_id] = (what, now_ms, None)
        return None

    async def claim(self, reply_id: str, what: bytes, now_ms: int) -> None:
        if await self.begin(reply_id, what, now_ms) is None:
            await self.finish(reply_id, StoredReply(CLAIMED, b""))

    async def finish(self, reply_id: str, reply: StoredReply) -> None:
        what, at_ms, _ = self._known[reply_id]
        self._known[reply_id] = (what, at_ms, reply)

    async def abandon(self, reply_id: str) -> None:
        self._known.pop(reply_id, None)
