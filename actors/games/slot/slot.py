"""Slot machines: a float for each reel stops it; free spins take the floats that follow.

Stop of reel `i` is `floor(float_i * length of its strip)`. Each spin pays `bet * hundredths // 100`, a free
spin its hundredths times the machine's multiplier. `machine.py` has the machine, `odds.py` its return.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from functools import cached_property, lru_cache
from typing import Any, ClassVar, Self

from msgspec import convert

from actors.fairness.floats import choose
from actors.games.contract import NO_MEMORY, Memory, Odds, Played, Refusal, won
from actors.games.shown import version_refusal
from actors.games.slot.machine import Machine, MachineRefused, read_machine
from actors.games.slot.messages import SlotSpin, SlotSpun
from actors.games.slot.odds import SlotOdds
from actors.money.wallet import payout_of

MACHINES_KEPT = 32
"""Machines that a process remembers: the same file is enumerated once."""


class LoadedMachine:
    """A machine, ready to be played; its return is computed when it is first asked for."""

    def __init__(self, machine: Machine, bet_min: int) -> None:
        self.machine = machine
        self._bet_min = bet_min

    @cached_property
    def odds(self) -> SlotOdds:
        """Return its odds at every stake from `bet_min` gold on."""
        return SlotOdds(self.machine, self._bet_min)

    def prove(self) -> dict[str, Any]:
        """Check that its return stays within its band, and return it. Raises MachineRefused."""
        odds, machine = self.odds, self.machine
        low, high = machine.rtp_band
        if not low <= odds.rtp_min <= odds.rtp <= high:
            raise MachineRefused(
                f"machine {machine.id}: it returns {odds.rtp:.6f} at a stake of {self._bet_min} and "
                f"{odds.rtp_min:.6f} at the worst stake, outside its rtp_band of {low} to {high}; change its pays or "
                f"reels"
            )
        return {name: self.view()[name] for name in ("rtp", "rtp_min", "volatility", "hit_rate")}

    def view(self) -> dict[str, Any]:
        """Return all that a player needs to check and show it (protocol.md, REST shapes)."""
        machine, scatter = self.machine, self.machine.scatter
        return {
            "id": machine.id,
            "version": machine.version,
            "rows": machine.rows,
            "reels": machine.strips,
            "lines": machine.lines,
            "paytable": machine.paytable,
            "wild": machine.wild,
            "scatter": scatter.symbol if scatter else None,
            "scatter_pays": scatter.pays if scatter else {},
            "free_spins": scatter.free_spins if scatter else {},
            "free_spins_multiplier": scatter.multiplier if scatter else 1,
            "free_spins_max": scatter.free_spins_max if scatter else 0,
            "win_classes": {each.name: each.from_cents for each in machine.win_classes},
            "rtp": self.odds.rtp,
            "rtp_min": self.odds.rtp_min,
            "volatility": self.odds.volatility,
            "hit_rate": self.odds.share_of_hits(),
        }

    def hundredths_max(self) -> int:
        """Return a bound on the payout of a round, in hundredths of its stake."""
        scatter = self.machine.scatter
        return self.odds.hundredths_max * (1 + scatter.multiplier * scatter.free_spins_max if scatter else 1)


@lru_cache(MACHINES_KEPT)
def loaded_machine(data: bytes, bet_min: int) -> LoadedMachine:
    """Return a machine from its file; its return is not computed. Raises MachineRefused: the file is wrong."""
    return LoadedMachine(read_machine(data), bet_min)


class Slot:
    """All machines, those in `closed` for the record alone. Those with one id cannot stand side by side."""

    name: ClassVar[str] = "slot"
    about: ClassVar[str] = "Slot machines."
    area = "slot"
    command: ClassVar[type[SlotSpin]] = SlotSpin

    def __init__(
        self, machines: Sequence[LoadedMachine], *, bet_min: int, config_version: int, closed: Collection[str] = ()
    ) -> None:
        self.machines = {each.machine.id: each for each in machines}
        self.closed = frozenset(closed)
        if len(self.machines) != len(machines) or not machines:
            raise MachineRefused("a slot game needs machines, each with an id of its own")
        self.bet_min = bet_min
        self.config_version = config_version

    def refusal(self, command: SlotSpin, now_ms: int, /) -> Refusal | None:
        if command.machine not in self.machines:
            return Refusal("not_found", {"machine": command.machine, "known": sorted(self.machines)})
        if command.machine in self.closed:
            return Refusal("item_inactive", {"machine": command.machine})
        in_force = self.machines[command.machine].machine.version
        return version_refusal("machine", command.machine, command.version, in_force)

    def stake(self, command: SlotSpin, /) -> int:
        return command.bet

    def payout_max(self, command: SlotSpin, /) -> int:
        return payout_of(command.bet, self.machines[command.machine].hundredths_max())

    def play(self, command: SlotSpin, floats: Iterator[float], memory: Memory = NO_MEMORY, /) -> Played:
        machine, bet = self.machines[command.machine].machine, command.bet
        spin = _spin(machine, bet, floats, 1)
        free = _free_spins(machine, bet, floats, spin["free_spins"])
        payout = spin["payout"] + sum(each["payout"] for each in free)
        hundredths = spin["cents"] + sum(each["cents"] for each in free)
        outcome: dict[str, Any] = {
            "machine": machine.id,
            "version": machine.version,
            "spin": spin,
            "free_spins": free,
            "win_class": machine.win_class(hundredths) if payout else "none",
        }
        return Played(payout, won(bet, payout), outcome, config_version=machine.version)

    def reply(self, played: Played, round_id: str, gold: int, /) -> SlotSpun:
        spin, free = played.outcome["spin"], played.outcome["free_spins"]
        features = [{"type": "free_spins", "spins": free}] if free else []
        shown = {**played.outcome, **spin, "features": features, "base_payout": spin["payout"]}
        return convert(shown | {"round_id": round_id, "payout": played.payout, "gold": gold}, SlotSpun)

    def odds(self, command: SlotSpin, /) -> Odds:
        odds = self.machines[command.machine].odds
        return Odds(odds.mean(command.bet), odds.variance_exact)

    def defined(
        self, bodies: Mapping[str, LoadedMachine], closed: Collection[str] = (), config_version: int | None = None, /
    ) -> Self:
        version = config_version or self.config_version
        return type(self)(list(bodies.values()), bet_min=self.bet_min, config_version=version, closed=closed)

    def played_by(self, outcome: Mapping[str, Any], /) -> tuple[str, int]:
        return outcome["machine"], outcome["version"]

    def rtp(self) -> float | None:
        return min((self.machines[each].odds.rtp_min for each in self._open()), default=None)

    def view(self) -> dict[str, Any]:
        return {
            "machines": {
                key: {"version": each.machine.version, "rtp": each.odds.rtp_min, "volatility": each.odds.volatility}
                for key, each in self.machines.items()
                if key not in self.closed
            }
        }

    def examples(self, bet: int, /) -> Sequence[SlotSpin]:
        return [SlotSpin(machine=each, bet=bet) for each in self._open()]

    def _open(self) -> list[str]:
        return [each for each in self.machines if each not in self.closed]


def _spin(machine: Machine, bet: int, floats: Iterator[float], multiplier: int) -> dict[str, Any]:
    """Return one spin, as it is recorded and shown; `free_spins` is how many it asks for."""
    stops = [choose(next(floats), len(columns)) for columns in machine.columns]
    shown = [columns[stop] for columns, stop in zip(machine.columns, stops, strict=True)]
    lines = machine.line_pays(shown)
    scatters = sum(column.scatters for column in shown)
    scatter_hundredths = machine.scatter_hundredths(scatters)
    hundredths = (scatter_hundredths + sum(line.cents for line in lines)) * multiplier
    return {
        "stops": stops,
        "window": [list(column.symbols) for column in shown],
        "lines": [line._asdict() for line in lines],
        "scatters": scatters,
        "scatter_cents": scatter_hundredths,
        "multiplier": multiplier,
        "cents": hundredths,
        "payout": payout_of(bet, hundredths),
        "free_spins": machine.free_spins(scatters),
    }


def _free_spins(machine: Machine, bet: int, floats: Iterator[float], given: int) -> list[dict[str, Any]]:
    """Return the free spins of a round that begins with `given`; those that free spins give follow, up to the bound."""
    scatter = machine.scatter
    spins: list[dict[str, Any]] = []
    while scatter and len(spins) < given:
        spin = _spin(machine, bet, floats, scatter.multiplier)
        spin["free_spins"] = min(spin["free_spins"], scatter.free_spins_max - given)
        given += spin["free_spins"]
        spins.append(spin)
    return spins
