"""A slot machine a second time, in numpy: a million rounds in seconds, written from the rules and not from our code."""

import numpy as np
from numpy.typing import NDArray

from actors.games.slot.machine import Machine

Cents = NDArray[np.int64]


class Simulated:
    """Rounds of `machine`: `base` cents of the paid spins, and (round, cents) of all free spins."""

    def __init__(self, machine: Machine, rounds: int, seed: int) -> None:
        self._machine = machine
        self._chance = np.random.default_rng(seed)
        self.rounds = rounds
        self.base, scatters = self._spins(rounds)
        self.free_of: list[tuple[NDArray[np.int64], Cents]] = []
        if machine.scatter:
            self._free_spins(scatters)

    def payouts(self, bet: int) -> Cents:
        """Gold that each round pays, every spin floored by itself."""
        paid = bet * self.base // 100
        for rounds, cents in self.free_of:
            paid[rounds] += bet * cents // 100
        return paid

    def _free_spins(self, scatters: NDArray[np.int64]) -> None:
        scatter = self._machine.scatter
        assert scatter is not None
        left = self._table(scatter.free_spins)[scatters]
        given = left.copy()
        while left.any():
            rounds = np.flatnonzero(left)
            cents, scatters = self._spins(len(rounds))
            self.free_of.append((rounds, cents * scatter.multiplier))
            more = np.minimum(self._table(scatter.free_spins)[scatters], scatter.free_spins_max - given[rounds])
            given[rounds] += more
            left[rounds] += more - 1

    def _spins(self, count: int) -> tuple[Cents, NDArray[np.int64]]:
        machine = self._machine
        names = sorted({symbol for strip in machine.strips for symbol in strip})
        windows = []
        for strip in machine.strips:
            numbers = np.array([names.index(symbol) for symbol in strip], dtype=np.int8)
            stops = self._chance.integers(len(strip), size=count)
            windows.append([numbers[(stops + row) % len(strip)] for row in range(machine.rows)])
        cents = np.zeros(count, dtype=np.int64)
        best = np.zeros((len(machine.lines), count), dtype=np.int32)
        for symbol, pays in machine.paytable.items():
            alike = [names.index(each) for each in (symbol, machine.wild) if each in names]
            seen = [[np.logical_or.reduce([row == each for each in alike]) for row in window] for window in windows]
            for number, line in enumerate(machine.lines):
                run = self._run([rows[row] for rows, row in zip(seen, line, strict=True)])
                np.maximum(best[number], self._exactly(pays)[run], out=best[number])
        cents += best.sum(axis=0)
        scatters = np.zeros(count, dtype=np.int64)
        if machine.scatter:
            number = names.index(machine.scatter.symbol)
            for symbols in (row for window in windows for row in window):
                scatters += symbols == number
            cents += self._table(machine.scatter.pays)[scatters]
        return cents, scatters

    @staticmethod
    def _run(alike: list[NDArray[np.bool_]]) -> NDArray[np.int8]:
        going = np.ones(len(alike[0]), dtype=bool)
        length = np.zeros(len(alike[0]), dtype=np.int8)
        for each in alike:
            going &= each
            length += going
        return length

    def _exactly(self, pays: dict[int, int]) -> NDArray[np.int32]:
        return np.array([pays.get(length, 0) for length in range(len(self._machine.reels) + 1)], dtype=np.int32)

    def _table(self, table: dict[int, int]) -> NDArray[np.int64]:
        """`table` continued: what no entry names is as the entry below it."""
        longest = self._machine.rows * len(self._machine.reels)
        return np.array(
            [max((v for k, v in table.items() if k <= n), default=0) for n in range(longest + 1)], dtype=np.int64
        )
