"""The crash table as a picture: phase, curve, bets, cash-outs, the own bet. State and time in, text out."""

from rich.console import Group, RenderableType
from rich.panel import Panel
from rich.table import Table
from rich.text import Text

from pitboss_client.crash.proof import multiplier
from pitboss_client.crash.table import ShownBet, TableWatch

COLUMNS, ROWS = 36, 10
TOP_HUNDREDTHS_MIN = 200
"""The scale reaches at least this multiplier."""


def curve(watch: TableWatch, elapsed_ms: int) -> list[str]:
    """Return the rows of the curve up to now, top row first; each is COLUMNS wide."""
    heights = [watch.hundredths(elapsed_ms * column / (COLUMNS - 1)) for column in range(COLUMNS)]
    top = max(TOP_HUNDREDTHS_MIN, heights[-1])
    marks = [min(ROWS - 1, (each - 100) * ROWS // (top - 100)) for each in heights]
    return ["".join("•" if mark == row else " " for mark in marks) for row in reversed(range(ROWS))]


def headline(watch: TableWatch, now_ms: int) -> str:
    """Return the phase of the round in words."""
    match watch.phase:
        case "betting":
            left_ms = max(0, watch.closes_at - now_ms - watch.skew_ms)
            return f"bets for {left_ms / 1000:.1f} s more"
        case "running":
            return f"{multiplier(watch.hundredths(watch.elapsed_ms(now_ms)))}x"
        case "ended" if watch.round_id in watch.ended:
            ended = watch.ended[watch.round_id]
            return f"{f'crashed at {ended.multiplier}x' if ended.multiplier else 'voided'}, {ended.proof}"
        case phase:
            return phase


def picture(watch: TableWatch, now_ms: int, mine: str) -> RenderableType:
    """Return the whole table; `mine` is the line of the own bet."""
    plot = curve(watch, watch.elapsed_ms(now_ms)) if watch.phase == "running" else [" " * COLUMNS] * ROWS
    grid = Table.grid(padding=(0, 2))
    grid.add_row(
        Text("\n".join(plot), style="green"),
        _column(f"{watch.players} bets, {watch.staked:,} gold", [f"{each.player} {each.bet:,}" for each in watch.bets]),
        _column("cash-outs", [_cash_out(each) for each in watch.cash_outs]),
    )
    colour = {"running": "green", "ended": "red"}.get(watch.phase, "cyan")
    title = Text(headline(watch, now_ms), style=f"bold {colour}")
    return Panel(Group(title, grid, Text(mine)), title=f"{watch.name}  {watch.round_id}", width=100)


def _column(title: str, lines: list[str]) -> Text:
    return Text("\n".join([title, *lines[-ROWS + 1 :]]))


def _cash_out(shown: ShownBet) -> str:
    return f"{shown.player} {shown.multiplier}x {shown.payout:,}"
