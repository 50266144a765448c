"""What the shop of fault tests sells: gold and shards in a circle, so that nobody runs out, and limited items."""

from actors.shop.rules import Content, ContentType, Item, Name, Price

SHARDS, GOLD, SCARCE, ONCE, TRINKET = "shards", "gold", "scarce", "once", "trinket"
SCARCE_PIECES = 24


def _item(item_id: str, currency: str, amount: int, gives: ContentType, pieces: int, **more: int) -> Item:
    name, contents = Name(ko="물건", en=item_id), (Content(type=gives, amount=pieces),)
    price = Price(currency=currency, amount=amount)
    return Item(id=item_id, name=name, price=price, contents=contents, active=True, **more)


ITEMS = (
    _item(SHARDS, "gold", 1_000, "shard", 10),
    _item(GOLD, "shard", 10, "gold", 1_000),
    _item(SCARCE, "gold", 100, "shard", 1, stock=SCARCE_PIECES),
    _item(ONCE, "gold", 300, "shard", 3, per_user_limit=1),
    _item(TRINKET, "gold", 2, "gold", 1),
)
