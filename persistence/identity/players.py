"""Players as staff look for them by name: the port and its records.

`persistence.postgres.identity.players` and `persistence.memory.identity.players` are its stores;
`tests/contracts/test_players.py` runs both. Times are Unix ms.
"""

from collections.abc import Mapping, Sequence
from typing import NamedTuple, Protocol

NAME_END = "\U0010ffff"
"""After every character that a name may have."""


class PlayerPart(NamedTuple):
    """A part of the player's entity, as it was stored last; the store does not know what it says."""

    schema: int
    data: bytes


class FoundPlayer(NamedTuple):
    """A player's account. `last_seen_ms` is of the latest log-in, token or round that is known, None without any.

    `parts` are those that were asked for, by name; an account that has never played has none.
    """

    id: str
    username: str
    username_key: str
    created_ms: int
    last_seen_ms: int | None
    parts: Mapping[str, PlayerPart]


class Players(Protocol):
    """Players, looked up; no entity is woken for it. The method raises Unreachable."""

    async def page(self, prefix: str, after: str, rows_max: int, parts: Sequence[str]) -> Sequence[FoundPlayer]:
        """Return players whose `username_key` begins with `prefix` and comes after `after`, in the order of its bytes.

        Accounts of staff are no players.
        """
        ...
