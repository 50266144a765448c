"""The solo games and crash tables by the definitions that are in force: exchanged between turns, never within one."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from msgspec import Struct

from actors.crash.rules.config import TableConfig
from actors.definitions.areas import CRASH
from actors.definitions.book import Book, Definitions
from actors.games.contract import Defined, Game
from actors.money.economy import EconomyConfig
from actors.user import view as user_view


class InForce(NamedTuple):
    """What players play by now: games by their command, tables by name, and what a snapshot shows of the games."""

    games: Mapping[type[Struct], Game[Any]]
    tables: Mapping[str, TableConfig]
    view: dict[str, Any]


class GamesInForce:
    """`games` and `tables` hold as long as `definitions` has none of their areas, or is None."""

    def __init__(
        self,
        economy: EconomyConfig,
        games: Sequence[Game[Any]],
        tables: Iterable[TableConfig],
        definitions: Definitions | None,
    ) -> None:
        self._economy = economy
        self._games = games
        self._definitions = definitions or Definitions(())
        self._tables = {table.name: table for table in tables}
        self._book: Book = self._definitions.book
        self._now = self._by(self._book)

    def now(self) -> InForce:
        """What is in force; one comparison unless a definition has changed."""
        book = self._definitions.book
        if book is not self._book:
            self._now = self._by(book)
            self._book = book
        return self._now

    def _by(self, book: Book) -> InForce:
        games = [_defined(game, book) for game in self._games]
        tables = {key: each.body for key, each in book.area(CRASH).items()} or self._tables
        return InForce({game.command: game for game in games}, tables, user_view.games(self._economy, games))


def _defined(game: Game[Any], book: Book) -> Game[Any]:
    definitions = book.area(game.area) if isinstance(game, Defined) else {}
    if not definitions or not isinstance(game, Defined):
        return game
    closed = [key for key, each in definitions.items() if each.closed]
    return game.defined({key: each.body for key, each in definitions.items()}, closed)
