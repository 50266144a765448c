"""A player's purchases: three parts of the player's state, and how facts change them.

`purchases` has the pending ones and how much of each item was bought; `receipts` a page of the latest that succeeded,
and `receipts_older` those before, so that a purchase rewrites few of them.
"""

from dataclasses import dataclass, field

from msgspec import Struct, structs

from actors.player.state import Part, PlayerState
from actors.shop.facts import PurchaseChanged
from actors.shop.messages import PurchaseState, PurchaseUpdate, Status
from actors.shop.rules import Bought, Content, period_start_ms

PENDING_MAX = 64
"""Pending purchases of one player."""
RECEIPTS_KEPT = 100
"""Latest purchases that a player's entity can show and refund; the rows of older ones stay in the view `purchase`."""
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

    def at(self, now_ms: int) -> Bought:
        """Return the counts at `now_ms`."""
        return Bought(
            ever=self.ever,
            day=self.day if self.day_start == period_start_ms("day", now_ms) else 0,
            week=self.week if self.week_start == period_start_ms("week", now_ms) else 0,
            month=self.month if self.month_start == period_start_ms("month", now_ms) else 0,
        )

    def add(self, quantity: int, now_ms: int) -> None:
        """Count `quantity` pieces bought at `now_ms`."""
        bought = self.at(now_ms)
        self.ever += quantity
        self.day_start, self.day = period_start_ms("day", now_ms), bought.day + quantity
        self.week_start, self.week = period_start_ms("week", now_ms), bought.week + quantity
        self.month_start, self.month = period_start_ms("month", now_ms), bought.month + quantity


class Purchases(Struct, array_like=True):
    """Pending purchases by id, oldest first, and what was bought by item."""

    pending: dict[str, Purchase] = {}
    counted: dict[str, Counted] = {}

    def bought(self, item_id: str, now_ms: int) -> Bought:
        """Return the counts against the limits of an item: bought pieces, and those of pending purchases."""
        counted = self.counted.get(item_id, Counted()).at(now_ms)
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


PURCHASES: Part[Purchases] = Part("purchases", Purchases, Purchases)
RECEIPTS: Part[Page] = Part("receipts", Page, dict)
RECEIPTS_OLDER: Part[Page] = Part("receipts_older", Page, dict)


def receipts_of(player: PlayerState) -> Receipts:
    """Return both pages of the receipts of `player`."""
    return Receipts(RECEIPTS.of(player), RECEIPTS_OLDER.of(player))


def apply(player: PlayerState, fact: PurchaseChanged) -> frozenset[str]:
    """Change purchases and receipts of `player` by one fact; return the names of the parts that changed."""
    purchases = PURCHASES.of(player)
    purchase = Purchase(**{name: getattr(fact, name) for name in Purchase.__struct_fields__})
    if fact.status == "pending":
        purchases.pending[fact.purchase_id] = purchase
        return PURCHASES.dirty
    purchases.pending.pop(fact.purchase_id, None)
    if fact.status not in {"success", "refunded"}:
        return PURCHASES.dirty
    if fact.status == "success":
        purchases.counted.setdefault(fact.product_id, Counted()).add(fact.quantity, fact.at)
    receipts = receipts_of(player)
    dirty = receipts.put(fact.purchase_id, purchase)
    RECEIPTS.put(player, receipts.recent)
    RECEIPTS_OLDER.put(player, receipts.older)
    return dirty | PURCHASES.dirty


def update(fact: PurchaseChanged) -> PurchaseUpdate:
    """Return the push about a fact."""
    return PurchaseUpdate(**{name: getattr(fact, name) for name in PurchaseUpdate.__struct_fields__})


def shown(purchase_id: str, purchase: Purchase, *, reason_code: str = "", gold: int | None = None) -> PurchaseState:
    """Return a purchase as its player sees it."""
    ended = 0 if purchase.status == "pending" else purchase.at
    named = {name: value for name, value in structs.asdict(purchase).items() if name in PurchaseState.__struct_fields__}
    return PurchaseState(purchase_id=purchase_id, reason_code=reason_code, ended_at=ended, gold=gold, **named)
