"""The feature of the player's items: staff give some that games have, and they count as if they had been won.

What a player owns is in the memory that the game keeps of them. That there is such an item is for
the gateway to know, which has the definitions.
"""

from typing import Annotated, ClassVar

from msgspec import Meta

from actors.games.contract import OWNED
from actors.games.rounds import MEMORIES
from actors.player.feature import FROM_STAFF, CommandHandler, Context, Feature
from actors.player.state import PlayerState
from actors.runtime.entity import Decision, DomainEvent
from actors.runtime.facts import Recorded
from actors.runtime.payloads import ServerPayload
from actors.staff.facts import recorded
from actors.staff.messages import OrderId, StaffCommand

ITEMS_GRANTED_MAX = 100
"""Pieces of one grant."""
ItemName = Annotated[str, Meta(pattern=r"^[a-z][a-z0-9_-]{0,47}$(?!\n)")]
GameName = Annotated[str, Meta(min_length=1, max_length=32)]


class ItemsOwned(ServerPayload, frozen=True):
    """How many pieces of an item the player has after a grant."""

    item: str
    """Id of the item."""
    owned: int
    """Number of pieces that the player has."""


class UserItemGrant(StaffCommand, frozen=True):
    """Give the player `count` pieces of an item of `game`; a piece that they had already becomes nothing else."""

    EVENT: ClassVar[str] = "ADMIN_ITEM_GRANT"
    TYPE: ClassVar[str] = "user.item.grant"
    REPLY: ClassVar[type[ServerPayload]] = ItemsOwned
    order_id: OrderId
    game: GameName
    item: ItemName
    count: Annotated[int, Meta(ge=1, le=ITEMS_GRANTED_MAX)] = 1


class ItemGranted(Recorded, frozen=True, kw_only=True, tag="item_granted"):
    """Staff gave `count` pieces of an item of `game`, of which the player then has `owned`."""

    game: str
    item: str
    count: int
    owned: int
    order_id: str

    def once(self) -> str:
        """Return the order: it is carried out once."""
        return self.order_id


def _grant(player: PlayerState, body: UserItemGrant, context: Context) -> Decision:
    had = MEMORIES.of(player).by_game.get(body.game, {}).get(f"{OWNED}{body.item}", 0)
    fact = ItemGranted(game=body.game, item=body.item, count=body.count, owned=had + body.count, order_id=body.order_id)
    reply = ItemsOwned(body.item, fact.owned)
    decision = recorded(Decision(reply, (fact,)), UserItemGrant.EVENT, f"user/{player.key}", body.act, reply)
    assert isinstance(decision, Decision)
    return decision


def _own(player: PlayerState, fact: ItemGranted) -> frozenset[str]:
    kept = MEMORIES.of(player).by_game
    kept[fact.game] = kept.get(fact.game, {}) | {f"{OWNED}{fact.item}": fact.owned}
    return MEMORIES.dirty


def _event(player: PlayerState, fact: ItemGranted) -> DomainEvent:
    granted = {"user_id": player.key, "game": fact.game, "item": fact.item, "count": fact.count, "owned": fact.owned}
    return DomainEvent("item.granted", granted)


INVENTORY = Feature(
    name="inventory",
    commands={UserItemGrant: CommandHandler(_grant, senders=FROM_STAFF)},
    facts={ItemGranted: _own},
    events={ItemGranted: _event},
)
