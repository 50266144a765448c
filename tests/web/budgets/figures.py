"""Figures of the app that a run has measured, shown at its end beside their budgets.

Speeds are shown, and asserted with room to spare: a machine that does something else too says little about a page.
"""

from typing import NamedTuple

import pytest

KEY = pytest.StashKey["Figures"]()


class Figure(NamedTuple):
    """A measurement in words, and its budget."""

    what: str
    found: str
    budget: str


class Figures:
    """What the tests of one run have measured."""

    def __init__(self) -> None:
        self.found: list[Figure] = []

    def add(self, what: str, found: str, budget: str) -> None:
        self.found.append(Figure(what, found, budget))

    def lines(self) -> list[str]:
        """The table."""
        return [f"{what:<58} {found:>28}   {budget}" for what, found, budget in self.found]


def figures_of(config: pytest.Config) -> Figures:
    """Return the figures of this run."""
    return config.stash.setdefault(KEY, Figures())


def show_figures(reporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    """Print them, if there are any."""
    if lines := figures_of(config).lines():
        reporter.section("figures of the player app")
        for line in lines:
            reporter.line(line)
