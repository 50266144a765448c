"""Closed and open loops: the load in a process of its own, and what it costs the servers meanwhile."""

from collections.abc import Callable, Mapping, Sequence
from urllib.parse import urlsplit

from msgspec import Struct

from benchmarks.ground.neighbours import Neighbours
from benchmarks.ground.platform import Platform
from benchmarks.processes.clients import run_client
from benchmarks.processes.load import Job, LoadResult
from benchmarks.processes.openloop import OpenJob, OpenResult
from benchmarks.reports.report import Workload

BET = 20
WARM_UP_S = 1.5


class Served(Struct, frozen=True):
    """Servers under load: their address, and the seconds of a processor that they have used, by kind and in all."""

    url: str
    cpu_s: Callable[[], Mapping[str, float]]
    used_s: Callable[[], float]


def served_by(platform: Platform) -> Served:
    """Return the servers of a platform."""
    return Served(platform.url, platform.cpu_s, platform.used_s)


def closed_loop(
    name: str, served: Served, tokens: Sequence[str], seconds: float, *, game: str = "rps", reads: bool = False
) -> tuple[Workload, int]:
    """Let each token's socket play; return the workload, and how many rounds were acknowledged. Raises LoadFailed."""
    before, neighbours = served.cpu_s(), Neighbours(served.used_s)
    result = run_client(
        "benchmarks.processes.load", LoadResult, job=_job(served, tokens, seconds, game=game, reads=reads)
    )
    elsewhere_percent = neighbours.percent()
    workload = Workload(
        name=name,
        sockets=len(tokens),
        seconds=result.seconds,
        commands=result.commands,
        refused=result.refused,
        per_s=result.commands / result.seconds,
        latency_us=result.latency_us,
        cpu_us=_cpu_us(before, served.cpu_s(), result.answered)
        | {"load client": result.cpu_s / max(1, result.commands) * 1e6},
        elsewhere_percent=elsewhere_percent,
    )
    return workload, result.acknowledged


def open_loop(name: str, served: Served, tokens: Sequence[str], seconds: float, per_s: float) -> tuple[Workload, int]:
    """Let them play on schedule; return the workload, and how many rounds were acknowledged. Raises LoadFailed."""
    before, neighbours = served.cpu_s(), Neighbours(served.used_s)
    job = OpenJob(_job(served, tokens, seconds), per_s)
    result = run_client("benchmarks.processes.openloop", OpenResult, job=job)
    elsewhere_percent = neighbours.percent()
    sent = per_s * (seconds + WARM_UP_S)
    workload = Workload(
        name=name,
        sockets=len(tokens),
        seconds=result.seconds,
        commands=result.commands,
        refused=result.refused,
        per_s=result.commands / result.seconds,
        latency_us=result.latency_us,
        cpu_us=_cpu_us(before, served.cpu_s(), sent) | {"load client": result.cpu_s / sent * 1e6},
        send_lag_us=result.send_lag_us,
        elsewhere_percent=elsewhere_percent,
    )
    return workload, result.acknowledged


def _job(served: Served, tokens: Sequence[str], seconds: float, *, game: str = "rps", reads: bool = False) -> Job:
    address = urlsplit(served.url)
    return Job(address.hostname or "", address.port or 0, list(tokens), BET, WARM_UP_S, seconds, reads=reads, game=game)


def _cpu_us(before: Mapping[str, float], after: Mapping[str, float], commands: float) -> dict[str, float]:
    """Return processor time of a command in microseconds, by kind of process."""
    return {kind: (after[kind] - before[kind]) / commands * 1e6 for kind in before}
