"""An activation: one entity in memory, with its state, its queue, its sockets and the ring of its recent pushes."""

from collections import deque
from copy import copy
from typing import Any

from actors.runtime.commit.turn import Turn
from actors.runtime.entity import EntityKind, EntityRef
from actors.runtime.link.envelope import Push
from actors.runtime.meter import Buckets
from actors.runtime.payloads import Delivery
from actors.runtime.turns.commands import CommandMemory
from actors.runtime.turns.work import Work
from persistence.entities.records import PartRow

RING_PUSHES_MAX = 256
RING_AGE_MS_MAX = 5 * 60 * 1000
QUEUE_WORKS_MAX = 256
"""Work in the queue of one entity; more is answered `unavailable`."""


class Writes:
    """The turns of one entity in one batch; together they write its state once. Without an entity: delivered tells."""

    __slots__ = ("activation", "dirty", "parts", "shard", "tells_done", "turns")

    def __init__(self, shard: int, activation: "Activation | None") -> None:
        self.shard = shard
        self.activation = activation
        self.turns: list[Turn] = []
        self.dirty: set[str] = set()
        self.tells_done: list[str] = []
        self.parts: list[PartRow] | None = None


class Activation:
    """An entity in memory. `state` is None until it is loaded; while `blocked`, work waits in `queue`."""

    __slots__ = (
        "_ring",
        "blocked",
        "buckets",
        "dropped",
        "epoch",
        "in_flight",
        "kind",
        "memory",
        "now_ms",
        "part_versions",
        "queue",
        "ref",
        "seq",
        "shard",
        "sockets",
        "state",
        "stream",
        "timer_ids",
        "touched_ms",
        "version",
        "writes",
    )

    def __init__(self, ref: EntityRef, shard: int, epoch: int, kind: EntityKind[Any], stream: str) -> None:
        self.ref = ref
        self.shard = shard
        self.epoch = epoch
        self.kind = kind
        self.stream = stream
        self.state: Any = None
        self.version = 0
        self.now_ms = 0
        self.part_versions: dict[str, int] = {}
        self.memory = CommandMemory()
        self.buckets: Buckets = {}
        self.queue: deque[Work] = deque()
        self.blocked = True
        self.dropped = False
        self.writes: Writes | None = None
        """Its newest writes that are not durable yet."""
        self.in_flight: Writes | None = None
        """Those that are being committed."""
        self.timer_ids: dict[str, str] = {}
        """Timers that uncommitted turns have set, by name; an empty id: cancelled."""
        self.sockets: dict[int, Any] = {}
        self.seq = 0
        self.touched_ms = 0.0
        self._ring: deque[tuple[float, Push]] | None = None

    def idle(self) -> bool:
        """Return whether it may be passivated: no socket, no work, nothing uncommitted, no caller waiting."""
        return not (self.sockets or self.queue or self.blocked or self.writes or self.memory.unanswered())

    def push(self, message_type: str, delivery: Delivery, body: bytes, version: int, monotonic_ms: float) -> None:
        """Number a push, put it into the ring and send it once to each link that has sockets of this entity."""
        self.seq += 1
        kind, key = self.ref
        push = Push(self.shard, self.epoch, kind, key, [], self.seq, version, message_type, delivery, body)
        if self._ring is None:
            self._ring = deque(maxlen=RING_PUSHES_MAX)
        self._ring.append((monotonic_ms, push))
        if self.sockets:
            for link, sessions in self.sessions_by_link().items():
                push = copy(push)  # the one in the ring names no sessions
                push.sessions = sessions
                link.send(push)

    def sessions_by_link(self) -> dict[Any, list[int]]:
        """Return the attached sessions, grouped by their link."""
        groups: dict[Any, list[int]] = {}
        for session, link in self.sockets.items():
            groups.setdefault(link, []).append(session)
        return groups

    def missed(self, stream: str, seq: int) -> list[Push] | None:
        """Return the pushes after `seq` of `stream`; None when they cannot be replayed without a gap."""
        if stream != self.stream or not 0 <= seq <= self.seq:
            return None
        if seq == self.seq:
            return []
        pushes = [push for _, push in self._ring or () if push.seq > seq]
        return pushes if len(pushes) == self.seq - seq else None

    def forget_old_pushes(self, monotonic_ms: float) -> None:
        """Drop pushes that are too old to be replayed."""
        ring = self._ring
        while ring and ring[0][0] < monotonic_ms - RING_AGE_MS_MAX:
            ring.popleft()
        if not ring:
            self._ring = None
