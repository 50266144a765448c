"""The rules of a shop: items, their price at a moment, limits of buyers, and checks of items. Pure.

Times are Unix ms; a bound of None is open, a start belongs to its window and an end does not. Amounts are integers of
the price's currency: gold, gem, shard, or the smallest unit of a currency of money (`KRW`, `USD`).
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime, timedelta, tzinfo
from typing import Annotated, Literal

from msgspec import Meta, Struct

from actors.money.amounts import AMOUNT_MAX, Amount, LedgerCurrency
from actors.money.wallet import CURRENCIES, GEM

QUANTITY_MAX = 100
"""Pieces of one purchase."""
PRICE_MAX = AMOUNT_MAX // QUANTITY_MAX
"""Bound of one piece, and of each of its contents, so that no purchase exceeds the largest amount."""
STOCK_MAX = 1_000_000_000
DISCOUNT_PERCENT_MAX = 95
CONTENTS_MAX = 8
RANK_MAX = 1_000_000
NAME_CHARS_MAX = 80

ItemId = Annotated[str, Meta(min_length=1, max_length=40, pattern=r"^[a-z0-9_-]+$(?!\n)")]
Currency = Annotated[str, Meta(pattern=r"^(gold|gem|shard|[A-Z]{3})$(?!\n)")]
Rank = Annotated[int, Meta(ge=0, le=RANK_MAX)]
Stock = Annotated[int, Meta(ge=0, le=STOCK_MAX)]
Time = Annotated[int, Meta(ge=0, le=AMOUNT_MAX)]
VersionNumber = Annotated[int, Meta(ge=1, le=AMOUNT_MAX)]
Percent = Annotated[int, Meta(ge=0, le=DISCOUNT_PERCENT_MAX)]
PerUser = Annotated[int, Meta(ge=1, le=STOCK_MAX)]
Text = Annotated[str, Meta(min_length=1, max_length=NAME_CHARS_MAX)]
Tier = Annotated[str, Meta(min_length=1, max_length=32)]
ContentType = LedgerCurrency
Period = Literal["ever", "day", "week", "month"]
"""In which a user may buy `per_user_limit` pieces: in all, or by days, weeks from Monday, calendar months of the shop's
time zone."""


class Strict(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A part of an item, as it is stored and as staff send it."""


class Name(Strict, frozen=True):
    """What players read."""

    ko: Text
    """In Korean."""
    en: Text
    """In English."""


class Price(Strict, frozen=True):
    """Of one piece, without any discount."""

    currency: Currency
    """Currency: `gold`, `gem`, `shard`, or one of a payment provider."""
    amount: Amount
    """Price, in whole units of the currency; money in its smallest unit."""


class Content(Strict, frozen=True):
    """An amount that the buyer gets: for each piece in an item, in all in a purchase; both of one range."""

    type: ContentType
    """What it is: a currency, or a good such as a freeze."""
    amount: Amount
    """Amount, in whole units of its currency."""


class Window(Strict, frozen=True):
    """From `starts_at` on and before `ends_at`."""

    starts_at: Time | None = None
    """When it opens, in Unix ms; null is open."""
    ends_at: Time | None = None
    """When it closes, in Unix ms, not included; null is open."""

    def contains(self, now_ms: int) -> bool:
        return (self.starts_at is None or self.starts_at <= now_ms) and not self.is_over(now_ms)

    def is_over(self, now_ms: int) -> bool:
        return self.ends_at is not None and self.ends_at <= now_ms

    def bounds(self) -> Iterator[int]:
        """Return the times at which the window opens or closes."""
        return (bound for bound in (self.starts_at, self.ends_at) if bound is not None)


ALWAYS = Window()


class Discount(Strict, frozen=True):
    """`percent` off, in a window."""

    percent: Percent
    window: Window = ALWAYS


class Item(Strict, frozen=True):
    """One item. `version` rises by one with each change; `stock` is how many pieces there ever are, None: any number.

    `stock` counts the pieces that are sold: what is left is `stock` less sold less held ones.
    """

    id: ItemId
    name: Name
    price: Price
    contents: Annotated[tuple[Content, ...], Meta(min_length=1, max_length=CONTENTS_MAX)]
    version: int = 1
    active: bool = False
    rank: Rank = 0
    stock: Stock | None = None
    per_user_limit: PerUser | None = None
    per_user_period: Period = "ever"
    sale_window: Window | None = None
    minimum_tier: Tier | None = None
    discount: Discount | None = None


class Bought(Struct, frozen=True, kw_only=True):
    """How many pieces of an item a user has bought or is about to buy: in all, and in the present periods."""

    ever: int = 0
    day: int = 0
    week: int = 0
    month: int = 0

    def of(self, period: Period) -> int:
        return {"ever": self.ever, "day": self.day, "week": self.week, "month": self.month}[period]


def is_money(currency: str) -> bool:
    """Return whether a payment provider takes the currency, and not the ledger."""
    return currency not in CURRENCIES


def discount_at(item: Item, now_ms: int) -> int:
    """Return the percentage off that is in force."""
    discount = item.discount
    return discount.percent if discount is not None and discount.window.contains(now_ms) else 0


def price_at(item: Item, now_ms: int) -> int:
    """Return the price of one piece: rounded down, in the buyer's favour, and at least 1."""
    return max(1, item.price.amount * (100 - discount_at(item, now_ms)) // 100)


def deepest_price(item: Item, now_ms: int) -> int:
    """Return the least that one piece costs from `now_ms` on: at its discount, unless that is over."""
    discount = item.discount
    percent = 0 if discount is None or discount.window.is_over(now_ms) else discount.percent
    return max(1, item.price.amount * (100 - percent) // 100)


def on_sale(item: Item, now_ms: int) -> bool:
    """Return whether the item can be bought at all."""
    return item.active and (item.sale_window or ALWAYS).contains(now_ms)


def next_change_ms(items: Iterable[Item], now_ms: int) -> int | None:
    """Return when a window next opens or closes after `now_ms`; None: never."""
    windows = (
        window for item in items for window in (item.sale_window, item.discount and item.discount.window) if window
    )
    return min((bound for window in windows for bound in window.bounds() if bound > now_ms), default=None)


def period_start_ms(period: Period, now_ms: int, zone: tzinfo = UTC) -> int:
    """Return when the period that `now_ms` lies in began, in the shop's time zone; 0 for `ever`."""
    midnight = datetime.fromtimestamp(now_ms / 1000, zone).replace(hour=0, minute=0, second=0, microsecond=0, fold=0)
    match period:
        case "ever":
            return 0
        case "day":
            start = midnight
        case "week":
            start = midnight - timedelta(days=midnight.weekday())
        case "month":
            start = midnight.replace(day=1)
    return round(start.timestamp() * 1000)


def problems(item: Item, tiers: Sequence[str]) -> dict[str, str]:
    """Return what makes no sense beyond the types of the fields, by field."""
    found = {}
    for field, window in (("sale_window", item.sale_window), ("discount", item.discount and item.discount.window)):
        if window and (window.starts_at or 0) >= (AMOUNT_MAX if window.ends_at is None else window.ends_at):
            found[field] = "it ends before it starts"
    if item.minimum_tier is not None and item.minimum_tier not in tiers:
        found["minimum_tier"] = f"there are {', '.join(tiers)}"
    if item.price.amount > PRICE_MAX:
        found["price"] = f"it is more than {PRICE_MAX}: {QUANTITY_MAX} pieces would pass the largest amount"
    if any(content.amount > PRICE_MAX for content in item.contents):
        found["contents"] = f"one is more than {PRICE_MAX}: {QUANTITY_MAX} pieces would pass the largest amount"
    if len({content.type for content in item.contents}) < len(item.contents):
        found["contents"] = "a type is named twice"
    if item.active and not is_money(item.price.currency) and any(each.type == GEM for each in item.contents):
        found["contents"] = "gems are paid for with money: an item on sale for anything else contains none"
    if item.per_user_limit is None and item.per_user_period != "ever":
        found["per_user_period"] = "there is no limit"
    return found
