"""Figures that take a crowd: memory of idle sockets, a connect storm, fan-out beside `websockets.broadcast`."""

import contextlib
import queue
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Sequence
from typing import TypeVar
from urllib.parse import urlsplit

import psutil
from msgspec import Struct, json

from benchmarks.ground.memory import private_kib
from benchmarks.ground.platform import Platform
from benchmarks.processes.clients import run_client
from benchmarks.processes.crowd import Counted, CrowdJob, Returned
from benchmarks.processes.fanout import KIND, TICKS_PER_S, tokens
from benchmarks.processes.load import Job, LoadFailed, LoadResult
from benchmarks.reports.goals import Figure

ANSWER_TIMEOUT_S = 150.0
LISTEN_TIMEOUT_S = 20.0
SETTLE_S = 2.0
READERS = 16
Found = TypeVar("Found", bound=Struct)


class RunningCrowd:
    """A crowd process; every answer comes within ANSWER_TIMEOUT_S."""

    def __init__(self, job: CrowdJob) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-m", "benchmarks.processes.crowd"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        )
        self._lines: queue.Queue[bytes] = queue.Queue()
        threading.Thread(target=self._read, daemon=True).start()
        self._write(json.encode(job))
        self._answer(Counted)

    def count(self) -> Counted:
        """Return what came in so far."""
        self._write(b"count")
        return self._answer(Counted)

    def stall(self) -> None:
        """Let one in five stop reading."""
        self._write(b"stall")
        self._answer(Counted)

    def drop(self) -> Returned:
        """Cut every connection and wait until all are back."""
        self._write(b"drop")
        return self._answer(Returned)

    def close(self) -> None:
        """End the process."""
        self._process.kill()
        self._process.communicate()

    def _write(self, line: bytes) -> None:
        assert self._process.stdin is not None
        self._process.stdin.write(line + b"\n")
        self._process.stdin.flush()

    def _read(self) -> None:
        assert self._process.stdout is not None
        for line in self._process.stdout:
            self._lines.put(line)
        self._lines.put(b"")

    def _answer(self, kind: type[Found]) -> Found:
        try:
            line = self._lines.get(timeout=ANSWER_TIMEOUT_S)
        except queue.Empty:
            line = b""
        if not line:
            assert self._process.stderr is not None
            self._process.kill()
            raise LoadFailed(self._process.stderr.read().decode().strip() or "the crowd did not answer in time")
        return json.decode(line, type=kind)


@contextlib.contextmanager
def running_crowd(host: str, port: int, tokens_: Sequence[str], subscribe: str = "") -> Iterator[RunningCrowd]:
    """Yield a crowd that is connected. Raises LoadFailed."""
    crowd = RunningCrowd(CrowdJob(host, port, list(tokens_), subscribe))
    try:
        yield crowd
    finally:
        crowd.close()


def idle_sockets(platform: Platform, tokens_: Sequence[str]) -> list[Figure]:
    """Measure the private memory of the gateway and of the host for each connected player, on the platform."""
    address = urlsplit(platform.url)
    gateway, host = (int(platform.status[kind][0]["pid"]) for kind in ("gateways", "hosts"))
    before = private_kib(gateway), private_kib(host)
    with running_crowd(address.hostname or "", address.port or 0, tokens_):
        time.sleep(SETTLE_S)
        after = private_kib(gateway), private_kib(host)
    each = [(late - early) / len(tokens_) for early, late in zip(before, after, strict=True)]
    how = f"private memory of the process, {len(tokens_):,} connected players"
    return [Figure("idle socket, whole gateway", each[0], how), Figure("player with a socket, host", each[1], how)]


def connect_storm(platform: Platform, tokens_: Sequence[str]) -> list[Figure]:
    """Cut all sockets at once, and measure how they come back by themselves."""
    address = urlsplit(platform.url)
    with running_crowd(address.hostname or "", address.port or 0, tokens_) as crowd:
        back = crowd.drop()
    how = f"{back.sockets:,} sockets cut at once, full jitter, {back.attempts:,} attempts"
    return [
        Figure("connect storm: share resumed", back.recovered / back.sockets, how),
        Figure("connect storm: seconds until all are back", back.seconds, how),
        Figure("connect storm: p99 of connect to hello, ms", back.hello_us.p99 / 1000, how),
    ]


def fan_out(listeners: int, seconds: float) -> list[Figure]:
    """Measure the processor time of a server for each delivered message, beside that of the library."""
    subscribe = json.encode({"id": "s", "type": f"{KIND}.subscribe", "payload": {}}).decode()
    ours = _fan_out("gateway", tokens(listeners), subscribe, seconds)
    theirs = _fan_out("broadcast", ["-"] * listeners, "", seconds)
    how = (
        f"{ours.cpu_us:.1f} us through {theirs.cpu_us:.1f} us; "
        f"{ours.share:.0%} and {theirs.share:.0%} of the messages came within the time"
    )
    ratio = ours.cpu_us / theirs.cpu_us
    return [Figure(f"fan-out to {listeners:,}: CPU a message through websockets.broadcast", ratio, how)]


def slow_readers(listeners: int, seconds: float) -> list[Figure]:
    """Measure answers to reads through the same gateway before and after one listener in five stops reading."""
    subscribe = json.encode({"id": "s", "type": f"{KIND}.subscribe", "payload": {}}).decode()
    players = tokens(listeners + READERS)
    with (
        _serving("gateway") as (port, _),
        running_crowd("127.0.0.1", port, players[:listeners], subscribe) as crowd,
    ):
        job = Job("127.0.0.1", port, players[listeners:], 0, SETTLE_S, seconds, reads=True)
        healthy = run_client("benchmarks.processes.load", LoadResult, job=job)
        crowd.stall()
        stalled = run_client("benchmarks.processes.load", LoadResult, job=job)
    ratio = stalled.latency_us.p99 / healthy.latency_us.p99
    how = f"{READERS} readers, p99 {stalled.latency_us.p99:.0f} us through {healthy.latency_us.p99:.0f} us"
    return [Figure(f"a fifth of {listeners:,} listeners stalled: p99 of the others through before", ratio, how)]


@contextlib.contextmanager
def _serving(server: str) -> Iterator[tuple[int, int]]:
    """Yield (port, process id) of a fan-out server. Raises LoadFailed."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    process = subprocess.Popen(
        [sys.executable, "-m", "benchmarks.processes.fanout", server, str(port)], stderr=subprocess.PIPE
    )
    try:
        _until_listening(port, process)
        yield port, process.pid
    finally:
        process.kill()
        process.communicate()


class Delivered(Struct, frozen=True):
    """The work of a server: processor time a delivered message, and the share of due messages that came."""

    cpu_us: float
    share: float


def _fan_out(server: str, tokens_: Sequence[str], subscribe: str, seconds: float) -> Delivered:
    with _serving(server) as (port, pid), running_crowd("127.0.0.1", port, tokens_, subscribe) as crowd:
        time.sleep(SETTLE_S)
        measured = psutil.Process(pid)
        before, used, started = crowd.count(), measured.cpu_times(), time.monotonic()
        time.sleep(seconds)
        after, used_after, took_s = crowd.count(), measured.cpu_times(), time.monotonic() - started
    messages = after.messages - before.messages
    if not messages:
        raise LoadFailed(f"the {server} server delivered nothing")
    cpu_s = used_after.user + used_after.system - used.user - used.system
    return Delivered(cpu_s / messages * 1e6, messages / (took_s * TICKS_PER_S * len(tokens_)))


def _until_listening(port: int, process: "subprocess.Popen[bytes]") -> None:
    deadline = time.monotonic() + LISTEN_TIMEOUT_S
    while time.monotonic() < deadline and process.poll() is None:
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
            return
        time.sleep(0.05)
    raise LoadFailed("the fan-out server did not start")
