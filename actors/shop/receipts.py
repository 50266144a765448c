"""A player's purchases: three parts of the player's state, and how facts change them.

`purchases` has the pending ones and how much of each item was bought; `receipts` a page of the latest that succeeded,
and `receipts_older` those before, so that a purchase rewrites few of them.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, tzinfo
from typing import Any

from msgspec import Struct, convert, structs

from actors.player.feature import NOTHING_OWED
from actors.player.state import Part, PlayerState
from actors.shop.facts import PurchaseChanged
from actors.shop.messages import PurchaseState, PurchaseUpdate, Status
from actors.shop.rules import Bought, Content, period_start_ms

PENDING_MAX = 64
"""Pending purchases of one player."""
UNPAID_MAX = 5
"""Purchases that one player can leave unpaid at a time."""
UNPAID_PIECES_MAX = 20
"""Pieces that one player can keep from others without having paid for them."""
UNPAID_AMOUNT_MAX = 1_000_000
"""What one player's purchases may wait to be paid for in all, in whole units of each currency (won, cents)."""
RECEIPTS_KEPT = 100
"""Latest purchases that a player's entity has; older ones are read from the view `purchase`."""
PAGE_RECEIPTS = 20
"""Receipts that are rewritten with each purchase; up to as many more than `RECEIPTS_KEPT` are kept."""


class Purchase(Struct, array_like=True, frozen=True):
    """A purchase; `amount` is 0 while the shop has not answered."""

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
    provider_ref: str = ""
    expires_at: int = 0


class Counted(Struct, array_like=True):
    """How many pieces of an item were bought: in all, and in the day, week and month that began at those times."""

    ever: int = 0
    day_start: int = 0
    day: int = 0
    week_start: int = 0
    week: int = 0
    month_start: int = 0
    month: int = 0

    def at(self, now_ms: int, zone: tzinfo = UTC) -> Bought:
        """Return the counts at `now_ms`. A period that has begun is over when the next begins, whatever the zone is."""
        return Bought(
            ever=self.ever,
            day=self.day if self.day_start >= period_start_ms("day", now_ms, zone) else 0,
            week=self.week if self.week_start >= period_start_ms("week", now_ms, zone) else 0,
            month=self.month if self.month_start >= period_start_ms("month", now_ms, zone) else 0,
        )

    def add(self, quantity: int, now_ms: int, zone: tzinfo = UTC) -> None:
        """Count `quantity` pieces bought at `now_ms`."""
        bought = self.at(now_ms, zone)
        self.ever += quantity
        self.day, self.week, self.month = bought.day + quantity, bought.week + quantity, bought.month + quantity
        self.day_start = max(self.day_start, period_start_ms("day", now_ms, zone))
        self.week_start = max(self.week_start, period_start_ms("week", now_ms, zone))
        self.month_start = max(self.month_start, period_start_ms("month", now_ms, zone))

    def remove(self, quantity: int, bought_ms: int) -> None:
        """Count `quantity` pieces that were bought at `bought_ms` no more, nor in the periods that were then."""
        self.ever = max(0, self.ever - quantity)
        if bought_ms >= self.day_start:
            self.day = max(0, self.day - quantity)
        if bought_ms >= self.week_start:
            self.week = max(0, self.week - quantity)
        if bought_ms >= self.month_start:
            self.month = max(0, self.month - quantity)


class Purchases(Struct, array_like=True):
    """Pending purchases by id, oldest first, and what was bought by item."""

    pending: dict[str, Purchase] = {}
    counted: dict[str, Counted] = {}

    def unpaid(self) -> list[Purchase]:
        """Return the purchases that wait for a payment."""
        return [purchase for purchase in self.pending.values() if purchase.provider_ref]

    def bought(self, item_id: str, now_ms: int, zone: tzinfo = UTC) -> Bought:
        """Return the counts against the limits of an item: bought pieces, and those of pending purchases."""
        counted = self.counted.get(item_id, Counted()).at(now_ms, zone)
        pending = sum(purchase.quantity for purchase in self.pending.values() if purchase.product_id == item_id)
        return Bought(
            ever=counted.ever + pending,
            day=counted.day + pending,
            week=counted.week + pending,
            month=counted.month + pending,
        )


Page = dict[str, Purchase]


@dataclass(slots=True)
class Receipts:
    """Purchases that succeeded, by id, oldest first."""

    recent: Page = field(default_factory=dict)
    older: Page = field(default_factory=dict)

    @property
    def kept(self) -> Page:
        """Return all of them."""
        return self.older | self.recent

    def get(self, purchase_id: str) -> Purchase | None:
        return self.recent.get(purchase_id) or self.older.get(purchase_id)

    def put(self, purchase_id: str, purchase: Purchase) -> frozenset[str]:
        """Put a new receipt, or a new state of one; return the names of the parts that changed."""
        if purchase_id in self.older:
            self.older[purchase_id] = purchase
            return frozenset({"receipts_older"})
        self.recent[purchase_id] = purchase
        if len(self.recent) <= PAGE_RECEIPTS:
            return frozenset({"receipts"})
        all_of_them = list(self.kept.items())
        self.older, self.recent = dict(all_of_them[:-1][-RECEIPTS_KEPT:]), dict(all_of_them[-1:])
        return frozenset({"receipts", "receipts_older"})


_FIELDS = [(field.name, field.default) for field in structs.fields(Purchase)]

PURCHASES: Part[Purchases] = Part("purchases", Purchases, Purchases)
RECEIPTS: Part[Page] = Part("receipts", Page, dict)
RECEIPTS_OLDER: Part[Page] = Part("receipts_older", Page, dict)


def receipts_of(player: PlayerState) -> Receipts:
    """Return both pages of the receipts of `player`."""
    return Receipts(RECEIPTS.of(player), RECEIPTS_OLDER.of(player))


def apply(player: PlayerState, fact: PurchaseChanged, zone: tzinfo = UTC) -> frozenset[str]:
    """Change purchases and receipts of `player` by one fact; return the names of the parts that changed.

    `zone` is the shop's, by whose days limits count.
    """
    purchases = PURCHASES.of(player)
    purchase = Purchase(**{name: getattr(fact, name) for name in Purchase.__struct_fields__})
    if fact.status == "pending":
        purchases.pending[fact.purchase_id] = purchase
        return PURCHASES.dirty
    purchases.pending.pop(fact.purchase_id, None)
    if fact.status not in {"success", "refunded"}:
        return PURCHASES.dirty
    if fact.status == "success":
        purchases.counted.setdefault(fact.product_id, Counted()).add(fact.quantity, fact.at, zone)
    elif fact.restocked and fact.product_id in purchases.counted:
        purchases.counted[fact.product_id].remove(fact.quantity, fact.bought_at)
    receipts = receipts_of(player)
    dirty = receipts.put(fact.purchase_id, purchase)
    RECEIPTS.put(player, receipts.recent)
    RECEIPTS_OLDER.put(player, receipts.older)
    return dirty | PURCHASES.dirty


def stored(data: Mapping[str, Any]) -> Purchase:
    """Return a purchase from the columns of its stored fact. Raises ValidationError: it has another shape."""
    return convert([data.get(name, default) for name, default in _FIELDS], Purchase)


def update(fact: PurchaseChanged) -> PurchaseUpdate:
    """Return the push about a fact."""
    return PurchaseUpdate(**{name: getattr(fact, name) for name in PurchaseUpdate.__struct_fields__})


def shown(purchase_id: str, purchase: Purchase, *, reason_code: str = "", gold: int | None = None) -> PurchaseState:
    """Return a purchase as its player sees it."""
    ended = 0 if purchase.status == "pending" else purchase.at
    named = {name: value for name, value in structs.asdict(purchase).items() if name in PurchaseState.__struct_fields__}
    return PurchaseState(purchase_id=purchase_id, reason_code=reason_code, ended_at=ended, gold=gold, **named)


def owed_of_pending(state: PlayerState) -> Mapping[str, int]:
    """Return the contents of purchases that wait for their payment: whoever pays gets them."""
    pending = PURCHASES.of(state).pending
    if not pending:
        return NOTHING_OWED
    owed: Counter[str] = Counter()
    for purchase in pending.values():
        for content in purchase.contents:
            owed[content.type] += content.amount
    return owed


def is_notice(fact: PurchaseChanged) -> bool:
    """Return whether the player is told until it is acknowledged. A refusal is the reply of the command that asked: no
    payment was waited for, and nothing has come of it."""
    return fact.status != "pending" and (fact.status != "failed" or bool(fact.provider_ref))
