"""The definitions that rounds were played by: those in force, and every version there ever was."""

import asyncio
from collections.abc import Iterable
from typing import Any

from actors.definitions.book import UNREADABLE, Definition, Definitions
from actors.games.contract import Defined, Game
from persistence.definitions import DefinitionStore, StoredDefinition
from persistence.rounds import StoredRound


class DefinitionLookup:
    """Finds definitions among those that this process has, and others in `store`."""

    def __init__(self, definitions: Definitions, store: DefinitionStore) -> None:
        self.definitions = definitions
        self._store = store

    async def find(self, area: str, definition_id: str, version: int | None = None) -> Definition[Any] | None:
        """Return the version in force, or the one asked for; None: there is none that this program can read.

        Raises Unreachable.
        """
        if version is None:
            return self.definitions.area(area).get(definition_id)
        known = self.definitions.version(area, definition_id, version)
        if known is not None:
            return known
        stored = await self._store.get(area, definition_id, version)
        return None if stored is None else await asyncio.to_thread(self._read, stored)

    async def rules_of(self, played: StoredRound, games: Iterable[Game[Any]]) -> dict[str, Game[Any]]:
        """Return `games` by name, that of a solo round by the definition that it was played by. Raises Unreachable."""
        found = {game.name: game for game in games}
        game = found.get(played.game)
        if isinstance(game, Defined):
            try:
                key, version = game.played_by(played.outcome)
            except (KeyError, TypeError):
                return found
            definition = await self.find(game.area, key, version)
            if definition is not None:
                found[played.game] = game.defined({key: definition.body}, (), version)
        return found

    def _read(self, stored: StoredDefinition) -> Definition[Any] | None:
        area = self.definitions.areas[stored.area]
        try:
            body = area.decode(stored.id, stored.version, stored.body)
        except UNREADABLE:
            return None
        return Definition(stored.id, stored.version, body, stored.closed, stored.starts_ms, stored.body)
