"""The events that a socket was sent, by `seq`, so that a pong can acknowledge them (protocol.md, Pushes)."""

from collections import deque
from typing import Any

from msgspec import Struct, json

from actors.runtime.link.envelope import Attached, Push

DELIVERED_EVENTS_MAX = 256
_EVENT_KEYS = ("grant_id", "purchase_id")
PENDING = "pending"
"""The status of a purchase that has not ended."""
_NONE_UNACKED = b'"events_unacked":[]'


class _Event(Struct, frozen=True):
    id: str


class _Snapshot(Struct, frozen=True):
    events_unacked: list[_Event]


_snapshot = json.Decoder(_Snapshot)


class DeliveredEvents:
    """Event pushes and unacknowledged events of snapshots that one socket was sent, oldest first."""

    __slots__ = ("_events",)

    def __init__(self) -> None:
        self._events: deque[tuple[int, str]] | None = None

    def pushed(self, push: Push) -> None:
        """Remember an event push that was sent."""
        payload: dict[str, Any] = json.decode(push.body)
        if payload.get("status") == PENDING:
            return  # its end comes under the same id, and must not be acknowledged with it
        event_id = next((payload[key] for key in _EVENT_KEYS if key in payload), None)
        if event_id is not None:
            self._note(push.seq, str(event_id))

    def attached(self, message: Attached) -> None:
        """Remember the events of a snapshot that was sent: all that are unacknowledged."""
        self._events = None
        if _NONE_UNACKED not in message.snapshot:
            for event in _snapshot.decode(message.snapshot).events_unacked:
                self._note(message.seq, event.id)

    def take(self, seq: int) -> list[str]:
        """Remove and return the ids of the events that were sent up to `seq`."""
        events, ids = self._events, []
        while events and events[0][0] <= seq:
            ids.append(events.popleft()[1])
        return list(dict.fromkeys(ids))

    def _note(self, seq: int, event_id: str) -> None:
        if self._events is None:
            self._events = deque(maxlen=DELIVERED_EVENTS_MAX)
        self._events.append((seq, event_id))
