"""The protocol as its client sees it, without I/O: text messages in, events and text messages out.

A command keeps its id until it is answered, over any number of sockets; after `hello` it is sent again.
Every push is checked against `prev`: after a missed one nothing more is applied until a new socket has resumed.
The messages are those of docs/api/messages.schema.json.
"""

from collections.abc import Mapping
from enum import Enum
from typing import Any

from msgspec import Struct, json

from pitboss_client.errors import PlayerError, TooManyPending
from pitboss_client.events import (
    Answered,
    DrainAnnounced,
    Event,
    GapFound,
    Greeted,
    Pushed,
    Ready,
    RetryRequested,
    ServerMessage,
    StateReplaced,
    TopicMessage,
)
from pitboss_client.history import History, Push, Reply
from pitboss_client.ulid import UlidSource

SUBPROTOCOL = "pitboss.v1.json"
"""The subprotocol to ask for when a socket is opened."""
CLIENT = "pitboss-client/1"
"""The name that the server is told in `connect`."""
CONNECT, AUTH_REFRESH = "connect", "auth.refresh"
PENDING_MAX = 1024
"""Commands that may wait for an answer at one time."""
FRAME_BYTES_MAX = 16 * 1024
"""The server closes a socket on which a larger message comes."""


class Phase(Enum):
    """The stages of a conversation."""

    OFFLINE = "offline"
    GREETING = "greeting"
    """`connect` was sent."""
    CATCHING_UP = "catching_up"
    """Greeted; the snapshot or the missed pushes are still to come."""
    OPEN = "open"
    BROKEN = "broken"
    """A push is missing: what still arrives on this socket is ignored."""


class PendingCommand(Struct):
    """A command that waits for its answer; `message` is the same text each time it is sent."""

    id: str
    type: str
    message: bytes
    attempts: int = 0


_server_message = json.Decoder(ServerMessage)


class PlayerProtocol:
    """One player's conversation over any number of sockets, one at a time."""

    def __init__(self, ids: UlidSource, history: History | None = None) -> None:
        self.history = history or History()
        self.phase = Phase.OFFLINE
        self.epoch = ""
        self.seq = 0
        self.version = 0
        self.state: dict[str, Any] = {}
        """The payload of `initial_state`, with `profile` and `stats` kept up to date by pushes."""
        self.pending: dict[str, PendingCommand] = {}
        self._ids = ids
        self._outgoing: list[bytes] = []
        self._connect_id = ""
        self._catch_up_seq: int | None = None

    # --- outgoing ---

    def connect(self, token: str, *, resume: bool = True) -> None:
        """A socket is open: ask to be let in, from the last push that was applied if `resume` and there is one."""
        self._outgoing.clear()
        self.phase = Phase.GREETING
        self._connect_id = self._ids.next()
        payload: dict[str, Any] = {"token": token, "client": CLIENT}
        if resume and self.epoch:
            payload["resume"] = {"epoch": self.epoch, "seq": self.seq}
        self._queue(self._connect_id, CONNECT, payload)

    def command(self, message_type: str, payload: Mapping[str, Any], command_id: str | None = None) -> str:
        """Send a command now, or as soon as the server has greeted a socket; return its id.

        Raises:
            TooManyPending: too many commands wait for an answer.
            ValueError: the message is larger than a frame may be.
        """
        if len(self.pending) >= PENDING_MAX:
            raise TooManyPending(f"{PENDING_MAX} commands wait for an answer")
        command_id = command_id or self._ids.next()
        message = json.encode({"id": command_id, "type": message_type, "payload": payload})
        if len(message) > FRAME_BYTES_MAX:
            raise ValueError(f"a message has at most {FRAME_BYTES_MAX} bytes, not {len(message)}")
        pending = self.pending[command_id] = PendingCommand(command_id, message_type, message)
        if self.phase in {Phase.CATCHING_UP, Phase.OPEN}:
            self._send(pending)
        return command_id

    def refresh_token(self, token: str) -> str:
        """Show a fresh access token on the open socket; return the id of the command that does."""
        return self.command(AUTH_REFRESH, {"token": token})

    def retry(self, command_id: str) -> None:
        """Send a command again under the same id, unless it was answered meanwhile."""
        pending = self.pending.get(command_id)
        if pending is not None and self.phase in {Phase.CATCHING_UP, Phase.OPEN}:
            self._send(pending)

    def give_up(self, command_id: str) -> None:
        """Stop waiting for this command; its outcome is unknown."""
        self.pending.pop(command_id, None)

    def to_send(self) -> list[bytes]:
        """Return the text messages to send now, in this order; each is returned once."""
        messages, self._outgoing = self._outgoing, []
        return messages

    # --- the end of a socket ---

    def disconnected(self, *, frame_too_big: bool = False) -> list[Event]:
        """The socket is gone. After a frame that was too big the largest command is refused, and never sent again."""
        self.phase = Phase.OFFLINE
        self._catch_up_seq = None
        self._outgoing.clear()
        for pending in [pending for pending in self.pending.values() if pending.type == AUTH_REFRESH]:
            # The next `connect` carries the fresh token.
            del self.pending[pending.id]
        if not frame_too_big or not self.pending:
            return []
        largest = max(self.pending.values(), key=lambda pending: len(pending.message))
        return [self._answer(Reply(re=largest.id, ok=False, error={"code": "frame_too_big", "status": 413}))]

    # --- incoming ---

    def receive(self, text: str | bytes) -> list[Event]:
        """Apply one message of the server; return the events that follow from it.

        Raises:
            PlayerError: it is none.
        """
        if self.phase in {Phase.OFFLINE, Phase.BROKEN}:
            return []
        try:
            message = _server_message.decode(text)
        except ValueError as error:
            raise PlayerError(f"the server sent what is no message: {error}") from error
        if message.ok is not None:
            return self._replied(message)
        match message.type:
            case "hello":
                return self._greeted(message)
            case "initial_state":
                return self._replaced(message)
            case "ping":
                self._outgoing.append(json.encode({"type": "pong", "t": message.t, "ack": self.seq}))
                return []
            case "reconnect":
                return [DrainAnnounced(int(message.payload["window_ms"]))]
            case _ if message.topic:
                return [TopicMessage(message.topic, message.type, message.n, message.payload)]
            case _ if message.seq:
                return self._pushed(message)
            case _:
                self.history.ignored += 1
                return []

    def _greeted(self, message: ServerMessage) -> list[Event]:
        if message.re != self._connect_id:
            self.history.ignored += 1
            return []
        hello = message.payload
        greeted = Greeted(
            session=hello["session"],
            epoch=hello["epoch"],
            recovered=hello["recovered"],
            replayed=hello["replayed"],
            token_exp=hello["token_exp"],
            now=hello["now"],
        )
        self.phase = Phase.CATCHING_UP
        self._catch_up_seq = hello["seq"] if greeted.recovered else None
        for pending in self.pending.values():
            self._send(pending)
        return [greeted, *self._caught_up()]

    def _replaced(self, message: ServerMessage) -> list[Event]:
        self.epoch, self.seq, self.version = message.epoch, message.seq, message.version
        self.state = dict(message.payload)
        self.history.record_position(self.epoch, self.seq, self.version)
        self._catch_up_seq = self.seq
        return [StateReplaced(self.epoch, self.seq, self.version), *self._caught_up()]

    def _caught_up(self) -> list[Event]:
        if self.phase is not Phase.CATCHING_UP or self._catch_up_seq is None or self.seq < self._catch_up_seq:
            return []
        self.phase = Phase.OPEN
        return [Ready(self.epoch, self.seq)]

    def _pushed(self, message: ServerMessage) -> list[Event]:
        if message.seq <= self.seq:
            self.history.ignored += 1
            return []
        if message.prev != self.seq:
            self.phase = Phase.BROKEN
            self.history.gaps += 1
            return [GapFound(self.seq, message.prev)]
        push = Push(
            type=message.type,
            epoch=self.epoch,
            seq=message.seq,
            prev=message.prev,
            version=message.version,
            payload=message.payload,
            replayed=self.phase is Phase.CATCHING_UP,
        )
        self.seq, self.version = push.seq, push.version
        self._apply(push)
        self.history.record_push(push)
        return [Pushed(push), *self._caught_up()]

    def _apply(self, push: Push) -> None:
        match push.type:
            case "profile_update":
                self.state["profile"] = push.payload
            case "stats_update":
                by_game = self.state.get("stats", {}).get("by_game", {}) | push.payload.get("by_game", {})
                self.state["stats"] = push.payload | {"by_game": by_game}
            case _:
                pass

    def _replied(self, message: ServerMessage) -> list[Event]:
        pending = self.pending.get(message.re or "")
        if pending is None or message.ok is None:
            self.history.ignored += 1
            return []
        if message.error.get("retryable"):
            after_ms = int(message.error.get("details", {}).get("retry_after_ms", 0))
            return [RetryRequested(pending.id, after_ms)]
        reply = Reply(
            re=pending.id,
            ok=message.ok,
            seq=message.seq,
            version=message.version,
            dup=message.dup,
            payload=message.payload,
            error=message.error,
        )
        return [self._answer(reply)]

    def _answer(self, reply: Reply) -> Answered:
        del self.pending[reply.re]
        self.history.record_reply(reply)
        return Answered(reply)

    def _send(self, pending: PendingCommand) -> None:
        pending.attempts += 1
        self._outgoing.append(pending.message)

    def _queue(self, message_id: str, message_type: str, payload: Mapping[str, Any]) -> None:
        self._outgoing.append(json.encode({"id": message_id, "type": message_type, "payload": payload}))
