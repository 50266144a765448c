"""Messages about purchases, to and from players, and the broadcasts of the shop.

Amounts are integers of the price's currency, times Unix ms. `shop_update` carries no `seq`: it is the same for all.
"""

from typing import Annotated, ClassVar, Literal

from msgspec import Meta, Struct, field

from actors.money.amounts import AMOUNT_MAX
from actors.runtime.payloads import Command, Delivery, ServerPayload
from actors.shop.rules import QUANTITY_MAX, Content, ItemId, Name, Period, Price, Window

PurchaseId = Annotated[str, Meta(pattern=r"^[0-9a-f]{32}$(?!\n)")]
"""The `tx` of the `shop.buy` that began it."""
Status = Literal["pending", "success", "failed", "cancelled", "expired", "refunded"]


class PurchaseState(ServerPayload, frozen=True, omit_defaults=True):
    """A purchase as its player sees it.

    `amount` is the whole price, 0 while the shop has not said it; `gold` the balance after it, in replies only.
    `pay_url` and `provider_ref` belong to pending purchases for money.
    """

    purchase_id: str
    status: Status
    product_id: str
    quantity: int = field(default=1)
    amount: int = 0
    currency: str = ""
    contents: tuple[Content, ...] = ()
    receipt_code: str = ""
    reason_code: str = ""
    created_at: int = 0
    ended_at: int = 0
    expires_at: int = 0
    provider_ref: str = ""
    pay_url: str = ""
    gold: int | None = None


class ShopBuy(Command, frozen=True):
    """Buy `quantity` pieces; with the `catalog_version` that the player saw, at no higher price than that showed."""

    TYPE: ClassVar[str] = "shop.buy"
    REPLY: ClassVar[type[ServerPayload]] = PurchaseState
    product_id: ItemId
    quantity: Annotated[int, Meta(ge=1, le=QUANTITY_MAX)] = 1
    catalog_version: Annotated[int, Meta(ge=0, le=AMOUNT_MAX)] | None = None


class ShopCancel(Command, frozen=True):
    """Give up a purchase that is still pending."""

    TYPE: ClassVar[str] = "shop.cancel"
    REPLY: ClassVar[type[ServerPayload]] = PurchaseState
    purchase_id: PurchaseId


class Purchases(ServerPayload, frozen=True):
    """The player's pending purchases, and his latest ones that succeeded or were refunded; newest first."""

    pending: list[PurchaseState]
    receipts: list[PurchaseState]


class PurchasesGet(Command, frozen=True):
    """Pending purchases and receipts."""

    TYPE: ClassVar[str] = "shop.purchases"
    REPLY: ClassVar[type[ServerPayload]] = Purchases
    MUTATING: ClassVar[bool] = False


class PurchaseUpdate(ServerPayload, frozen=True, omit_defaults=True):
    """A purchase has come to a new state; returned in every snapshot until acknowledged by its `purchase_id`."""

    TYPE: ClassVar[str] = "purchase_update"
    DELIVERY: ClassVar[Delivery] = Delivery.EVENT
    purchase_id: str
    status: Status
    product_id: str
    quantity: int = field(default=1)
    receipt_code: str = ""
    amount: int = 0
    currency: str = ""
    reason_code: str = ""


# --- the catalog ------------------------------------------------------------------------------------------------------


class ItemShown(Struct, frozen=True, kw_only=True):
    """An item in the catalog. `price` is without, `price_now` with the discount of `discount_percent`, of one piece.

    `stock_left` None: any number; `version` is the item's own.
    """

    id: str
    version: int
    name: Name
    price: Price
    price_now: int
    discount_percent: int
    rank: int
    active: bool
    stock_left: int | None
    per_user_limit: int | None
    per_user_period: Period
    sale_window: Window | None
    minimum_tier: str | None
    contents: tuple[Content, ...]


class Catalog(ServerPayload, frozen=True):
    """All items by rank; `version` rises with every change of a price, a window or any other datum but the stock."""

    version: int
    items: list[ItemShown]


class CatalogGet(Command, frozen=True):
    """The catalog, from the shop itself."""

    TYPE: ClassVar[str] = "shop.catalog"
    REPLY: ClassVar[type[ServerPayload]] = Catalog
    MUTATING: ClassVar[bool] = False


class ShopUpdate(ServerPayload, frozen=True):
    """An item is now as `item` says, in the catalog of `version`. Sent to every connected player."""

    TYPE: ClassVar[str] = "shop_update"
    DELIVERY: ClassVar[Delivery] = Delivery.STATE
    product_id: str
    active: bool
    version: int
    item: ItemShown


BROADCASTS: tuple[type[ServerPayload], ...] = (ShopUpdate,)
"""Messages to every player, with `topic` and `n` and without `seq`."""


class StockUpdate(ServerPayload, frozen=True):
    """The stock left of items, for the catalogs of gateways; players hear when an item sells out or comes back."""

    TYPE: ClassVar[str] = "shop_stock"
    DELIVERY: ClassVar[Delivery] = Delivery.STATE
    stock_left: dict[str, int]
