"""Players of the simulation: they retry with the same id until they are answered, and note everything that they see."""

import asyncio
from dataclasses import dataclass, field

from msgspec import json

from actors.runtime.entity import EntityRef
from actors.runtime.payloads import ErrorBody
from actors.runtime.turns.commands import command_tx
from tests.unit.runtime.kinds import Add, AddLater, Explode, Get, Send, SetTimer

RETRY_S = 0.05
FINAL = frozenset({"insufficient_gold", "limit_exceeded", "internal"})
_DIGITS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"


@dataclass
class Sent:
    """One command of a player: every reply that it got, and how it ended: `ok`, an error code, or nothing yet.

    `calls` are (when its gateway received it, until when it may run), in seconds; it is sent more than once.
    """

    ref: EntityRef
    id: str
    body: object
    calls: list[tuple[float, float]] = field(default_factory=list)
    replies: list[bytes] = field(default_factory=list)
    outcome: str = ""

    @property
    def tx(self):
        return command_tx(*self.ref, "user", self.id)


class Player:
    """One player with one socket at one entity; commands go through its gateway, now and then through another too."""

    final = FINAL
    query = Get.TYPE

    def __init__(self, world, name, key):
        self.world = world
        self.name = name
        self.ref = EntityRef("counter", key)
        self.sent = []
        self.broken = []
        self._rng = world.rng
        self._gateway = self._rng.choice(world.gateways)
        self._socket = None
        self._stream = ""
        self._seq = 0
        self._version = 0
        self._count = 0

    async def play(self, commands):
        """Send so many commands, some at once, and read in between."""
        self._attach()
        open_commands = []
        for _ in range(commands):
            await asyncio.sleep(self._rng.random() * self.world.plan.think_s)
            open_commands.append(asyncio.create_task(self._command(self._invent())))
            if self._rng.random() < 0.3:
                self._read()
            if self._rng.random() < 0.1:
                self._reconnect()
            if self._rng.random() < 0.6:
                await open_commands.pop(0)
        for command in open_commands:
            await command

    # --- commands ---

    def _invent(self):
        n = 1 + int(self._rng.random() * 9)
        others = [key for key in self.world.plan.keys if key != self.ref.key]
        kinds = [Add(n)] * 4 + [AddLater(n, in_ms=1 + int(self._rng.random() * 400)), SetTimer(self._new_id(), n * 30)]
        if others:
            kinds += [Send(self._rng.choice(others), n)] * 2
        if self.world.plan.poison:
            kinds += [Add(0), Explode("apply")]
        return Sent(self.ref, self._new_id(), self._rng.choice(kinds))

    def _new_id(self):
        """A ULID by a clock that may be wrong; sometimes an id that says nothing of time."""
        self._count += 1
        if self._rng.random() < 0.15:
            return f"{self.name}-{self._count}"
        clock_ms = 1_795_000_000_000 + int(1000 * asyncio.get_running_loop().time() + self._rng.gauss(0, 300))
        number = (clock_ms << 80) + int(self._rng.random() * 2**80)
        return "".join(_DIGITS[number >> shift & 31] for shift in range(125, -5, -5))

    async def _command(self, sent):
        """Send until there is an answer that is no `try again`."""
        self.sent.append(sent)
        while not sent.outcome:
            answers = [self._call(self._gateway, sent)]
            if self._rng.random() < 0.1:
                answers.append(self._call(self._rng.choice(self.world.gateways), sent))
            for answer in answers:
                self._note(sent, await answer)
            if not sent.outcome:
                await asyncio.sleep(RETRY_S * (1 + self._rng.random()))

    def _call(self, gateway, sent):
        loop = asyncio.get_running_loop()
        answered = loop.create_future()
        socket, in_session = self._socket, gateway is self._gateway

        def take(answer):
            if in_session and socket is self._socket:
                self._saw(answer.version, "answer")
            answered.set_result(answer)

        timeout_ms = 500 + int(self._rng.random() * 1500)
        sent.calls.append((loop.time(), loop.time() + timeout_ms / 1000))
        body = json.encode(sent.body)
        gateway.router.call(sent.ref, sent.body.TYPE, body, take, command_id=sent.id, timeout_ms=timeout_ms)
        return answered

    def _note(self, sent, answer):
        if answer.ok:
            sent.replies.append(answer.body)
            sent.outcome = "ok"
        else:
            code = json.decode(answer.body, type=ErrorBody).code
            if code in self.final and not sent.outcome:
                sent.outcome = code
            elif code not in self.final and code not in {"unavailable", "timeout"}:
                self.broken.append(f"{sent.body} was answered {code}")

    def _read(self):
        socket = self._socket

        def take(answer):
            if socket is self._socket and answer.ok:
                self._saw(answer.version, "read")

        self._gateway.router.call(self.ref, self.query, b"{}", take, timeout_ms=1_000)

    # --- the socket: actors.runtime.link.attachments.Subscriber ---

    def _reconnect(self):
        """Drop the socket and come back, perhaps elsewhere, from where it stopped."""
        self._gateway.router.detach(self._socket.session)
        self._gateway = self._rng.choice(self.world.gateways)
        self._attach()

    def _attach(self):
        self._socket = Socket(self, self._gateway.new_session())
        self._gateway.router.attach(self.ref, self._socket.session, self._socket)

    def is_at(self, socket):
        """Return whether `socket` is the one that the player has now."""
        return socket is self._socket

    def position(self):
        return self._stream, self._seq

    def attached(self, message):
        if message.recovered and (message.stream != self._stream or message.seq < self._seq):
            self.broken.append(f"resumed at {message.stream}/{message.seq}, was at {self._stream}/{self._seq}")
        if message.recovered:
            for push in message.replay:
                self.pushed(push)
        else:
            self._stream, self._seq = message.stream, message.seq
        self._saw(message.version, "snapshot")

    def pushed(self, push):
        if push.seq > self._seq + 1:
            self.broken.append(f"a gap in the pushes: {push.seq} after {self._seq}")
        if push.seq == self._seq + 1:
            self._seq = push.seq
            self._saw(push.version, "push")

    def _saw(self, version, where):
        """I5; errors of the runtime itself have no version."""
        if 0 < version < self._version:
            self.broken.append(f"I5: a {where} shows version {version} after {self._version}")
        self._version = max(self._version, version)


class Socket:
    """What a router knows of a player's socket; a socket that the player has left says nothing any more.

    `session` is its gateway's number, which another gateway uses as well.
    """

    def __init__(self, player, session):
        self._player = player
        self.session = session

    def position(self):
        return self._player.position()

    def attached(self, message):
        if self._player.is_at(self):
            self._player.attached(message)

    def pushed(self, push):
        if self._player.is_at(self):
            self._player.pushed(push)
