"""The report of a run: the shape of its JSON file, and its ratios."""

from pathlib import Path
from typing import Any

from msgspec import Struct, json

from benchmarks.reports.goals import Figure

FORMAT = 2
RESULTS = Path(__file__).parents[1] / "results"
"""The folder in which reports are kept."""
UNREST_PERCENT_MAX = 20
"""Inserts before and after that lie further apart, in percent of the slower, show a machine that was not quiet."""
ELSEWHERE_PERCENT_MAX = 5
"""So does more of the machine's processors, in percent, that other programs use."""


class Latency(Struct, frozen=True):
    """Percentiles in microseconds."""

    p50: float
    p95: float
    p99: float
    p999: float
    max: float


class Inserts(Struct, frozen=True):
    """The baseline: single-row autocommit inserts of one connection, one after the other."""

    per_s: float
    latency_us: Latency


class Workload(Struct, frozen=True):
    """One closed loop. `cpu_us` is processor time a command, in microseconds, by process."""

    name: str
    sockets: int
    seconds: float
    commands: int
    refused: int
    per_s: float
    latency_us: Latency
    cpu_us: dict[str, float]
    send_lag_us: Latency | None = None
    """Of an open loop: how late the client itself was."""
    elsewhere_percent: float = 0.0
    """How much of the machine's processors neither the platform nor the clients used: see `Neighbours`."""


class Rows(Struct, frozen=True):
    """Rows by kind before and after all workloads, and how many commands were acknowledged between.

    Of the kinds in `one_a_command` each of them leaves at least one.
    """

    commands: int
    before: dict[str, int]
    after: dict[str, int]
    one_a_command: tuple[str, ...] = ()

    def written(self) -> dict[str, int]:
        """Return the new rows by kind."""
        return {table: self.after[table] - self.before[table] for table in self.after}


class Report(Struct, frozen=True):
    """One run. `inserts` were measured before and after the workloads; the ratios use the mean of both."""

    at: str
    machine: dict[str, Any]
    versions: dict[str, str]
    settings: dict[str, Any]
    sessions: dict[str, dict[str, str]]
    inserts: list[Inserts]
    workloads: list[Workload]
    rows: Rows
    figures: list[Figure] = []
    refused: list[str] = []
    """Workloads whose figures would say nothing, and why."""
    format: int = FORMAT

    def unrest_percent(self) -> float:
        """Return how far the inserts before and after lie apart, in percent of the slower: a quiet machine has few."""
        rates = [inserts.per_s for inserts in self.inserts]
        return (max(rates) / min(rates) - 1) * 100

    def elsewhere_percent(self) -> float:
        """Return the most of the machine's processors that other programs used during a workload, in percent."""
        return max((workload.elsewhere_percent for workload in self.workloads), default=0.0)

    def unrest(self) -> list[str]:
        """Return what shows that the machine was not quiet; nothing: it was."""
        found = []
        if (apart := self.unrest_percent()) > UNREST_PERCENT_MAX:
            found.append(f"inserts before and after are {apart:.0f} % apart")
        if (used := self.elsewhere_percent()) > ELSEWHERE_PERCENT_MAX:
            found.append(f"other programs used up to {used:.0f} % of its processors")
        return found

    def ratios(self) -> dict[str, float]:
        """Return each workload beside the inserts: rates, and latencies divided by an insert's p50."""
        per_s = sum(inserts.per_s for inserts in self.inserts) / len(self.inserts)
        p50_us = sum(inserts.latency_us.p50 for inserts in self.inserts) / len(self.inserts)
        found = {}
        for workload in self.workloads:
            if workload.send_lag_us is not None:
                found["mixed play at half capacity: p99 through an insert's p50"] = workload.latency_us.p99 / p50_us
                continue
            found[f"{workload.name}: commands/s through inserts/s"] = workload.per_s / per_s
            found[f"{workload.name}: p50 through an insert's p50"] = workload.latency_us.p50 / p50_us
        return found

    def all_figures(self) -> list[Figure]:
        """Return the ratios, then the other figures."""
        return [Figure(name, value) for name, value in self.ratios().items()] + self.figures


def write(report: Report, folder: Path) -> Path:
    """Keep the report in `folder` under its time; return the file."""
    return write_to(report, folder / f"{report.at.replace(':', '')}.json")


def write_to(report: Report, file: Path) -> Path:
    """Keep the report in `file`, whose folder is made; return the file."""
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(json.format(json.encode(report)) + b"\n")
    return file


def read(file: Path) -> Report:
    """Return a kept report. Raises OSError or msgspec.DecodeError."""
    return json.decode(file.read_bytes(), type=Report)
