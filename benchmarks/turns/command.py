"""`python -m benchmarks turns OLD`: the command line of turns, and where their reports are kept."""

import contextlib
import signal
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from types import FrameType
from typing import Annotated

import typer
from rich.console import Console

from benchmarks.ground.checkout import REPOSITORY, Checkout, CheckoutError
from benchmarks.ground.platform import PlatformError, alone
from benchmarks.ground.surroundings import NotDurable
from benchmarks.reports import report
from benchmarks.reports.report import RESULTS, Report
from benchmarks.reports.rows import RowsMissing
from benchmarks.reports.tables import WIDTH
from benchmarks.run import SPOKEN, RunOptions
from benchmarks.turns.alternation import TURN_WORKLOADS, alternate
from benchmarks.turns.figures import SIDES, Side, compared, unquiet
from benchmarks.turns.middle import middle
from benchmarks.turns.table import show_turns
from benchmarks.turns.worktrees import checkout_of

ENDING = (signal.SIGINT, signal.SIGTERM)


def turns(
    old: Annotated[str, typer.Argument(help="A revision of this repository, or the folder of a checkout.")],
    new: Annotated[str, typer.Option(help="What is measured beside it; else this working tree.")] = str(REPOSITORY),
    turns_: Annotated[int, typer.Option("--turns", min=1, help="Turns of each side.")] = 3,
    seconds: Annotated[float, typer.Option(min=0.1, help="Measured seconds of each workload.")] = 5.0,
    only: Annotated[list[str], typer.Option(help=f"{', '.join(SPOKEN)}; may be repeated.")] = list(TURN_WORKLOADS),  # noqa: B006
    hosts: Annotated[int, typer.Option(min=1, help="Entity hosts.")] = 1,
    open_per_s: Annotated[
        float, typer.Option(min=0, help="Commands/s of the open loop; 0: half of what rps-256 of that turn reaches.")
    ] = 0.0,
    fresh_starts: Annotated[
        int, typer.Option(min=0, help="Time so many fresh `make dev` of each side too; each takes minutes.")
    ] = 0,
) -> None:
    """Measure OLD and NEW by turns, on one machine in one run: about a minute and a half for each turn.

    A revision gets a worktree outside of this one and a `.venv` of its own; at the end, or on Ctrl-C, both are removed.
    """
    for name in only:
        if name not in SPOKEN:
            raise typer.BadParameter(f"{name!r} is none of {', '.join(SPOKEN)}", param_hint="--only")
    console = Console(highlight=False, width=None if sys.stdout.isatty() else WIDTH)
    started_s = time.monotonic()

    def show(line: str) -> None:
        console.print(f"[dim]{time.monotonic() - started_s:4.0f} s  {line}[/dim]", soft_wrap=True)

    for number in ENDING:
        signal.signal(number, interrupt_once)
    options = RunOptions(seconds, tuple(only), hosts, open_per_s=open_per_s)
    try:
        found = measured({"old": old, "new": new}, options, turns_, fresh_starts, show)
    except (PlatformError, CheckoutError, NotDurable, RowsMissing) as error:
        console.print(f"[red]error[/red] {error}", soft_wrap=True)
        raise typer.Exit(1) from None
    show_turns(compared(found), unquiet(found), console)
    folder = keep(found, RESULTS)
    console.print(f"kept in {folder}; make bench-compare OLD={folder}/old.json NEW={folder}/new.json", soft_wrap=True)
    refused = [f"{side}, {reason}" for side in SIDES for reason in middle(found[side]).refused]
    for reason in refused:
        console.print(f"[red]refused[/red] {reason}", soft_wrap=True)
    if refused:
        raise typer.Exit(1)


def measured(
    places: Mapping[Side, str], options: RunOptions, count: int, fresh_starts: int, show: Callable[[str], None]
) -> dict[Side, list[Report]]:
    """Make both checkouts, and measure them by turns; nothing is left of them.

    Raises:
        PlatformError, CheckoutError, NotDurable, RowsMissing: see `alternate()`.
    """
    with contextlib.ExitStack() as stack:
        stack.enter_context(alone())
        checkouts: dict[Side, Checkout] = {side: stack.enter_context(checkout_of(places[side], show)) for side in SIDES}
        return alternate(checkouts, options, count, fresh_starts, show)


def keep(found: Mapping[Side, Sequence[Report]], results: Path) -> Path:
    """Keep every turn, and the medians of each side as `old.json` and `new.json`; return their folder."""
    folder = results / f"turns-{found['old'][0].at.replace(':', '')}"
    for side in SIDES:
        for number, turn in enumerate(found[side], 1):
            report.write_to(turn, folder / f"{side}-{number}.json")
        report.write_to(middle(found[side]), folder / f"{side}.json")
    return folder


def interrupt_once(_number: int, _frame: FrameType | None) -> None:
    """Break off, once: a signal that comes again must not break off the cleaning up (`make` hands some on as well)."""
    for number in ENDING:
        signal.signal(number, signal.SIG_IGN)
    raise KeyboardInterrupt
