"""A slot machine as data: its file, the checks of the file, and the pays of a spin.

Reels are strips that wrap around; stop `s` of a reel shows its symbols `s`, `s + 1`... from the top row down. A line
names one row for each reel and pays from the left: the best, over all symbols, of as many neighbours from the first
reel on as are that symbol or wild. Pays are hundredths of the whole stake. Scatters count anywhere in the window.
"""

from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import Annotated, NamedTuple

from msgspec import DecodeError, Meta, Struct, json

HUNDREDTHS_MAX = 100_000_000
"""Largest single pay: a million times the stake."""
REELS_MAX, ROWS_MAX, STOPS_MAX, LINES_MAX = 6, 5, 128, 50
FREE_SPINS_MAX = 200
"""No machine may give more free spins in a round than this."""

Count = Annotated[int, Meta(ge=1, le=REELS_MAX * ROWS_MAX)]
Hundredths = Annotated[int, Meta(ge=1, le=HUNDREDTHS_MAX)]


class MachineRefused(ValueError):
    """The machine cannot be played; the message says what to change in its file."""


class Scatter(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The pays and free spins of a number of scatters in the window.

    A free spin pays `multiplier` times as much and may give free spins again, up to `free_spins_max` in one round.
    """

    symbol: str
    pays: dict[Count, Hundredths] = {}
    free_spins: dict[Count, Count] = {}
    multiplier: Annotated[int, Meta(ge=1, le=100)] = 1
    free_spins_max: Annotated[int, Meta(ge=0, le=FREE_SPINS_MAX)] = 0


class WinClass(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A name for wins from `from_cents` on (of the whole round, in hundredths of the stake)."""

    name: str
    from_cents: Hundredths


class Column(NamedTuple):
    """The symbols of a reel at one stop, from the top row down."""

    symbols: tuple[str, ...]
    scatters: int


class Line(NamedTuple):
    """A line that pays `cents` hundredths of the stake; `line` is its index in the machine's lines."""

    line: int
    symbol: str
    length: int
    cents: int


class Machine(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, dict=True):
    """One machine; `reels` are strips of symbols with a space between. Made by `read_machine`, which checks it."""

    id: Annotated[str, Meta(pattern=r"^[a-z][a-z0-9_-]{0,31}$(?!\n)")]
    version: Annotated[int, Meta(ge=1)]
    rows: Annotated[int, Meta(ge=1, le=ROWS_MAX)]
    reels: Annotated[list[str], Meta(min_length=1, max_length=REELS_MAX)]
    lines: Annotated[list[list[Annotated[int, Meta(ge=0)]]], Meta(min_length=1, max_length=LINES_MAX)]
    paytable: dict[str, dict[Count, Hundredths]]
    win_classes: list[WinClass]
    rtp_band: tuple[float, float]
    wild: str | None = None
    scatter: Scatter | None = None

    @cached_property
    def strips(self) -> list[list[str]]:
        """Return the reels, symbol by symbol."""
        return [reel.split() for reel in self.reels]

    @cached_property
    def columns(self) -> list[list[Column]]:
        """Return the columns that each reel shows at its stops."""
        return [[self._column(strip, stop) for stop in range(len(strip))] for strip in self.strips]

    def _column(self, strip: Sequence[str], stop: int) -> Column:
        symbols = tuple(strip[(stop + row) % len(strip)] for row in range(self.rows))
        return Column(symbols, symbols.count(self.scatter.symbol) if self.scatter else 0)

    @cached_property
    def runs(self) -> dict[str, list[int]]:
        """Return by symbol the pays of a run of 0, 1, 2...: of exactly as many, for a longer run is another entry."""
        return {symbol: [pays.get(n, 0) for n in range(len(self.reels) + 1)] for symbol, pays in self.paytable.items()}

    @cached_property
    def wild_runs(self) -> list[tuple[str, int]]:
        """Return the pays of 0, 1, 2... wilds alone: (symbol that they are best taken for, hundredths)."""
        lengths = range(len(self.reels) + 1)
        return [max(((s, pays[n]) for s, pays in self.runs.items()), key=lambda best: best[1]) for n in lengths]

    def line_pays(self, shown: Sequence[Column]) -> list[Line]:
        """Return the lines of the window `shown` that pay."""
        found = []
        columns = [column.symbols for column in shown]
        for index, rows in enumerate(self.lines):
            if self._differ_at_once(columns, rows):
                continue
            best = self._best([column[row] for column, row in zip(columns, rows, strict=True)])
            if best is not None:
                found.append(Line(index, *best))
        return found

    def _differ_at_once(self, columns: Sequence[Sequence[str]], rows: Sequence[int]) -> bool:
        """Return whether the line ends after one symbol without a pay, as most lines do."""
        if self._pays_single:
            return False
        first, second = columns[0][rows[0]], columns[1][rows[1]]
        return first != second and first != self.wild and second != self.wild

    @cached_property
    def _pays_single(self) -> bool:
        return len(self.reels) == 1 or any(pays[1] for pays in self.runs.values())

    def _best(self, symbols: Sequence[str]) -> tuple[str, int, int] | None:
        """Return the symbol, length and hundredths of the best run from the left; None when nothing pays."""
        wild, wilds, count, symbol = self.wild, 0, 0, ""
        for each in symbols:
            if each == wild:
                wilds += not symbol
            elif not symbol and each in self.runs:
                symbol = each
            elif each != symbol:
                break
            count += 1
        hundredths = self.runs[symbol][count] if symbol else 0
        as_wilds = self.wild_runs[wilds]
        if as_wilds[1] > hundredths:
            return as_wilds[0], wilds, as_wilds[1]
        return (symbol, count, hundredths) if hundredths else None

    def scatter_hundredths(self, scatters: int) -> int:
        """Return the pay of so many scatters."""
        return at_least(self.scatter.pays, scatters) if self.scatter else 0

    def free_spins(self, scatters: int) -> int:
        """Return the number of free spins of so many scatters."""
        return at_least(self.scatter.free_spins, scatters) if self.scatter else 0

    def win_class(self, hundredths: int) -> str:
        """Return the name of a win of `hundredths` of the stake, of a whole round."""
        name = "none"
        for each in self.win_classes:
            if hundredths >= each.from_cents:
                name = each.name
        return name


def at_least(table: Mapping[int, int], count: int) -> int:
    """Return the entry of the highest key that `count` reaches, else 0: six scatters give what five give."""
    reached = [key for key in table if key <= count]
    return table[max(reached)] if reached else 0


def read_machine(data: bytes) -> Machine:
    """Return a machine from its JSON file.

    Raises:
        MachineRefused: the file is not of this shape, or contradicts itself.
    """
    try:
        machine = json.decode(data, type=Machine)
    except DecodeError as error:
        raise MachineRefused(f"not a machine file: {error}") from None
    for problem in (_pay_problem, _reel_problem, _line_problem, _scatter_problem, _class_problem):
        found = problem(machine)
        if found:
            raise MachineRefused(f"machine {machine.id}: {found}")
    return machine


def _reel_problem(machine: Machine) -> str:
    known = {*machine.paytable, machine.wild, machine.scatter.symbol if machine.scatter else None}
    for number, strip in enumerate(machine.strips, 1):
        if not machine.rows <= len(strip) <= STOPS_MAX:
            return f"reel {number} has {len(strip)} stops; give it {machine.rows} (its rows) to {STOPS_MAX}"
        unknown = sorted(set(strip) - known)
        if unknown:
            return f"reel {number} shows {unknown}, which neither pay nor are the wild or the scatter"
    return ""


def _line_problem(machine: Machine) -> str:
    for number, line in enumerate(machine.lines):
        if len(line) != len(machine.reels):
            return f"line {number} names {len(line)} rows for {len(machine.reels)} reels; name one for each"
        if max(line) >= machine.rows:
            return f"line {number} names row {max(line)}; the rows are 0 to {machine.rows - 1}"
    if len({tuple(line) for line in machine.lines}) != len(machine.lines):
        return "a line is there twice"
    return ""


def _pay_problem(machine: Machine) -> str:
    special = {machine.wild, machine.scatter.symbol if machine.scatter else None} - {None}
    if not machine.paytable:
        return "paytable: name at least one symbol that pays"
    if len(special) < (machine.wild is not None) + (machine.scatter is not None):
        return "one symbol cannot be both wild and scatter"
    if special & set(machine.paytable):
        return f"paytable: {sorted(filter(None, special & set(machine.paytable)))} is wild or scatter and pays no lines"
    for symbol, pays in machine.paytable.items():
        counts = sorted(pays)
        if not counts or counts != list(range(counts[0], len(machine.reels) + 1)):
            return f"paytable: give {symbol} a pay for every length up to {len(machine.reels)}, not for {counts}"
        if any(pays[a] > pays[a + 1] for a in counts[:-1]):
            return f"paytable: {symbol} pays less for a longer run"
    low, high = machine.rtp_band
    if not 0 < low <= high < 1:
        return f"rtp_band must be two rising numbers between 0 and 1, not {low} and {high}"
    return ""


def _scatter_problem(machine: Machine) -> str:
    scatter = machine.scatter
    if scatter is None:
        return ""
    if scatter.free_spins and max(scatter.free_spins.values()) > scatter.free_spins_max:
        return f"free_spins_max is {scatter.free_spins_max}, less than one award of {max(scatter.free_spins.values())}"
    if not scatter.free_spins and scatter.free_spins_max:
        return "free_spins_max is set, but nothing gives free spins"
    return ""


def _class_problem(machine: Machine) -> str:
    thresholds = [each.from_cents for each in machine.win_classes]
    if not thresholds or thresholds[0] != 1 or thresholds != sorted(set(thresholds)):
        return f"win_classes must start at from_cents 1 and rise, not {thresholds}"
    return ""
