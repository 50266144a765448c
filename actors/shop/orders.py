"""Orders of staff to the shop: create, edit, toggle, discount, rank, stock, window, revert; each of them dry as well.

An order is decided on the item as it is: the version that it names must still be the item's.
"""

from collections.abc import Collection, Sequence
from typing import Any

import msgspec
from msgspec import structs

from actors.runtime.entity import Decision, Rejection, Timer
from actors.runtime.facts import Fact
from actors.shop import rules
from actors.shop.facts import ItemChanged
from actors.shop.rules import Discount, Item, Window, price_at
from actors.shop.shop_messages import (
    SHOP,
    ItemCreate,
    ItemDiscount,
    ItemDone,
    ItemEdit,
    ItemRank,
    ItemRevert,
    ItemStock,
    ItemToggle,
    ItemWindow,
    ShopOrder,
    ShopStep,
)
from actors.shop.state import ShopState
from actors.staff.facts import ActDone

ITEMS_MAX = 200
"""Items of the shop, inactive ones included."""
WINDOWS = "windows"
"""The timer that fires when a window of an item opens or closes."""


def decide(
    state: ShopState, order: ShopOrder, now_ms: int, *, tiers: Sequence[str], money: Collection[str]
) -> Decision | Rejection:
    """Carry out an order, say what it would do, or refuse it. `money` are the currencies that can be paid in."""
    shelf = state.shelves.get(order.item_id)
    old = shelf.item if shelf is not None else None
    if old is None and not isinstance(order, ItemCreate):
        return Rejection("not_found", {"item_id": order.item_id})
    if old is not None and (isinstance(order, ItemCreate) or order.version not in {None, old.version}):
        return Rejection("version_conflict", {"version": old.version, "item": msgspec.to_builtins(old)})
    new = _ordered(state, order, old)
    if isinstance(new, Rejection):
        return new
    refusal = _refusal(state, old, new, now_ms, tiers, money)
    return refusal or _decision(state, order, old, new, now_ms)


def timers(items: Sequence[Item], since_ms: int) -> tuple[tuple[Timer, ...], tuple[str, ...]]:
    """Return the timer for the first window that opens or closes after `since_ms`, or its name to cancel it."""
    due = rules.next_change_ms(items, since_ms)
    return ((), (WINDOWS,)) if due is None else ((Timer(WINDOWS, due, ShopStep()),), ())


def _ordered(state: ShopState, order: ShopOrder, old: Item | None) -> Item | Rejection:
    """Return the item as ordered, still of its old version."""
    if isinstance(order, ItemCreate):
        return _created(state, order)
    assert old is not None
    match order:
        case ItemEdit():
            return structs.replace(old, **order.edits())
        case ItemToggle():
            return structs.replace(old, active=order.active)
        case ItemDiscount():
            window = Window(starts_at=order.starts_at, ends_at=order.ends_at)
            return structs.replace(
                old, discount=Discount(percent=order.percent, window=window) if order.percent else None
            )
        case ItemRank():
            return structs.replace(old, rank=order.rank)
        case ItemStock():
            return structs.replace(old, stock=order.stock)
        case ItemWindow():
            return structs.replace(old, sale_window=order.sale_window)
        case ItemRevert():
            return _reverted(state, order, old)
        case _:
            raise TypeError(f"a shop takes no {type(order).__name__}")


def _created(state: ShopState, order: ItemCreate) -> Item | Rejection:
    if order.item.id != order.item_id:
        return _invalid({"id": "it is not that of the order"})
    if len(state.shelves) >= ITEMS_MAX:
        return Rejection("limit_exceeded", {"items_max": ITEMS_MAX})
    return structs.replace(order.item, version=0)


def _reverted(state: ShopState, order: ItemRevert, old: Item) -> Item | Rejection:
    found = next((item for item in state.history[old.id] if item.version == order.to), None)
    if found is None:
        return Rejection("not_found", {"versions": [item.version for item in state.history[old.id]]})
    return structs.replace(found, version=old.version)


def _refusal(
    state: ShopState, old: Item | None, new: Item, now_ms: int, tiers: Sequence[str], money: Collection[str]
) -> Rejection | None:
    problems = rules.problems(new, tiers)
    used = state.root.sold.get(new.id, 0) + state.held.get(new.id, 0)
    if new.stock is not None and new.stock < used:
        problems["stock"] = f"{used} are sold or held"
    if problems:
        return _invalid(problems)
    if new.active and not (old is not None and old.active):
        if new.sale_window is not None and new.sale_window.is_over(now_ms):
            return Rejection("item_inactive", {"reason": "its sale window is over"})
        if rules.is_money(new.price.currency) and new.price.currency not in money:
            return Rejection("item_inactive", {"reason": f"nobody takes payments in {new.price.currency}"})
    return None


def _decision(state: ShopState, order: ShopOrder, old: Item | None, ordered: Item, now_ms: int) -> Decision:
    changed = ordered != old
    new = structs.replace(ordered, version=ordered.version + 1) if changed else ordered
    reply = ItemDone(
        id=new.id,
        active=new.active,
        changed=changed,
        version=new.version,
        catalog_version=state.root.version + changed,
        dry_run=order.dry_run,
        sold=state.root.sold.get(new.id, 0),
        held=state.held.get(new.id, 0),
        item=new,
        old=old,
    )
    if order.dry_run:
        return Decision(reply)
    facts: tuple[Fact, ...] = (_act(state, order, old, new),)
    if not changed:
        return Decision(reply, facts)
    items = [*(item for item in state.items() if item.id != new.id), new]
    set_timers, cancelled = timers(items, state.root.stepped_at)
    item_changed = ItemChanged(item=new, price=price_at(new, now_ms), at=now_ms)
    return Decision(reply, (item_changed, *facts), timers=set_timers, cancelled_timers=cancelled)


def _act(state: ShopState, order: ShopOrder, old: Item | None, new: Item) -> ActDone:
    """Return the entry of the audit trail: the version, and the differences between old and new."""
    was: dict[str, Any] = msgspec.to_builtins(old) if old is not None else {}
    is_now: dict[str, Any] = msgspec.to_builtins(new)
    changed = {name for name in is_now if is_now[name] != was.get(name)} | {"version"}
    return ActDone(
        event=order.EVENT,
        target=f"{SHOP}/{state.key}/{new.id}",
        old={name: was[name] for name in was if name in changed} or None,
        new={name: is_now[name] for name in is_now if name in changed},
        **structs.asdict(order.act),
    )


def _invalid(problems: dict[str, str]) -> Rejection:
    return Rejection("invalid_payload", {"problems": problems})
