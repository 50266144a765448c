"""Items of the shop as staff send and see them: those of `actors.shop.rules`, with times in RFC 3339."""

from collections.abc import Mapping
from datetime import datetime
from typing import Annotated, Any

import msgspec
from msgspec import UNSET, Meta, Struct, UnsetType, structs

from actors.runtime.payloads import ClientPayload, ServerPayload
from actors.shop.rules import (
    CONTENTS_MAX,
    Content,
    Discount,
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
    VersionNumber,
    Window,
)
from actors.shop.shop_messages import ItemDone, StockShown
from actors.staff.messages import Reason
from gateway.rest.admin.moments import Moment, moment, unix_ms
from gateway.rest.pages import Listed

Contents = Annotated[tuple[Content, ...], Meta(min_length=1, max_length=CONTENTS_MAX)]


class TimeWindow(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """From `starts_at` on and before `ends_at`; null is open."""

    starts_at: Moment | None = None
    """When it opens, with an offset; null is open."""
    ends_at: Moment | None = None
    """When it closes, with an offset, not included; null is open."""


# --- what staff send --------------------------------------------------------------------------------------------------


class ItemOrder(ClientPayload, frozen=True, kw_only=True):
    """`reason` is for the audit trail; `version` is the item's that the caller saw, null: whichever it is."""

    reason: Reason | None = None
    """Why; the audit trail keeps it. Null is `none given`."""
    version: VersionNumber | None = None
    """Version number of the item that the caller has seen: 409 `version_conflict` if there is a newer one; null is any.
    """


class NewItem(ClientPayload, frozen=True, kw_only=True):
    """A new item; `stock` null is any number of pieces, `per_user_limit` null as many as one likes."""

    id: ItemId
    """Id of the new item."""
    name: Name
    """Name, in Korean and English."""
    price: Price
    """Price of one piece."""
    contents: Contents
    """What a buyer gets for each piece, in whole units of each type."""
    active: bool = False
    """True to put it on sale at once."""
    rank: Rank = 0
    """Place in the catalog, a number without unit: lower ranks come first."""
    stock: Stock | None = None
    """Number of pieces there ever are, sold and held ones included; null is any number."""
    per_user_limit: PerUser | None = None
    """Number of pieces that one player may buy in each `per_user_period`; null is any number."""
    per_user_period: Period = "ever"
    """Period over which `per_user_limit` counts."""
    sale_window: TimeWindow | None = None
    """When it can be bought; null is always."""
    minimum_tier: Tier | None = None
    """Lowest tier that may buy it; null is every tier."""
    reason: Reason | None = None
    """Why; the audit trail keeps it. Null is `none given`."""


class ItemPatch(ItemOrder, frozen=True, kw_only=True):
    """What is to be different."""

    name: Name | UnsetType = UNSET
    """New name, in Korean and English; absent leaves it."""
    price: Price | UnsetType = UNSET
    """New price of one piece; absent leaves it."""
    contents: Contents | UnsetType = UNSET
    """New contents, in whole units of each type; absent leaves them."""
    per_user_limit: PerUser | UnsetType | None = UNSET
    """New number of pieces that one player may buy in a period; null is any number, absent leaves it."""
    per_user_period: Period | UnsetType = UNSET
    """New period over which the limit counts; absent leaves it."""
    minimum_tier: Tier | UnsetType | None = UNSET
    """New lowest tier that may buy it; null is every tier, absent leaves it."""


class ItemActive(ItemOrder, frozen=True, kw_only=True):
    """On sale or not."""

    active: bool
    """True to put it on sale, false to take it off."""


class NewDiscount(ItemOrder, frozen=True, kw_only=True):
    """`percent` off between two moments, null being open; 0 takes the discount away."""

    percent: Percent
    """Discount, in percent; 0 takes it away."""
    starts_at: Moment | None = None
    """From when on it applies, with an offset; null is at once."""
    ends_at: Moment | None = None
    """Until when it applies, with an offset, not included; null is for ever."""


class NewRank(ItemOrder, frozen=True, kw_only=True):
    """The place in the catalog: lower ranks come first."""

    rank: Rank
    """Place in the catalog, a number without unit: lower ranks come first."""


class NewStock(ItemOrder, frozen=True, kw_only=True):
    """How many pieces there ever are, sold and held ones included; null: any number."""

    stock: Stock | None
    """Number of pieces there ever are, sold and held ones included; null is any number."""


class NewWindow(ItemOrder, frozen=True, kw_only=True):
    """When the item can be bought; null: always."""

    sale_window: TimeWindow | None
    """When it can be bought; null is always."""


class ItemArchival(ItemOrder, frozen=True, kw_only=True):
    """In the archive or not."""

    archived: bool = True
    """True to archive it, false to bring it back (not on sale)."""


class Reversion(ItemOrder, frozen=True, kw_only=True):
    """Back to the texts, price, contents, limits and windows of the version `to`."""

    to: VersionNumber
    """Version number of the item to go back to."""


# --- what staff see ---------------------------------------------------------------------------------------------------


class DiscountView(Struct, frozen=True, kw_only=True):
    """`percent` off in a window."""

    percent: int
    """Discount, in percent."""
    starts_at: Moment | None
    """From when on it applies; null is open."""
    ends_at: Moment | None
    """Until when it applies, not included; null is open."""


class ItemVersion(ServerPayload, frozen=True, kw_only=True):
    """An item as it is or was at a version."""

    id: str
    """Id of the item."""
    version: int
    """Version number; it rises by one with each change."""
    name: Name
    """Name, in Korean and English."""
    price: Price
    """Price of one piece."""
    contents: tuple[Content, ...]
    """What a buyer gets for each piece, in whole units of each type."""
    active: bool
    """True while it is on sale."""
    rank: int
    """Place in the catalog, a number without unit: lower ranks come first."""
    stock: int | None
    """Number of pieces there ever are, sold and held ones included; null is any number."""
    per_user_limit: int | None
    """Number of pieces that one player may buy in each `per_user_period`; null is any number."""
    per_user_period: Period
    """Period over which `per_user_limit` counts."""
    sale_window: TimeWindow | None
    """When it can be bought; null is always."""
    minimum_tier: str | None
    """Lowest tier that may buy it; null is every tier."""
    discount: DiscountView | None
    """Discount and when it applies; null is none."""


class ItemChange(Struct, frozen=True):
    """A datum before and after."""

    old: Any
    """Value before."""
    new: Any
    """Value after."""


class ItemOrdered(ItemVersion, frozen=True, kw_only=True):
    """The item after the order, or with `dry_run` as it would be; `changes` by the names of its data.

    `changed` false: it was so before, and keeps its version.
    """

    changed: bool
    """False if it was so before."""
    dry_run: bool
    """True if nothing was stored."""
    catalog_version: int
    """Version number of the catalog with this change."""
    sold: int
    """Number of pieces that were sold."""
    held: int
    """Number of pieces held by purchases that wait for their payment."""
    archived: bool
    """True when it is kept for the record alone."""
    changes: dict[str, ItemChange]
    """What differs, by the name of the property."""


class ShopItem(ItemVersion, frozen=True, kw_only=True):
    """An item with what its price is now, and where its pieces are."""

    price_now: int
    """What one piece costs now, in whole units of the price's currency."""
    discount_percent: int
    """Discount in force, in percent; 0 is none. `discount` is there as well when it is only scheduled."""
    sold: int
    """Number of pieces that were sold."""
    held: int
    """Number of pieces held by purchases that wait for their payment."""


class ShopItems(Listed[ShopItem], frozen=True, kw_only=True):
    """Items by rank, those not on sale included; `version` is the catalog's."""

    version: int
    """Version number of the catalog."""


class ItemVersions(Listed[ItemVersion], frozen=True, kw_only=True):
    """The latest versions of an item, newest first; the first is the present one."""

    id: str
    """Id of the item."""


# --- from one to the other --------------------------------------------------------------------------------------------


def new_item(sent: NewItem) -> Item:
    """Return the item that is to be."""
    data = {name: getattr(sent, name) for name in NewItem.__struct_fields__ if name != "reason"}
    return Item(**data | {"sale_window": window(sent.sale_window)})


def window(sent: TimeWindow | None) -> Window | None:
    """Return a window in Unix ms."""
    return None if sent is None else Window(starts_at=at_ms(sent.starts_at), ends_at=at_ms(sent.ends_at))


def at_ms(sent: datetime | None) -> int | None:
    """Return a moment in Unix ms. Raises Problem: `invalid_payload`: it is out of range."""
    return None if sent is None else unix_ms(sent)


def version_view(item: Item) -> ItemVersion:
    """Return a version of an item as staff see it."""
    return ItemVersion(**_data(item))


def item_in(details: Mapping[str, Any]) -> dict[str, Any]:
    """Return the details of a refusal with the item, which the shop has put there, as staff see it."""
    item = version_view(msgspec.convert(details["item"], Item, strict=False))
    return {**details, "item": msgspec.to_builtins(item)}


def ordered(done: ItemDone) -> ItemOrdered:
    """Return the item after a command, or as it would be, with the changes."""
    old = {} if done.old is None else _data(done.old)
    new = _data(done.item)
    changes = {
        name: ItemChange(old.get(name), new[name])
        for name in new
        if name not in {"id", "version"} and (done.old is None or old[name] != new[name])
    }
    return ItemOrdered(
        **new,
        changed=done.changed,
        dry_run=done.dry_run,
        catalog_version=done.catalog_version,
        sold=done.sold,
        held=done.held,
        archived=done.archived,
        changes=changes,
    )


def shop_item(book: StockShown) -> ShopItem:
    """Return an item of the list."""
    return ShopItem(
        **_data(book.item),
        price_now=book.price_now,
        discount_percent=book.discount_percent,
        sold=book.sold,
        held=book.held,
    )


def _data(item: Item) -> dict[str, Any]:
    views = {"sale_window": _window_view(item.sale_window), "discount": _discount_view(item.discount)}
    return structs.asdict(item) | views


def _discount_view(discount: Discount | None) -> DiscountView | None:
    if discount is None:
        return None
    view = discount.window
    return DiscountView(percent=discount.percent, starts_at=moment(view.starts_at), ends_at=moment(view.ends_at))


def _window_view(kept: Window | None) -> TimeWindow | None:
    return None if kept is None else TimeWindow(starts_at=moment(kept.starts_at), ends_at=moment(kept.ends_at))
