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
    """Id of the purchase."""
    status: Status
    """State of the purchase."""
    product_id: str
    """Id of the item."""
    quantity: int = field(default=1)
    """Number of pieces."""
    amount: int = 0
    """What was paid, or is to be paid, in whole units of `currency`."""
    currency: str = ""
    """Currency of the amount: `gold`, `gem`, `shard`, or a currency of a payment provider."""
    contents: tuple[Content, ...] = ()
    """What the buyer gets in all, in whole units of each type."""
    receipt_code: str = ""
    """Code on the receipt; empty until it has succeeded."""
    reason_code: str = ""
    """Why it failed; empty if it did not."""
    created_at: int = 0
    """When it was bought, in Unix ms."""
    ended_at: int = 0
    """When it succeeded, failed or was refunded, in Unix ms; 0 is not yet."""
    expires_at: int = 0
    """When it fails unless it has been paid, in Unix ms; 0 is never."""
    provider_ref: str = ""
    """Reference at the payment provider. Empty without one."""
    pay_url: str = ""
    """Page of the payment provider where it is paid. Empty without one."""
    gold: int | None = None
    """The player's balance after it, in whole gold; null or absent where it is not known."""


class ShopBuy(Command, frozen=True):
    """Buy `quantity` pieces; with the `catalog_version` that the player saw, for no other currency, at no higher price
    and with no less in them than that showed."""

    TYPE: ClassVar[str] = "shop.buy"
    REPLY: ClassVar[type[ServerPayload]] = PurchaseState
    product_id: ItemId
    """Id of the item to buy."""
    quantity: Annotated[int, Meta(ge=1, le=QUANTITY_MAX)] = 1
    """Number of pieces."""
    catalog_version: Annotated[int, Meta(ge=0, le=AMOUNT_MAX)] | None = None
    """Version number of the catalog that the player has seen: 409 `version_conflict` if the item has changed since."""


class ShopCancel(Command, frozen=True):
    """Give up a purchase that is still pending."""

    TYPE: ClassVar[str] = "shop.cancel"
    REPLY: ClassVar[type[ServerPayload]] = PurchaseState
    purchase_id: PurchaseId
    """Id of a purchase that waits for its payment."""


class Purchases(ServerPayload, frozen=True):
    """The player's pending purchases, and the latest ones that succeeded or were refunded; newest first."""

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
    """Id of the purchase."""
    status: Status
    """State of the purchase."""
    product_id: str
    """Id of the item."""
    quantity: int = field(default=1)
    """Number of pieces."""
    receipt_code: str = ""
    """Code on the receipt; empty until it has succeeded."""
    amount: int = 0
    """What was paid, in whole units of `currency`."""
    currency: str = ""
    """Currency of the amount: `gold`, `gem`, `shard`, or a currency of a payment provider."""
    reason_code: str = ""
    """Why it failed; empty if it did not."""


# --- the catalog ------------------------------------------------------------------------------------------------------


class ItemShown(Struct, frozen=True, kw_only=True):
    """An item in the catalog. `price` is without, `price_now` with the discount of `discount_percent`, of one piece.

    `stock_left` None: any number; `version` is the item's own.
    """

    id: str
    """Id of the item."""
    version: int
    """Version number of the item; it rises by one with each change."""
    name: Name
    """Name, in Korean and English."""
    price: Price
    """Price of one piece without discount."""
    price_now: int
    """What one piece costs now, in whole units of the price's currency."""
    discount_percent: int
    """Discount in force, in percent; 0 is none."""
    rank: int
    """Place in the catalog, a number without unit: lower ranks come first."""
    active: bool
    """True while it is on sale."""
    stock_left: int | None
    """Number of pieces that can still be bought; null is any number."""
    per_user_limit: int | None
    """Number of pieces that one player may buy in each `per_user_period`; null is any number."""
    per_user_period: Period
    """Period over which `per_user_limit` counts."""
    sale_window: Window | None
    """When it can be bought; null is always."""
    minimum_tier: str | None
    """Lowest tier that may buy it; null is every tier."""
    contents: tuple[Content, ...]
    """What a buyer gets for each piece, in whole units of each type."""


class Catalog(ServerPayload, frozen=True):
    """Items on sale by rank; `version` rises with every change of a price, a window or anything else but the stock."""

    version: int
    """Version number of the catalog; it rises with each change of an item."""
    items: list[ItemShown]
    """Items by rank."""
    time_zone: str = "UTC"
    """IANA time zone of the shop: by it begin the days, weeks and months of `per_user_period`."""


class CatalogGet(Command, frozen=True):
    """The catalog, from the shop itself, with the items that are not on sale."""

    TYPE: ClassVar[str] = "shop.catalog"
    REPLY: ClassVar[type[ServerPayload]] = Catalog
    MUTATING: ClassVar[bool] = False


class ShopUpdate(ServerPayload, frozen=True):
    """An item is now as `item` says, in the catalog of `version`. Sent to every connected player."""

    TYPE: ClassVar[str] = "shop_update"
    DELIVERY: ClassVar[Delivery] = Delivery.STATE
    product_id: str
    """Id of the item."""
    active: bool
    """True while it is on sale."""
    version: int
    """Version number of the catalog with this change."""
    item: ItemShown
    """The item as it is now."""


BROADCASTS: tuple[type[ServerPayload], ...] = (ShopUpdate,)
"""Messages to every player, with `topic` and `n` and without `seq`."""


class StockUpdate(ServerPayload, frozen=True):
    """The stock left of items, for the catalogs of gateways; players hear when an item sells out or comes back."""

    TYPE: ClassVar[str] = "shop_stock"
    DELIVERY: ClassVar[Delivery] = Delivery.STATE
    stock_left: dict[str, int]
