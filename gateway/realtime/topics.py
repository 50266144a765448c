"""Table topics: one subscription of the whole gateway, and one prebuilt frame a message for any number of sockets.

The topic `KIND:KEY` is the stream of pushes of the entity (KIND, KEY). The gateway attaches itself to that entity once,
as long as a socket here listens, so a message crosses the link once. A socket listens from the answer to its
`subscribe` on: attachment, that answer and later messages come in order over one link, so nothing lies between the
answer's `n` and the first message.
"""

import asyncio
from collections import deque
from collections.abc import Callable, Mapping
from functools import partial
from typing import Protocol

from msgspec import DecodeError, json

from actors.crash.table_messages import TableRef
from actors.runtime.clock import Clock
from actors.runtime.entity import EntityRef
from actors.runtime.link.envelope import Answer, Attached, Push
from actors.runtime.link.router import Router
from actors.runtime.turns.replies import error_bytes
from gateway.metrics.registry import GatewayMetrics
from gateway.realtime.outgoing import Outgoing
from gateway.realtime.wire.flush_queue import FlushQueue
from gateway.realtime.wire.frames import text_frame, topic_message
from gateway.realtime.wire.incoming import reason

TOPICS_MAX = 1_024
"""Topics of one gateway; one more is `unavailable`."""
TOPIC_LINGER_MS = 5_000
"""A topic without sockets stays attached this long: many leave at once when a round ends, and come back at once."""
RETRY_MS = 1_000
SOCKETS_AT_ONCE = 500
"""So many sockets get a message in one tick of the event loop, some milliseconds; then other work goes on. Ten thousand
take a tenth of a second, and a bet must not wait that long."""
EMPTY = b"{}"


_table = json.Decoder(TableRef)


class Listener(Protocol):
    """A session, as topics see it."""

    number: int
    outgoing: Outgoing

    def answered(self, command_id: str, message_type: str, started_ms: float, answer: Answer) -> None:
        """Write the reply of a command."""
        ...


class _Sweep:
    """Collected frames on their way to the sockets that listened then; `left` still have to get them."""

    __slots__ = ("dropped", "frames", "heard", "left", "messages", "started_s")

    def __init__(self, collected: list[bytes], listeners: dict[int, Outgoing], started_s: float) -> None:
        self.frames = b"".join(collected)
        self.messages = len(collected)
        self.left = dict(listeners)
        self.started_s = started_s
        self.heard = self.dropped = 0

    def go_on(self) -> None:
        """Write to SOCKETS_AT_ONCE more sockets."""
        for _ in range(min(SOCKETS_AT_ONCE, len(self.left))):
            if self.left.popitem()[1].hear(self.frames):
                self.heard += 1
            else:
                self.dropped += 1


class Topic:
    """One table's stream (`actors.runtime.link.attachments.Subscriber`). What comes in one tick goes out at its end, to
    many sockets in several ticks; what comes meanwhile goes out after it, together.
    """

    __slots__ = (
        "_collected",
        "_flush_queue",
        "_metrics",
        "_n",
        "_stream",
        "_sweeps",
        "asked",
        "listeners",
        "name",
        "number",
        "unused_ms",
        "waiting",
    )

    def __init__(self, name: str, number: int, metrics: GatewayMetrics, flush_queue: FlushQueue) -> None:
        self.name = name
        self.number = number
        self.asked: set[int] = set()
        """Sockets that listen or wait for the answer to their `subscribe`."""
        self.listeners: dict[int, Outgoing] = {}
        self.waiting: list[tuple[Listener, Callable[[Answer], None]]] = []
        """Sockets that wait for the answer to the one query for the table's state that is under way."""
        self.unused_ms = 0.0
        """When the last socket left, in monotonic ms."""
        self._stream = ""
        self._n = 0
        self._collected: list[bytes] = []
        self._sweeps: deque[_Sweep] = deque()
        self._metrics = metrics
        self._flush_queue = flush_queue

    def position(self) -> tuple[str, int]:
        return self._stream, self._n

    def attached(self, message: Attached) -> None:
        """The table is in reach, perhaps again: send what was missed, or its state when that is not known."""
        self._stream = message.stream
        if message.recovered:
            for push in message.replay:
                self.pushed(push)
        else:
            self._n = message.seq
            self._broadcast("state", message.seq, message.snapshot)

    def pushed(self, push: Push) -> None:
        """Send one message of the table."""
        self._n = push.seq
        self._broadcast(push.type, push.seq, push.body)

    def joined(self, number: int, outgoing: Outgoing) -> None:
        """Let a socket listen from now on: it has the state of this moment, so what was collected is not for it."""
        self._send()
        self.left(number)  # one that has subscribed twice has in the state what is on its way
        self.listeners[number] = outgoing

    def left(self, number: int) -> None:
        """Let a socket listen no longer: nothing that is on its way reaches it."""
        self.listeners.pop(number, None)
        for sweep in self._sweeps:
            sweep.left.pop(number, None)

    def flush(self) -> None:
        """Write what this tick has collected to every socket that listens, or behind what is being written."""
        if not self._sweeps:
            self._send()

    def _send(self) -> None:
        """Send what was collected to the sockets that listen now."""
        if not self._collected:
            return
        collected, self._collected = self._collected, []
        self._sweeps.append(_Sweep(collected, self.listeners, asyncio.get_running_loop().time()))
        if len(self._sweeps) == 1:
            self._write()

    def _write(self) -> None:
        loop, sweep = asyncio.get_running_loop(), self._sweeps[0]
        sweep.go_on()
        if not sweep.left:
            self._sweeps.popleft()
            self._metrics.fanout_duration.observe(loop.time() - sweep.started_s)
            self._metrics.ws_messages.add("out", "topic", count=sweep.messages * sweep.heard)
            self._metrics.ws_dropped.add(count=sweep.messages * sweep.dropped)
        if self._sweeps:
            loop.call_soon(self._write)
        elif self._collected:
            loop.call_soon(self.flush)

    def _broadcast(self, message_type: str, n: int, body: bytes) -> None:
        if self.listeners:
            if not self._collected:
                self._flush_queue.add(self)  # a sweep that goes on meanwhile is followed by what is collected here
            self._collected.append(text_frame(topic_message(self.name, message_type, n, body)))


class Topics:
    """The topics of one gateway. `kinds` has the entity kinds that are topics, each with the query for its state."""

    def __init__(
        self,
        kinds: Mapping[str, str],
        router: Router,
        clock: Clock,
        metrics: GatewayMetrics,
        *,
        per_socket_max: int,
        timeout_ms: int,
        next_number: Callable[[], int],
        flush_queue: FlushQueue,
    ) -> None:
        self._kinds = kinds
        self._router = router
        self._clock = clock
        self._metrics = metrics
        self._per_socket_max = per_socket_max
        self._timeout_ms = timeout_ms
        self._next_number = next_number
        self._flush_queue = flush_queue
        self._topics: dict[str, Topic] = {}
        self._names: dict[int, set[str]] = {}
        """The topics that each socket has asked for and not given up."""
        self.commands = {f"{kind}.subscribe": (kind, self._subscribe) for kind in kinds} | {
            f"{kind}.unsubscribe": (kind, self._unsubscribe) for kind in kinds
        }

    def __len__(self) -> int:
        return len(self._topics)

    def received(self, listener: Listener, command_id: str, message_type: str, payload: bytes) -> None:
        """Take a `subscribe` or `unsubscribe`; `message_type` is one of `commands`."""
        kind, act = self.commands[message_type]
        started_ms = self._clock.monotonic_ms()

        def answered(answer: Answer) -> None:
            listener.answered(command_id, message_type, started_ms, answer)

        try:
            table = _table.decode(payload).table
        except (DecodeError, RecursionError) as error:
            answered(refusal("invalid_payload", **reason(error)))
        else:
            act(listener, EntityRef(kind, table), answered)

    def left(self, listener: Listener) -> None:
        """Forget a socket that is gone."""
        for name in list(self._names.get(listener.number, ())):
            self._leave(listener.number, name)

    def check_deadlines(self, now_ms: float) -> None:
        """Detach from topics to which nobody has listened for a while."""
        for topic in [topic for topic in self._topics.values() if not topic.asked]:
            if now_ms - topic.unused_ms >= TOPIC_LINGER_MS:
                self._drop(topic)

    def _subscribe(self, listener: Listener, ref: EntityRef, answered: Callable[[Answer], None]) -> None:
        name = f"{ref.kind}:{ref.key}"
        names = self._names.get(listener.number, set())
        if name not in names and len(names) >= self._per_socket_max:
            self._metrics.rate_limited.labels("topics_per_socket").inc()
            answered(refusal("limit_exceeded", topics_max=self._per_socket_max))
            return
        topic = self._topics.get(name) or self._attach(name, ref)
        if topic is None:
            answered(refusal("unavailable", retry_after_ms=RETRY_MS))
            return
        self._names.setdefault(listener.number, set()).add(name)
        topic.asked.add(listener.number)

        topic.waiting.append((listener, answered))
        if len(topic.waiting) == 1:
            query = self._kinds[ref.kind]
            self._router.call(ref, query, EMPTY, partial(self._answered, topic), timeout_ms=self._timeout_ms)

    def _answered(self, topic: Topic, answer: Answer) -> None:
        """Answer all that have subscribed meanwhile with the table's state: later changes are still on their way."""
        waiting, topic.waiting = topic.waiting, []
        for listener, answered in waiting:
            self._joined(topic, listener, answer)
            answered(answer)

    def _joined(self, topic: Topic, listener: Listener, answer: Answer) -> None:
        if listener.number not in topic.asked:
            return  # gone, or unsubscribed meanwhile
        if answer.ok:
            topic.joined(listener.number, listener.outgoing)
        elif listener.number not in topic.listeners:
            self._leave(listener.number, topic.name)
            if not topic.asked:
                self._drop(topic)

    def _unsubscribe(self, listener: Listener, ref: EntityRef, answered: Callable[[Answer], None]) -> None:
        self._leave(listener.number, f"{ref.kind}:{ref.key}")
        answered(Answer(0, 0, 0, 0, True, EMPTY, 0, 0, False))

    def _attach(self, name: str, ref: EntityRef) -> Topic | None:
        if len(self._topics) >= TOPICS_MAX:
            self._metrics.rate_limited.labels("topics").inc()
            return None
        topic = Topic(name, self._next_number(), self._metrics, self._flush_queue)
        self._topics[name] = topic
        self._router.attach(ref, topic.number, topic)
        return topic

    def _leave(self, number: int, name: str) -> None:
        names = self._names.get(number, set())
        if name not in names:
            return
        names.discard(name)
        if not names:
            del self._names[number]
        topic = self._topics[name]
        topic.asked.discard(number)
        topic.left(number)
        topic.unused_ms = self._clock.monotonic_ms()

    def _drop(self, topic: Topic) -> None:
        del self._topics[topic.name]
        self._router.detach(topic.number)


def refusal(code: str, **details: object) -> Answer:
    """Return the refusal of a subscription that no entity was asked about."""
    return Answer(0, 0, 0, 0, False, error_bytes(code, details), 0, 0, False)
