"""Archived items for staff: the shop keeps the latest of them, the store has the others, and a list shows all."""

from collections.abc import Mapping
from typing import Any

import msgspec

from actors.shop.facts import stored_item
from actors.shop.rules import Item, ItemId
from actors.shop.shop_messages import SHOP_REF, ItemGet, ItemHistory, StockBook, StockShown
from gateway.dependencies import GatewayDependencies
from gateway.rest.admin.shop.item_bodies import ShopItems, shop_item
from gateway.rest.body import checked
from gateway.rest.pages import Cursors, PageQuery
from gateway.rest.problems import Problem

ARCHIVED: Cursors[str] = Cursors("archived-items", ItemId)


async def archived_items(provided: GatewayDependencies, book: StockBook, wanted: PageQuery) -> ShopItems:
    """Return a page of archived items, by id: those in `book`, and those that the shop keeps no more.

    Raises:
        Problem: `bad_request`: the cursor is not one of this list.
    """
    kept = {each.item_id: each for each in book.items}
    page, after = ARCHIVED.page([*kept, *book.filed], wanted, lambda each: each)
    stored = await provided.purchases.items([item_id for item_id in page if item_id not in kept])
    kept |= {item_id: _shown(row, book.filed[item_id]) for item_id, row in stored.items()}
    items = [shop_item(kept[item_id]) for item_id in page if item_id in kept]
    return ShopItems(version=book.version, items=items, next=after)


async def kept_versions(provided: GatewayDependencies, item_id: str) -> list[Item] | None:
    """Return the versions of an item that the shop keeps, newest first; None: it keeps none."""
    query = ItemGet(item_id)
    answer = await provided.entities.query(SHOP_REF, query.TYPE, msgspec.json.encode(query))
    try:
        return msgspec.json.decode(checked(answer).body, type=ItemHistory).versions
    except Problem as problem:
        if problem.code != "not_found":
            raise
        return None


async def filed_item(provided: GatewayDependencies, item_id: str) -> Item | None:
    """Return an item that the shop does not keep, as the store has it; None: there never was one."""
    row = (await provided.purchases.items([item_id])).get(item_id)
    return None if row is None else stored_item(row)


def _shown(row: Mapping[str, Any], sold: int) -> StockShown:
    item = stored_item(row)
    return StockShown(item.id, item.stock, sold, 0, item, row["price_now"], 0)
