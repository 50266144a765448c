"""The time of one command, part by part: `python -m benchmarks.stations` samples a busy gateway and a busy host.

A sample counts for the innermost frame that belongs to a station. Samples are taken at even intervals, whether the loop
works or waits; so a station's samples times the interval, over the commands of that time, are its microseconds a
command. What is left of the process's processor time is the event loop, the kernel's reads and Ray's own threads.
"""

import asyncio
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Annotated
from urllib.parse import urlsplit

import typer
from msgspec import json
from rich.console import Console
from rich.table import Table

from benchmarks.ground.platform import Platform, running_platform
from benchmarks.ground.players import sign_up
from benchmarks.processes.load import Job, LoadFailed, LoadResult

LOOP_THREAD = "pitboss"
SAMPLES_PER_S = 250
BET = 20
WARM_UP_S = 1.5
STATIONS: Mapping[str, Mapping[str, tuple[str, ...]]] = {
    "gateways": {
        "WebSocket frames in and out": (
            "gateway/realtime/socket.py",
            "gateway/realtime/wire/framing.py",
            "gateway/realtime/wire/frames.py",
            "websockets/",
        ),
        "session: decode, limit, dispatch": (
            "gateway/realtime/session.py",
            "gateway/realtime/wire/flush_queue.py",
            "gateway/rate_limit.py",
        ),
        "slow-reader policy": ("gateway/realtime/backlog.py", "gateway/realtime/outgoing.py"),
        "counting": (
            "gateway/realtime/hub.py",
            "gateway/metrics/tallies.py",
            "gateway/metrics/registry.py",
            "gateway/metrics/durations.py",
        ),
        "router": (
            "actors/runtime/link/router.py",
            "actors/runtime/link/attachments.py",
            "actors/runtime/link/calls.py",
            "actors/runtime/link/owners.py",
            "actors/runtime/ownership/shards.py",
        ),
        "link": ("actors/runtime/link/stream.py", "actors/runtime/link/envelope.py"),
    },
    "hosts": {
        "link": ("actors/runtime/link/stream.py", "actors/runtime/link/envelope.py"),
        "admission: host, entity queues": (
            "actors/runtime/host.py",
            "actors/runtime/turns/queue.py",
            "actors/runtime/turns/directory.py",
        ),
        "turn: repeats, ids, replies": (
            "actors/runtime/turns/decide.py",
            "actors/runtime/turns/commands.py",
            "actors/runtime/turns/replies.py",
            "actors/runtime/commit/rows.py",
        ),
        "gate: batch, release": (
            "actors/runtime/commit/gate.py",
            "actors/runtime/commit/batch.py",
            "actors/runtime/commit/stored.py",
        ),
        "outputs: replies and pushes": ("actors/runtime/turns/outputs.py", "actors/runtime/turns/activation.py"),
        "commit: encode and wait": ("persistence/", "asyncpg/"),
        "counting": ("cluster/processes/metrics.py", "gateway/metrics/durations.py", "prometheus_client/"),
        "runtime, the rest": ("actors/runtime/",),
        "entity and rules": ("actors/",),  # behind all of the runtime
    },
}
OTHER = "event loop, kernel's reads, Ray's threads"


def station_of(stack: str, stations: Mapping[str, tuple[str, ...]]) -> str | None:
    """Return the station of a sample, None for the event loop: `stack` is frames from the outermost, split by `;`."""
    for frame in reversed(stack.split(";")):
        for station, places in stations.items():
            if any(place in frame for place in places):
                return station
    return None


def shares(lines: Iterable[str], stations: Mapping[str, tuple[str, ...]]) -> dict[str, float]:
    """Return the share of each station in all samples of the loop's thread; a line is `STACK COUNT`."""
    counted: Counter[str | None] = Counter()
    for line in lines:
        stack, _, count = line.rstrip().rpartition(" ")
        if LOOP_THREAD in stack.split(";")[0]:
            counted[station_of(stack, stations)] += int(count)
    total = sum(counted.values())
    return {station: count / total for station, count in counted.most_common() if station is not None}


def sample(pid: int, seconds: float, folder: Path) -> "subprocess.Popen[bytes]":
    """Start sampling a process; the stacks go to `folder/PID`."""
    command = ["py-spy", "record", "--pid", str(pid), "--duration", str(round(seconds)), "--rate", str(SAMPLES_PER_S)]
    command += ["--threads", "--idle", "--format", "raw", "--output", str(folder / str(pid))]
    command[0] = str(Path(sys.executable).with_name("py-spy"))
    return subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def pid_of(platform: Platform, kind: str) -> int:
    """Return the first process of a kind."""
    return int(platform.status[kind][0]["pid"])


def show(kind: str, found: Mapping[str, float], per_s: float, cpu_us: float, console: Console) -> None:
    """Print a table: the shares of a second in which `per_s` commands were answered, as microseconds a command."""
    table = Table(title=f"{kind}: {cpu_us:.0f} microseconds a command", title_justify="left")
    table.add_column("station")
    table.add_column("microseconds", justify="right")
    stations = {station: share / per_s * 1e6 for station, share in found.items()}
    for station, spent_us in (stations | {OTHER: max(0.0, cpu_us - sum(stations.values()))}).items():
        table.add_row(station, f"{spent_us:.1f}")
    console.print(table)


def _sample_under_load(
    platform: Platform, sockets: int, seconds: float, folder: Path
) -> tuple[float, dict[str, float]]:
    """Sample both processes while players play; return commands a second, and CPU microseconds a command by kind."""
    address = urlsplit(platform.url)
    tokens = asyncio.run(sign_up(platform.url, sockets))
    job = Job(address.hostname or "", address.port or 0, list(tokens), BET, WARM_UP_S, seconds)
    (folder / "job").write_bytes(json.encode(job))
    before = platform.cpu_s()
    with (folder / "job").open("rb") as file:
        load = subprocess.Popen([sys.executable, "-m", "benchmarks.processes.load"], stdin=file, stdout=subprocess.PIPE)
    samplers = [sample(pid_of(platform, kind), seconds, folder) for kind in STATIONS]
    out, _ = load.communicate()
    used = {kind: cpu_s - before[kind] for kind, cpu_s in platform.cpu_s().items()}
    for sampler in samplers:
        sampler.wait()
    if load.returncode:
        raise LoadFailed("the load client failed")
    result = json.decode(out, type=LoadResult)
    answered = result.acknowledged + result.refused
    return result.commands / result.seconds, {kind: spent / answered * 1e6 for kind, spent in used.items()}


def main(
    sockets: Annotated[int, typer.Option(min=1, help="Sockets in a closed loop of RPS.")] = 256,
    seconds: Annotated[float, typer.Option(min=2, help="How long to sample.")] = 8.0,
) -> None:
    """Sample a gateway and a host while players play."""
    console = Console(highlight=False)
    with running_platform(1) as platform, tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        per_s, cpu_us = _sample_under_load(platform, sockets, seconds, folder)
        for kind, stations in STATIONS.items():
            lines = (folder / str(pid_of(platform, kind))).read_text().splitlines()
            show(kind, shares(lines, stations), per_s, cpu_us[kind], console)
        others = {kind: spent for kind, spent in cpu_us.items() if kind not in STATIONS}
        console.print("others: " + ", ".join(f"{kind} {spent:.0f}" for kind, spent in others.items()))


if __name__ == "__main__":
    typer.run(main)
