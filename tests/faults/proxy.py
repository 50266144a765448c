"""A TCP proxy between a host and Postgres that cuts the connection over which the host commits, at a chosen moment."""

import asyncio
from contextlib import suppress
from enum import Enum
from typing import Self

CHUNK_BYTES = 65_536
COMMITS = b"pitboss commits"
"""The application name in the start-up message of that connection."""


class Cut(Enum):
    """What is lost of the next commit before the connection ends."""

    REQUEST = "request"
    """All of it: the server never sees it."""
    HALF = "half"
    """The second half of what the host sends."""
    ANSWER = "answer"
    """The server's answer: the commit is durable, and the host does not know."""


class Proxy:
    """Listens on `port` of the loopback interface and forwards to `target_port`."""

    def __init__(self, target_port: int) -> None:
        self._target_port = target_port
        self._armed: Cut | None = None
        self._connections: set[asyncio.Task[None]] = set()
        self.cut_s = 0.0
        self.cut = asyncio.Event()

    async def __aenter__(self) -> Self:
        self._server = await asyncio.start_server(self._accepted, "127.0.0.1", 0)
        self.port: int = self._server.sockets[0].getsockname()[1]
        return self

    async def __aexit__(self, *_: object) -> None:
        self._server.close()
        for task in self._connections:
            task.cancel()
        await asyncio.gather(*self._connections, return_exceptions=True)
        await self._server.wait_closed()

    def arm(self, cut: Cut) -> None:
        """Cut at the next commit; `cut` is set then."""
        self.cut.clear()
        self._armed = cut

    async def _accepted(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        self._connections.add(task)
        try:
            server_reader, server_writer = await asyncio.open_connection("127.0.0.1", self._target_port)
            await _Pair(self, reader, writer, server_reader, server_writer).run()
        except (OSError, asyncio.CancelledError):
            writer.transport.abort()
        finally:
            self._connections.discard(task)

    def take(self) -> Cut | None:
        """The cut that is wanted, once."""
        wanted, self._armed = self._armed, None
        return wanted

    def done(self) -> None:
        self.cut_s = asyncio.get_running_loop().time()
        self.cut.set()


class _Pair:
    """One connection through the proxy."""

    def __init__(
        self,
        proxy: Proxy,
        reader: asyncio.StreamReader,
        writer: asyncio.StreamWriter,
        server_reader: asyncio.StreamReader,
        server_writer: asyncio.StreamWriter,
    ) -> None:
        self._proxy = proxy
        self._client = (reader, writer)
        self._server = (server_reader, server_writer)
        self._commits = False
        self._mute = False

    async def run(self) -> None:
        """Forward until one side ends or the connection is cut."""
        both = [asyncio.create_task(self._upstream()), asyncio.create_task(self._downstream())]
        try:
            await asyncio.wait(both, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for task in both:
                task.cancel()
            await asyncio.gather(*both, return_exceptions=True)
            for _, writer in (self._client, self._server):
                writer.transport.abort()
                with suppress(OSError):
                    await writer.wait_closed()

    async def _upstream(self) -> None:
        reader, writer = self._client[0], self._server[1]
        while data := await reader.read(CHUNK_BYTES):
            cut = self._proxy.take() if self._commits else None
            self._commits = self._commits or COMMITS in data
            if cut is Cut.REQUEST or cut is Cut.HALF:
                if cut is Cut.HALF:
                    writer.write(data[: len(data) // 2])
                    await writer.drain()
                self._proxy.done()
                return
            self._mute = cut is Cut.ANSWER
            writer.write(data)
            await writer.drain()

    async def _downstream(self) -> None:
        reader, writer = self._server[0], self._client[1]
        while data := await reader.read(CHUNK_BYTES):
            if self._mute:
                self._proxy.done()
                return
            writer.write(data)
            await writer.drain()
