"""The state of the shop: its fields, how facts change them, and how they are stored. Nothing else changes it.

Stored parts: `root` is small and written at every turn; `items` and `history` when staff change an item or a window
opens or closes; the holds lie in HOLD_PARTS parts by the ids of their purchases, so that one rewrites few others. A
change of their encoding takes a new schema number and an upgrade in `load`; items are maps, to which fields can be
added.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import msgspec
from msgspec import Struct

from actors.runtime.entity import StoredPart
from actors.runtime.facts import Fact
from actors.shop.facts import (
    HoldConfirmed,
    HoldExtended,
    HoldMade,
    HoldReleased,
    ItemChanged,
    Stepped,
    StockAnnounced,
)
from actors.shop.rules import Item
from actors.staff.facts import ActDone

SCHEMA = 1
HOLD_PARTS = 16
PARTS = ("root", "items", "history", *(f"holds.{bucket:02d}" for bucket in range(HOLD_PARTS)))
VERSIONS_KEPT_MAX = 10
"""Versions of an item that it can be reverted to; the rows of older ones stay in the view `shop_item`."""
PRICES_KEPT_MAX = 16
"""Prices of an item that a player's catalog may be compared with; a catalog from before them is out of date."""


class Root(Struct, array_like=True):
    """`version` is the catalog's; `sold` counts pieces by item; windows up to `stepped_at` are taken into account."""

    version: int = 0
    stepped_at: int = 0
    sold: dict[str, int] = {}


class Shelf(Struct, array_like=True):
    """An item, and the prices of one piece since which version of the catalog, oldest first."""

    item: Item
    prices: list[tuple[int, int]] = []

    def price_in(self, catalog_version: int) -> int | None:
        """Return the price in that catalog; None: it is too old to tell."""
        seen = [price for version, price in self.prices if version <= catalog_version]
        return seen[-1] if seen else None


class Hold(Struct, array_like=True):
    """Pieces that are kept for a purchase; `expires_at` 0: until its user says what became of it."""

    purchase_id: str
    user_id: str
    item_id: str
    quantity: int
    expires_at: int = 0


@dataclass(slots=True)
class ShopState:
    """The state of the shop. The fields from `held` on follow from the others or die with the activation.

    `empty` are the items that gateways know to be sold out, `unannounced` those whose stock they have not heard since.
    """

    key: str
    root: Root = field(default_factory=Root)
    shelves: dict[str, Shelf] = field(default_factory=dict)
    history: dict[str, list[Item]] = field(default_factory=dict)
    buckets: list[dict[str, Hold]] = field(default_factory=lambda: [{} for _ in range(HOLD_PARTS)])
    held: dict[str, int] = field(default_factory=dict)
    empty: set[str] = field(default_factory=set)
    unannounced: set[str] = field(default_factory=set)
    announced_at: int = 0
    changed_at: int = 0

    def holds(self) -> Iterator[Hold]:
        """Return all holds."""
        return (hold for bucket in self.buckets for hold in bucket.values())

    def hold(self, purchase_id: str) -> Hold | None:
        """Return the hold of a purchase."""
        return self.buckets[bucket_of(purchase_id)].get(purchase_id)

    def left(self, item: Item) -> int | None:
        """Return the pieces that can be held; None: any number."""
        if item.stock is None:
            return None
        return item.stock - self.root.sold.get(item.id, 0) - self.held.get(item.id, 0)

    def items(self) -> list[Item]:
        """Return all items by rank."""
        return sorted((shelf.item for shelf in self.shelves.values()), key=lambda item: (item.rank, item.id))


def bucket_of(purchase_id: str) -> int:
    """Return the bucket of a hold: purchase ids are digests in hex."""
    return int(purchase_id[:4], 16) % HOLD_PARTS


_ROOT_ONLY: frozenset[str] = frozenset()
_ITEMS = frozenset({"items"})
_ITEMS_AND_HISTORY = frozenset({"items", "history"})


def apply(state: ShopState, fact: Fact) -> frozenset[str]:
    """Change `state` by one fact; return the names of the parts that changed beside the root.

    Raises:
        KeyError: it is about a hold or an item that is not there.
        TypeError: it is no fact of a shop.
    """
    change = _APPLY.get(type(fact))
    if change is None:
        raise TypeError(f"a shop knows no {type(fact).__name__}")
    return change(state, fact)


def _extend(state: ShopState, fact: HoldExtended) -> frozenset[str]:
    state.buckets[bucket_of(fact.purchase_id)][fact.purchase_id].expires_at = fact.expires_at
    return _part_of(fact.purchase_id)


def _confirm(state: ShopState, fact: HoldConfirmed) -> frozenset[str]:
    hold = _end(state, fact.purchase_id)
    state.root.sold[hold.item_id] = state.root.sold.get(hold.item_id, 0) + hold.quantity
    return _part_of(fact.purchase_id)


def _release(state: ShopState, fact: HoldReleased) -> frozenset[str]:
    state.unannounced.add(_end(state, fact.purchase_id).item_id)
    return _part_of(fact.purchase_id)


def _announce_stock(state: ShopState, fact: StockAnnounced) -> frozenset[str]:
    state.empty.symmetric_difference_update(fact.flipped)
    state.unannounced.clear()
    state.announced_at = state.changed_at = fact.at
    return _ROOT_ONLY


def _change(state: ShopState, fact: ItemChanged) -> frozenset[str]:
    item = fact.item
    state.root.version += 1
    state.changed_at = fact.at
    shelf = state.shelves.get(item.id)
    if shelf is None:
        shelf = state.shelves[item.id] = Shelf(item)
    shelf.item = item
    _reprice(shelf, state.root.version, fact.price)
    state.history[item.id] = [*state.history.get(item.id, [])[-VERSIONS_KEPT_MAX + 1 :], item]
    _note_empty(state, item)
    return _ITEMS_AND_HISTORY


def _step(state: ShopState, fact: Stepped) -> frozenset[str]:
    state.root.version += 1
    state.root.stepped_at = state.changed_at = fact.at
    for item_id, price in fact.prices.items():
        _reprice(state.shelves[item_id], state.root.version, price)
    return _ITEMS


def _reprice(shelf: Shelf, version: int, price: int) -> None:
    if not shelf.prices or shelf.prices[-1][1] != price:
        shelf.prices = [*shelf.prices[-PRICES_KEPT_MAX + 1 :], (version, price)]


def _hold(state: ShopState, fact: HoldMade) -> frozenset[str]:
    hold = Hold(fact.purchase_id, fact.user_id, fact.item_id, fact.quantity, fact.expires_at)
    state.buckets[bucket_of(fact.purchase_id)][fact.purchase_id] = hold
    state.held[fact.item_id] = state.held.get(fact.item_id, 0) + fact.quantity
    state.unannounced.add(fact.item_id)
    return _part_of(fact.purchase_id)


def _end(state: ShopState, purchase_id: str) -> Hold:
    hold = state.buckets[bucket_of(purchase_id)].pop(purchase_id)
    state.held[hold.item_id] -= hold.quantity
    return hold


def _note_empty(state: ShopState, item: Item) -> None:
    if state.left(item) == 0:
        state.empty.add(item.id)
    else:
        state.empty.discard(item.id)


def _part_of(purchase_id: str) -> frozenset[str]:
    return frozenset({PARTS[3 + bucket_of(purchase_id)]})


def _bucket_named(part: str) -> int:
    if part not in PARTS[3:]:
        raise ValueError(f"a shop has no part {part!r}")
    return PARTS.index(part) - 3


_ENCODER = msgspec.msgpack.Encoder()
_DECODE_ROOT = msgspec.msgpack.Decoder(Root)
_DECODE_SHELVES = msgspec.msgpack.Decoder(list[Shelf])
_DECODE_HISTORY = msgspec.msgpack.Decoder(dict[str, list[Item]])
_DECODE_HOLDS = msgspec.msgpack.Decoder(list[Hold])


_APPLY: Mapping[type[Fact], Callable[[ShopState, Any], frozenset[str]]] = {
    ItemChanged: _change,
    Stepped: _step,
    HoldMade: _hold,
    HoldExtended: _extend,
    HoldConfirmed: _confirm,
    HoldReleased: _release,
    StockAnnounced: _announce_stock,
    ActDone: lambda state, fact: _ROOT_ONLY,
}
"""Every fact of a shop, and what it changes."""
FACTS = frozenset(_APPLY)


def dump(state: ShopState, part: str) -> StoredPart:
    """Encode one of `PARTS`. Raises ValueError for another name."""
    match part:
        case "root":
            data = _ENCODER.encode(state.root)
        case "items":
            data = _ENCODER.encode(list(state.shelves.values()))
        case "history":
            data = _ENCODER.encode(state.history)
        case _:
            data = _ENCODER.encode(list(state.buckets[_bucket_named(part)].values()))
    return StoredPart(SCHEMA, data)


def load(key: str, parts: Mapping[str, StoredPart]) -> ShopState:
    """Return the state from its stored parts; a part never stored is as new.

    Raises:
        ValueError: a part has an unknown name or schema version, or is damaged.
    """
    state = ShopState(key)
    for part, stored in parts.items():
        if stored.schema != SCHEMA:
            raise ValueError(f"shop/{key}: part {part!r} has schema {stored.schema}, this program knows {SCHEMA}")
        match part:
            case "root":
                state.root = _DECODE_ROOT.decode(stored.data)
            case "items":
                state.shelves = {shelf.item.id: shelf for shelf in _DECODE_SHELVES.decode(stored.data)}
            case "history":
                state.history = _DECODE_HISTORY.decode(stored.data)
            case _:
                bucket = _bucket_named(part)
                state.buckets[bucket] = {hold.purchase_id: hold for hold in _DECODE_HOLDS.decode(stored.data)}
    for hold in state.holds():
        state.held[hold.item_id] = state.held.get(hold.item_id, 0) + hold.quantity
    for shelf in state.shelves.values():
        _note_empty(state, shelf.item)
    return state
