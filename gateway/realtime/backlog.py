"""The messages that wait for a slow reader, in the order in which they will leave (protocol.md, Limits). Sans-I/O.

A reader is slow while more than `send_high_water_bytes` of its socket are unsent. Until it has caught up:

- a state push takes the place of the last one of its kind, and leaves in the order of its own `seq`;
- event pushes, replies and everything else wait in order, and none is lost;
- of the pongs of the protocol only the newest waits;
- messages of topics do not come here: they are dropped.

`prev` is decided when a push leaves, so a client sees an unbroken chain although some were replaced. A reader that
exceeds one of the bounds is closed with 4002: it resumes, and gets what it missed or a snapshot.
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
"""Size of a push without its payload and the name of its type, its numbers having 16 digits."""
COALESCED_BY: Mapping[str, str] = MappingProxyType(
    {"stats_update": "game", "event_progress": "event_id", "shop_update": "product_id"}
)
"""State pushes that replace only those about the same things: the key of the payload, and of each in its `more`, that
names the thing."""


class _Snapshot(NamedTuple):
    frame: bytes
    seq: int


_PONG = 0
"""The key of the pong; those of everything else that waits in order count from 1."""
_Entry = bytes | Push | _Snapshot


class Backlog:
    """The backlog of one socket, which sets `blocked` while it takes nothing. `prev` is the `seq` that was sent last.

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
        """Add a reply, or anything else that has no number."""
        self._append(frame)

    def pong(self, frame: bytes) -> None:
        """Add a pong, in place of the one that waits."""
        self._remove(_PONG)
        self._entries[_PONG] = frame
        self.bytes += len(frame)

    def push(self, push: Push) -> bool:
        """Add a push, in the order of `seq`; True when it takes the place of an older one."""
        if push.delivery is not Delivery.STATE:
            self._append(push)
            return False
        key = (push.type, _subject(push))
        replaced = self._remove(key)
        self._entries[key] = push
        self.bytes += _size(push)
        return replaced

    def snapshot(self, frame: bytes, seq: int) -> int:
        """Add `initial_state`; drop the states that wait, since it has them all, and return how many they were."""
        states = [key for key in self._entries if isinstance(key, tuple)]
        for key in states:
            self._remove(key)
        self._append(_Snapshot(frame, seq))
        return len(states)

    def take(self, bytes_max: int) -> bytes:
        """Remove and return the next frames, of about `bytes_max` together; at least one, if any waits."""
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
        """Return the bound that is exceeded, by its name in `SocketLimits`; the socket counts as the high water."""
        limits = self._limits
        if len(self._entries) > limits.send_queue_messages_max:
            return "send_queue_messages"
        if self.bytes + limits.send_high_water_bytes > limits.send_queue_bytes_max:
            return "send_queue_bytes"
        return None

    def overdue(self, now_ms: float) -> bool:
        """Return whether the reader has not caught up for longer than it may."""
        return now_ms - self.since_ms >= self._limits.send_queue_ms_max

    def _append(self, entry: _Entry) -> None:
        self._n += 1
        self._entries[self._n] = entry
        self.bytes += _size(entry)

    def _remove(self, key: int | tuple[str, Any]) -> bool:
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
    """Return the things that a state push is about; none when it is about everything of its type.

    One takes the place of another only if they are about exactly the same, so that nothing is left out.
    """
    key = COALESCED_BY.get(push.type)
    if key is None:
        return ()
    payload: dict[str, Any] = json.decode(push.body)
    return (payload.get(key), *(each.get(key) for each in payload.get("more", ())))
