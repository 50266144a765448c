"""The alternation: turns of both checkouts, each a run of its own on a platform with new data.

The side that begins changes from pair to pair, so that what drifts with time is shared by both. The load clients and
the workloads are this program's for both sides: they speak the protocol that players speak, which old revisions know.
"""

from collections.abc import Callable, Iterator, Mapping

from msgspec import structs

from benchmarks.ground.checkout import Checkout
from benchmarks.ground.platform import PlatformError
from benchmarks.reports.report import Report
from benchmarks.reports.rows import check_rows
from benchmarks.run import RunOptions, run
from benchmarks.turns.figures import SIDES, Side
from benchmarks.turns.fresh import fresh_dev

TURN_WORKLOADS = ("rps-256", "rps-64", "rps-1", "open", "shop")
"""The workloads of a turn, if no others are chosen: those that the goals need."""
STARTS_MAX = 2
"""How often a platform may be started for a turn: Ray's processes give up now and then on a machine that is busy."""


def order(turns: int) -> Iterator[Side]:
    """Yield whose turn it is, `turns` of each side."""
    for pair in range(turns):
        yield from SIDES if pair % 2 == 0 else SIDES[::-1]


def alternate(
    checkouts: Mapping[Side, Checkout],
    options: RunOptions,
    turns: int,
    fresh_starts: int,
    show: Callable[[str], None],
) -> dict[Side, list[Report]]:
    """Return the reports of all turns by side; the first `fresh_starts` of each side also time a fresh `make dev`.

    Raises:
        PlatformError, CheckoutError, NotDurable, RowsMissing: a turn has no figures.
    """
    found: dict[Side, list[Report]] = {side: [] for side in SIDES}
    for number, side in enumerate(order(turns), 1):

        def say(line: str, turn: str = f"turn {number} of {2 * turns}, {side}") -> None:
            show(f"{turn}: {line}")

        report = _run(options, say, checkouts[side])
        check_rows(report.rows)
        if len(found[side]) < fresh_starts:
            say("a fresh make dev")
            report = structs.replace(report, figures=[*report.figures, fresh_dev(checkouts[side])])
        found[side].append(report)
    return found


def _run(options: RunOptions, show: Callable[[str], None], checkout: Checkout) -> Report:
    """Run a turn, with another platform if the first does not start. Raises as `run()` does."""
    for _ in range(STARTS_MAX - 1):
        try:
            return run(options, show, checkout)
        except PlatformError as error:
            show(f"once more: {error}")
    return run(options, show, checkout)
