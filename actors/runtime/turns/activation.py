"""An activation: one entity in memory, with its state, its queue, its sockets and the ring of its recent pushes."""

from collections import deque
from typing import Any

from msgspec import Struct

from actors.runtime.commit.turn import Turn
from actors.runtime.entity import EntityKind, EntityRef
from actors.runtime.link.envelope import Push
from actors.runtime.meter import Buckets
from actors.runtime.payloads import Delivery
from actors.runtime.turns.commands import CommandMemory
from actors.runtime.turns.work import Work
from persistence.entities.records import PartRow

RING_AGE_MS_MAX = 5 * 60 * 1000
RING_BYTES_MAX = 32 * 1024
"""Bytes of one entity's recent pushes; whoever has missed more gets a snapshot."""
KEPT_PUSH_BYTES = 240
"""What a push in the ring takes besides its body (`tests/unit/runtime/test_memory.py` measures it)."""
ACTIVATION_BYTES = 4 * 1024
"""What an activation takes besides its state and its history."""
STATE_BYTES_PER_STORED = 6
"""Bytes of a state in memory for one of its stored form."""
QUEUE_WORKS_MAX = 256
"""Work in the queue of one entity; more is answered `unavailable`."""
QUEUE_TELLS_ROOM = 256
"""Further work of which all is tells: however many commands of players wait, four hosts' windows have room."""


class _Kept(Struct, gc=False):
    """A push in the ring. There are many of them, so the collector of cycles passes them over: they are in none."""

    monotonic_ms: float
    seq: int
    version: int
    type: str
    delivery: Delivery
    body: bytes


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

    def release(self) -> None:
        """Let out what the turns show, in their order: they are durable."""
        activation = self.activation
        if activation is not None:
            for turn in self.turns:
                activation.release(turn)


class Activation:
    """An entity in memory. `state` is None until it is loaded; while `blocked`, work waits in `queue`."""

    __slots__ = (
        "_ring",
        "blocked",
        "buckets",
        "counted_bytes",
        "dropped",
        "epoch",
        "in_flight",
        "kind",
        "memory",
        "now_ms",
        "part_versions",
        "queue",
        "ref",
        "ring_bytes",
        "seq",
        "shard",
        "sockets",
        "state",
        "state_bytes",
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
        self.sockets: dict[Any, dict[int, None]] = {}
        """The attached sockets by their link: their numbers are each gateway's own, two may use the same."""
        self.seq = 0
        self.touched_ms = 0.0
        self.state_bytes = 0
        """Bytes of its stored parts when it was loaded, or of those that were last written if that is more."""
        self.counted_bytes = 0
        """What the host has counted for it."""
        self.ring_bytes = 0
        self._ring: deque[_Kept] | None = None

    def idle(self) -> bool:
        """Return whether it may be passivated: no socket, no work, nothing uncommitted, no caller waiting."""
        return not (self.sockets or self.queue or self.blocked or self.writes or self.memory.unanswered())

    def release(self, turn: Turn) -> None:
        """Let out what a turn shows, and what was held behind it: it is durable."""
        command = turn.command
        for message_type, delivery, body in turn.pushes:
            self.push(message_type, delivery, body, command.version, turn.decided_ms)
        for output in turn.effects:
            output.release()
        if command.reply is not None:
            turn.work.caller.answer(bool(command.ok), command.reply, command.version, self.seq, False)
        turn.entry.durable = True
        self.memory.forget_old()
        for output in turn.held:
            output.release()

    def push(self, message_type: str, delivery: Delivery, body: bytes, version: int, monotonic_ms: float) -> None:
        """Number a push, put it into the ring and send it once to each link that has sockets of this entity."""
        self.seq += 1
        kept = _Kept(monotonic_ms, self.seq, version, message_type, delivery, body)
        if self._ring is None:
            self._ring = deque()
        self._ring.append(kept)
        self.ring_bytes += KEPT_PUSH_BYTES + len(body)
        while self.ring_bytes > RING_BYTES_MAX:
            self._forget_oldest_push(self._ring)
        for link, sessions in self.sockets.items():
            link.send(self._push_of(kept, list(sessions)))

    def _push_of(self, kept: _Kept, sessions: list[int]) -> Push:
        kind, key = self.ref
        return Push(
            self.shard, self.epoch, kind, key, sessions, kept.seq, kept.version, kept.type, kept.delivery, kept.body
        )

    def attach(self, link: Any, session: int) -> None:
        """Let a socket behind `link` have every push from now on."""
        self.sockets.setdefault(link, {})[session] = None

    def detach(self, link: Any, session: int) -> None:
        """Forget a socket, if it is attached."""
        sessions = self.sockets.get(link)
        if sessions is not None:
            sessions.pop(session, None)
            if not sessions:
                del self.sockets[link]

    def socket_count(self) -> int:
        return sum(map(len, self.sockets.values()))

    def missed(self, stream: str, seq: int) -> list[Push] | None:
        """Return the pushes after `seq` of `stream`; None when they cannot be replayed without a gap."""
        if stream != self.stream or not 0 <= seq <= self.seq:
            return None
        if seq == self.seq:
            return []
        kept = [push for push in self._ring or () if push.seq > seq]
        return [self._push_of(push, []) for push in kept] if len(kept) == self.seq - seq else None

    # --- memory ---

    def memory_bytes(self) -> int:
        """Return about how much memory it takes: itself, its state, its history."""
        return ACTIVATION_BYTES + STATE_BYTES_PER_STORED * self.state_bytes + self.history_bytes()

    def history_bytes(self) -> int:
        """Return about how much memory its recent pushes and remembered commands take."""
        return self.ring_bytes + self.memory.size_bytes

    def forget_history(self) -> None:
        """Drop every push and every command that can be dropped: sockets get snapshots, repeats are looked up."""
        self._ring, self.ring_bytes = None, 0
        self.memory.forget_all()

    def forget_old_pushes(self, monotonic_ms: float) -> None:
        """Drop pushes that are too old to be replayed."""
        ring = self._ring
        while ring and ring[0].monotonic_ms < monotonic_ms - RING_AGE_MS_MAX:
            self._forget_oldest_push(ring)
        if not ring:
            self._ring = None

    def _forget_oldest_push(self, ring: deque[_Kept]) -> None:
        self.ring_bytes -= KEPT_PUSH_BYTES + len(ring.popleft().body)
