"""Where journeys take place: a platform, its database, and the wire over which browsers reach it."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import NamedTuple

from playwright.sync_api import Browser

from tests.e2e.platform import Platform, empty_site, platform
from tests.web.browsing import visitor_of
from tests.web.journeys.books import Books
from tests.web.journeys.player import Player
from tests.web.journeys.wire import Wire, wire_to

SETTINGS = {"PITBOSS_CRASH_ENDED_MS": "1000"}
"""Rounds of the crash table follow each other quickly; all else is as players have it."""


class Stage(NamedTuple):
    """A running platform and the ways to it."""

    platform: Platform
    books: Books
    wire: Wire


class Entrance:
    """Lets players in, each with a browser of their own, until it is left."""

    def __init__(self, stage: Stage, browser: Browser, leaving: ExitStack) -> None:
        self._stage, self._browser, self._leaving = stage, browser, leaving

    def __call__(self, name: str, *, fake_time: bool = False) -> Player:
        """Let a player sign up; with `fake_time` the test turns the clock of their browser."""
        visitor = self._leaving.enter_context(visitor_of(self._browser, self._stage.wire.url))
        return Player.joins(visitor, self._stage.books, name, fake_time=fake_time)


@contextmanager
def stage_in(folder: Path, *options: str, **settings: str) -> Iterator[Stage]:
    """A stage for the time of a block; when it is over, everything that `pitboss verify` checks must hold."""
    with empty_site(folder) as site, platform(site, *options, **SETTINGS, **settings) as running:
        with wire_to(running.url) as wire:
            yield Stage(running, Books(str(running.status()["postgres_url"])), wire)
        verified = running.command("verify")
        assert verified.returncode == 0, verified.stdout + verified.stderr


@contextmanager
def entrance_of(stage: Stage, browser: Browser) -> Iterator[Entrance]:
    """An entrance for the time of a block; whatever a browser complained of by its end fails the test."""
    with ExitStack() as leaving:
        leaving.callback(stage.wire.unblock)
        yield Entrance(stage, browser, leaving)
