"""The state of the shop: its fields, how facts change them, and how they are stored. Nothing else changes it.

Stored parts: `root` is small and written at every turn; `items` and `history` when staff change an item or a window
opens or closes; the holds lie in HOLD_PARTS parts by the ids of their purchases, so that one rewrites few others. A
change of their encoding takes a new schema number and an upgrade in `load`; items are maps, to which fields can be
added. What the release before cannot read of an item lies in parts of its own, `offers` and `archive`; offers of items
that it has changed meanwhile are made up for when they are loaded. Of most archived items `filed` alone is left, and
their rows.

A part of the history or of the holds that cannot be read is set aside as it is stored: without a history nothing is
reverted; without some of the holds nobody knows what is left, so items of limited stock wait, and so does whatever is
about one of those holds. Without what is filed no item is made, and none brought back.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import msgspec
from msgspec import MsgspecError, Struct, structs

from actors.runtime.entity import PartUnreadable, StoredPart
from actors.runtime.facts import Fact
from actors.shop.facts import (
    HoldConfirmed,
    HoldExtended,
    HoldMade,
    HoldReleased,
    ItemChanged,
    ItemFiled,
    PiecesReturned,
    Stepped,
    StockAnnounced,
)
from actors.shop.items.shelf import Filed, Offer, Shelf, offer_of
from actors.shop.rules import Item
from actors.staff.facts import ActDone

SCHEMA = 1
HOLD_PARTS = 16
HOLDS = tuple(f"holds.{bucket:02d}" for bucket in range(HOLD_PARTS))
FILED = "filed"
PARTS = ("root", "items", "history", *HOLDS, "offers", "archive", FILED)
REQUIRED = PARTS[:2]
"""Parts without which there is no shop; any other one that cannot be read is set aside."""
VERSIONS_KEPT_MAX = 10
"""Versions of an item that it can be reverted to, just one of an archived item; the rows of older ones stay in the view
`shop_item`."""
OFFERS_KEPT_MAX = 16
"""Offers of an item that a player's catalog may be compared with; a catalog from before them is out of date."""


class Root(Struct, array_like=True):
    """`version` is the catalog's; `sold` counts pieces by item; windows up to `stepped_at` are taken into account."""

    version: int = 0
    stepped_at: int = 0
    sold: dict[str, int] = {}


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
    offers: dict[str, list[Offer]] = field(default_factory=dict)
    archived: set[str] = field(default_factory=set)
    filed: dict[str, Filed] = field(default_factory=dict)
    buckets: list[dict[str, Hold]] = field(default_factory=lambda: [{} for _ in range(HOLD_PARTS)])
    held: dict[str, int] = field(default_factory=dict)
    empty: set[str] = field(default_factory=set)
    unannounced: set[str] = field(default_factory=set)
    announced_at: int = 0
    changed_at: int = 0
    unreadable: dict[str, StoredPart] = field(default_factory=dict)

    def holds(self) -> Iterator[Hold]:
        """Return all holds."""
        return (hold for bucket in self.buckets for hold in bucket.values())

    def hold(self, purchase_id: str) -> Hold | None:
        """Return the hold of a purchase. Raises PartUnreadable: it may lie in a part that cannot be read."""
        part = HOLDS[bucket_of(purchase_id)]
        if part in self.unreadable:
            raise PartUnreadable(part)
        return self.buckets[bucket_of(purchase_id)].get(purchase_id)

    def locked_by(self, purchase_id: str, item: Item) -> str | None:
        """Return the part that cannot be read and without which no piece can be held for a purchase; None: there is
        none."""
        lost = [part for part in self.unreadable if part in HOLDS]
        own = HOLDS[bucket_of(purchase_id)]
        return own if own in lost else next(iter(lost), None) if item.stock is not None else None

    def left(self, item: Item) -> int | None:
        """Return the pieces that can be held; None: any number."""
        if item.stock is None:
            return None
        return item.stock - self.root.sold.get(item.id, 0) - self.held.get(item.id, 0)

    def items(self, *, archived: bool = False) -> list[Item]:
        """Return all items by rank, but not the archived ones; or those alone."""
        items = (shelf.item for name, shelf in self.shelves.items() if (name in self.archived) == archived)
        return sorted(items, key=lambda item: (item.rank, item.id))

    def is_archived(self, item_id: str) -> bool:
        return item_id in self.archived or item_id in self.filed

    def sold(self, item_id: str) -> int:
        """Return the pieces of an item that are sold, whether or not it is filed."""
        filed = self.filed.get(item_id)
        return self.root.sold.get(item_id, 0) if filed is None else filed.sold

    def offered_in(self, item_id: str, catalog_version: int) -> Offer | None:
        """Return the offer of an item in that catalog; None: it is too old to tell."""
        seen = [offer for offer in self.offers[item_id] if offer.since <= catalog_version]
        return seen[-1] if seen else None

    def unpaid_holds(self) -> int:
        """Return the number of holds that wait for a payment."""
        return sum(1 for hold in self.holds() if hold.expires_at)


def bucket_of(purchase_id: str) -> int:
    """Return the bucket of a hold: purchase ids are digests in hex."""
    return int(purchase_id[:4], 16) % HOLD_PARTS


_ROOT_ONLY: frozenset[str] = frozenset()
_PRICED = frozenset({"items", "offers"})
_CHANGED = _PRICED | {"history"}
_FILED = frozenset({FILED})


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


def _return(state: ShopState, fact: PiecesReturned) -> frozenset[str]:
    filed = state.filed.get(fact.item_id)
    if filed is not None:
        filed.sold -= fact.quantity
        return _FILED
    state.root.sold[fact.item_id] = state.root.sold.get(fact.item_id, 0) - fact.quantity
    state.unannounced.add(fact.item_id)
    return _ROOT_ONLY


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
    _offer(state, item, fact.price)
    earlier = [] if fact.archived else state.history.get(item.id, [])
    state.history[item.id] = [*earlier[-VERSIONS_KEPT_MAX + 1 :], item]
    _note_empty(state, item)
    filed = state.filed.pop(item.id, None)
    if filed is not None:
        state.root.sold[item.id] = filed.sold
        _note_empty(state, item)
        return _CHANGED | _FILED
    if fact.archived == (item.id in state.archived):
        return _CHANGED
    state.archived.symmetric_difference_update({item.id})
    return _CHANGED | {"archive"}


def _file(state: ShopState, fact: ItemFiled) -> frozenset[str]:
    item_id = fact.item_id
    state.filed[item_id] = Filed(state.shelves.pop(item_id).item.version, state.root.sold.pop(item_id, 0))
    for kept in (state.history, state.offers, state.held):
        kept.pop(item_id, None)
    for noted in (state.archived, state.empty, state.unannounced):
        noted.discard(item_id)
    return _CHANGED | _FILED | {"archive"}


def _step(state: ShopState, fact: Stepped) -> frozenset[str]:
    state.root.version += 1
    state.root.stepped_at = state.changed_at = fact.at
    for item_id, price in fact.prices.items():
        _offer(state, state.shelves[item_id].item, price)
    return _PRICED


def _offer(state: ShopState, item: Item, price: int) -> None:
    """Keep the price of an item, and its offer, from the present version of the catalog on."""
    version, shelf, offers = state.root.version, state.shelves[item.id], state.offers.get(item.id, [])
    if not shelf.prices or shelf.prices[-1][1] != price:
        shelf.prices = [*shelf.prices[-OFFERS_KEPT_MAX + 1 :], (version, price)]
    offer = offer_of(item, price, version)
    if not offers or structs.replace(offers[-1], since=version) != offer:
        state.offers[item.id] = [*offers[-OFFERS_KEPT_MAX + 1 :], offer]


def _make_up_for_offers(state: ShopState) -> None:
    """Add the offers of items that a release has changed which knew of prices alone."""
    for item_id, shelf in state.shelves.items():
        offers = state.offers.get(item_id, [])
        since, price = shelf.prices[-1] if shelf.prices else (state.root.version, shelf.item.price.amount)
        offer = offer_of(shelf.item, price, since)
        if offers and structs.replace(offer, since=offers[-1].since) == offers[-1]:
            continue
        if offers and since <= offers[-1].since:
            offer = structs.replace(offer, since=state.root.version)
        state.offers[item_id] = [*offers[-OFFERS_KEPT_MAX + 1 :], offer]


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
    return frozenset({HOLDS[bucket_of(purchase_id)]})


def _bucket_named(part: str) -> int:
    if part not in HOLDS:
        raise ValueError(f"a shop has no part {part!r}")
    return HOLDS.index(part)


_ENCODER = msgspec.msgpack.Encoder()
_DECODE_ROOT = msgspec.msgpack.Decoder(Root)
_DECODE_SHELVES = msgspec.msgpack.Decoder(list[Shelf])
_DECODE_OFFERS = msgspec.msgpack.Decoder(dict[str, list[Offer]])
_DECODE_ARCHIVE = msgspec.msgpack.Decoder(list[str])
_DECODE_FILED = msgspec.msgpack.Decoder(dict[str, Filed])
_DECODE_HISTORY = msgspec.msgpack.Decoder(dict[str, list[Item]])
_DECODE_HOLDS = msgspec.msgpack.Decoder(list[Hold])


_APPLY: Mapping[type[Fact], Callable[[ShopState, Any], frozenset[str]]] = {
    ItemChanged: _change,
    ItemFiled: _file,
    Stepped: _step,
    HoldMade: _hold,
    HoldExtended: _extend,
    HoldConfirmed: _confirm,
    HoldReleased: _release,
    PiecesReturned: _return,
    StockAnnounced: _announce_stock,
    ActDone: lambda state, fact: _ROOT_ONLY,
}
"""Every fact of a shop, and what it changes."""
FACTS = frozenset(_APPLY)


def dump(state: ShopState, part: str) -> StoredPart:
    """Encode one of `PARTS`. Raises ValueError for another name."""
    if part in state.unreadable:
        return state.unreadable[part]
    match part:
        case "root":
            data = _ENCODER.encode(state.root)
        case "items":
            data = _ENCODER.encode(list(state.shelves.values()))
        case "history":
            data = _ENCODER.encode(state.history)
        case "offers":
            data = _ENCODER.encode(state.offers)
        case "archive":
            data = _ENCODER.encode(sorted(state.archived))
        case _ if part == FILED:
            data = _ENCODER.encode(state.filed)
        case _:
            data = _ENCODER.encode(list(state.buckets[_bucket_named(part)].values()))
    return StoredPart(SCHEMA, data)


def load(key: str, parts: Mapping[str, StoredPart]) -> ShopState:
    """Return the state from its stored parts; a part never stored is as new.

    Raises:
        ValueError: a part has an unknown name, or the root or the items cannot be read.
    """
    state = ShopState(key)
    for part, stored in parts.items():
        try:
            _load_part(state, part, stored)
        except (ValueError, MsgspecError):
            if part not in PARTS or part in REQUIRED:
                raise
            state.unreadable[part] = stored
    _make_up_for_offers(state)
    for hold in state.holds():
        state.held[hold.item_id] = state.held.get(hold.item_id, 0) + hold.quantity
    for shelf in state.shelves.values():
        _note_empty(state, shelf.item)
    return state


def _load_part(state: ShopState, part: str, stored: StoredPart) -> None:
    if stored.schema != SCHEMA:
        raise ValueError(f"shop/{state.key}: part {part!r} has schema {stored.schema}, this program knows {SCHEMA}")
    match part:
        case "root":
            state.root = _DECODE_ROOT.decode(stored.data)
        case "items":
            state.shelves = {shelf.item.id: shelf for shelf in _DECODE_SHELVES.decode(stored.data)}
        case "history":
            state.history = _DECODE_HISTORY.decode(stored.data)
        case "offers":
            state.offers = _DECODE_OFFERS.decode(stored.data)
        case "archive":
            state.archived = set(_DECODE_ARCHIVE.decode(stored.data))
        case _ if part == FILED:
            state.filed = _DECODE_FILED.decode(stored.data)
        case _:
            bucket = _bucket_named(part)
            state.buckets[bucket] = {hold.purchase_id: hold for hold in _DECODE_HOLDS.decode(stored.data)}
