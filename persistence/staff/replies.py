"""Replies to acts of staff that no entity remembers: by them a repeat of an idempotency key gets the same answer.

`persistence.postgres.staff.replies` and `persistence.memory.staff.replies` are the stores;
`tests/contracts/test_staff_replies.py` runs both. Times are Unix ms.
"""

from typing import NamedTuple, Protocol

from persistence.errors import StoreError

REPLY_KEPT_MS = 24 * 3_600_000
"""A key is remembered for so long."""
RUNNING_MS_MAX = 60_000
"""An act that has no reply after this time ended with its process: its key may be used again."""
FORGOTTEN_AT_ONCE_MAX = 100
"""Old replies that one call removes: more than it adds, so that they never grow in number."""


class StillRunning(StoreError):
    """The act of this key is under way."""


CLAIMED = 0
"""The status of a key whose reply is remembered elsewhere."""


class StoredReply(NamedTuple):
    """An answer: its HTTP status and its body."""

    status: int
    body: bytes


class StaffReplies(Protocol):
    """The store of replies. Every method raises Unreachable when it cannot be asked."""

    async def begin(self, reply_id: str, what: bytes, now_ms: int) -> StoredReply | None:
        """Begin the act of a key, or return the reply that it has; `what` is a digest of what is asked for.

        Raises:
            KeyReused: it was used for something else.
            StillRunning: it has begun, and has no reply yet.
        """
        ...

    async def claim(self, reply_id: str, what: bytes, now_ms: int) -> None:
        """Keep a key for an act whose entity remembers the reply; a repeat of the same act may claim it again.

        Raises:
            KeyReused: it was used for something else.
        """
        ...

    async def finish(self, reply_id: str, reply: StoredReply) -> None:
        """Keep the reply of an act that was begun."""
        ...

    async def abandon(self, reply_id: str) -> None:
        """Forget an act that was begun and has done nothing."""
        ...
