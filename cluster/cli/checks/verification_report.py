"""A verification on a terminal: its progress, then a table of the checks and what they found."""

from collections.abc import Iterator
from contextlib import contextmanager

from msgspec import json
from rich.console import Console
from rich.markup import escape
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn
from rich.table import Table

from cluster.verification.findings import CheckResult, Report
from cluster.verification.run import Watch


@contextmanager
def progress() -> Iterator[Watch]:
    """Show the progress on standard error if that is a terminal."""
    console = Console(stderr=True)
    columns = (TextColumn("{task.description:<20}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as bars:
        task = bars.add_task("reading", total=None)
        yield lambda what, done, total: bars.update(task, description=what, completed=done, total=total or None)


def print_report(report: Report, console: Console) -> None:
    """Print the table of checks, then examples of every violation, then the verdict."""
    table = Table("", "check", "what must hold", "violations")
    table.columns[-1].justify = "right"
    for check in report.checks:
        table.add_row(check.invariant, check.name, check.claim, _verdict(check))
    console.print(table)
    for check in report.checks:
        for example in check.examples:
            console.print(f"[bold]{check.name}[/bold] {escape(json.encode(example).decode())}", soft_wrap=True)
        if check.violations > len(check.examples):
            console.print(f"[bold]{check.name}[/bold] and {check.violations - len(check.examples):,} more")
    rows = ", ".join(f"{count:,} {name}" for name, count in report.rows.items() if count)
    console.print(f"looked at {rows or 'an empty database'} in {report.snapshot.seconds:.1f} s")
    broken = [check.name for check in report.checks if not check.holds and check.severity == "violation"]
    console.print(f"[red]violated[/red]: {', '.join(broken)}" if broken else "[green]every invariant holds[/green]")


def _verdict(check: CheckResult) -> str:
    if check.holds:
        return "[green]0[/green]"
    colour = "red" if check.severity == "violation" else "yellow"
    return f"[{colour}]{check.violations:,}[/{colour}]"
