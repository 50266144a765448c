"""The gateway's copy of the shop's catalog, kept fresh by the shop's pushes, which it passes on to every socket.

The gateway attaches to the shop once, as to a topic, so that catalogs are read without asking the shop, and a change
crosses the link once. Each socket gets the same prebuilt frame: `shop_update` with `topic` and `n` but without `seq`,
because it is no push of the player's own. When the shop moves, the differences to its new snapshot are passed on, so no
change is missed.

Of what is not on sale, players see and hear nothing but that it was taken off.
"""

from collections.abc import Callable
from hashlib import blake2b

import structlog
from msgspec import json, structs

from actors.runtime.link.envelope import Attached, Push
from actors.shop.messages import Catalog, ItemShown, ShopUpdate, StockUpdate
from gateway.ports import CatalogPage
from gateway.realtime.wire.frames import text_frame, topic_message

ETAG_BYTES = 12

log = structlog.get_logger("catalog")
_catalog = json.Decoder(Catalog)
_update = json.Decoder(ShopUpdate)
_stock = json.Decoder(StockUpdate)


class ShopCatalog:
    """One gateway's copy (`actors.runtime.link.attachments.Subscriber`). `tell_all` writes a frame to every socket."""

    def __init__(self, topic: str, tell_all: Callable[[str, bytes], None]) -> None:
        self._topic = topic
        self._tell_all = tell_all
        self._stream = ""
        self._n = 0
        self._version = 0
        self._time_zone = "UTC"
        self._items: dict[str, ItemShown] | None = None
        self._page: CatalogPage | None = None

    def page(self) -> CatalogPage | None:
        """Return the catalog of what is on sale; None before the shop has been heard for the first time."""
        if self._page is None and self._items is not None:
            shown = (item for item in self._items.values() if item.active)
            items = sorted(shown, key=lambda item: (item.rank, item.id))
            body = json.encode(Catalog(version=self._version, items=items, time_zone=self._time_zone))
            self._page = CatalogPage(f'"c-{blake2b(body, digest_size=ETAG_BYTES).hexdigest()}"', body)
        return self._page

    # --- from the shop (attachments.Subscriber) ---

    def position(self) -> tuple[str, int]:
        return self._stream, self._n

    def attached(self, message: Attached) -> None:
        """The shop is in reach, again or for the first time: take what was missed, or its whole catalog."""
        self._stream = message.stream
        if message.recovered:
            for push in message.replay:
                self.pushed(push)
            return
        self._n, self._page = message.seq, None
        catalog = _catalog.decode(message.snapshot)
        known, self._items = self._items, {item.id: item for item in catalog.items}
        self._version, self._time_zone = catalog.version, catalog.time_zone
        for item in _changed(known, self._items) if known is not None else ():
            update = ShopUpdate(product_id=item.id, active=item.active, version=catalog.version, item=item)
            self._tell(message.seq, json.encode(update))

    def pushed(self, push: Push) -> None:
        """Take one change, and tell everybody unless it is of stock alone."""
        self._n = push.seq
        if self._items is None:
            return
        self._page = None
        if push.type == ShopUpdate.TYPE:
            update = _update.decode(push.body)
            known = self._items.get(update.product_id)
            self._items[update.product_id], self._version = update.item, update.version
            if update.active or (known is not None and known.active):
                self._tell(push.seq, push.body)
        elif push.type == StockUpdate.TYPE:
            for item_id, left in _stock.decode(push.body).stock_left.items():
                if item_id in self._items:  # an archived item is not: refunded pieces of it may come back all the same
                    self._items[item_id] = structs.replace(self._items[item_id], stock_left=left)
        else:
            log.warning("shop_said_something_unknown", type=push.type)

    def _tell(self, n: int, body: bytes) -> None:
        self._tell_all(ShopUpdate.TYPE, text_frame(topic_message(self._topic, ShopUpdate.TYPE, n, body)))


def _changed(known: dict[str, ItemShown], now: dict[str, ItemShown]) -> list[ItemShown]:
    """Return the items that players hear of: on sale now or before, and different; gone ones as not on sale."""
    gone = [structs.replace(item, active=False) for item in known.values() if item.id not in now]
    there = [item for item in now.values() if _but_stock(item) != _but_stock(known.get(item.id))]
    return [item for item in (*there, *gone) if item.active or ((old := known.get(item.id)) and old.active)]


def _but_stock(item: ItemShown | None) -> ItemShown | None:
    """Return the item as players hear of changes to it: of the stock only whether there is any."""
    if item is None or item.stock_left is None:
        return item
    return structs.replace(item, stock_left=min(item.stock_left, 1))
