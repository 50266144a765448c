"""Figures of a crash table: bets and settlement while thousands watch, and what a delivered message costs."""

import contextlib
import subprocess
import sys
from collections.abc import Iterator, Sequence
from typing import TypeVar
from urllib.parse import urlsplit

from msgspec import Struct, json

from benchmarks.figures.crowds import running_crowd
from benchmarks.ground.platform import Platform
from benchmarks.processes.crash import ROUNDS, SUBSCRIBE, CrashJob, CrashResult, Ready
from benchmarks.processes.load import LoadFailed
from benchmarks.reports.goals import Figure

WATCHER_PROCESSES = 2
TICKS_PER_S = 10
"""Ticks of the server that is compared with."""
SERVERS = ("gateways", "hosts", "postgres")
"""Kinds of processes whose time counts; that of Ray, Valkey and the start is named beside it."""
Kind = TypeVar("Kind", bound=Struct)


class Seen(Struct, frozen=True):
    """Messages that reached watchers during the rounds, and processor seconds by kind of process."""

    result: CrashResult
    delivered: int
    cpu_s: dict[str, float]


class RunningBettors:
    """The process of the bettors; it bounds its own waiting."""

    def __init__(self, job: CrashJob) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-m", "benchmarks.processes.crash"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        )
        self._write(json.encode(job))
        self._answer(Ready)

    def play(self) -> CrashResult:
        """Play the rounds. Raises LoadFailed."""
        self._write(b"go")
        return self._answer(CrashResult)

    def close(self) -> None:
        """End the process."""
        self._process.kill()
        self._process.communicate()

    def _write(self, line: bytes) -> None:
        assert self._process.stdin is not None
        with contextlib.suppress(BrokenPipeError):
            # Why it ended stands in its answer.
            self._process.stdin.write(line + b"\n")
            self._process.stdin.flush()

    def _answer(self, kind: type[Kind]) -> Kind:
        assert self._process.stdout is not None
        assert self._process.stderr is not None
        line = self._process.stdout.readline()
        if not line:
            raise LoadFailed(self._process.stderr.read().decode().strip())
        return json.decode(line, type=kind)


@contextlib.contextmanager
def running_bettors(job: CrashJob) -> Iterator[RunningBettors]:
    """Yield bettors that are connected. Raises LoadFailed."""
    bettors = RunningBettors(job)
    try:
        yield bettors
    finally:
        bettors.close()


def crash_rounds(platform: Platform, bets: int, watchers: int) -> list[Figure]:
    """Play rounds with so many bets each and so many watchers in two processes. Raises LoadFailed."""
    seen = _play(platform, platform.mint("bettor", bets), platform.mint("watcher", watchers), ROUNDS)
    return figures(seen, bets, watchers)


def _play(platform: Platform, bettors: Sequence[str], watchers: Sequence[str], rounds: int) -> Seen:
    address = urlsplit(platform.url)
    host, port = address.hostname or "", address.port or 0
    with contextlib.ExitStack() as stack:
        crowds = [
            stack.enter_context(running_crowd(host, port, watchers[part::WATCHER_PROCESSES], SUBSCRIBE.decode()))
            for part in range(WATCHER_PROCESSES)
        ]
        playing = stack.enter_context(running_bettors(CrashJob(host, port, list(bettors), rounds)))
        before, used = sum(crowd.count().messages for crowd in crowds), platform.cpu_s()
        result = playing.play()
        after, used_after = sum(crowd.count().messages for crowd in crowds), platform.cpu_s()
    cpu_s = {kind: used_after[kind] - used[kind] for kind in used_after}
    return Seen(result, after - before, cpu_s)


def figures(seen: Seen, bets: int, watchers: int) -> list[Figure]:
    """Return the measured figures. Raises LoadFailed: no bet was taken, or nothing was delivered."""
    result = seen.result
    if not result.accepted or not seen.delivered:
        raise LoadFailed(f"{result.accepted} bets were taken, {seen.delivered} messages delivered")
    refused = ", ".join(f"{code} {count}" for code, count in sorted(result.refused.items())) or "none"
    how = f"{bets:,} bets a round, {watchers:,} watchers, {result.rounds} rounds"
    priority = "real-time" if result.preferred else "ordinary"
    bettors = f"bettors at {priority} priority, {result.cpu_s:.1f} s of a processor"
    share = seen.delivered / (result.heard * watchers) if result.heard else 0.0
    per_message = {kind: cpu_s / seen.delivered * 1e6 for kind, cpu_s in seen.cpu_s.items()}
    ticking = result.messages - result.ticks + TICKS_PER_S * result.curve_s
    return [
        Figure("crash: p99 of a bet, ms", result.bet_us.p99 / 1000, f"{how}; {bettors}; refused: {refused}"),
        Figure("crash: p50 of a bet, ms", result.bet_us.p50 / 1000, how),
        Figure("crash: settlement of a round, ms", max(result.settle_ms), f"the slowest; from the crash; {how}"),
        Figure(
            "crash: CPU of all servers a delivered message, us",
            sum(per_message[kind] for kind in SERVERS),
            f"bets included; gateway {per_message['gateways']:.1f}, hosts {per_message['hosts']:.1f}, "
            f"postgres {per_message['postgres']:.1f}, apart from them {per_message['others']:.1f}; "
            f"{seen.delivered:,} messages, {share:.0%} of what was said",
        ),
        Figure(
            "crash: messages a round through a server that ticks at 10 Hz",
            result.messages / ticking,
            f"{result.messages / result.rounds:.0f} through {ticking / result.rounds:.0f} (computed), "
            f"curves of {result.curve_s / result.rounds:.1f} s",
        ),
    ]
