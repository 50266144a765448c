"""The messages of gacha."""

from typing import Annotated, ClassVar, Literal

from msgspec import UNSET, Meta, UnsetType

from actors.runtime.payloads import Command, ServerPayload


class GachaItem(ServerPayload, frozen=True):
    """What a pull gave; a duplicate was `converted` to so many shards."""

    item: str
    rarity: int
    duplicate: bool
    converted: int | UnsetType = UNSET


class GachaPity(ServerPayload, frozen=True):
    """Pulls since the last hit, by stars, and the stars whose next hit is certain to be a featured item."""

    since: dict[str, int]
    featured_next: list[int]


class GachaPulled(ServerPayload, frozen=True):
    """What the pulls gave, in order, and the pity after them; `gold` is the balance."""

    round_id: str
    banner: str
    version: int
    pulls: list[GachaItem]
    pity: GachaPity
    gold: int


class GachaPull(Command, frozen=True):
    """One or ten pulls from a banner, paid in gold; ten are one round."""

    TYPE: ClassVar[str] = "gacha.pull"
    REPLY: ClassVar[type[ServerPayload]] = GachaPulled
    banner: Annotated[str, Meta(min_length=1, max_length=32)]
    count: Literal[1, 10]
