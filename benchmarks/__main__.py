"""`python -m benchmarks` measures; `python -m benchmarks compare OLD NEW` compares two results."""

from pathlib import Path
from typing import Annotated

import typer
from msgspec import DecodeError
from rich.console import Console

from benchmarks import report
from benchmarks.compare import changes, differences
from benchmarks.load import LoadFailed
from benchmarks.platform import PlatformError
from benchmarks.rows import RowsMissing, check_rows
from benchmarks.run import WORKLOADS, RunOptions, run
from benchmarks.surroundings import NotDurable
from benchmarks.tables import show_changes, show_report

RESULTS = Path(__file__).parent / "results"
app = typer.Typer(help="Measure the platform.", pretty_exceptions_enable=False, add_completion=False)
console = Console(highlight=False)


@app.callback(invoke_without_command=True)
def measure(
    context: typer.Context,
    seconds: Annotated[float, typer.Option(min=0.1, help="Measured seconds of each workload.")] = 8.0,
    only: Annotated[str, typer.Option(help=f"One of {', '.join(WORKLOADS)}; empty: all.")] = "",
    hosts: Annotated[int, typer.Option(min=1, help="Entity hosts.")] = 1,
) -> None:
    """Closed loops of RPS beside single-row autocommit inserts, in one run."""
    if context.invoked_subcommand is not None:
        return
    if only and only not in WORKLOADS:
        raise typer.BadParameter(f"there is no workload {only!r}", param_hint="--only")
    names = (only,) if only else tuple(WORKLOADS)
    try:
        found = run(RunOptions(seconds, names, hosts), lambda line: console.print(f"[dim]{line}[/dim]"))
        show_report(found, console)
        check_rows(found.rows)
    except (PlatformError, LoadFailed, NotDurable, RowsMissing) as error:
        console.print(f"[red]error[/red] {error}", soft_wrap=True)
        raise typer.Exit(1) from None
    console.print(f"kept in {report.write(found, RESULTS)}", soft_wrap=True)


@app.command()
def compare(old: Path, new: Path) -> None:
    """Show how the figures of NEW differ from those of OLD (files of benchmarks/results)."""
    try:
        before, after = report.read(old), report.read(new)
    except (OSError, DecodeError) as error:
        console.print(f"[red]error[/red] {error}", soft_wrap=True)
        raise typer.Exit(2) from None
    show_changes(changes(before, after), differences(before, after), console)


if __name__ == "__main__":
    app()
