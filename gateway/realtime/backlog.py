"""What waits for a slow reader, in the order in which it will leave (protocol.md, Limits). Sans-I/O.

A reader is slow while more than `send_high_water_bytes` of its socket are unsent. Until it has caught up:

- a state push takes the place of the last one of its kind, and leaves in the order of its own `seq`;
- event pushes, replies and everything else wait in order, none is lost;
- messages of topics do not come here: they are dropped.

`prev` is decided when a push leaves, so a client sees an unbroken chain whatever was left out. A reader that exceeds
one of the bounds is closed with 4002: it resumes, and gets what it missed or a snapshot.
"""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, NamedTuple

from msgspec import json

from actors.runtime.link.envelope import Push
from actors.runtime.payloads import Delivery
from gateway.realtime.limits import SocketLimits
from gateway.realtime.wire.frames import push_message, text_frame

PUSH_ENVELOPE_BYTES_MAX = 112
"""What a push has around its payload and the name of its type, numbers of 16 digits included."""
COALESCED_BY: Mapping[str, str] = MappingProxyType(
    {"stats_update": "game", "event_progress": "event_id", "shop_update": "product_id"}
)
"""State pushes that are the last word on some things only: the key of their payload, and of each in its `more`, that
says on which."""


class _Snapshot(NamedTuple):
    frame: bytes
    seq: int


_Entry = bytes | Push | _Snapshot


class Backlog:
    """One socket's. `prev` is the `seq` that was sent last; `blocked` is for the socket to set while it takes nothing.

    `bytes` is the size of what waits, the envelopes of pushes estimated upwards.
    """

    __slots__ = ("_entries", "_limits", "_n", "blocked", "bytes", "prev", "since_ms")

    def __init__(self, prev: int, limits: SocketLimits, now_ms: float) -> None:
        self.prev = prev
        self.since_ms = now_ms
        self.blocked = True
        self.bytes = 0
        self._limits = limits
        self._entries: dict[int | tuple[str, Any], _Entry] = {}
        self._n = 0

    def __len__(self) -> int:
        return len(self._entries)

    def frame(self, frame: bytes) -> None:
        """A reply, or anything else that has no number."""
        self._append(frame)

    def push(self, push: Push) -> bool:
        """A push; whether it took the place of an older one. They come in the order of their `seq`."""
        if push.delivery is not Delivery.STATE:
            self._append(push)
            return False
        key = (push.type, _subject(push))
        replaced = self._remove(key)
        self._entries[key] = push
        self.bytes += _size(push)
        return replaced

    def snapshot(self, frame: bytes, seq: int) -> int:
        """`initial_state`: it has every state in it, so those that wait need not leave; how many they were."""
        states = [key for key in self._entries if isinstance(key, tuple)]
        for key in states:
            self._remove(key)
        self._append(_Snapshot(frame, seq))
        return len(states)

    def take(self, bytes_max: int) -> bytes:
        """The next frames, of about `bytes_max` together; at least one, if any waits."""
        frames: list[bytes] = []
        until = self.bytes - bytes_max
        while self._entries and (not frames or self.bytes > until):
            frames.append(self._next())
        return b"".join(frames)

    def _next(self) -> bytes:
        entry = self._entries.pop(next(iter(self._entries)))
        self.bytes -= _size(entry)
        match entry:
            case Push():
                frame = text_frame(push_message(entry, self.prev))
                self.prev = entry.seq
                return frame
            case _Snapshot():
                self.prev = entry.seq
                return entry.frame
            case _:
                return entry

    def exceeds(self) -> str | None:
        """The bound that is exceeded, if one is: its name in `SocketLimits`. The high water stands for the socket."""
        limits = self._limits
        if len(self._entries) > limits.send_queue_messages_max:
            return "send_queue_messages"
        if self.bytes + limits.send_high_water_bytes > limits.send_queue_bytes_max:
            return "send_queue_bytes"
        return None

    def overdue(self, now_ms: float) -> bool:
        """Whether the reader has not caught up for longer than it may."""
        return now_ms - self.since_ms >= self._limits.send_queue_ms_max

    def _append(self, entry: _Entry) -> None:
        self._n += 1
        self._entries[self._n] = entry
        self.bytes += _size(entry)

    def _remove(self, key: tuple[str, Any]) -> bool:
        entry = self._entries.pop(key, None)
        if entry is None:
            return False
        self.bytes -= _size(entry)
        return True


def _size(entry: _Entry) -> int:
    match entry:
        case Push():
            return len(entry.body) + len(entry.type) + PUSH_ENVELOPE_BYTES_MAX
        case _Snapshot():
            return len(entry.frame)
        case _:
            return len(entry)


def _subject(push: Push) -> tuple[Any, ...]:
    """What a state push is the last word on: nothing if on everything of its type.

    One takes the place of another only if they are about exactly the same, so that nothing is left out.
    """
    key = COALESCED_BY.get(push.type)
    if key is None:
        return ()
    payload: dict[str, Any] = json.decode(push.body)
    return (payload.get(key), *(each.get(key) for each in payload.get("more", ())))
