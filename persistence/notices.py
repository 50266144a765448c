"""Notices that were filed: those of a player that the player's state has no room for. The port and its record.

`persistence.postgres.players.notices` and `persistence.memory.notices` are its stores;
`tests/contracts/test_notices.py` runs both.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol


@dataclass(frozen=True, slots=True)
class FiledNotice:
    """A notice that was filed as the `number`th of its player; `payload` is that of the push of the type `type`."""

    number: int
    notice_id: str
    type: str
    payload: Mapping[str, Any]


class Notices(Protocol):
    """The filed notices of players, looked up. The method raises Unreachable."""

    async def unread(self, user_id: str, after: int | None, rows_max: int) -> Sequence[FiledNotice]:
        """Return the oldest filed notices that the player has not acknowledged since they were filed, oldest first; of
        those filed after the number `after` if that is given."""
        ...
