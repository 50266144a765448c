"""An open loop: `python -m benchmarks.processes.openloop` reads an OpenJob and writes an OpenResult.

Commands are due at even intervals, whatever the server does; a latency counts from the moment at which its command was
due, so that a server that stalls is charged for everything that should have been sent meanwhile (coordinated omission,
Tene). One in ten commands is a read. A client that cannot keep its own schedule measures itself: see SEND_LAG_MS_MAX.
"""

import asyncio
import sys
import time

import uvloop
from msgspec import Struct, json

from benchmarks.processes.load import (
    FINISH_TIMEOUT_S,
    START_TIMEOUT_S,
    Job,
    LoadFailed,
    PlayerSocket,
    Sockets,
    unless_failed,
)
from benchmarks.reports.latency import percentiles
from benchmarks.reports.report import Latency

SEND_LAG_MS_MAX = 5.0
"""The client's own p99 send lag above which a run is refused."""
READ_EVERY = 10
TICK_S = 0.001


class OpenJob(Struct, frozen=True):
    """`per_s` commands a second over all sockets of `job`."""

    job: Job
    per_s: float


class OpenResult(Struct, frozen=True):
    """`acknowledged` are rounds, reads not included."""

    commands: int
    acknowledged: int
    refused: int
    seconds: float
    latency_us: Latency
    send_lag_us: Latency
    cpu_s: float


class Schedule:
    """When which command is due: number `n` at `started_ns + n / per_s`."""

    def __init__(self, per_s: float, started_ns: int) -> None:
        self._interval_ns = 1e9 / per_s
        self._started_ns = started_ns
        self._next = 0

    def due(self, now_ns: int) -> list[int]:
        """Return the moments of all commands that are due by now and were not handed out before."""
        last = int((now_ns - self._started_ns) / self._interval_ns)
        moments = [round(self._started_ns + n * self._interval_ns) for n in range(self._next, last + 1)]
        self._next = max(self._next, last + 1)
        return moments


def check_lag(send_lag_us: Latency) -> None:
    """Check the client's own lag. Raises LoadFailed: it was late."""
    if send_lag_us.p99 > SEND_LAG_MS_MAX * 1000:
        raise LoadFailed(
            f"the client sent late: p99 {send_lag_us.p99 / 1000:.1f} ms after the intended time, at most "
            f"{SEND_LAG_MS_MAX:g} ms are allowed; the machine is too busy to measure"
        )


async def _play(job: Job, sockets: Sockets, players: list[PlayerSocket], per_s: float) -> tuple[list[int], int]:
    """Send on schedule until the time is over; return the send lags, and the index of the first measured latency."""
    lags_ns: list[int] = []
    started_ns = time.perf_counter_ns()
    schedule, sent, first = Schedule(per_s, started_ns), 0, 0
    warm_ns, end_ns = started_ns + job.warm_up_s * 1e9, started_ns + (job.warm_up_s + job.seconds) * 1e9
    while (now_ns := time.perf_counter_ns()) < end_ns:
        for due_ns in schedule.due(now_ns):
            sent_ns = time.perf_counter_ns()
            players[sent % len(players)].send_at(due_ns, read=sent % READ_EVERY == 0)
            sent += 1
            if due_ns >= warm_ns:
                lags_ns.append(sent_ns - due_ns)
            else:
                first = sent
        await asyncio.sleep(TICK_S)
    return lags_ns, first


async def run(open_job: OpenJob) -> OpenResult:
    """Connect, play on schedule, let every command be answered. Raises LoadFailed."""
    job, loop = open_job.job, asyncio.get_running_loop()
    sockets = Sockets(len(job.tokens))
    players = [PlayerSocket(sockets, job, token, number) for number, token in enumerate(job.tokens)]
    factory = iter(players).__next__
    for _ in players:
        await loop.create_connection(factory, job.host, job.port)
    await unless_failed(sockets, sockets.ready, START_TIMEOUT_S)
    sockets.open_loop = True
    cpu_s = time.process_time()
    lags_ns, first = await _play(job, sockets, players, open_job.per_s)
    sockets.stopping = True
    deadline_ns = time.perf_counter_ns() + FINISH_TIMEOUT_S * 1e9
    while sockets.outstanding and time.perf_counter_ns() < deadline_ns and not sockets.failed.done():  # noqa: ASYNC110
        await asyncio.sleep(TICK_S)
    if sockets.failed.done():
        sockets.failed.result()
    if sockets.outstanding:
        raise LoadFailed(f"{sockets.outstanding} commands were not answered in time")
    measured = sockets.latencies_ns[first:]
    return OpenResult(
        commands=len(measured),
        acknowledged=sockets.acknowledged - sockets.reads,
        refused=sockets.refused,
        seconds=job.seconds,
        latency_us=percentiles(measured),
        send_lag_us=percentiles(max(1, lag_ns) for lag_ns in lags_ns),
        cpu_s=time.process_time() - cpu_s,
    )


def main() -> None:
    """Run the job that stands on stdin."""
    job = json.decode(sys.stdin.buffer.read(), type=OpenJob)
    try:
        result = uvloop.run(run(job))
        check_lag(result.send_lag_us)
    except (LoadFailed, OSError) as error:
        sys.exit(f"the open-loop client failed: {error}")
    sys.stdout.buffer.write(json.encode(result))


if __name__ == "__main__":
    main()
