"""The messages of gacha."""

from typing import Annotated, ClassVar, Literal

from msgspec import UNSET, Meta, UnsetType

from actors.games.shown import ShownVersion
from actors.runtime.payloads import Command, ServerPayload


class GachaItem(ServerPayload, frozen=True):
    """What a pull gave; a duplicate was `converted` to so many shards."""

    item: str
    """Id of the item."""
    rarity: int
    """Rarity, in number of stars."""
    duplicate: bool
    """True if the player had it already."""
    converted: int | UnsetType = UNSET
    """Number of shards that a duplicate became. Absent for a new item."""


class GachaPity(ServerPayload, frozen=True):
    """Pulls since the last hit, by stars, and the stars whose next hit is certain to be a featured item."""

    since: dict[str, int]
    """Number of pulls since the last hit of each rarity, by its stars."""
    featured_next: list[int]
    """Rarities, in number of stars, whose next hit is certain to be a featured item."""


class GachaPulled(ServerPayload, frozen=True):
    """What the pulls gave, in order, and the pity after them; `gold` is the balance."""

    round_id: str
    """Id of the round."""
    banner: str
    """Id of the banner."""
    version: int
    """Version number of the banner that was pulled from."""
    pulls: list[GachaItem]
    """What was drawn, in order."""
    pity: GachaPity
    """Number of pulls of each rarity since its last hit, and what is guaranteed."""
    gold: int
    """The player's balance after it, in whole gold."""


class GachaPull(Command, frozen=True, omit_defaults=True):
    """One or ten pulls from a banner, paid in gold; ten are one round.

    With the `version` of the banner that the player was shown, a pull by any other is refused: `version_conflict`.
    """

    TYPE: ClassVar[str] = "gacha.pull"
    REPLY: ClassVar[type[ServerPayload]] = GachaPulled
    banner: Annotated[str, Meta(min_length=1, max_length=32)]
    """Id of the banner."""
    count: Literal[1, 10]
    """Number of pulls: 1 or 10."""
    version: ShownVersion | None = None
    """Version number of the banner that the player was shown; null is any."""
