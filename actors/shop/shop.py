"""The shop: its items, their prices and windows, and the pieces that it holds for purchases.

A user's entity asks for pieces and alone decides the purchase (`actors.shop.purchases` lists the steps): the shop
answers with a hold and its price, and then waits for `shop.confirm` or `shop.release`. It never drops a hold by itself:
the hold of a purchase for money falls due, and then its user is asked.

`available = stock - sold - held`, decided in this one place, so nothing is oversold. How much a user has bought is
counted by the user; the terms are the shop's.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from msgspec import Struct

from actors.money.amounts import AMOUNT_MAX
from actors.money.economy import TIERS
from actors.runtime.entity import (
    Decision,
    DomainEvent,
    EntityRef,
    Entropy,
    Incoming,
    PartUnreadable,
    Rejection,
    StoredPart,
    Tell,
    Timer,
    by_type,
)
from actors.runtime.facts import Fact
from actors.runtime.payloads import Noted, ServerPayload
from actors.shop import orders as shop_orders
from actors.shop import rules
from actors.shop import state as shop_state
from actors.shop import view as shop_view
from actors.shop.facts import (
    AnyShopFact,
    HoldConfirmed,
    HoldExtended,
    HoldMade,
    HoldReleased,
    ItemChanged,
    PiecesReturned,
    Stepped,
    StockAnnounced,
)
from actors.shop.items.exchange import Exchanges, gainful_items, no_exchanges
from actors.shop.items.shelf import offer_of
from actors.shop.messages import CatalogGet
from actors.shop.rules import Item, is_money, on_sale, price_at
from actors.shop.shop_messages import (
    SHOP,
    SHOP_ORDERS,
    STOREFRONT,
    ItemGet,
    PurchaseCommand,
    PurchaseDue,
    PurchaseRefused,
    PurchaseReserved,
    ShopConfirm,
    ShopExtend,
    ShopHolds,
    ShopOpen,
    ShopOrder,
    ShopRelease,
    ShopReserve,
    ShopReturn,
    ShopShow,
    ShopStep,
    StockGet,
)
from actors.shop.state import ShopState

HOLD_MS = 5 * 60_000
"""When the user of a hold for money is first asked about it, and how often again."""
HOLDS_MAX = 10_000
"""Holds at once; one more purchase is refused with `limit_exceeded`."""
UNPAID_HOLDS_MAX = HOLDS_MAX // 2
"""Of them, those that wait for a payment: what is paid at once, in gold, gems or shards, always finds room."""
ANNOUNCE_MS = 500
"""Between two messages to gateways about the stock."""
HOLDS, SHOW = "holds", "show"
"""Timers beside `shop_orders.WINDOWS`."""
USER = "entity:user/"
TIER_NAMES = tuple(tier for tier, _ in TIERS)
FROM_USERS = (ShopReserve, ShopConfirm, ShopRelease, ShopExtend, ShopReturn)
"""Commands that only users' entities send."""


class ShopKind:
    """`EntityKind[ShopState]`; the key is `main`, and `items` are those it opens with.

    `tiers` are the names of the players' tiers, lowest first; `money` the currencies that a payment provider takes;
    `time_zone` the one in which the shop's days begin, `exchanges` those that there are outside the shop.

    Raises:
        ValueError: exchanges of the items gain together.
    """

    def __init__(
        self,
        items: Sequence[Item] = (),
        *,
        tiers: Sequence[str] = TIER_NAMES,
        money: frozenset[str] = frozenset(),
        time_zone: str = "UTC",
        exchanges: Exchanges = no_exchanges,
    ) -> None:
        if cycle := gainful_items(items, 0, exchanges(0)):
            raise ValueError(f"exchanges of the shop's items gain: {', '.join(cycle)}")
        self._exchanges = exchanges
        self._time_zone = time_zone
        self._items = items
        self._tiers = tuple(tiers)
        self._money = money
        self.name = SHOP
        self.parts: Sequence[str] = shop_state.PARTS
        self.commands = by_type((ShopOpen, ShopStep, ShopHolds, ShopShow, *FROM_USERS, *SHOP_ORDERS))
        self.queries = by_type((CatalogGet, ItemGet, StockGet))
        self.facts = shop_state.FACTS

    def create(self, key: str) -> ShopState:
        return ShopState(key)

    def initial_command(self, state: ShopState) -> tuple[str, Struct] | None:
        return ("open", ShopOpen()) if state.key == STOREFRONT else None

    def decide(self, state: ShopState, command: Incoming, now_ms: int, entropy: Entropy) -> Decision | Rejection:
        body = command.body
        if isinstance(body, FROM_USERS) != command.origin.startswith(USER):
            return Rejection("forbidden")
        if isinstance(body, ShopOrder) != (command.origin == "admin"):
            return Rejection("forbidden")
        match body:
            case ShopReserve():
                return self._reserve(state, body, command.origin.removeprefix(USER), now_ms)
            case ShopConfirm() | ShopRelease() | ShopExtend():
                return _end_hold(state, body, command.origin.removeprefix(USER), now_ms)
            case ShopReturn():
                return _take_back(state, body, now_ms)
            case ShopOpen():
                return self._open(state, now_ms)
            case ShopStep():
                return _step(state, now_ms)
            case ShopHolds():
                return _ask_about_due(state, now_ms)
            case ShopShow():
                return Decision(Noted(), (_stock_announced(state, {}, now_ms),))
            case ShopOrder():
                outside = self._exchanges(now_ms)
                return shop_orders.decide(state, body, now_ms, tiers=self._tiers, money=self._money, outside=outside)
            case _:
                raise TypeError(f"a shop takes no {type(body).__name__}")

    def apply(self, state: ShopState, fact: Fact) -> frozenset[str]:
        return shop_state.apply(state, fact)

    def announce(self, state: ShopState, facts: Sequence[Fact]) -> Sequence[ServerPayload]:
        return shop_view.announcements(state, facts)

    def events(self, state: ShopState, facts: Sequence[Fact]) -> Sequence[DomainEvent]:
        return shop_view.domain_events(state, facts)

    def answer(self, state: ShopState, query: Struct, now_ms: int) -> ServerPayload | Rejection:
        match query:
            case CatalogGet():
                return shop_view.catalog(state, now_ms, self._time_zone)
            case ItemGet():
                shelf = state.shelves.get(query.item_id)
                return Rejection("not_found") if shelf is None else shop_view.history(state, shelf.item, now_ms)
            case StockGet():
                return shop_view.stock_book(state, now_ms, archived=query.archived)
            case _:
                raise TypeError(f"a shop answers no {type(query).__name__}")

    def on_attach(self, state: ShopState, now_ms: int) -> tuple[str, Struct] | None:
        return None

    def on_handover(self, state: ShopState) -> Struct | None:
        return None

    def attach_refusal(self, state: ShopState, now_ms: int) -> Rejection | None:
        return None

    def snapshot(self, state: ShopState, now_ms: int) -> ServerPayload:
        return shop_view.catalog(state, now_ms, self._time_zone)

    def dump(self, state: ShopState, part: str) -> StoredPart:
        return shop_state.dump(state, part)

    def unreadable(self, state: ShopState) -> Sequence[str]:
        return tuple(state.unreadable)

    def load(self, key: str, parts: Mapping[str, StoredPart]) -> ShopState:
        return shop_state.load(key, parts)

    # --- turns ---

    def _open(self, state: ShopState, now_ms: int) -> Decision:
        """Create the items to begin with; a second opening does nothing."""
        if state.root.version:
            return Decision(Noted())
        facts = tuple(ItemChanged(item=item, price=price_at(item, now_ms), at=now_ms) for item in self._items)
        timers, _ = shop_orders.timers(self._items, 0)
        return Decision(Noted(), facts, timers=timers)

    def _reserve(self, state: ShopState, body: ShopReserve, user_id: str, now_ms: int) -> Decision:
        """Take step 2 of a purchase: hold the pieces and tell the price, or refuse."""
        shelf = state.shelves.get(body.item_id)
        lost = shelf and state.locked_by(body.purchase_id, shelf.item)
        if lost:
            details = {"part": lost}
            return _tells(user_id, PurchaseRefused(purchase_id=body.purchase_id, code="unavailable", details=details))
        if shelf is not None and state.hold(body.purchase_id) is not None:
            return Decision(Noted())
        refusal = self._refusal(state, body, now_ms)
        if shelf is None or refusal is not None:
            code, details = refusal or ("not_found", {})
            return _tells(user_id, PurchaseRefused(purchase_id=body.purchase_id, code=code, details=details))
        item = shelf.item
        money = is_money(item.price.currency)
        held = HoldMade(
            purchase_id=body.purchase_id,
            user_id=user_id,
            item_id=item.id,
            quantity=body.quantity,
            expires_at=now_ms + HOLD_MS if money else 0,
        )
        reserved = PurchaseReserved(
            purchase_id=body.purchase_id,
            currency=item.price.currency,
            amount=price_at(item, now_ms) * body.quantity,
            contents=item.contents,
            item_version=item.version,
            catalog_version=state.root.version,
        )
        facts, timers = _with_stock(state, item, -body.quantity, held, now_ms)
        if money:
            timers = (*timers, _holds_timer(state, now_ms + HOLD_MS))
        return Decision(Noted(), facts, tells=(_tell(user_id, reserved),), timers=timers)

    def _refusal(self, state: ShopState, body: ShopReserve, now_ms: int) -> tuple[str, dict[str, Any]] | None:
        """Return why these pieces cannot be bought, as (error code, details); None: they can."""
        shelf = state.shelves.get(body.item_id)
        if shelf is None:
            return "not_found", {"product_id": body.item_id}
        item, price = shelf.item, price_at(shelf.item, now_ms)
        currency = item.price.currency
        unavailable = self._unavailable(item, body.tier, now_ms)
        if unavailable is not None:
            return unavailable
        limit, bought = item.per_user_limit, body.bought.of(item.per_user_period)
        if limit is not None and bought + body.quantity > limit:
            return "limit_exceeded", {"limit": limit, "period": item.per_user_period, "bought": bought}
        left = state.left(item)
        if left is not None and left < body.quantity:
            return "out_of_stock", {"left": left}
        if body.catalog_version is not None and _is_worse(state, item, body.catalog_version, price):
            new = {"currency": currency, "amount": price}
            return "version_conflict", {"price": new, "catalog_version": state.root.version}
        have = body.have.get(currency, 0)
        if not is_money(currency) and have < price * body.quantity:
            return "insufficient_gold", {"need": price * body.quantity, "have": have, "currency": currency}
        return _too_much(state, item, price, body.quantity)

    def _unavailable(self, item: Item, tier: str, now_ms: int) -> tuple[str, dict[str, Any]] | None:
        if not item.active:
            return "item_inactive", {}
        if not on_sale(item, now_ms):
            window = item.sale_window or rules.ALWAYS
            return "item_inactive", {"starts_at": window.starts_at, "ends_at": window.ends_at}
        if is_money(item.price.currency) and item.price.currency not in self._money:
            return "item_inactive", {"reason": f"nobody takes payments in {item.price.currency}"}
        needed = item.minimum_tier
        if needed is not None and tier not in self._from_tier(needed):
            return "forbidden", {"minimum_tier": needed, "tier": tier}
        return None

    def _from_tier(self, needed: str) -> Sequence[str]:
        """Return the tiers from `needed` upwards; none if that tier no longer exists."""
        return self._tiers[self._tiers.index(needed) :] if needed in self._tiers else ()


def _is_worse(state: ShopState, item: Item, catalog_version: int, price: int) -> bool:
    seen = state.offered_in(item.id, catalog_version)
    return seen is None or offer_of(item, price).is_worse_than(seen)


def _too_much(state: ShopState, item: Item, price: int, quantity: int) -> tuple[str, dict[str, Any]] | None:
    """Return why this is more than the shop or a purchase can hold; None: it is not."""
    if max(price, *(content.amount for content in item.contents)) * quantity > AMOUNT_MAX:
        return "limit_exceeded", {"max": AMOUNT_MAX}
    if sum(map(len, state.buckets)) >= HOLDS_MAX:
        return "limit_exceeded", {"holds_max": HOLDS_MAX}
    if is_money(item.price.currency) and state.unpaid_holds() >= UNPAID_HOLDS_MAX:
        return "limit_exceeded", {"unpaid_holds_max": UNPAID_HOLDS_MAX}
    return None


def _take_back(state: ShopState, body: ShopReturn, now_ms: int) -> Decision:
    """Let refunded pieces be sold again, also those of an item that is archived."""
    back = PiecesReturned(purchase_id=body.purchase_id, item_id=body.item_id, quantity=body.quantity)
    if body.item_id in state.filed:
        return Decision(Noted(), (back,))
    if body.item_id not in state.shelves and shop_state.FILED in state.unreadable:
        raise PartUnreadable(shop_state.FILED)
    item = state.shelves[body.item_id].item
    facts, timers = _with_stock(state, item, body.quantity, back, now_ms)
    return Decision(Noted(), facts, timers=timers)


def _end_hold(
    state: ShopState, body: ShopConfirm | ShopRelease | ShopExtend, user_id: str, now_ms: int
) -> Decision | Rejection:
    """Take step 4 of a purchase: what its user says of the hold; nothing if that is over."""
    hold = state.hold(body.purchase_id)
    if hold is None:
        return Decision(Noted())
    if hold.user_id != user_id:
        return Rejection("forbidden")
    match body:
        case ShopConfirm():
            return Decision(Noted(), (HoldConfirmed(purchase_id=hold.purchase_id),))
        case ShopRelease():
            released, item = HoldReleased(purchase_id=hold.purchase_id), state.shelves[hold.item_id].item
            facts, timers = _with_stock(state, item, hold.quantity, released, now_ms)
            return Decision(Noted(), facts, timers=timers)
        case ShopExtend():
            extended = HoldExtended(purchase_id=hold.purchase_id, expires_at=body.expires_at)
            return Decision(Noted(), (extended,), timers=(_holds_timer(state, body.expires_at, hold.purchase_id),))


def _ask_about_due(state: ShopState, now_ms: int) -> Decision:
    """Ask the users of due holds, and again later if they do not answer."""
    due = [hold for hold in state.holds() if 0 < hold.expires_at <= now_ms]
    again_ms = now_ms + HOLD_MS
    facts = tuple(HoldExtended(purchase_id=hold.purchase_id, expires_at=again_ms) for hold in due)
    tells = tuple(_tell(hold.user_id, PurchaseDue(purchase_id=hold.purchase_id)) for hold in due)
    times = [hold.expires_at for hold in state.holds() if hold.expires_at > now_ms]
    next_ms = min([*times, *([again_ms] if due else [])], default=None)
    timers = () if next_ms is None else (Timer(HOLDS, next_ms, ShopHolds()),)
    return Decision(Noted(), facts, tells=tells, timers=timers)


def _holds_timer(state: ShopState, expires_at: int, without: str = "") -> Timer:
    """Return the timer for the hold that is due first, one of them at `expires_at`."""
    times = [hold.expires_at for hold in state.holds() if hold.expires_at and hold.purchase_id != without]
    return Timer(HOLDS, min([expires_at, *times]), ShopHolds())


def _step(state: ShopState, now_ms: int) -> Decision:
    """Change the prices, and with them the catalog, of items whose windows have opened or closed."""
    touched, prices = [], {}
    for item in state.items():
        windows = [window for window in (item.sale_window, item.discount and item.discount.window) if window]
        if any(state.root.stepped_at < bound <= now_ms for window in windows for bound in window.bounds()):
            touched.append(item.id)
        if price_at(item, now_ms) != state.shelves[item.id].prices[-1][1]:
            prices[item.id] = price_at(item, now_ms)
    timers, cancelled = shop_orders.timers(state.items(), now_ms)
    changed = tuple(dict.fromkeys([*touched, *prices]))
    facts = (Stepped(prices=prices, touched=changed, at=now_ms),) if changed else ()
    return Decision(Noted(), facts, timers=timers, cancelled_timers=cancelled)


# --- the stock in messages to gateways --------------------------------------------------------------------------------


def _with_stock(
    state: ShopState, item: Item, change: int, fact: AnyShopFact, now_ms: int
) -> tuple[tuple[AnyShopFact, ...], tuple[Timer, ...]]:
    """Return `fact`, which frees `change` pieces or takes them, with a message to gateways now, or a timer for it."""
    left = state.left(item)
    if left is None:
        return (fact,), ()
    due_ms = state.announced_at + ANNOUNCE_MS
    if now_ms >= due_ms:
        return (fact, _stock_announced(state, {item.id: left + change}, now_ms)), ()
    timers = () if state.unannounced else (Timer(SHOW, due_ms, ShopShow(), durable=False),)
    return (fact,), timers


def _stock_announced(state: ShopState, changing: dict[str, int], now_ms: int) -> StockAnnounced:
    """Return the stock of items of whose change gateways have not heard, `changing` ones as after this turn."""
    items = {item_id: state.left(state.shelves[item_id].item) for item_id in state.unannounced}
    stock_left = {item_id: left for item_id, left in items.items() if left is not None} | changing
    flipped = tuple(item_id for item_id, left in stock_left.items() if (left == 0) != (item_id in state.empty))
    return StockAnnounced(stock_left=stock_left, flipped=flipped, at=now_ms)


def _tells(user_id: str, body: PurchaseCommand) -> Decision:
    return Decision(Noted(), tells=(_tell(user_id, body),))


def _tell(user_id: str, body: PurchaseCommand) -> Tell:
    return Tell(EntityRef("user", user_id), body)
