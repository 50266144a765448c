"""Banners beside the shop: none is published whose pulls and items of the shop together gain (decision 0046)."""

import asyncio
from contextlib import suppress

import msgspec

from actors.definitions.book import UNREADABLE, Definitions
from actors.games.gacha.area import GACHA
from actors.shop.items.exchange import gainful_items
from actors.shop.shop_messages import SHOP_REF, StockBook, StockGet
from gateway.ports import Entities
from gateway.rest.body import EMPTY, checked
from gateway.staff.definitions import UnplayableDefinition, Wanted


async def refuse_gainful(entities: Entities, definitions: Definitions, wanted: Wanted, now_ms: int) -> None:
    """Refuse versions of banners with which exchanges would gain; what it cannot read is refused elsewhere.

    Raises:
        UnplayableDefinition: the detail `cycle` names the banner and the items.
        Problem: the shop cannot be asked.
    """
    pulls = {}
    for change in wanted.changes if wanted.area == GACHA else ():
        if change.closed or change.body is None:
            continue
        with suppress(*UNREADABLE):
            banner = definitions.areas[GACHA].decode(change.id, change.follows + 1, change.body)
            pulls[f"{GACHA}/{change.id}"] = banner.exchange
    if not pulls:
        return
    book = msgspec.json.decode(checked(await entities.query(SHOP_REF, StockGet.TYPE, EMPTY)).body, type=StockBook)
    items = [each.item for each in book.items]
    cycle = await asyncio.to_thread(lambda: gainful_items(items, now_ms, pulls))
    if pulls.keys() & set(cycle):
        raise UnplayableDefinition(f"exchanges would gain: {', '.join(cycle)}", details={"cycle": cycle})
