"""Many players with as little of a client as possible: a thousand of them share the test's process with the server."""

import asyncio
import itertools
import socket as sockets
from collections.abc import Callable, Iterable
from typing import Any

from msgspec import json

from benchmarks.processes.frames import CLOSE, HANDSHAKE, frames, text_frame
from gateway.realtime.wire.messages import SUBPROTOCOL
from tests.integration.cluster import Cluster
from tests.integration.realtime.player import User

SMALL_BUFFER_BYTES = 4096
"""Of the kernel: a player who stops reading is noticed soon."""
PATIENCE_S = 60
DIALLED_AT_ONCE = 50


class Player(asyncio.Protocol):
    """One socket. `messages` is everything that came; `code` the close code, 1006 when the connection was cut."""

    def __init__(self, user: User, resume: dict[str, Any] | None = None) -> None:
        self.user = user
        self.messages: list[dict[str, Any]] = []
        self.code: int | None = None
        self.hello: dict[str, Any] = {}
        self._resume = resume
        self._upgraded = False
        self._buffer = b""
        self._changed = asyncio.Event()

    # --- what a player does ---

    def send(self, message_type: str, payload: Any = None, command_id: str = "") -> None:
        body = {"id": command_id or message_type, "type": message_type, "payload": payload or {}}
        self.transport.write(text_frame(json.encode(body)))

    def stop_reading(self) -> None:
        self.transport.pause_reading()

    def read_again(self) -> None:
        self.transport.resume_reading()

    async def until(self, condition: Callable[["Player"], bool]) -> None:
        """Return when `condition` holds."""
        async with asyncio.timeout(PATIENCE_S):
            while not condition(self):
                self._changed.clear()
                await self._changed.wait()

    async def greeted(self) -> None:
        """Return when there is a `hello`, or the socket is closed."""
        await self.until(lambda player: bool(player.hello) or player.code is not None)

    def of(self, message_type: str) -> list[dict[str, Any]]:
        return [message for message in self.messages if message.get("type") == message_type]

    def reply(self, command_id: str) -> dict[str, Any] | None:
        return next((message for message in self.messages if message.get("re") == command_id), None)

    def position(self) -> dict[str, Any]:
        """Where to resume."""
        numbered = [message["seq"] for message in self.messages if "prev" in message]
        return {"epoch": self.hello["epoch"], "seq": (numbered or [self.hello["seq"]])[-1]}

    def chain_is_whole(self) -> bool:
        """Whether each push says of the one before that it was sent last, and numbers rise."""
        pushes = [message for message in self.messages if "prev" in message]
        return all(one["seq"] == two["prev"] < two["seq"] for one, two in itertools.pairwise(pushes))

    # --- asyncio.Protocol ---

    def connection_made(self, transport) -> None:
        self.transport = transport
        transport.write(HANDSHAKE.format(host="test", port=0, subprotocol=SUBPROTOCOL).encode())

    def data_received(self, data: bytes) -> None:
        data = self._buffer + data
        if not self._upgraded:
            _, found, data = data.partition(b"\r\n\r\n")
            assert found, "the answer to a handshake is short"
            self._upgraded = True
            resume = {"resume": self._resume} if self._resume else {}
            self.send("connect", {"token": self.user.token} | resume)
        at = 0
        for first, start, end in frames(data):
            at = end
            if first == CLOSE:
                self.code = int.from_bytes(data[start : start + 2], "big")
                self.transport.close()
            else:
                self._message(json.decode(data[start:end]))
        self._buffer = data[at:]
        self._changed.set()

    def connection_lost(self, exc) -> None:
        self.code = self.code or 1006
        self._changed.set()

    def _message(self, message: dict[str, Any]) -> None:
        if message.get("type") == "hello":
            self.hello = message["payload"]
        else:
            self.messages.append(message)


async def dial(cluster: Cluster, player: Player, *, small_buffers: bool = False) -> Player:
    """Connect and say whose it is."""
    loop = asyncio.get_running_loop()
    raw = sockets.socket()
    if small_buffers:
        raw.setsockopt(sockets.SOL_SOCKET, sockets.SO_RCVBUF, SMALL_BUFFER_BYTES)
    raw.setblocking(False)
    host, _, port = cluster.url.removeprefix("http://").partition(":")
    await loop.sock_connect(raw, (host, int(port)))
    await loop.create_connection(lambda: player, sock=raw)
    await player.greeted()
    return player


async def crowd(cluster: Cluster, users: Iterable[User], *, small_buffers: bool = False) -> list[Player]:
    """A connected player for each user, with its snapshot. `small_buffers` go for both ends."""
    listening = cluster.gateway._socket
    before = listening.getsockopt(sockets.SOL_SOCKET, sockets.SO_SNDBUF)
    if small_buffers:
        listening.setsockopt(sockets.SOL_SOCKET, sockets.SO_SNDBUF, SMALL_BUFFER_BYTES)
    gate = asyncio.Semaphore(DIALLED_AT_ONCE)

    async def one(user: User) -> Player:
        async with gate:
            player = await dial(cluster, Player(user), small_buffers=small_buffers)
            await player.until(lambda player: bool(player.of("initial_state")))
            return player

    players = await asyncio.gather(*(one(user) for user in users))
    listening.setsockopt(sockets.SOL_SOCKET, sockets.SO_SNDBUF, before // 2)  # the kernel doubles what it is told
    return players


async def leave(players: Iterable[Player]) -> None:
    """Cut all connections."""
    players = list(players)
    for player in players:
        player.transport.abort()
    for player in players:
        await player.until(lambda player: player.code is not None)
