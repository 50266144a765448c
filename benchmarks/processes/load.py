"""The load client, its own process: `python -m benchmarks.processes.load` reads a Job on stdin, writes a LoadResult to
stdout.

It shares its processors with the server, so a command costs it one read and one write: frames are made by hand, a reply
is known by its first bytes, and the rest is not decoded.
"""

import asyncio
import sys
import time
from collections import deque
from collections.abc import Callable
from typing import Any, cast

import uvloop
from msgspec import Struct, json

from actors.games.gacha.messages import GachaPull
from actors.games.rps import RpsPlay
from actors.games.slot.messages import SlotSpin
from actors.runtime.clock import SystemClock
from actors.runtime.payloads import Command
from actors.shop.messages import ShopBuy
from actors.user.snapshot import StateGet
from benchmarks.processes.frames import CLOSE, HANDSHAKE, frames, text_frame, text_frame_head
from benchmarks.reports.latency import percentiles
from benchmarks.reports.report import Latency
from benchmarks.wallet.kind import WalletUpdate
from gateway.realtime.wire.messages import SUBPROTOCOL

START_TIMEOUT_S = 30.0
FINISH_TIMEOUT_S = 15.0
HOT_ITEM = "hot"
"""The item that players of `shop` buy; `benchmarks.figures.hot_item` puts it on sale."""
PLAYS: dict[str, Callable[[int], Command]] = {
    "rps": lambda bet: RpsPlay(bet=bet, choice="rock"),
    "slot": lambda bet: SlotSpin(machine="fortune", bet=bet),
    "gacha": lambda _: GachaPull(banner="standard", count=10),
    "shop": lambda _: ShopBuy(product_id=HOT_ITEM),
    "wallet": lambda _: WalletUpdate(amount=1),
}
"""How to play each game at a stake; pulls, items and wallet updates have amounts of their own."""
ACK = text_frame(json.encode({"type": "pong", "t": 0, "ack": 2**53 - 1}))
"""Acknowledges everything that the socket was shown."""
CROCKFORD = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
STAMP_CHARS = 10
COUNTER_DIGITS = 8


class Job(Struct, frozen=True):
    """One socket for each token; each sends its next command as soon as the last one is answered."""

    host: str
    port: int
    tokens: list[str]
    bet: int
    warm_up_s: float
    seconds: float
    reads: bool = False
    """Read the snapshot instead of playing."""
    game: str = "rps"
    """One of `PLAYS`."""
    acks_every: int = 0
    """After so many replies a socket acknowledges its events, with a pong as clients do; 0: never."""
    outstanding: int = 1
    """Commands that each socket keeps unanswered; more than one is a flood."""


class LoadResult(Struct, frozen=True):
    """`commands` were answered in the measured time, `answered` in all of it, of which `acknowledged` were rounds that
    were played."""

    commands: int
    answered: int
    acknowledged: int
    refused: int
    seconds: float
    latency_us: Latency
    cpu_s: float

    def per_s(self) -> float:
        """Return the commands answered in a second."""
        return self.commands / self.seconds


class LoadFailed(Exception):
    """A socket could not connect or was closed: the figures would mean nothing."""


class Sockets:
    """All sockets of a run: what they share."""

    def __init__(self, count: int) -> None:
        self.ready = asyncio.Event()
        self.finished = asyncio.Event()
        self.failed: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self.latencies_ns: list[int] = []
        self.acknowledged = 0
        self.refused = 0
        self.reads = 0
        self.outstanding = 0
        self.stopping = False
        self.open_loop = False
        self._opening = self._playing = count

    def opened(self) -> None:
        self._opening -= 1
        if not self._opening:
            self.ready.set()

    def done(self) -> None:
        self._playing -= 1
        if not self._playing:
            self.finished.set()

    def fail(self, reason: str) -> None:
        if not self.failed.done():
            self.failed.set_exception(LoadFailed(reason))


class PlayerSocket(asyncio.Protocol):
    """One player's closed loop."""

    def __init__(self, sockets: Sockets, job: Job, token: str, number: int) -> None:
        self._sockets = sockets
        self._job = job
        self._token = token
        self._buffer = b""
        self._upgraded = False
        self._count = 0
        self._sent_ns: deque[int] = deque()
        play = PLAYS[job.game](job.bet)
        self._play = _around_counter(number, play.TYPE, json.encode(play).decode())
        self._read = _around_counter(number, StateGet.TYPE, "{}")

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._write = cast("asyncio.Transport", transport).write
        head = HANDSHAKE.format(host=self._job.host, port=self._job.port, subprotocol=SUBPROTOCOL)
        self._write(head.encode())

    def data_received(self, data: bytes) -> None:
        if self._buffer:
            data = self._buffer + data
        if not self._upgraded:
            data = self._upgrade(data)
        at = 0
        for first, start, end in frames(data):
            at = end
            if data.startswith(b'{"re":"', start):
                self._replied(data, start)
            elif first == CLOSE:
                self._sockets.fail(f"closed: {data[start : start + 2].hex()} {data[start + 2 : end]!r}")
            else:
                self._other(data[start:end])
        self._buffer = data[at:]

    def connection_lost(self, exc: Exception | None) -> None:
        if not self._sockets.finished.is_set():
            self._sockets.fail(f"a connection was lost: {exc}")

    def send(self) -> None:
        """Send the next command."""
        self.send_at(time.perf_counter_ns(), read=self._job.reads)

    def send_at(self, due_ns: int, *, read: bool) -> None:
        """Send the next command; its latency counts from `due_ns`."""
        self._count += 1
        self._sent_ns.append(due_ns)
        self._sockets.outstanding += 1
        self._sockets.reads += read
        head, tail = self._read if read else self._play
        self._write(b"%b%08d%b" % (head, self._count, tail))

    def _replied(self, data: bytes, start: int) -> None:
        sockets = self._sockets
        if not self._count:
            return
        sockets.outstanding -= 1
        sockets.latencies_ns.append(time.perf_counter_ns() - self._sent_ns.popleft())
        if data.startswith(b'","ok":true', start + 33):
            sockets.acknowledged += 1
        else:
            sockets.refused += 1
        if sockets.open_loop:
            return
        if self._job.acks_every and self._count % self._job.acks_every == 0:
            self._write(ACK)
        if not sockets.stopping:
            self.send()
        elif not self._sent_ns:
            sockets.done()

    def _upgrade(self, data: bytes) -> bytes:
        head, separator, rest = data.partition(b"\r\n\r\n")
        if not separator:
            return data
        if b" 101 " not in head.split(b"\r\n", 1)[0]:
            self._sockets.fail(f"no WebSocket: {head[:100]!r}")
        self._upgraded = True
        connect = {"id": "connect", "type": "connect", "payload": {"token": self._token, "client": "bench/1"}}
        self._write(text_frame(json.encode(connect)))
        return rest

    def _other(self, text: bytes) -> None:
        if text.startswith(b'{"type":"initial_state"'):
            self._sockets.opened()
        elif text.startswith(b'{"type":"ping"'):
            self._write(text_frame(text.replace(b"ping", b"pong", 1)))


def _around_counter(number: int, message_type: str, payload: str) -> tuple[bytes, bytes]:
    """Return a command's frame before and after the last digits of its id: a ULID of now, rising within the socket."""
    now_ms = SystemClock().now_ms()
    stamp = "".join(CROCKFORD[now_ms >> shift & 31] for shift in range(5 * (STAMP_CHARS - 1), -1, -5))
    command_id = f"{stamp}{number:0{26 - STAMP_CHARS - COUNTER_DIGITS}d}"
    head = f'{{"id":"{command_id}'.encode()
    tail = f'","type":"{message_type}","payload":{payload}}}'.encode()
    return text_frame_head(len(head) + COUNTER_DIGITS + len(tail)) + head, tail


async def unless_failed(sockets: Sockets, event: asyncio.Event, timeout_s: float) -> None:
    """Wait for `event`. Raises LoadFailed: a socket has failed, or it took too long."""
    waiting = asyncio.ensure_future(event.wait())
    either: set[asyncio.Future[Any]] = {waiting, sockets.failed}
    await asyncio.wait(either, timeout=timeout_s, return_when=asyncio.FIRST_COMPLETED)
    if sockets.failed.done():
        sockets.failed.result()
    if not waiting.done():
        waiting.cancel()
        raise LoadFailed("the server did not answer every socket in time")


async def run(job: Job) -> LoadResult:
    """Connect all sockets, warm up, measure, let every command be answered. Raises LoadFailed."""
    loop = asyncio.get_running_loop()
    sockets = Sockets(len(job.tokens))
    players = [PlayerSocket(sockets, job, token, number) for number, token in enumerate(job.tokens)]
    factory = iter(players).__next__
    for _ in players:
        await loop.create_connection(factory, job.host, job.port)
    await unless_failed(sockets, sockets.ready, START_TIMEOUT_S)
    for player in players:
        for _ in range(job.outstanding):
            player.send()
    await asyncio.sleep(job.warm_up_s)
    first, cpu_s, started_ns = len(sockets.latencies_ns), time.process_time(), time.perf_counter_ns()
    await asyncio.sleep(job.seconds)
    measured_ns, cpu_s = time.perf_counter_ns() - started_ns, time.process_time() - cpu_s
    latencies_ns = sockets.latencies_ns[first:]
    sockets.stopping = True
    await unless_failed(sockets, sockets.finished, FINISH_TIMEOUT_S)
    return LoadResult(
        commands=len(latencies_ns),
        answered=len(sockets.latencies_ns),
        acknowledged=sockets.acknowledged - sockets.reads,
        refused=sockets.refused,
        seconds=measured_ns / 1e9,
        latency_us=percentiles(latencies_ns),
        cpu_s=cpu_s,
    )


def main() -> None:
    """Run the job that stands on stdin."""
    job = json.decode(sys.stdin.buffer.read(), type=Job)
    try:
        result = uvloop.run(run(job))
    except (LoadFailed, OSError) as error:
        sys.exit(f"the load client failed: {error}")
    sys.stdout.buffer.write(json.encode(result))


if __name__ == "__main__":
    main()
