"""A wire between browsers and a gateway, which a test stalls, cuts and blocks: a TCP proxy in a thread of its own.

Requests pass in any case. What happens to sockets is said by the test, at once or at the next command of a type.
"""

import asyncio
import threading
from collections.abc import Callable, Coroutine, Iterator
from concurrent.futures import Future
from contextlib import contextmanager, suppress
from enum import Enum
from urllib.parse import urlsplit

CHUNK_BYTES = 65_536
HEAD_END = b"\r\n\r\n"
SOCKET = b"GET /api/realtime/sync"
LENGTH_16, LENGTH_64 = 126, 127
"""Values of a frame's length that say how many bytes hold the real one (RFC 6455, 5.2)."""
STALL_WITHIN_S = 15.0


class Lost(Enum):
    """What of a command is lost when the wire stalls at it."""

    REQUEST = "request"
    """The command itself: the gateway never sees it."""
    ANSWER = "answer"
    """All that the gateway sends from then on: the command is carried out, and the browser does not know."""


class Wire:
    """Listens on a port of its own and forwards to `target`, a URL; made by `wire_to`."""

    def __init__(self, target: str) -> None:
        parts = urlsplit(target)
        self.target = (parts.hostname or "", parts.port or 0)
        self.url = ""
        self.opened = 0
        """Sockets that browsers have opened, those that were refused not counted."""
        self._blocked = False
        self._armed: tuple[bytes, Lost] | None = None
        self._stalled = threading.Event()
        self._sockets: set[_Socket] = set()
        self._connections: set[asyncio.Task[None]] = set()

    @contextmanager
    def stalls_at(self, command: str, lost: Lost, within_s: float = STALL_WITHIN_S) -> Iterator[None]:
        """Stall at the next command of this type, which the block must send; its socket is mute until it is cut."""
        self._stalled.clear()
        self._armed = (f'"type":"{command}"'.encode(), lost)
        yield
        assert self._stalled.wait(within_s), f"nobody has sent {command}"

    def cut(self) -> None:
        """Cut every socket, both ways, as a network does that is gone."""
        self._do(self._abort_all)

    def block(self) -> None:
        """Cut every socket, and refuse new ones until `unblock`."""
        self._blocked = True
        self.cut()

    def unblock(self) -> None:
        """Let sockets through again."""
        self._blocked = False

    @property
    def open(self) -> int:
        """Sockets that are open now."""
        return len(self._sockets)

    # --- in the thread ---

    async def run(self, started: "Future[Wire]") -> None:
        """Serve until the task is cancelled."""
        self._loop = asyncio.get_running_loop()
        server = await asyncio.start_server(self._accepted, "127.0.0.1", 0)
        self.url = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
        self._over = asyncio.Event()
        started.set_result(self)
        await self._over.wait()
        server.close()
        for task in self._connections:
            task.cancel()
        await asyncio.gather(*self._connections)

    def stop(self) -> None:
        """End the thread; what is open is cut."""
        self._do(lambda: self._over.set())

    def stalls(self, message: bytes) -> Lost | None:
        """Return what of this message of a browser is to be lost, once."""
        if self._armed is None or self._armed[0] not in message:
            return None
        lost, self._armed = self._armed[1], None
        return lost

    def stalled(self) -> None:
        self._stalled.set()

    async def _accepted(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        self._connections.add(task)
        with suppress(OSError, asyncio.IncompleteReadError, asyncio.CancelledError):
            head = await reader.readuntil(HEAD_END)
            if not (self._blocked and head.startswith(SOCKET)):
                await self._forward(head, (reader, writer))
        await _aborted(writer)
        self._connections.discard(task)

    async def _forward(self, head: bytes, front: "Ends") -> None:
        back = await asyncio.open_connection(*self.target)
        back[1].write(head)
        try:
            if head.startswith(SOCKET):
                await self._forward_socket(front, back)
            else:
                await _until_first_ends(_passed(front[0], back[1]), _passed(back[0], front[1]))
        finally:
            await _aborted(back[1])

    async def _forward_socket(self, front: "Ends", back: "Ends") -> None:
        socket = _Socket(self, front, back)
        self.opened += 1
        self._sockets.add(socket)
        try:
            await socket.run()
        finally:
            self._sockets.discard(socket)

    def _abort_all(self) -> None:
        for socket in list(self._sockets):
            socket.abort()

    def _do(self, act: Callable[[], None]) -> None:
        done: Future[None] = Future()

        def run() -> None:
            act()
            done.set_result(None)

        self._loop.call_soon_threadsafe(run)
        done.result(STALL_WITHIN_S)


@contextmanager
def wire_to(target: str) -> Iterator[Wire]:
    """A wire to `target` for the time of a block."""
    wire, started = Wire(target), Future[Wire]()
    thread = threading.Thread(target=lambda: asyncio.run(wire.run(started)), name="wire")
    thread.start()
    started.result(STALL_WITHIN_S)
    try:
        yield wire
    finally:
        wire.stop()
        thread.join(STALL_WITHIN_S)


Ends = tuple[asyncio.StreamReader, asyncio.StreamWriter]


class _Socket:
    """One WebSocket through the wire."""

    def __init__(self, wire: Wire, front: Ends, back: Ends) -> None:
        self._wire = wire
        self._front, self._back = front, back
        self._lost: Lost | None = None

    async def run(self) -> None:
        """Forward until one side ends or the socket is cut."""
        await _until_first_ends(self._upstream(), self._downstream())

    def abort(self) -> None:
        for _, writer in (self._front, self._back):
            writer.transport.abort()

    async def _upstream(self) -> None:
        waiting = bytearray()
        while data := await self._front[0].read(CHUNK_BYTES):
            waiting += data
            while (found := first_frame(waiting)) is not None:
                frame, message = found
                del waiting[: len(frame)]
                self._pass(frame, message)
            await self._back[1].drain()

    def _pass(self, frame: bytes, message: bytes) -> None:
        lost = self._wire.stalls(message)
        self._lost = self._lost or lost
        if self._lost is not Lost.REQUEST:
            self._back[1].write(frame)
        if lost is not None:
            self._wire.stalled()

    async def _downstream(self) -> None:
        while data := await self._back[0].read(CHUNK_BYTES):
            if self._lost is not Lost.ANSWER:
                self._front[1].write(data)
                await self._front[1].drain()


def first_frame(data: bytes | bytearray) -> tuple[bytes, bytes] | None:
    """Return the first frame of a client in `data`, as it is and unmasked; None unless it is there as a whole."""
    if len(data) < 2:
        return None
    length, head = data[1] & 0x7F, 2
    if length >= LENGTH_16:
        head = 4 if length == LENGTH_16 else 10
        length = int.from_bytes(data[2:head], "big")
    end = head + 4 + length
    if len(data) < end:
        return None
    mask = data[head : head + 4]
    return bytes(data[:end]), bytes(byte ^ mask[n % 4] for n, byte in enumerate(data[head + 4 : end]))


async def _passed(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    while data := await reader.read(CHUNK_BYTES):
        writer.write(data)
        await writer.drain()


async def _until_first_ends(*ways: Coroutine[None, None, None]) -> None:
    tasks = [asyncio.ensure_future(way) for way in ways]
    try:
        await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


async def _aborted(writer: asyncio.StreamWriter) -> None:
    writer.transport.abort()
    with suppress(OSError):
        await writer.wait_closed()
