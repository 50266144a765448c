"""Many sockets that mostly listen, in a process of their own: `python -m benchmarks.processes.crowd`.

It reads a CrowdJob as the first line of stdin, connects, and answers each further line, an order, with a line of JSON:
`count` (messages and bytes received so far), `stall` (a fifth of the sockets stop reading for good), `drop` (cut every
connection, come back with full jitter and resume; how that went). It ends with its stdin.
"""

import asyncio
import random
import resource
import sys
import time
from typing import Any, cast

import uvloop
from msgspec import Struct, json

from benchmarks.processes.frames import CLOSE, HANDSHAKE, frames, text_frame
from benchmarks.reports.latency import percentiles
from benchmarks.reports.report import Latency
from gateway.realtime.wire.messages import SUBPROTOCOL

CONNECTS_AT_ONCE = 64
READY_TIMEOUT_S = 120.0
STALLED_EVERY = 5
BACK_OFF_S = (0.5, 20.0)
"""First and last mean of the full-jitter back-off (protocol.md, Close codes)."""


class CrowdJob(Struct, frozen=True):
    """One socket a token; `subscribe` is the command that each sends once it is connected, empty for none."""

    host: str
    port: int
    tokens: list[str]
    subscribe: str = ""


class Counted(Struct, frozen=True):
    """Messages and bytes that all sockets have received."""

    messages: int
    bytes: int


class Returned(Struct, frozen=True):
    """How a dropped crowd came back. `hello_us` is from the attempt that succeeded to its `hello`."""

    sockets: int
    recovered: int
    attempts: int
    seconds: float
    hello_us: Latency


class Member(asyncio.Protocol):
    """One socket of the crowd."""

    def __init__(self, crowd: "Crowd", token: str) -> None:
        self._crowd = crowd
        self._token = token
        self._buffer = b""
        self._upgraded = False
        self._transport: asyncio.Transport | None = None
        self._epoch, self._seq = "", 0
        self._ready: asyncio.Future[bool] | None = None

    async def connect(self) -> bool:
        """Connect and wait for what opens the stream; whether it was resumed. Raises OSError, TimeoutError."""
        job, loop = self._crowd.job, asyncio.get_running_loop()
        self._buffer, self._upgraded, self._ready = b"", False, loop.create_future()
        await loop.create_connection(lambda: self, job.host, job.port)
        return await asyncio.wait_for(self._ready, READY_TIMEOUT_S)

    def stall(self) -> None:
        """Read nothing any more."""
        if self._transport is not None:
            self._transport.pause_reading()

    def drop(self) -> None:
        """Cut the connection."""
        if self._transport is not None:
            self._transport.abort()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast("asyncio.Transport", transport)
        job = self._crowd.job
        head = HANDSHAKE.format(host=job.host, port=job.port, subprotocol=SUBPROTOCOL)
        self._transport.write(head.encode())

    def connection_lost(self, exc: Exception | None) -> None:
        if self._ready is not None and not self._ready.done():
            self._ready.set_exception(exc or ConnectionResetError("closed before it was ready"))

    def data_received(self, data: bytes) -> None:
        data = self._buffer + data if self._buffer else data
        if not self._upgraded:
            data = self._upgrade(data)
        at, crowd = 0, self._crowd
        for first, start, end in frames(data):
            at = end
            crowd.messages += 1
            crowd.bytes += end - start
            if first == CLOSE:
                self.connection_lost(ConnectionResetError(f"closed: {data[start : start + 2].hex()}"))
            elif self._ready is not None and not self._ready.done():
                self._opening(data[start:end])
            elif data.startswith(b'{"type":"ping"', start):
                self._send(data[start:end].replace(b"ping", b"pong", 1))
        self._buffer = data[at:]

    def _upgrade(self, data: bytes) -> bytes:
        _, separator, rest = data.partition(b"\r\n\r\n")
        if not separator:
            return data
        self._upgraded = True
        payload: dict[str, Any] = {"token": self._token, "client": "bench/1"}
        if self._epoch:
            payload["resume"] = {"epoch": self._epoch, "seq": self._seq}
        self._send(json.encode({"id": "connect", "type": "connect", "payload": payload}))
        return rest

    def _opening(self, text: bytes) -> None:
        """Take `hello`; then `initial_state` unless the stream was resumed."""
        assert self._ready is not None
        message = json.decode(text)
        if message["type"] == "hello":
            hello = message["payload"]
            self._epoch, self._seq = hello["epoch"], hello["seq"]
            if hello["recovered"]:
                self._ready.set_result(True)
        elif message["type"] == "initial_state":
            self._ready.set_result(False)
        if self._ready.done() and self._crowd.job.subscribe:
            self._send(self._crowd.job.subscribe.encode())

    def _send(self, text: bytes) -> None:
        assert self._transport is not None
        self._transport.write(text_frame(text))


class Crowd:
    """All of them."""

    def __init__(self, job: CrowdJob) -> None:
        self.job = job
        self.messages = self.bytes = 0
        self._members = [Member(self, token) for token in job.tokens]
        self._gate = asyncio.Semaphore(CONNECTS_AT_ONCE)

    async def connect(self) -> Counted:
        """Connect all, so many at once."""
        await asyncio.gather(*(self._connect(member) for member in self._members))
        return self.count()

    def count(self) -> Counted:
        return Counted(self.messages, self.bytes)

    def stall(self) -> Counted:
        """Let one in STALLED_EVERY stop reading."""
        for member in self._members[::STALLED_EVERY]:
            member.stall()
        return self.count()

    async def drop(self) -> Returned:
        """Cut all at once; each comes back by itself."""
        started_ns = time.perf_counter_ns()
        for member in self._members:
            member.drop()
        found = await asyncio.gather(*(self._return(member) for member in self._members))
        return Returned(
            sockets=len(found),
            recovered=sum(recovered for recovered, _, _ in found),
            attempts=sum(attempts for _, attempts, _ in found),
            seconds=(time.perf_counter_ns() - started_ns) / 1e9,
            hello_us=percentiles(hello_ns for _, _, hello_ns in found),
        )

    async def _connect(self, member: Member) -> None:
        async with self._gate:
            await member.connect()

    @staticmethod
    async def _return(member: Member) -> tuple[bool, int, int]:
        mean_s, attempts = BACK_OFF_S[0], 0
        while True:
            await asyncio.sleep(random.uniform(0, 2 * mean_s))
            attempts += 1
            started_ns = time.perf_counter_ns()
            try:
                return await member.connect(), attempts, time.perf_counter_ns() - started_ns
            except OSError:
                mean_s = min(2 * mean_s, BACK_OFF_S[1])


async def _serve(job: CrowdJob) -> None:
    crowd, loop = Crowd(job), asyncio.get_running_loop()
    _say(await crowd.connect())
    while line := await loop.run_in_executor(None, sys.stdin.buffer.readline):
        match line.strip():
            case b"drop":
                _say(await crowd.drop())
            case b"stall":
                _say(crowd.stall())
            case _:
                _say(crowd.count())


def _say(found: Struct) -> None:
    sys.stdout.buffer.write(json.encode(found) + b"\n")
    sys.stdout.buffer.flush()


def main() -> None:
    """Run the job that stands on stdin."""
    _, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
    job = json.decode(sys.stdin.buffer.readline(), type=CrowdJob)
    try:
        uvloop.run(_serve(job))
    except (OSError, TimeoutError) as error:
        sys.exit(f"the crowd failed: {error!r}")


if __name__ == "__main__":
    main()
