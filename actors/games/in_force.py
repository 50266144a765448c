"""The solo games by the definitions that are in force: exchanged between turns, never within one."""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from msgspec import Struct

from actors.definitions.book import Book, Definitions
from actors.games.contract import Defined, Game
from actors.money.economy import EconomyConfig


class InForce(NamedTuple):
    """What players play by now: games by their command, and what a snapshot shows of them, by name."""

    games: Mapping[type[Struct], Game[Any]]
    view: dict[str, Any]


class GamesInForce:
    """`games` hold as long as `definitions` has none of their areas, or is None."""

    def __init__(self, economy: EconomyConfig, games: Sequence[Game[Any]], definitions: Definitions | None) -> None:
        self._economy = economy
        self._games = games
        self._definitions = definitions or Definitions(())
        self._book: Book = self._definitions.book
        self._now = self._by(self._book)

    def now(self) -> InForce:
        """Return what is in force; one comparison unless a definition has changed."""
        book = self._definitions.book
        if book is not self._book:
            self._now = self._by(book)
            self._book = book
        return self._now

    def _by(self, book: Book) -> InForce:
        games = [_defined(game, book) for game in self._games]
        return InForce({game.command: game for game in games}, _view(self._economy, games))


def _defined(game: Game[Any], book: Book) -> Game[Any]:
    definitions = book.area(game.area) if isinstance(game, Defined) else {}
    if not definitions or not isinstance(game, Defined):
        return game
    closed = [key for key, each in definitions.items() if each.closed]
    return game.defined({key: each.body for key, each in definitions.items()}, closed)


def _view(economy: EconomyConfig, games: Sequence[Game[Any]]) -> dict[str, Any]:
    return {
        game.name: {
            **game.view(),
            "bet_min": economy.bet_min,
            "bet_max": economy.bet_max,
            "rtp": game.rtp(),
            "config_version": game.config_version,
        }
        for game in games
    }
