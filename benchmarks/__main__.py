"""`python -m benchmarks` measures; `compare` shows two results, `turns` measures two checkouts by turns."""

import sys
import time
from pathlib import Path
from typing import Annotated

import typer
from msgspec import DecodeError
from rich.console import Console

from benchmarks.ground.checkout import CheckoutError
from benchmarks.ground.platform import PlatformError, alone
from benchmarks.ground.surroundings import NotDurable
from benchmarks.processes.load import LoadFailed
from benchmarks.reports import report
from benchmarks.reports.compare import changes, differences
from benchmarks.reports.report import RESULTS
from benchmarks.reports.rows import RowsMissing, check_rows
from benchmarks.reports.tables import WIDTH, show_changes, show_report
from benchmarks.run import CRASH_BETS, CRASH_WATCHERS, WORKLOADS, RunOptions, run
from benchmarks.turns.command import turns

app = typer.Typer(help="Measure the platform.", pretty_exceptions_enable=False, add_completion=False)
console = Console(highlight=False, width=None if sys.stdout.isatty() else WIDTH)


@app.callback(invoke_without_command=True)
def measure(
    context: typer.Context,
    seconds: Annotated[float, typer.Option(min=0.1, help="Measured seconds of each workload.")] = 5.0,
    only: Annotated[list[str], typer.Option(help=f"{', '.join(WORKLOADS)}; may be repeated; else all.")] = [],  # noqa: B006
    hosts: Annotated[int, typer.Option(min=1, help="Entity hosts.")] = 1,
    commit_delay_us: Annotated[
        int, typer.Option(min=0, max=100_000, help="Make every commit so much slower, the baseline's too.")
    ] = 0,
    crash_bets: Annotated[int, typer.Option(min=1, max=5_000, help="Bets on each round of crash.")] = CRASH_BETS,
    crash_watchers: Annotated[int, typer.Option(min=2, help="Watchers of the crash table.")] = CRASH_WATCHERS,
    list_: Annotated[bool, typer.Option("--list", help="Say what --only can name, and measure nothing.")] = False,
) -> None:
    """Measure everything beside single-row autocommit inserts, in one run: about six minutes."""
    if context.invoked_subcommand is not None:
        return
    if list_:
        console.print("\n".join(WORKLOADS))
        return
    for name in only:
        if name not in WORKLOADS:
            raise typer.BadParameter(f"there is no workload {name!r}", param_hint="--only")
    names = tuple(only) or WORKLOADS
    started = time.monotonic()
    try:
        with alone():
            found = run(
                RunOptions(seconds, names, hosts, commit_delay_us, crash_bets, crash_watchers),
                lambda line: console.print(f"[dim]{time.monotonic() - started:4.0f} s  {line}[/dim]"),
            )
        show_report(found, console)
        check_rows(found.rows)
    except (PlatformError, CheckoutError, LoadFailed, NotDurable, RowsMissing) as error:
        console.print(f"[red]error[/red] {error}", soft_wrap=True)
        raise typer.Exit(1) from None
    console.print(f"kept in {report.write(found, RESULTS)}", soft_wrap=True)
    for reason in found.refused:
        console.print(f"[red]refused[/red] {reason}", soft_wrap=True)
    if found.refused:
        raise typer.Exit(1)


@app.command()
def compare(old: Path, new: Path) -> None:
    """Show how the figures of NEW differ from those of OLD (files of benchmarks/results)."""
    try:
        before, after = report.read(old), report.read(new)
    except (OSError, DecodeError) as error:
        console.print(f"[red]error[/red] {error}", soft_wrap=True)
        raise typer.Exit(2) from None
    show_changes(changes(before, after), differences(before, after), console)


app.command()(turns)


if __name__ == "__main__":
    app()
