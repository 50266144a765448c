"""A player at the other end of the socket: sends, collects, and validates whatever the server says."""

import asyncio
import json
import secrets
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from typing import Any, NamedTuple

import httpx
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed

from actors.runtime.clock import SystemClock
from gateway.auth.tokens import AccessTokens
from gateway.config import GatewayConfig
from gateway.realtime.wire.messages import SUBPROTOCOL
from tests.integration.cluster import TEST_SECRET, Cluster
from tests.integration.realtime.validation import validated

CONFIG = GatewayConfig(jwt_secret=TEST_SECRET, argon2_memory_kib=8, argon2_passes=1)
PATIENCE_S = 30
STARTING_GOLD = 10_000


class User(NamedTuple):
    """A player's id and access token; no account is needed to play."""

    id: str
    token: str

    @property
    def bearer(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.token}"}


def new_user(config: GatewayConfig = CONFIG, user_id: str = "") -> User:
    user_id = user_id or f"u{secrets.token_hex(6)}"
    return User(user_id, AccessTokens(config, SystemClock()).issue(user_id, "PLAYER", f"s{user_id}"))


def new_id() -> str:
    return secrets.token_hex(12)


async def eventually(condition: Callable[[], Awaitable[bool]], patience_s: float = PATIENCE_S) -> None:
    """Return when `condition` holds."""
    async with asyncio.timeout(patience_s):
        while True:
            if await condition():
                return
            await asyncio.sleep(0)


@dataclass
class Socket:
    """One open socket. `pushes` are all messages that answer nothing, in the order of their arrival."""

    wire: ClientConnection
    pushes: list[dict[str, Any]] = field(default_factory=list)
    sent: dict[str, str] = field(default_factory=dict)

    async def next(self) -> dict[str, Any]:
        """The next message, validated."""
        async with asyncio.timeout(PATIENCE_S):
            text = await self.wire.recv()
        assert isinstance(text, str)
        message = json.loads(text)
        validated(message, self.sent.get(message.get("re") or ""))
        if "re" not in message:
            self.pushes.append(message)
        return message

    async def until(self, message_type: str) -> dict[str, Any]:
        """Read on to the next message of a type."""
        while (message := await self.next()).get("type") != message_type:
            pass
        return message

    async def reply(self, command_id: str | None) -> dict[str, Any]:
        """Read on to the reply of a command."""
        while "re" not in (message := await self.next()) or message["re"] != command_id:
            pass
        return message

    @property
    def state(self) -> dict[str, Any]:
        """The snapshot that this socket began with."""
        assert self.pushes[0]["type"] == "initial_state"
        return self.pushes[0]

    @property
    def numbered(self) -> list[dict[str, Any]]:
        """The pushes that have a seq and a prev."""
        return [push for push in self.pushes if "prev" in push]

    async def send(self, message_type: str, payload: Any = None, command_id: str = "") -> str:
        """Send a command; its id."""
        command_id = command_id or new_id()
        self.sent[command_id] = message_type
        await self.wire.send(json.dumps({"id": command_id, "type": message_type, "payload": payload or {}}))
        return command_id

    async def ask(self, message_type: str, payload: Any = None, command_id: str = "") -> dict[str, Any]:
        """Send a command and wait for its reply."""
        return await self.reply(await self.send(message_type, payload, command_id))

    async def play(self, bet: int = 100, command_id: str = "") -> dict[str, Any]:
        return await self.ask("rps.play", {"bet": bet, "choice": "rock"}, command_id)

    async def connect(self, token: str, resume: dict[str, Any] | None = None) -> dict[str, Any]:
        """Authenticate; the payload of `hello`."""
        await self.send("connect", {"token": token} | ({"resume": resume} if resume else {}))
        hello = await self.next()
        assert hello["type"] == "hello"
        return hello["payload"]

    async def close_code(self) -> int:
        """Read to the end; the code with which the server closed, 1006 when it cut the connection."""
        with suppress(ConnectionClosed):
            while True:
                await self.next()
        assert self.wire.close_code is not None
        return self.wire.close_code


@asynccontextmanager
async def dialled(cluster: Cluster, *, query: str = "", **options: Any) -> AsyncIterator[Socket]:
    """A socket on which nothing was said yet."""
    options = {
        "subprotocols": [SUBPROTOCOL],
        "compression": None,
        "proxy": None,
        "ping_interval": None,
        "max_queue": None,
    } | options
    async with connect(cluster.socket_url + query, **options) as wire:
        yield Socket(wire)


@asynccontextmanager
async def joined(cluster: Cluster, user: User, resume: dict[str, Any] | None = None) -> AsyncIterator[Socket]:
    """A socket with its snapshot or, after a resume, with `hello` read."""
    async with dialled(cluster) as socket:
        hello = await socket.connect(user.token, resume)
        if not hello["recovered"]:
            await socket.until("initial_state")
        yield socket


async def play_over_http(
    client: httpx.AsyncClient, user: User, command_id: str = "", body: dict[str, Any] | None = None
) -> httpx.Response:
    body = body or {"bet": 100, "choice": "rock"}
    headers = user.bearer | {"Idempotency-Key": command_id or new_id()}
    return await client.post("/api/games/rps/play", json=body, headers=headers)
