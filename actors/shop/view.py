"""The outside of the shop: the catalog, messages to gateways and players, the books of its stock."""

from collections.abc import Sequence
from typing import Any

import msgspec

from actors.runtime.entity import DomainEvent
from actors.runtime.facts import Fact
from actors.runtime.payloads import ServerPayload
from actors.shop.facts import ItemChanged, Stepped, StockAnnounced
from actors.shop.messages import Catalog, ItemShown, ShopUpdate, StockUpdate
from actors.shop.rules import Item, discount_at, price_at
from actors.shop.shop_messages import ItemHistory, StockBook, StockShown
from actors.shop.state import ShopState


def item_shown(state: ShopState, item: Item, now_ms: int) -> ItemShown:
    """Return an item as players see it at `now_ms`."""
    return ItemShown(
        id=item.id,
        version=item.version,
        name=item.name,
        price=item.price,
        price_now=price_at(item, now_ms),
        discount_percent=discount_at(item, now_ms),
        rank=item.rank,
        active=item.active,
        stock_left=state.left(item),
        per_user_limit=item.per_user_limit,
        per_user_period=item.per_user_period,
        sale_window=item.sale_window,
        minimum_tier=item.minimum_tier,
        contents=item.contents,
    )


def catalog(state: ShopState, now_ms: int, time_zone: str) -> Catalog:
    """Return everything but archived items, by rank. Gateways leave out what is not on sale."""
    items = [item_shown(state, item, now_ms) for item in state.items()]
    return Catalog(version=state.root.version, items=items, time_zone=time_zone)


def history(state: ShopState, item: Item, now_ms: int) -> ItemHistory:
    """Return an item with its latest versions, newest first."""
    return ItemHistory(
        id=item.id, shown=item_shown(state, item, now_ms), versions=list(reversed(state.history.get(item.id, [item])))
    )


def stock_book(state: ShopState, now_ms: int, *, archived: bool) -> StockBook:
    """Return where the pieces of every item are."""
    items = [_stock_shown(state, item, now_ms) for item in state.items(archived=archived)]
    holds = sum(1 for _ in state.holds())
    filed = {name: each.sold for name, each in state.filed.items()} if archived else {}
    return StockBook(
        version=state.root.version, items=items, holds=holds, unpaid_holds=state.unpaid_holds(), filed=filed
    )


def _stock_shown(state: ShopState, item: Item, now_ms: int) -> StockShown:
    return StockShown(
        item_id=item.id,
        stock=item.stock,
        sold=state.root.sold.get(item.id, 0),
        held=state.held.get(item.id, 0),
        item=item,
        price_now=price_at(item, now_ms),
        discount_percent=discount_at(item, now_ms),
    )


def announcements(state: ShopState, facts: Sequence[Fact]) -> list[ServerPayload]:
    """Return the messages to gateways about a turn. Players hear a `shop_update` each, of stock only when it ends."""
    messages: list[ServerPayload] = []
    for fact in facts:
        match fact:
            case ItemChanged():
                messages.append(_update(state, fact.item.id))
            case Stepped():
                messages += [_update(state, item_id) for item_id in fact.touched]
            case StockAnnounced():
                messages.append(StockUpdate(stock_left=dict(fact.stock_left)))
                messages += [_update(state, item_id) for item_id in fact.flipped]
            case _:
                pass
    return messages


def _update(state: ShopState, item_id: str) -> ShopUpdate:
    shown = item_shown(state, state.shelves[item_id].item, state.changed_at)
    return ShopUpdate(product_id=item_id, active=shown.active, version=state.root.version, item=shown)


def domain_events(state: ShopState, facts: Sequence[Fact]) -> list[DomainEvent]:
    """Return a `shop.item_changed` for each version of an item; purchases are events of their players."""
    return [
        DomainEvent("shop.item_changed", _item_changed(state, fact)) for fact in facts if isinstance(fact, ItemChanged)
    ]


def _item_changed(state: ShopState, fact: ItemChanged) -> dict[str, Any]:
    item: dict[str, Any] = msgspec.to_builtins(fact.item)
    return {"shop": state.key, "catalog_version": state.root.version, "item": item, "price_now": fact.price}
