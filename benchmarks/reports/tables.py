"""A report, and the comparison of two, for a terminal."""

from collections.abc import Sequence

from rich.console import Console
from rich.table import Table

from benchmarks.reports.compare import Change
from benchmarks.reports.goals import GOALS
from benchmarks.reports.report import Latency, Report

WIDTH = 170
"""Columns of what is written to a file or a pipe."""
LATENCIES = ("p50", "p95", "p99", "p99.9", "max")
COLOURS = {"moonshot": "[green]moonshot[/green]", "must": "[green]must[/green]", "missed": "[red]missed[/red]"}
PROCESSES = ("gateways", "hosts", "postgres", "others", "load client")


def show_report(report: Report, console: Console) -> None:
    """Print everything that a reader needs to judge the figures."""
    console.print(_named("machine", report.machine))
    console.print(_named("versions", report.versions))
    console.print(_named("settings", report.settings))
    for name, settings in report.sessions.items():
        console.print(_named(f"database, {name}", settings))
    for table in (_speed(report), _processor(report), _rows(report), _figures(report)):
        console.print(table)
    if unrest := report.unrest():
        console.print(f"[yellow]the machine was not quiet[/yellow]: {', '.join(unrest)}, so the ratios say little")


def show_changes(changes: Sequence[Change], differences: Sequence[str], console: Console) -> None:
    """Print old and new side by side."""
    for difference in differences:
        console.print(f"[yellow]differs[/yellow] {difference}")
    table = _table("change", "figure", "old", "new", "change")
    for change in changes:
        percent = "-" if change.percent is None else f"{change.percent:+.1f} %"
        table.add_row(change.name, f"{change.old:,.2f}", f"{change.new:,.2f}", percent)
    console.print(table)


def _named(title: str, values: dict[str, str]) -> str:
    return f"[bold]{title}[/bold]  " + ", ".join(f"{name} {value}" for name, value in values.items())


def _table(title: str, first: str, *others: str) -> Table:
    table = Table(title=title, title_justify="left")
    table.add_column(first, no_wrap=True)
    for other in others:
        table.add_column(other, justify="right")
    return table


def _ms(latency: Latency) -> list[str]:
    percentiles_us = (latency.p50, latency.p95, latency.p99, latency.p999, latency.max)
    return [f"{us / 1000:.2f}" for us in percentiles_us]


def _speed(report: Report) -> Table:
    table = _table("loops beside single-row inserts, latencies in ms", "what", "a second", *LATENCIES, "refused")
    for when, inserts in zip(("before", "after"), report.inserts, strict=True):
        table.add_row(f"inserts {when}", f"{inserts.per_s:,.0f}", *_ms(inserts.latency_us), "")
    for workload in report.workloads:
        table.add_row(workload.name, f"{workload.per_s:,.0f}", *_ms(workload.latency_us), str(workload.refused))
        if workload.send_lag_us is not None:
            table.add_row("  send lag of its client", "", *_ms(workload.send_lag_us), "")
    return table


def _processor(report: Report) -> Table:
    table = _table("processor time a command, microseconds", "what", *PROCESSES, "of the machine, others")
    for workload in report.workloads:
        spent = (f"{workload.cpu_us[process]:.0f}" for process in PROCESSES)
        table.add_row(workload.name, *spent, f"{workload.elsewhere_percent:.0f} %")
    return table


def _rows(report: Report) -> Table:
    rows = report.rows
    table = _table(
        f"rows for {rows.commands:,} acknowledged commands", "table", "before", "after", "a command", "at least"
    )
    for name, new in rows.written().items():
        a_command = f"{new / rows.commands:.3f}" if rows.commands else "-"
        least = "1" if name in rows.one_a_command else ""
        table.add_row(name, f"{rows.before[name]:,}", f"{rows.after[name]:,}", a_command, least)
    return table


def _figures(report: Report) -> Table:
    table = _table("figures beside their baselines", "figure", "value", "must", "moonshot", "reached", "how")
    for figure in report.all_figures():
        goal = GOALS.get(figure.name)
        bounds = ("", "") if goal is None else (f"{goal.must:g}", f"{goal.moonshot:g}")
        table.add_row(figure.name, f"{figure.value:.2f}", *bounds, COLOURS.get(figure.verdict(), ""), figure.baseline)
    return table
