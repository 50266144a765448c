"""Facts that are stored as rows of the one table `fact`: an area that keeps some needs no table and no migration."""

from typing import Any

from msgspec import Struct, structs


class Recorded(Struct, frozen=True):
    """A fact that the runtime stores: its tag is the row's `type`, its columns are the row's `data`.

    Each kind of them declares a tag of its own (`tag="streak_day"`) and goes into the union `actors.facts.Fact`,
    directly or by a base class of its area.
    """

    def once(self) -> str | None:
        """What this entity may have a fact of this type for just once (a rung of a run, a mission's period); None: any
        number of times.

        The store refuses a second one, as the last line of what the entity decides.
        """
        return None

    def columns(self) -> dict[str, Any]:
        """What is stored, JSON-encodable; all fields unless it says otherwise."""
        return structs.asdict(self)
