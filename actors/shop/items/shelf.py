"""An item as the shop keeps it: with its prices and its offers, or filed, when its rows have all the rest."""

from msgspec import Struct

from actors.shop.rules import Content, Item


class Offer(Struct, array_like=True, frozen=True):
    """The terms of one piece as players see them from version `since` of the catalog on: price and contents."""

    since: int
    currency: str
    amount: int
    contents: tuple[Content, ...]

    def is_worse_than(self, seen: "Offer") -> bool:
        """Return whether it costs more than what was seen, costs another currency, or contains less of anything."""
        if self.currency != seen.currency or self.amount > seen.amount:
            return True
        contained = {content.type: content.amount for content in self.contents}
        return any(contained.get(content.type, 0) < content.amount for content in seen.contents)


class Shelf(Struct, array_like=True):
    """An item, and the prices of one piece since which version of the catalog, oldest first."""

    item: Item
    prices: list[tuple[int, int]] = []


class Filed(Struct, array_like=True):
    """The rest of an item that is rows alone: its last version, and the pieces that are sold."""

    version: int
    sold: int = 0


def offer_of(item: Item, price: int, since: int = 0) -> Offer:
    """Return the offer of an item that costs `price` a piece."""
    return Offer(since, item.price.currency, price, item.contents)
