"""Messages between users' entities and the shop, and orders of staff to the shop and to a buyer's entity.

The shop is the entity `shop/main`. Orders of staff are `StaffCommand`s with origin `admin`; each is decided by the
shop, versioned, validated and recorded as an act (`ActDone`) in its own transaction.

Every order to the shop names the item by `item_id` and answers `ItemDone`. `version` is the item's version that the
caller saw: another one is refused with `version_conflict` (details: `version`, `item`); None: any version. With
`dry_run` the answer is what would be, and nothing happens: no act is recorded. An order that leaves the item as it is
answers `changed` false and the old version, and is an act all the same. Refusals: `not_found`, `invalid_payload`
(details: `problems`, by field), `version_conflict`, `item_inactive` (it cannot be activated; details: `reason`),
`limit_exceeded` (too many items). Times are Unix ms here; admin routes convert.
"""

from typing import Annotated, Any, ClassVar

from msgspec import UNSET, Meta, Struct, UnsetType, field, structs

from actors.money.amounts import Amount
from actors.runtime.entity import EntityRef
from actors.runtime.payloads import Command, Noted, ServerPayload
from actors.shop.messages import ItemShown, PurchaseId, PurchaseState
from actors.shop.receipts import Purchase
from actors.shop.rules import (
    CONTENTS_MAX,
    Bought,
    Content,
    Item,
    ItemId,
    Name,
    Percent,
    Period,
    PerUser,
    Price,
    Rank,
    Stock,
    Tier,
    Time,
    VersionNumber,
    Window,
)
from actors.staff.messages import StaffCommand

SHOP = "shop"
STOREFRONT = "main"
"""The key of the one shop that there is."""
SHOP_REF = EntityRef(SHOP, STOREFRONT)


class ShopCommand(Command, frozen=True):
    """Base of the commands that only the server sends to the shop."""

    REPLY: ClassVar[type[ServerPayload]] = Noted


class ShopOpen(ShopCommand, frozen=True):
    """The first turn of the shop: the items that it starts with."""

    TYPE: ClassVar[str] = "shop.open"


class ShopStep(ShopCommand, frozen=True):
    """The durable timer `windows`: a sale or a discount begins or ends."""

    TYPE: ClassVar[str] = "shop.step"


class ShopHolds(ShopCommand, frozen=True):
    """The durable timer `holds`: a hold is due; its user is asked what became of the purchase."""

    TYPE: ClassVar[str] = "shop.holds"


class ShopShow(ShopCommand, frozen=True):
    """The timer of the activation that lets gateways see what is left."""

    TYPE: ClassVar[str] = "shop.show"


# --- tells of a user's entity to the shop -----------------------------------------------------------------------------


class ShopReserve(ShopCommand, frozen=True):
    """Step 2 of a purchase: hold `quantity` pieces. `have` are the balances, `bought` what counts against limits."""

    TYPE: ClassVar[str] = "shop.reserve"
    purchase_id: str
    item_id: str
    quantity: int
    tier: str
    have: dict[str, int]
    bought: Bought
    catalog_version: int | None = None


class ShopConfirm(ShopCommand, frozen=True):
    """Step 4: the purchase has succeeded; the pieces of its hold are sold."""

    TYPE: ClassVar[str] = "shop.confirm"
    purchase_id: str


class ShopRelease(ShopCommand, frozen=True):
    """Step 4: there is no purchase, the pieces of its hold are free again."""

    TYPE: ClassVar[str] = "shop.release"
    purchase_id: str


class ShopReturn(ShopCommand, frozen=True):
    """A purchase was refunded so that its pieces are free again."""

    TYPE: ClassVar[str] = "shop.return"
    purchase_id: str
    item_id: str
    quantity: int


class ShopExtend(ShopCommand, frozen=True):
    """The purchase waits for its payment: ask about the hold at `expires_at` and not before."""

    TYPE: ClassVar[str] = "shop.extend"
    purchase_id: str
    expires_at: int


# --- tells of the shop and of payment providers to a user -------------------------------------------------------------


class PurchaseCommand(Command, frozen=True):
    """Base of the commands that only the server sends to a user's entity, about the purchase `purchase_id`."""

    REPLY: ClassVar[type[ServerPayload]] = Noted
    purchase_id: str


class PurchaseReserved(PurchaseCommand, frozen=True):
    """The pieces are held, at this whole price."""

    TYPE: ClassVar[str] = "purchase.reserved"
    currency: str
    amount: Amount
    contents: tuple[Content, ...]
    """Of one piece."""
    item_version: int
    catalog_version: int


class PurchaseRefused(PurchaseCommand, frozen=True):
    """Nothing is held, for the reason `code` with its details."""

    TYPE: ClassVar[str] = "purchase.refused"
    code: str
    details: dict[str, Any]


class PurchaseDue(PurchaseCommand, frozen=True):
    """The state of the purchase is asked for. The user answers with `ShopConfirm`, `ShopRelease` or `ShopExtend`."""

    TYPE: ClassVar[str] = "purchase.due"


class PurchasePaid(PurchaseCommand, frozen=True):
    """The provider's report on a purchase for money: paid, or not and why. Its origin is `webhook:PROVIDER`.

    A purchase that has ended otherwise refuses it with `not_claimable`: the money is to be given back.
    """

    TYPE: ClassVar[str] = "purchase.paid"
    REPLY: ClassVar[type[ServerPayload]] = PurchaseState
    provider_ref: str
    paid: bool
    reason_code: str = ""


# --- orders of staff to the shop --------------------------------------------------------------------------------------


class ItemDone(ServerPayload, frozen=True):
    """The item after an order. `catalog_version` is the catalog's; `sold` and `held` count pieces.

    `old` is the item before the order, None for a new one.
    """

    id: str
    active: bool
    changed: bool
    version: int
    catalog_version: int
    dry_run: bool
    sold: int
    held: int
    item: Item
    old: Item | None = None
    archived: bool = False


class ShopOrder(StaffCommand, frozen=True):
    """An order about one item."""

    REPLY: ClassVar[type[ServerPayload]] = ItemDone
    item_id: ItemId
    version: VersionNumber | None = None
    dry_run: bool = False


class ItemCreate(ShopOrder, frozen=True, kw_only=True):
    """A new item, `item.id` being `item_id`; refused with `version_conflict` when there is one. Its version is 1."""

    EVENT: ClassVar[str] = "ADMIN_SHOP_CREATE"
    TYPE: ClassVar[str] = "shop.item.create"
    item: Item


class ItemEdit(ShopOrder, frozen=True, kw_only=True):
    """Other data of an item; what is left out stays, None takes a bound away."""

    EVENT: ClassVar[str] = "ADMIN_SHOP_EDIT"
    TYPE: ClassVar[str] = "shop.item.edit"
    name: Name | UnsetType = UNSET
    price: Price | UnsetType = UNSET
    contents: Annotated[tuple[Content, ...], Meta(min_length=1, max_length=CONTENTS_MAX)] | UnsetType = UNSET
    per_user_limit: PerUser | UnsetType | None = UNSET
    per_user_period: Period | UnsetType = UNSET
    minimum_tier: Tier | UnsetType | None = UNSET

    def edits(self) -> dict[str, Any]:
        """Return the fields that are given."""
        given = structs.asdict(self)
        return {name: given[name] for name in EDITABLE if given[name] is not UNSET}


EDITABLE = ("name", "price", "contents", "per_user_limit", "per_user_period", "minimum_tier")


class ItemToggle(ShopOrder, frozen=True, kw_only=True):
    """Put the item on sale, or take it off."""

    EVENT: ClassVar[str] = "ADMIN_SHOP_TOGGLE"
    TYPE: ClassVar[str] = "shop.item.toggle"
    active: bool


class ItemDiscount(ShopOrder, frozen=True, kw_only=True):
    """`percent` off between two times, None being open; 0 takes the discount away."""

    EVENT: ClassVar[str] = "ADMIN_SHOP_DISCOUNT"
    TYPE: ClassVar[str] = "shop.item.discount"
    percent: Percent
    starts_at: Time | None = None
    ends_at: Time | None = None


class ItemRank(ShopOrder, frozen=True, kw_only=True):
    """The place in the catalog: lower ranks come first."""

    EVENT: ClassVar[str] = "ADMIN_SHOP_RANK"
    TYPE: ClassVar[str] = "shop.item.rank"
    rank: Rank


class ItemStock(ShopOrder, frozen=True, kw_only=True):
    """How many pieces there ever are, sold and held ones included, so no fewer than those; None: any number."""

    EVENT: ClassVar[str] = "ADMIN_SHOP_STOCK"
    TYPE: ClassVar[str] = "shop.item.stock"
    stock: Stock | None


class ItemWindow(ShopOrder, frozen=True, kw_only=True):
    """When the item can be bought; None: always."""

    EVENT: ClassVar[str] = "ADMIN_SHOP_WINDOW"
    TYPE: ClassVar[str] = "shop.item.window"
    sale_window: Window | None


class ItemRevert(ShopOrder, frozen=True, kw_only=True):
    """Give the item the texts, price, contents, limits and windows of its version `to`, as a new version.

    Stock, rank, and whether it is on sale stay what they are: a reversion undoes edits, no stop and no sale.
    """

    EVENT: ClassVar[str] = "ADMIN_SHOP_REVERT"
    TYPE: ClassVar[str] = "shop.item.revert"
    to: VersionNumber


class ItemArchive(ShopOrder, frozen=True, kw_only=True):
    """Take the item out of the lists and off sale, for the record, or bring it back (not on sale).

    `stored` is an archived item that the shop keeps no more, as the store has it.
    """

    EVENT: ClassVar[str] = "ADMIN_SHOP_ARCHIVE"
    TYPE: ClassVar[str] = "shop.item.archive"
    archived: bool
    stored: Item | None = None

    def same_by(self) -> dict[str, Any]:
        """Return what makes two orders the same beside their fields: where the item was found does not."""
        return super().same_by() | {"stored": None}


SHOP_ORDERS: tuple[type[ShopOrder], ...] = (
    ItemCreate,
    ItemEdit,
    ItemToggle,
    ItemDiscount,
    ItemRank,
    ItemStock,
    ItemWindow,
    ItemRevert,
    ItemArchive,
)


class PurchaseRefund(StaffCommand, frozen=True):
    """To a user's entity: undo a purchase that succeeded.

    The price is given back in gold, gems or shards, money by its provider; then what the purchase contained is taken
    back as far as the balances go, never below 0, and the rest is a debt (`actors.debts`). With `restock` the pieces
    are free again and count against no limit of the player; without it they stay sold. `receipt` is a purchase that the
    entity keeps no more, as the store has it. Refusals: `not_found` (neither kept nor given), `not_claimable`,
    `limit_exceeded` (the price would pass the largest balance).
    """

    EVENT: ClassVar[str] = "ADMIN_PURCHASE_REFUND"
    TYPE: ClassVar[str] = "purchase.refund"
    REPLY: ClassVar[type[ServerPayload]] = PurchaseState
    purchase_id: PurchaseId
    restock: bool = False
    receipt: Purchase | None = None

    def same_by(self) -> dict[str, Any]:
        """Return what makes two orders the same beside their fields: where the receipt was found does not."""
        return super().same_by() | {"receipt": None}


# --- reads of staff ---------------------------------------------------------------------------------------------------


class ItemHistory(ServerPayload, frozen=True):
    """The latest versions of an item, newest first, the present one included."""

    id: str
    shown: ItemShown
    versions: list[Item]


class ItemGet(Command, frozen=True):
    """A query to the shop: an item with its latest versions. Refusal: `not_found`."""

    TYPE: ClassVar[str] = "shop.item"
    REPLY: ClassVar[type[ServerPayload]] = ItemHistory
    MUTATING: ClassVar[bool] = False
    item_id: ItemId


class StockShown(Struct, frozen=True):
    """An item with what its price is now, and its pieces: how many there are, sold and held."""

    item_id: str
    stock: int | None
    sold: int
    held: int
    item: Item
    price_now: int
    discount_percent: int


class StockBook(ServerPayload, frozen=True):
    """Items by rank with their pieces, how many holds there are, and how many of them wait for a payment.

    `filed` are archived items that are rows alone: how many pieces of each are sold, by id.
    """

    version: int
    items: list[StockShown]
    holds: int
    unpaid_holds: int
    filed: dict[str, int] = field(default_factory=dict)


class StockGet(Command, frozen=True):
    """A query to the shop: the books of its stock, of archived items or of all others."""

    TYPE: ClassVar[str] = "shop.stock"
    REPLY: ClassVar[type[ServerPayload]] = StockBook
    MUTATING: ClassVar[bool] = False
    archived: bool = False
