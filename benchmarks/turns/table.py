"""The outcome of turns, for a terminal."""

from collections.abc import Sequence

from rich.console import Console
from rich.table import Table

from benchmarks.reports.tables import COLOURS
from benchmarks.turns.figures import Comparison, Spread, TurnGoal

SMALL = 100.0
"""Below it a value has two decimals."""


def show_turns(comparisons: Sequence[Comparison], unquiet: Sequence[str], console: Console) -> None:
    """Print each figure of both sides, and whether the machine let them be compared."""
    title = "new by turns with old: median (least..most); ~ where the spreads overlap"
    table = Table(title=title, title_justify="left")
    table.add_column("figure", no_wrap=True)
    for column in ("old", "new", "ratio", "must", "moonshot", "reached", "turns"):
        table.add_column(column, justify="right")
    for each in comparisons:
        bounds = ("", "") if each.goal is None else _bounds(each.goal)
        turns = f"{each.old.turns} and {each.new.turns}"
        verdict = COLOURS.get(each.verdict(), "")
        table.add_row(
            each.name, spread_text(each.old), spread_text(each.new), ratio_text(each), *bounds, verdict, turns
        )
    console.print(table)
    if unquiet:
        console.print("[yellow]the machine was not quiet[/yellow], so the ratios say little:", soft_wrap=True)
        for reason in unquiet:
            console.print(f"  {reason}", soft_wrap=True)


def spread_text(spread: Spread) -> str:
    """Return the median, and behind it the least and the most."""
    return f"{_number(spread.median)} ({_number(spread.low)}..{_number(spread.high)})"


def ratio_text(comparison: Comparison) -> str:
    """Return the ratio, or the difference where the goal is one; marked when both sides overlap."""
    if comparison.goal is not None and comparison.goal.difference:
        text = f"{comparison.new.median - comparison.old.median:+.1f}"
    else:
        text = "-" if comparison.ratio is None else f"{comparison.ratio:.3f}"
    return text if comparison.told_apart else f"~ {text}"


def _bounds(goal: TurnGoal) -> tuple[str, str]:
    form = "+g" if goal.difference else "g"
    return f"{goal.must:{form}}", f"{goal.moonshot:{form}}"


def _number(value: float) -> str:
    return f"{value:,.2f}" if abs(value) < SMALL else f"{value:,.0f}"
