"""Players as staff look for them, in memory."""

from collections.abc import Mapping, Sequence

from persistence.identity.players import FoundPlayer, PlayerPart
from persistence.memory.identity.accounts import MemoryAccounts


class MemoryPlayers:
    """The in-memory `Players` over accounts; `seen` (Unix ms) and `stored` parts are by account."""

    def __init__(self, accounts: MemoryAccounts) -> None:
        self._accounts = accounts
        self.seen: dict[str, int] = {}
        self.stored: dict[str, Mapping[str, PlayerPart]] = {}

    async def page(self, prefix: str, after: str, rows_max: int, parts: Sequence[str]) -> Sequence[FoundPlayer]:
        """See `Players.page`."""
        players = (each for each in self._accounts.accounts.values() if each.role == "PLAYER")
        found = [each for each in players if each.username_key.startswith(prefix) and each.username_key > after]
        return [
            FoundPlayer(
                each.id,
                each.username,
                each.username_key,
                each.created_ms,
                self.seen.get(each.id),
                {name: part for name, part in self.stored.get(each.id, {}).items() if name in parts},
            )
            for each in sorted(found, key=lambda each: each.username_key.encode())
        ][:rows_max]
