"""The facts of purchases, of the shop's items and of the pieces that it holds: closed sets.

A purchase's states and an item's versions are rows of `fact`, with the views `purchase` and `shop_item`. Holds are
none: they come and go with purchases, and the shop's own state has them. Times are Unix ms.
"""

from collections.abc import Mapping
from typing import Any, ClassVar

import msgspec

from actors.runtime.facts import Fact, Recorded
from actors.shop.messages import Status
from actors.shop.rules import Content, Item


class PurchaseChanged(Recorded, frozen=True, kw_only=True, tag="purchase"):
    """A purchase has come to a new state: asked for (`pending`, amount 0), priced (`pending`), or ended.

    `amount` is the whole price, `contents` what all pieces contain.
    """

    COUNTED: ClassVar[bool] = True
    purchase_id: str
    status: Status
    product_id: str
    quantity: int
    created_at: int
    at: int
    currency: str = ""
    amount: int = 0
    contents: tuple[Content, ...] = ()
    item_version: int = 0
    catalog_version: int = 0
    receipt_code: str = ""
    reason_code: str = ""
    provider_ref: str = ""
    expires_at: int = 0
    restocked: bool = False
    """Of a refund: the pieces can be sold again, and count against no limit any more."""
    bought_at: int = 0
    """Of a refund: when the purchase had succeeded."""

    def once(self) -> str:
        """Return the purchase and its step: it is asked for, priced, ended and refunded once each."""
        match self.status:
            case "pending":
                step = "priced" if self.amount else "asked"
            case "refunded":
                step = "refunded"
            case _:
                step = "ended"
        return f"{self.purchase_id}:{step}"


class ItemChanged(Recorded, frozen=True, kw_only=True, tag="shop_item"):
    """An item is new, or has a new version; `price` is what one piece costs now."""

    item: Item
    price: int
    at: int
    archived: bool = False

    def once(self) -> str:
        return f"{self.item.id}:{self.item.version}"

    def columns(self) -> dict[str, Any]:
        item: dict[str, Any] = msgspec.to_builtins(self.item)
        return {"item_id": item.pop("id"), **item, "price_now": self.price, "archived": self.archived}


def stored_item(columns: Mapping[str, Any]) -> Item:
    """Return the item of a row of `ItemChanged`."""
    data = {name: columns[name] for name in Item.__struct_fields__ if name in columns}
    return msgspec.convert(data | {"id": columns["item_id"]}, Item)


class ItemFiled(Fact, frozen=True, kw_only=True):
    """An archived item leaves the state: its versions are rows (`ItemChanged`), its id and what was sold of it stay."""

    COUNTED: ClassVar[bool] = True
    item_id: str


class Stepped(Fact, frozen=True, kw_only=True):
    """Windows of the items `touched` have opened or closed; `prices` are those that have changed by it."""

    prices: dict[str, int]
    touched: tuple[str, ...]
    at: int


class HoldMade(Fact, frozen=True, kw_only=True):
    """Pieces are kept for a purchase; `expires_at` 0: until its user says what became of it."""

    purchase_id: str
    user_id: str
    item_id: str
    quantity: int
    expires_at: int


class HoldExtended(Fact, frozen=True, kw_only=True):
    """The user is to be asked about the hold at `expires_at`, and not before."""

    purchase_id: str
    expires_at: int


class HoldConfirmed(Fact, frozen=True, kw_only=True):
    """The pieces of the hold are sold."""

    purchase_id: str


class HoldReleased(Fact, frozen=True, kw_only=True):
    """The pieces of the hold are free again."""

    purchase_id: str


class PiecesReturned(Fact, frozen=True, kw_only=True):
    """Pieces that were sold are free again: their purchase was refunded so."""

    purchase_id: str
    item_id: str
    quantity: int


class StockAnnounced(Fact, frozen=True, kw_only=True):
    """Gateways hear what is left of these items; `flipped` have sold out, or come back."""

    stock_left: dict[str, int]
    flipped: tuple[str, ...]
    at: int


AnyShopFact = (
    ItemChanged
    | ItemFiled
    | Stepped
    | HoldMade
    | HoldExtended
    | HoldConfirmed
    | HoldReleased
    | PiecesReturned
    | StockAnnounced
)
