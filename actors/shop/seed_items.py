"""The items that a new shop opens with; from then on, staff change them."""

from actors.shop.rules import Content, Item, Name, Price


def seed_items() -> tuple[Item, ...]:
    """Return packages for gold and gems, a limited one, and one for money that staff must activate to sell it."""
    return (
        Item(
            id="gems_10",
            name=Name(ko="젬 10개", en="10 gems"),
            price=Price(currency="gold", amount=1_000),
            contents=(Content(type="gem", amount=10),),
            active=True,
            rank=10,
        ),
        Item(
            id="shards_50",
            name=Name(ko="조각 50개", en="50 shards"),
            price=Price(currency="gold", amount=2_500),
            contents=(Content(type="shard", amount=50),),
            active=True,
            rank=20,
            per_user_limit=5,
            per_user_period="day",
        ),
        Item(
            id="gold_5000",
            name=Name(ko="골드 5,000", en="5,000 gold"),
            price=Price(currency="gem", amount=50),
            contents=(Content(type="gold", amount=5_000),),
            active=True,
            rank=30,
        ),
        Item(
            id="founders_pack",
            name=Name(ko="창립 기념 패키지", en="Founder's package"),
            price=Price(currency="gold", amount=3_000),
            contents=(Content(type="gem", amount=40), Content(type="shard", amount=100)),
            active=True,
            rank=40,
            stock=1_000,
            per_user_limit=1,
        ),
        Item(
            id="high_roller_pack",
            name=Name(ko="하이롤러 패키지", en="High roller's package"),
            price=Price(currency="gold", amount=20_000),
            contents=(Content(type="gem", amount=300),),
            active=True,
            rank=50,
            per_user_limit=2,
            per_user_period="week",
            minimum_tier="GOLD",
        ),
        Item(
            id="pkg_10",
            name=Name(ko="젬 110개", en="110 gems"),
            price=Price(currency="KRW", amount=9_900),
            contents=(Content(type="gem", amount=110),),
            rank=60,
        ),
    )
