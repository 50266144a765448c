"""The bettors of a crash table with many bets and many watchers: `python -m benchmarks.processes.crash`.

It reads a CrashJob as the first line of stdin, connects, says `{}`, and after one more line bets on the next rounds: at
even intervals within the betting window, each latency from the moment at which its bet was due. Every second bet leaves
early by itself, the others run into the crash. The answer is a CrashResult; `benchmarks/figures/crash_rounds.py` is its
parent.
"""

import asyncio
import contextlib
import os
import sys
import time
from collections import Counter
from collections.abc import Callable
from random import SystemRandom
from typing import Any, cast

import uvloop
from msgspec import Struct, json

from actors.runtime.clock import SystemClock
from benchmarks.processes.frames import CLOSE, HANDSHAKE, frames, text_frame
from benchmarks.processes.load import LoadFailed
from benchmarks.processes.openloop import TICK_S, Schedule, check_lag
from benchmarks.reports.latency import percentiles
from benchmarks.reports.report import Latency
from gateway.realtime.wire.messages import SUBPROTOCOL
from pitboss_client.ulid import UlidSource

TABLE = "main"
BET = 20
EARLY_HUNDREDTHS = 110
ROUNDS = 3
WINDOW_SHARE = 0.7
"""Share of the betting window in which all bets are due."""
CONNECTS_AT_ONCE = 64
READY_TIMEOUT_S = 120.0
STEP_TIMEOUT_S = 30.0
CURVE_TIMEOUT_S = 180.0
"""One round in 500 is longer; it is refused."""
REAL_TIME_PRIORITY = 1
"""Priority of the bettors, if the system lets them: the process that measures keeps to its schedule while servers and
watchers take all processors, and uses little itself (`CrashResult.cpu_s`)."""
SUBSCRIBE = json.encode({"id": "watch", "type": "crash.subscribe", "payload": {"table": TABLE}})


class CrashJob(Struct, frozen=True):
    """One bettor a token."""

    host: str
    port: int
    tokens: list[str]
    rounds: int


class Ready(Struct, frozen=True):
    """All are connected."""


class CrashResult(Struct, frozen=True):
    """`settle_ms` has a number for each round: from its crash to the last push of a settled bet.

    `messages` and `ticks` are what a watcher got in these rounds, `heard` all that it got meanwhile; `curve_s` is how
    long the curves ran together. `cpu_s` is what this process used meanwhile, `preferred` whether the system let
    it run before all others.
    """

    rounds: int
    accepted: int
    refused: dict[str, int]
    bet_us: Latency
    send_lag_us: Latency
    settle_ms: list[float]
    messages: int
    ticks: int
    heard: int
    curve_s: float
    cpu_s: float
    preferred: bool


class Bettors:
    """All bettors of the process; the first of them watches the table."""

    def __init__(self, job: CrashJob) -> None:
        self.job = job
        self.ids = UlidSource(SystemClock(), SystemRandom())
        self.latencies_ns: list[int] = []
        self.refused: Counter[str] = Counter()
        self.heard = 0
        self.types: Counter[str] = Counter()
        self.news = asyncio.Event()
        self.failure = ""
        self.opened: dict[str, Any] = {}
        self.phase = ""
        self.started_ns = self.crashed_ns = self.settled_ns = 0
        self.unanswered = self.unsettled = 0
        self.members = [Bettor(self, token, number) for number, token in enumerate(job.tokens)]

    def table_message(self, message_type: str, payload: dict[str, Any]) -> None:
        """Take a message of the table."""
        self.heard += 1
        self.types[message_type] += 1
        now_ns = time.perf_counter_ns()
        match message_type:
            case "round_open":
                self.opened, self.phase = payload, "betting"
                self.types = Counter([message_type])
            case "round_start":
                self.phase, self.started_ns = "running", now_ns
            case "crashed" | "round_voided":
                self.phase, self.crashed_ns = "ended", now_ns
            case _:
                pass
        self.news.set()

    def answered(self, due_ns: int, text: bytes) -> None:
        """Take the reply to a bet."""
        self.unanswered -= 1
        reply = json.decode(text)
        if reply["ok"]:
            self.latencies_ns.append(time.perf_counter_ns() - due_ns)
            self.unsettled += 1
        else:
            self.refused[reply["error"]["code"]] += 1
        self.news.set()

    def settled(self) -> None:
        """Count a bet that has ended."""
        self.unsettled -= 1
        self.settled_ns = time.perf_counter_ns()
        self.news.set()

    def fail(self, reason: str) -> None:
        """End the run: a socket is lost."""
        self.failure = reason
        self.news.set()

    async def until(self, what: str, timeout_s: float) -> None:
        """Wait for `what`, one of the names below. Raises LoadFailed."""
        holds: dict[str, Callable[[], bool]] = {
            "no bets to be taken": lambda: self.phase != "betting",
            "a round to open": lambda: self.phase == "betting",
            "every bet to be answered": lambda: not self.unanswered,
            "the round to crash": lambda: self.phase == "ended",
            "every bet to be settled": lambda: not self.unsettled,
        }
        try:
            async with asyncio.timeout(timeout_s):
                while not holds[what]():
                    if self.failure:
                        raise LoadFailed(self.failure)
                    self.news.clear()
                    await self.news.wait()
        except TimeoutError:
            raise LoadFailed(f"waited {timeout_s:g} s for {what}") from None


class Bettor(asyncio.Protocol):
    """One socket, at most one bet a round."""

    def __init__(self, bettors: Bettors, token: str, number: int) -> None:
        self._all = bettors
        self._token = token
        self._number = number
        self._buffer = b""
        self._upgraded = False
        self._due_ns = 0
        self._ready: asyncio.Future[None] = asyncio.get_running_loop().create_future()

    async def connect(self, gate: asyncio.Semaphore) -> None:
        """Connect and wait for the snapshot. Raises OSError, TimeoutError."""
        async with gate:
            job, loop = self._all.job, asyncio.get_running_loop()
            await loop.create_connection(lambda: self, job.host, job.port)
            await asyncio.wait_for(self._ready, READY_TIMEOUT_S)

    def bet(self, due_ns: int) -> None:
        """Bet on the open round; the bet was due at `due_ns`."""
        payload = {"table": TABLE, "round_id": self._all.opened["round_id"], "bet": BET}
        if self._number % 2:
            payload["auto_cashout"] = EARLY_HUNDREDTHS
        self._due_ns = due_ns
        self.send(json.encode({"id": self._all.ids.next(), "type": "crash.bet", "payload": payload}))

    def send(self, text: bytes) -> None:
        """Send a message."""
        self._transport.write(text_frame(text))

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast("asyncio.Transport", transport)
        job = self._all.job
        self._transport.write(HANDSHAKE.format(host=job.host, port=job.port, subprotocol=SUBPROTOCOL).encode())

    def connection_lost(self, exc: Exception | None) -> None:
        self._all.fail(f"a connection was lost: {exc}")
        if not self._ready.done():
            self._ready.set_exception(exc or ConnectionResetError("closed before it was ready"))

    def data_received(self, data: bytes) -> None:
        data = self._buffer + data if self._buffer else data
        if not self._upgraded:
            head, separator, rest = data.partition(b"\r\n\r\n")
            self._upgraded, data = bool(separator), rest if separator else head
            if separator:
                payload = {"token": self._token, "client": "bench/1"}
                self.send(json.encode({"id": "connect", "type": "connect", "payload": payload}))
        at = 0
        for first, start, end in frames(data) if self._upgraded else ():
            at = end
            if first == CLOSE:
                self._all.fail(f"closed: {data[start : start + 2].hex()} {data[start + 2 : end]!r}")
            else:
                self._received(data[start:end])
        self._buffer = data[at:]

    def _received(self, text: bytes) -> None:
        if text.startswith(b'{"topic"'):
            message = json.decode(text)
            self._all.table_message(message["type"], message["payload"])
        elif text.startswith(b'{"re"') and self._due_ns:
            due_ns, self._due_ns = self._due_ns, 0
            self._all.answered(due_ns, text)
        elif text.startswith(b'{"type":"stats_update"'):
            self._all.settled()
        elif text.startswith(b'{"type":"initial_state"'):
            self._ready.set_result(None)
        elif text.startswith(b'{"type":"ping"'):
            self.send(text.replace(b"ping", b"pong", 1))


async def _bet_all(bettors: Bettors) -> list[int]:
    """Let all bet on the open round, at even intervals; return how late each bet was sent, in ns."""
    window_s = (bettors.opened["closes_at"] - SystemClock().now_ms()) / 1000 * WINDOW_SHARE
    if window_s <= 0:
        raise LoadFailed("a round was closed before its opening was heard")
    bettors.unanswered += len(bettors.members)
    waiting, lags_ns = iter(bettors.members), list[int]()
    schedule = Schedule(len(bettors.members) / window_s, time.perf_counter_ns())
    while len(lags_ns) < len(bettors.members):
        for due_ns, member in zip(schedule.due(time.perf_counter_ns()), waiting, strict=False):
            lags_ns.append(max(1, time.perf_counter_ns() - due_ns))
            member.bet(due_ns)
        await asyncio.sleep(TICK_S)
    return lags_ns


async def run(bettors: Bettors) -> CrashResult:
    """Bet on the next rounds from their opening on. Raises LoadFailed."""
    lags_ns: list[int] = []
    settle_ms: list[float] = []
    messages = ticks = 0
    curve_s, heard, cpu_s = 0.0, bettors.heard, time.process_time()
    await bettors.until("no bets to be taken", STEP_TIMEOUT_S)
    for _ in range(bettors.job.rounds):
        await bettors.until("a round to open", CURVE_TIMEOUT_S)
        lags_ns += await _bet_all(bettors)
        await bettors.until("every bet to be answered", STEP_TIMEOUT_S)
        await bettors.until("the round to crash", CURVE_TIMEOUT_S)
        types = bettors.types
        await bettors.until("every bet to be settled", STEP_TIMEOUT_S)
        settle_ms.append(max(0.0, (bettors.settled_ns - bettors.crashed_ns) / 1e6))
        messages, ticks = messages + types.total(), ticks + types["tick"]
        curve_s += (bettors.crashed_ns - bettors.started_ns) / 1e9
    return CrashResult(
        rounds=bettors.job.rounds,
        accepted=len(bettors.latencies_ns),
        refused=dict(bettors.refused),
        bet_us=percentiles(bettors.latencies_ns),
        send_lag_us=percentiles(lags_ns),
        settle_ms=settle_ms,
        messages=messages,
        ticks=ticks,
        heard=bettors.heard - heard,
        curve_s=curve_s,
        cpu_s=time.process_time() - cpu_s,
        preferred=os.sched_getscheduler(0) == os.SCHED_RR,
    )


async def _serve(job: CrashJob) -> CrashResult:
    bettors = Bettors(job)
    gate = asyncio.Semaphore(CONNECTS_AT_ONCE)
    await asyncio.gather(*(member.connect(gate) for member in bettors.members))
    bettors.members[0].send(SUBSCRIBE)
    _say(Ready())
    await asyncio.get_running_loop().run_in_executor(None, sys.stdin.buffer.readline)
    return await run(bettors)


def _say(found: Struct) -> None:
    sys.stdout.buffer.write(json.encode(found) + b"\n")
    sys.stdout.buffer.flush()


def main() -> None:
    """Run the job that stands on stdin."""
    with contextlib.suppress(PermissionError):
        os.sched_setscheduler(0, os.SCHED_RR, os.sched_param(REAL_TIME_PRIORITY))
    job = json.decode(sys.stdin.buffer.readline(), type=CrashJob)
    try:
        result = uvloop.run(_serve(job))
        check_lag(result.send_lag_us)
    except (LoadFailed, OSError, TimeoutError) as error:
        sys.exit(f"the bettors failed: {error!r}")
    _say(result)


if __name__ == "__main__":
    main()
