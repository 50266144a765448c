"""A connection to the gateway without a client library: bytes as a hostile peer would send them."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from websockets.frames import Frame, Opcode

from benchmarks.processes.frames import CLOSE, frames
from gateway.realtime.server.handshake import PATH
from gateway.realtime.wire.messages import SUBPROTOCOL
from tests.integration.cluster import Cluster
from tests.integration.realtime.player import User

PATIENCE_S = 30


class Connection:
    """Both directions of one TCP connection."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.reader = reader
        self.writer = writer

    def send(self, data: bytes) -> None:
        self.writer.write(data)

    async def rest(self) -> bytes:
        """Everything until the server closes; what has come by then when it cuts the connection."""
        found = b""
        async with asyncio.timeout(PATIENCE_S):
            try:
                while data := await self.reader.read(64 * 1024):
                    found += data
            except ConnectionError:
                pass
        return found

    async def close_code(self) -> int:
        """Read to the close frame; its code, or 1006 when the server cuts the connection."""
        found = b""
        async with asyncio.timeout(PATIENCE_S):
            while data := await self.reader.read(64 * 1024):
                found += data
                for first, start, _ in frames(found):
                    if first == CLOSE:
                        return int.from_bytes(found[start : start + 2], "big")
        return 1006

    async def head(self) -> bytes:
        """The head of an answer."""
        async with asyncio.timeout(PATIENCE_S):
            return await self.reader.readuntil(b"\r\n\r\n")

    async def answer(self) -> tuple[int, bytes]:
        """Status and body of the next answer, which says its length."""
        head = (await self.head()).lower()
        _, _, length = head.partition(b"content-length: ")
        async with asyncio.timeout(PATIENCE_S):
            body = await self.reader.readexactly(int(length.split(b"\r\n")[0] or 0) if length else 0)
        return int(head.split()[1]), body


@asynccontextmanager
async def connection(cluster: Cluster) -> AsyncIterator[Connection]:
    """A connection on which nothing was sent yet."""
    reader, writer = await asyncio.open_connection("127.0.0.1", cluster.gateway.port)
    try:
        yield Connection(reader, writer)
    finally:
        writer.transport.abort()


def handshake(*more: str, path: str = PATH, host: str = "x", version: str = "HTTP/1.1") -> bytes:
    """An opening handshake with `more` headers."""
    lines = [
        f"GET {path} {version}",
        *([f"Host: {host}"] if host else []),
        "Upgrade: websocket",
        "Connection: Upgrade",
        "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==",
        "Sec-WebSocket-Version: 13",
        f"Sec-WebSocket-Protocol: {SUBPROTOCOL}",
        *more,
    ]
    return ("\r\n".join(lines) + "\r\n\r\n").encode()


def connect_message(user: User) -> bytes:
    return json.dumps({"id": "c", "type": "connect", "payload": {"token": user.token}}).encode()


def client_frame(opcode: Opcode, data: bytes = b"", *, fin: bool = True) -> bytes:
    return Frame(opcode, data, fin).serialize(mask=True)
