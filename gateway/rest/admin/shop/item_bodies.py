"""Items of the shop as staff send and see them: those of `actors.shop.rules`, with times in RFC 3339."""

from collections.abc import Mapping
from datetime import datetime
from typing import Annotated, Any

import msgspec
from msgspec import UNSET, Meta, Struct, UnsetType, structs

from actors.runtime.payloads import ClientPayload, ServerPayload
from actors.shop.messages import ItemShown
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
    ends_at: Moment | None = None


# --- what staff send --------------------------------------------------------------------------------------------------


class ItemOrder(ClientPayload, frozen=True, kw_only=True):
    """`reason` is for the audit trail; `version` is the item's that the caller saw, null: whichever it is."""

    reason: Reason | None = None
    version: Annotated[int, Meta(ge=1)] | None = None


class NewItem(ClientPayload, frozen=True, kw_only=True):
    """A new item; `stock` null is any number of pieces, `per_user_limit` null as many as one likes."""

    id: ItemId
    name: Name
    price: Price
    contents: Contents
    active: bool = False
    rank: Rank = 0
    stock: Stock | None = None
    per_user_limit: PerUser | None = None
    per_user_period: Period = "ever"
    sale_window: TimeWindow | None = None
    minimum_tier: Tier | None = None
    reason: Reason | None = None


class ItemPatch(ItemOrder, frozen=True, kw_only=True):
    """What is to be different."""

    name: Name | UnsetType = UNSET
    price: Price | UnsetType = UNSET
    contents: Contents | UnsetType = UNSET
    per_user_limit: PerUser | UnsetType | None = UNSET
    per_user_period: Period | UnsetType = UNSET
    minimum_tier: Tier | UnsetType | None = UNSET


class ItemActive(ItemOrder, frozen=True, kw_only=True):
    """On sale or not."""

    active: bool


class NewDiscount(ItemOrder, frozen=True, kw_only=True):
    """`percent` off between two moments, null being open; 0 takes the discount away."""

    percent: Percent
    starts_at: Moment | None = None
    ends_at: Moment | None = None


class NewRank(ItemOrder, frozen=True, kw_only=True):
    """The place in the catalog: lower ranks come first."""

    rank: Rank


class NewStock(ItemOrder, frozen=True, kw_only=True):
    """How many pieces there ever are, sold and held ones included; null: any number."""

    stock: Stock | None


class NewWindow(ItemOrder, frozen=True, kw_only=True):
    """When the item can be bought; null: always."""

    sale_window: TimeWindow | None


class Reversion(ItemOrder, frozen=True, kw_only=True):
    """Back to what the item was at the version `to`."""

    to: Annotated[int, Meta(ge=1)]


# --- what staff see ---------------------------------------------------------------------------------------------------


class DiscountView(Struct, frozen=True, kw_only=True):
    """`percent` off in a window."""

    percent: int
    starts_at: datetime | None
    ends_at: datetime | None


class ItemVersion(ServerPayload, frozen=True, kw_only=True):
    """An item as it is or was at a version."""

    id: str
    version: int
    name: Name
    price: Price
    contents: tuple[Content, ...]
    active: bool
    rank: int
    stock: int | None
    per_user_limit: int | None
    per_user_period: Period
    sale_window: TimeWindow | None
    minimum_tier: str | None
    discount: DiscountView | None


class ItemChange(Struct, frozen=True):
    """A datum before and after."""

    old: Any
    new: Any


class ItemOrdered(ItemVersion, frozen=True, kw_only=True):
    """The item after the order, or with `dry_run` as it would be; `changes` by the names of its data.

    `changed` false: it was so before, and keeps its version.
    """

    changed: bool
    dry_run: bool
    catalog_version: int
    sold: int
    held: int
    changes: dict[str, ItemChange]


class ShopItem(ServerPayload, frozen=True, kw_only=True):
    """An item with what players see of it now, and where its pieces are."""

    id: str
    version: int
    name: Name
    price: Price
    price_now: int
    discount_percent: int
    contents: tuple[Content, ...]
    active: bool
    rank: int
    stock: int | None
    sold: int
    held: int
    per_user_limit: int | None
    per_user_period: Period
    sale_window: TimeWindow | None
    minimum_tier: str | None


class ShopItems(Listed[ShopItem], frozen=True, kw_only=True):
    """Items by rank, inactive ones included; `version` is the catalog's."""

    version: int


class ItemVersions(Listed[ItemVersion], frozen=True, kw_only=True):
    """The latest versions of an item, newest first; the first is the present one."""

    id: str


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
        changes=changes,
    )


def shop_item(shown: ItemShown, book: StockShown) -> ShopItem:
    """Return an item of the list."""
    data = {name: getattr(shown, name) for name in ItemShown.__struct_fields__ if name != "stock_left"}
    stock = {"stock": book.stock, "sold": book.sold, "held": book.held}
    return ShopItem(**data | stock | {"sale_window": _window_view(shown.sale_window)})


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
