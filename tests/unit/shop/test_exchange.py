"""Exchanges that gain are found exactly, whatever they are made of, and such that break even are not."""

from itertools import product

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from actors.shop.items.exchange import gainful, gainful_items
from actors.shop.items.seed_items import seed_items
from actors.shop.orders import ITEMS_MAX
from actors.shop.rules import Content, Discount, Window
from actors.shop.shop import ShopKind
from tests.unit.shop.mall import START_MS, item

CURRENCIES = ("gold", "gem", "shard")


def swap(item_id, price, currency, /, **contents):
    given = contents.pop("given", {})
    return item(
        item_id, price, currency, contents=tuple(Content(type=name, amount=n) for name, n in contents.items()), **given
    )


def test_gold_for_gems_for_more_gold_is_found_with_its_items():
    high_roller = swap("high_roller", 20_000, "gold", gem=300)
    gold = swap("gold_5000", 50, "gem", gold=5_000)
    shards = swap("shards_50", 2_500, "gold", shard=50)
    assert gainful_items([shards, high_roller, gold], START_MS) == ["gold_5000", "high_roller"]


def test_breaking_even_gains_nothing():
    assert gainful_items([swap("there", 1_000, "gold", gem=10), swap("back", 50, "gem", gold=5_000)], START_MS) == []


@pytest.mark.parametrize(
    ("window", "found"),
    [
        (Window(), True),
        (Window(starts_at=START_MS + 1), True),
        (Window(ends_at=START_MS + 1), True),
        (Window(ends_at=START_MS), False),
    ],
)
def test_the_deepest_discount_counts_until_it_is_over(window, found):
    cheap = swap("there", 1_000, "gold", gem=10, given={"discount": Discount(percent=10, window=window)})
    assert bool(gainful_items([cheap, swap("back", 50, "gem", gold=5_000)], START_MS)) is found


def test_what_is_not_on_sale_or_for_money_is_no_exchange():
    off = swap("off", 1, "gold", gem=10, given={"active": False})
    money = swap("money", 1, "KRW", gem=1_000, gold=1_000)
    assert gainful_items([off, money, swap("back", 50, "gem", gold=5_000)], START_MS) == []


def test_an_item_of_two_currencies_is_counted_whole():
    """Neither of its contents alone pays its price."""
    pack = swap("pack", 100, "gold", gem=5, shard=5)
    gems, shards = swap("gems", 1, "gem", gold=11), swap("shards", 1, "shard", gold=10)
    assert gainful_items([pack, gems], START_MS) == []
    assert gainful_items([pack, gems, shards], START_MS) == ["gems", "pack", "shards"]


def test_a_part_that_comes_back_again_and_again_adds_up():
    """Half of the gems come back: two gems are worth four pieces, not three."""
    half = swap("half", 2, "gem", gem=1, gold=10)
    assert gainful_items([half, swap("gem", 9, "gold", gem=1)], START_MS) == ["gem", "half"]
    assert gainful_items([half, swap("gem", 10, "gold", gem=1)], START_MS) == []


def test_an_item_that_gains_by_itself_is_found():
    assert gainful_items([swap("more", 5, "gem", gem=6)], START_MS) == ["more"]
    assert gainful_items([swap("same", 5, "gem", gem=5, shard=1)], START_MS) == ["same"]


def test_the_shop_opens_with_no_items_that_gain():
    assert gainful_items(seed_items(), 0) == []
    with pytest.raises(ValueError, match="gain: back, there"):
        ShopKind((swap("there", 1, "gold", gem=10), swap("back", 1, "gem", gold=1)))


def test_as_many_items_as_the_shop_has_are_checked():
    items = [
        swap(f"i{n}", 1_000 + n, CURRENCIES[n % 3], **{CURRENCIES[(n + 1) % 3]: 900 - n, CURRENCIES[(n + 2) % 3]: 1})
        for n in range(ITEMS_MAX)
    ]
    assert gainful_items(items, START_MS) == []


amounts = st.integers(-6, 6)
rows = st.fixed_dictionaries(dict.fromkeys(CURRENCIES, amounts))


@given(st.lists(rows, min_size=1, max_size=4))
@example([{"gold": -2, "gem": 1, "shard": 1}, {"gold": 3, "gem": -1, "shard": -1}])
def test_exchanges_gain_exactly_when_no_prices_forbid_it(gains):
    """Whoever finds a combination that gains refutes the prices, and the other way round."""
    named = gainful({str(n): gain for n, gain in enumerate(gains)})
    combination = next(filter(None, (_sum(gains, times) for times in product(range(7), repeat=len(gains)))), None)
    if combination is not None:
        assert named, f"{combination} is gained"
    if named:
        assert not any(
            _forbid(prices, [gains[int(name)] for name in named]) for prices in product(range(1, 13), repeat=3)
        )
        assert gainful({name: gains[int(name)] for name in named}) == named


def _sum(gains, times):
    """What so many of each gain together, if they gain anything."""
    total = [sum(n * gain[currency] for n, gain in zip(times, gains, strict=True)) for currency in CURRENCIES]
    return total if min(total) >= 0 and max(total) > 0 else None


def _forbid(prices, gains):
    """Whether at these prices no exchange is worth anything."""
    return all(sum(price * gain[name] for price, name in zip(prices, CURRENCIES, strict=True)) <= 0 for gain in gains)
