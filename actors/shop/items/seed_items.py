"""The items that a new shop opens with; from then on, staff change them.

Gems are paid for with money. They buy gold, gold buys shards, shards buy back a part of it: no cycle of them gains.
"""

from typing import Any

from actors.shop.rules import Content, ContentType, Item, Name, Price


def seed_items() -> tuple[Item, ...]:
    """Return packages for gold, gems and shards, a limited one, and two for money that staff activate to sell them."""
    on_sale, daily, weekly = {"active": True}, {"per_user_period": "day"}, {"per_user_period": "week"}
    limited = {"per_user_limit": 5, **daily}
    return (
        _item(
            "shards_50",
            "조각 50개",
            "50 shards",
            10,
            ("gold", 2_500),
            ("shard", 50),
            **limited,
            **on_sale,
        ),
        _item("gold_5000", "골드 5,000", "5,000 gold", 20, ("gem", 50), ("gold", 5_000), **on_sale),
        _item("gold_1000", "골드 1,000", "1,000 gold", 30, ("shard", 50), ("gold", 1_000), **on_sale),
        _item(
            "founders_pack",
            "창립 기념 패키지",
            "Founder's package",
            40,
            ("gold", 3_000),
            ("shard", 140),
            stock=1_000,
            per_user_limit=1,
            **on_sale,
        ),
        _item(
            "high_roller_pack",
            "하이롤러 패키지",
            "High roller's package",
            50,
            ("gold", 20_000),
            ("shard", 500),
            per_user_limit=2,
            minimum_tier="GOLD",
            **weekly,
            **on_sale,
        ),
        _item("gems_10", "젬 10개", "10 gems", 60, ("KRW", 1_000), ("gem", 10)),
        _item("pkg_10", "젬 110개", "110 gems", 70, ("KRW", 9_900), ("gem", 110)),
    )


def _item(
    item_id: str, ko: str, en: str, rank: int, price: tuple[str, int], gives: tuple[ContentType, int], **more: Any
) -> Item:
    contents = (Content(type=gives[0], amount=gives[1]),)
    return Item(
        id=item_id,
        name=Name(ko=ko, en=en),
        price=Price(currency=price[0], amount=price[1]),
        contents=contents,
        rank=rank,
        **more,
    )
