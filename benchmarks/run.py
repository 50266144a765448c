"""One run: a platform of its own, the baseline before and after, the workloads between, the rows that they left."""

import asyncio
import subprocess
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from urllib.parse import urlsplit

import asyncpg
from msgspec import json

from benchmarks import surroundings
from benchmarks.inserts import measure_inserts
from benchmarks.load import Job, LoadFailed, LoadResult
from benchmarks.platform import SETTINGS, Platform, running_platform
from benchmarks.players import sign_up
from benchmarks.report import Report, Rows, Workload
from benchmarks.rows import count_rows

BET = 20
WARM_UP_S = 1.5
INSERT_S = 3.0
WORKLOADS = {"rps-1": 1, "rps-64": 64, "rps-256": 256}
"""Closed loops of RPS, by name: how many sockets."""


@dataclass(frozen=True, slots=True)
class RunOptions:
    """`seconds` are measured of each workload in `names`."""

    seconds: float
    names: Sequence[str]
    hosts: int


def run(options: RunOptions, show: Callable[[str], None]) -> Report:
    """Measure everything.

    Raises:
        PlatformError, LoadFailed, NotDurable: there are no figures, and why.
    """
    show("starting a platform of its own")
    with running_platform(options.hosts) as platform:
        return asyncio.run(_measure(options, platform, show))


async def _measure(options: RunOptions, platform: Platform, show: Callable[[str], None]) -> Report:
    at = datetime.now(UTC).isoformat(timespec="seconds")
    machine = surroundings.machine() | {"file_system": surroundings.filesystem(platform.data_dir)}
    sockets_max = max(WORKLOADS[name] for name in options.names)
    show(f"signing {sockets_max} players up")
    tokens = await sign_up(platform.url, sockets_max)
    connection = await asyncpg.connect(platform.postgres_url)
    try:
        sessions = await surroundings.database_sessions(platform.postgres_url)
        sessions["connected"] = await surroundings.session_names(connection)
        show(f"single-row inserts for {INSERT_S:g} s")
        inserts = [await measure_inserts(connection, INSERT_S)]
        before = await count_rows(connection)
        workloads, acknowledged = [], 0
        for name in options.names:
            show(f"{name} for {options.seconds:g} s")
            workload, result = _closed_loop(name, options.seconds, platform, tokens)
            workloads.append(workload)
            acknowledged += result.acknowledged
        after = await count_rows(connection)
        show(f"single-row inserts for {INSERT_S:g} s")
        inserts.append(await measure_inserts(connection, INSERT_S))
        return Report(
            at=at,
            machine=machine,
            versions=surroundings.versions(),
            settings=dict(SETTINGS) | {"hosts": options.hosts, "bet": BET, "seconds": options.seconds},
            sessions=sessions,
            inserts=inserts,
            workloads=workloads,
            rows=Rows(acknowledged, before, after),
        )
    finally:
        await connection.close()


def _closed_loop(name: str, seconds: float, platform: Platform, tokens: Sequence[str]) -> tuple[Workload, LoadResult]:
    """One workload: the load in its own process, while this one waits."""
    address = urlsplit(platform.url)
    sockets = WORKLOADS[name]
    job = Job(address.hostname or "", address.port or 0, list(tokens[:sockets]), BET, WARM_UP_S, seconds)
    before = platform.cpu_s()
    load = subprocess.run(
        [sys.executable, "-m", "benchmarks.load"], input=json.encode(job), capture_output=True, check=False
    )
    used = {kind: cpu_s - before[kind] for kind, cpu_s in platform.cpu_s().items()}
    if load.returncode:
        raise LoadFailed(load.stderr.decode().strip())
    result = json.decode(load.stdout, type=LoadResult)
    answered = result.acknowledged + result.refused
    cpu_us = {kind: cpu_s / answered * 1e6 for kind, cpu_s in used.items()}
    cpu_us["load client"] = result.cpu_s / max(1, result.commands) * 1e6
    workload = Workload(
        name=name,
        sockets=sockets,
        seconds=result.seconds,
        commands=result.commands,
        refused=result.refused,
        per_s=result.commands / result.seconds,
        latency_us=result.latency_us,
        cpu_us=cpu_us,
    )
    return workload, result
