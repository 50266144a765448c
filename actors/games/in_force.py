"""The solo games by the definitions in force."""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from msgspec import Struct

from actors.definitions.book import Book, Definitions
from actors.definitions.in_force import InForce
from actors.economy.area import economy_of
from actors.games.contract import Defined, Game, Watched
from actors.money.economy import EconomyConfig


class Playable(NamedTuple):
    """A game, again as `defined` and as `watched` if it is so: to find that out takes longer than a round."""

    game: Game[Any]
    defined: Defined | None
    watched: Watched | None


class PlayableGames(NamedTuple):
    """Games by their command, and the part of the snapshot that shows them, by name."""

    games: Mapping[type[Struct], Playable]
    view: dict[str, Any]


def games_in_force(
    economy: EconomyConfig, games: Sequence[Game[Any]], definitions: Definitions | None
) -> InForce[PlayableGames]:
    """Return the games in force; `games` hold as long as `definitions` has none of their areas, or is None."""

    def playable(book: Book) -> PlayableGames:
        defined = [_defined(game, book) for game in games]
        return PlayableGames(
            {game.command: _playable(game) for game in defined}, _view(economy_of(book, economy), defined)
        )

    return InForce(definitions, playable)


def _defined(game: Game[Any], book: Book) -> Game[Any]:
    definitions = book.area(game.area) if isinstance(game, Defined) else {}
    if not definitions or not isinstance(game, Defined):
        return game
    closed = [key for key, each in definitions.items() if each.closed]
    return game.defined({key: each.body for key, each in definitions.items()}, closed)


def _playable(game: Game[Any]) -> Playable:
    return Playable(game, game if isinstance(game, Defined) else None, game if isinstance(game, Watched) else None)


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
