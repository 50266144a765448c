"""The replies and pushes that a client has received, within bounds."""

from collections import OrderedDict, deque
from typing import Any

from msgspec import Struct

ENTRIES_MAX = 4096
"""Entries kept of each list; the oldest go first."""


class Reply(Struct, frozen=True, kw_only=True):
    """The answer to a command. `seq` is the push that carries its effect; `dup` marks the answer to a repeat."""

    re: str
    ok: bool
    seq: int = 0
    version: int = 0
    dup: bool = False
    payload: dict[str, Any] = {}
    error: dict[str, Any] = {}


class Push(Struct, frozen=True, kw_only=True):
    """One numbered push; a `replayed` one was missed, and came again after a resume."""

    type: str
    epoch: str
    seq: int
    prev: int
    version: int
    payload: dict[str, Any]
    replayed: bool = False


class History:
    """Replies by command id, pushes in order, and every (epoch, seq, version) at which the client has stood."""

    def __init__(self, entries_max: int = ENTRIES_MAX) -> None:
        self._entries_max = entries_max
        self.replies: OrderedDict[str, Reply] = OrderedDict()
        self.pushes: deque[Push] = deque(maxlen=entries_max)
        self.positions: deque[tuple[str, int, int]] = deque(maxlen=entries_max)
        self.gaps = 0
        self.ignored = 0

    def acknowledged(self) -> list[str]:
        """Return the ids of the commands that the server has acknowledged, oldest first."""
        return [reply.re for reply in self.replies.values() if reply.ok]

    def pushed(self, epoch: str) -> list[int]:
        """Return the `seq` of every push of `epoch`, in the order of arrival."""
        return [push.seq for push in self.pushes if push.epoch == epoch]

    def record_reply(self, reply: Reply) -> None:
        """Keep an answer."""
        self.replies[reply.re] = reply
        if len(self.replies) > self._entries_max:
            self.replies.popitem(last=False)

    def record_push(self, push: Push) -> None:
        """Keep a push."""
        self.pushes.append(push)
        self.record_position(push.epoch, push.seq, push.version)

    def record_position(self, epoch: str, seq: int, version: int) -> None:
        """Keep the position that the client has reached."""
        self.positions.append((epoch, seq, version))
