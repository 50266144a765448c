"""Fan-out servers, each a process of its own: `python -m benchmarks.processes.fanout gateway|broadcast PORT`.

`gateway` is the gateway's hub, sessions, topics and protocol class under its own server settings; its router is a stub
that says one message ten times a second, as a host would. `broadcast` is `websockets.broadcast` on the asyncio server
of that library, without compression. Both send the same text, so their processor time a message can be compared.
"""

import asyncio
import contextlib
import resource
import sys
from collections.abc import Callable

import uvicorn
import uvloop
from prometheus_client import CollectorRegistry
from websockets.asyncio.server import ServerConnection, broadcast, serve

from actors.runtime.clock import SystemClock
from actors.runtime.entity import EntityRef
from actors.runtime.link.attachments import Subscriber
from actors.runtime.link.envelope import Answer, Attached, Push
from actors.runtime.payloads import Delivery
from cluster.processes.garbage_collection import freeze_long_lived_objects
from cluster.processes.gateway import server_config
from cluster.processes.listening import bound_socket
from gateway.auth.tokens import AccessTokens
from gateway.config import GatewayConfig
from gateway.metrics.registry import GatewayMetrics
from gateway.realtime.hub import Hub
from gateway.realtime.limits import SocketLimits
from gateway.realtime.server.handshake import realtime_protocol
from gateway.realtime.wire.frames import topic_message

TICKS_PER_S = 10
KIND = "table"
TOPIC = f"{KIND}:main"
TYPE = "tick"
BODY = b'{"round_id":"r88","elapsed_ms":4000}'
JWT_SECRET = "the secret of a benchmark, at least 32 bytes"
UNLIMITED = 1_000_000
STREAM = "bench"
SNAPSHOT = b'{"events_unacked":[]}'


def message(n: int) -> bytes:
    """Return the text that every listener gets."""
    return topic_message(TOPIC, TYPE, n, BODY)


class OneTable:
    """Stands in for the router: every entity is at once attached; `say` is a message of the table."""

    def __init__(self) -> None:
        self._subscribers: dict[int, tuple[EntityRef, Subscriber]] = {}
        self._n = 0

    def attach(self, ref: EntityRef, session: int, subscriber: Subscriber) -> None:
        self._subscribers[session] = ref, subscriber
        subscriber.attached(Attached(0, 0, 0, 1, session, False, STREAM, self._n, 1, SNAPSHOT, []))

    def detach(self, session: int) -> None:
        self._subscribers.pop(session, None)

    def call(
        self, ref: EntityRef, message_type: str, body: bytes, on_answer: Callable[[Answer], None], **_: object
    ) -> None:
        on_answer(Answer(0, 0, 0, 1, True, b"{}", 1, self._n, False))

    def say(self) -> None:
        self._n += 1
        push = Push(0, 1, KIND, "main", [], self._n, 1, TYPE, Delivery.EPHEMERAL, BODY)
        for ref, subscriber in self._subscribers.values():
            if ref.kind == KIND:
                subscriber.pushed(push)


def tokens(count: int) -> list[str]:
    """Return access tokens of `count` players for the `gateway` server."""
    issuer = AccessTokens(GatewayConfig(jwt_secret=JWT_SECRET), SystemClock())
    return [issuer.issue(f"listener{n}", "PLAYER", f"s{n}") for n in range(count)]


async def _gateway(port: int) -> None:
    clock, table = SystemClock(), OneTable()
    metrics = GatewayMetrics(CollectorRegistry(), version="bench", git_sha="", track="bench")
    issuer = AccessTokens(GatewayConfig(jwt_secret=JWT_SECRET), clock)
    limits = SocketLimits(
        commands_per_s=UNLIMITED, commands_burst=UNLIMITED, address_per_s=UNLIMITED, address_burst=UNLIMITED
    )
    hub = Hub(table, issuer, clock, metrics, limits, topics={KIND: "get"})  # type: ignore[arg-type]
    config = server_config(_no_http, realtime_protocol(hub))
    config.lifespan, config.factory, config.interface = "off", False, "asgi3"
    server = uvicorn.Server(config)
    tending = asyncio.create_task(hub.run())
    serving = asyncio.create_task(server._serve([bound_socket("127.0.0.1", port)]))
    freeze_long_lived_objects()
    await _tick(table.say)
    await asyncio.gather(tending, serving)


async def _no_http(*_: object) -> None:
    raise NotImplementedError("this server speaks WebSocket only")


async def _broadcast(port: int) -> None:
    listeners: set[ServerConnection] = set()
    n = 0

    async def listen(connection: ServerConnection) -> None:
        await connection.recv()
        listeners.add(connection)
        await connection.send('{"type":"hello","payload":{"epoch":"bench","seq":0,"recovered":true}}')
        with contextlib.suppress(Exception):
            await connection.wait_closed()
        listeners.discard(connection)

    def say() -> None:
        nonlocal n
        n += 1
        broadcast(listeners, message(n).decode())

    async with serve(listen, "127.0.0.1", port, compression=None, ping_interval=None, subprotocols=None):
        freeze_long_lived_objects()
        await _tick(say)


async def _tick(say: Callable[[], None]) -> None:
    loop = asyncio.get_running_loop()
    due = loop.time()
    while True:
        due += 1 / TICKS_PER_S
        await asyncio.sleep(max(0.0, due - loop.time()))
        say()


def main() -> None:
    """Serve until killed."""
    _, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
    name, port = sys.argv[1], int(sys.argv[2])
    with contextlib.suppress(KeyboardInterrupt):
        uvloop.run({"gateway": _gateway, "broadcast": _broadcast}[name](port))


if __name__ == "__main__":
    main()
