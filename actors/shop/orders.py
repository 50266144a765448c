"""Orders of staff to the shop: create, edit, toggle, discount, rank, stock, window, revert, archive; each dry as well.

An order is decided on the item as it is: the version that it names must still be the item's. None is taken after which
exchanges of the shop's items together gain (`actors.shop.items.exchange`).
"""

from collections.abc import Collection, Mapping, Sequence
from typing import Any

import msgspec
from msgspec import structs

from actors.runtime.entity import Decision, Rejection, Timer
from actors.runtime.facts import Fact
from actors.shop import rules
from actors.shop.facts import ItemChanged, ItemFiled
from actors.shop.items.exchange import Gain, gainful_items
from actors.shop.rules import Discount, Item, Window, price_at
from actors.shop.shop_messages import (
    EDITABLE,
    SHOP,
    ItemArchive,
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
from actors.shop.state import FILED, ShopState
from actors.staff.facts import ActDone

ITEMS_MAX = 200
"""Items of the shop, inactive ones included and archived ones left out."""
ARCHIVED_MAX = 10_000
"""Archived items, whose ids are never used again; one more is refused until one of them is brought back."""
ARCHIVED_KEPT_MAX = 100
"""Archived items that the shop keeps whole; the others are rows (view `shop_item`), of which it knows the ids."""
FILED_AT_ONCE_MAX = 20
"""Items that become rows alone in one turn: a shop of a former release has kept all of its archived items."""
REVERTED = (*EDITABLE, "sale_window", "discount")
"""What a reversion brings back: texts, price, contents, limits and windows. Stock, rank and sale are as they are."""
ARCHIVED = "it is archived"
WINDOWS = "windows"
"""The timer that fires when a window of an item opens or closes."""


def decide(
    state: ShopState,
    order: ShopOrder,
    now_ms: int,
    *,
    tiers: Sequence[str],
    money: Collection[str],
    outside: Mapping[str, Gain],
) -> Decision | Rejection:
    """Carry out an order, say what it would do, or refuse it.

    `money` are the currencies that can be paid in, `outside` the exchanges that there are outside the shop.
    """
    old = _item_of(state, order)
    if isinstance(old, Rejection):
        return old
    if order.item_id in state.archived and not isinstance(order, ItemArchive | ItemCreate):
        return Rejection("item_inactive", {"reason": ARCHIVED})
    if old is None and not isinstance(order, ItemCreate):
        return Rejection("not_found", {"item_id": order.item_id})
    if old is not None and (isinstance(order, ItemCreate) or order.version not in {None, old.version}):
        return Rejection("version_conflict", {"version": old.version, "item": msgspec.to_builtins(old)})
    new = _ordered(state, order, old)
    if isinstance(new, Rejection):
        return new
    refusal = _refusal(state, old, new, now_ms, tiers, money) or _gainful(state, new, now_ms, outside)
    return refusal or _decision(state, order, old, new, now_ms)


def _item_of(state: ShopState, order: ShopOrder) -> Item | Rejection | None:
    """Return the item of an order as it is; None: there is none. One that is filed comes with the order."""
    shelf, filed = state.shelves.get(order.item_id), state.filed.get(order.item_id)
    if shelf is None and FILED in state.unreadable:
        return Rejection("unavailable", {"part": FILED})
    if filed is None:
        return shelf.item if shelf is not None else None
    if not isinstance(order, ItemArchive):
        return Rejection("item_inactive", {"reason": ARCHIVED})
    if order.stored is None:
        return Rejection("not_found", {"item_id": order.item_id})
    if (order.stored.id, order.stored.version) != (order.item_id, filed.version):
        return Rejection("version_conflict", {"version": filed.version, "item": msgspec.to_builtins(order.stored)})
    return order.stored


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
        case ItemArchive():
            return _archived(state, order, old)
        case _:
            raise TypeError(f"a shop takes no {type(order).__name__}")


def _created(state: ShopState, order: ItemCreate) -> Item | Rejection:
    if order.item.id != order.item_id:
        return _invalid({"id": "it is not that of the order"})
    if len(state.items()) >= ITEMS_MAX:
        return Rejection("limit_exceeded", {"items_max": ITEMS_MAX})
    return structs.replace(order.item, version=0)


def _reverted(state: ShopState, order: ItemRevert, old: Item) -> Item | Rejection:
    kept = state.history.get(old.id, [])
    found = next((item for item in kept if item.version == order.to), None)
    if found is None:
        return Rejection("not_found", {"versions": [item.version for item in kept]})
    return structs.replace(old, **{name: getattr(found, name) for name in REVERTED})


def _archived(state: ShopState, order: ItemArchive, old: Item) -> Item | Rejection:
    if order.archived and state.held.get(old.id, 0):
        return Rejection("item_inactive", {"reason": f"{state.held[old.id]} pieces are held by purchases under way"})
    is_archived = state.is_archived(old.id)
    if order.archived and not is_archived and len(state.archived) + len(state.filed) >= ARCHIVED_MAX:
        return Rejection("limit_exceeded", {"archived_max": ARCHIVED_MAX})
    if is_archived and not order.archived and len(state.items()) >= ITEMS_MAX:
        return Rejection("limit_exceeded", {"items_max": ITEMS_MAX})
    return structs.replace(old, active=old.active and not order.archived)


def _refusal(
    state: ShopState, old: Item | None, new: Item, now_ms: int, tiers: Sequence[str], money: Collection[str]
) -> Rejection | None:
    problems = rules.problems(new, tiers)
    used = state.sold(new.id) + state.held.get(new.id, 0)
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


def _gainful(state: ShopState, new: Item, now_ms: int, outside: Mapping[str, Gain]) -> Rejection | None:
    """Return the refusal of an item on sale with which exchanges gain together."""
    cycle = gainful_items([*_others(state, new), new], now_ms, outside) if new.active else []
    return _invalid({"price": f"exchanges would gain: {', '.join(cycle)}"}, cycle=cycle) if cycle else None


def _decision(state: ShopState, order: ShopOrder, old: Item | None, ordered: Item, now_ms: int) -> Decision:
    was_archived = state.is_archived(ordered.id)
    archived = order.archived if isinstance(order, ItemArchive) else was_archived
    changed = ordered != old or archived != was_archived
    new = structs.replace(ordered, version=ordered.version + 1) if changed else ordered
    reply = ItemDone(
        id=new.id,
        active=new.active,
        changed=changed,
        version=new.version,
        catalog_version=state.root.version + changed,
        dry_run=order.dry_run,
        sold=state.sold(new.id),
        held=state.held.get(new.id, 0),
        item=new,
        old=old,
        archived=archived,
    )
    if order.dry_run:
        return Decision(reply)
    facts: tuple[Fact, ...] = (_act(state, order, old, new, archived),)
    if not changed:
        return Decision(reply, facts)
    items = [*_others(state, new), new]
    set_timers, cancelled = timers(items, state.root.stepped_at)
    item_changed = ItemChanged(item=new, price=price_at(new, now_ms), at=now_ms, archived=archived)
    facts = (item_changed, *facts, *_filed(state, new.id, archived=archived))
    return Decision(reply, facts, timers=set_timers, cancelled_timers=cancelled)


def _filed(state: ShopState, item_id: str, *, archived: bool) -> list[ItemFiled]:
    """Return which archived items are too many now: those that were made first, not the one of the order."""
    others = [name for name in state.shelves if name in state.archived and name != item_id]
    surplus = len(others) + archived - ARCHIVED_KEPT_MAX
    return [ItemFiled(item_id=name) for name in others[: max(0, min(surplus, FILED_AT_ONCE_MAX))]]


def _act(state: ShopState, order: ShopOrder, old: Item | None, new: Item, archived: bool) -> ActDone:
    """Return the entry of the audit trail: the version, and the differences between old and new."""
    was: dict[str, Any] = msgspec.to_builtins(old) if old is not None else {}
    is_now: dict[str, Any] = msgspec.to_builtins(new)
    if archived != state.is_archived(new.id):
        was, is_now = was | {"archived": not archived}, is_now | {"archived": archived}
    changed = {name for name in is_now if is_now[name] != was.get(name)} | {"version"}
    return ActDone(
        event=order.EVENT,
        target=f"{SHOP}/{state.key}/{new.id}",
        old={name: was[name] for name in was if name in changed} or None,
        new={name: is_now[name] for name in is_now if name in changed},
        **structs.asdict(order.act),
    )


def _others(state: ShopState, new: Item) -> list[Item]:
    return [item for item in state.items() if item.id != new.id]


def _invalid(problems: dict[str, str], **more: Any) -> Rejection:
    return Rejection("invalid_payload", {"problems": problems, **more})
