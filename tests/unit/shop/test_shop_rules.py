"""The pure rules of the shop: prices, windows, periods; and that what a new shop opens with makes sense."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from actors.money.economy import TIERS
from actors.shop import rules as shop
from actors.shop.items.seed_items import seed_items
from actors.shop.rules import PRICE_MAX, Discount, Window
from tests.unit.shop.mall import DAY_MS, START_MS, Mall, item


@given(st.integers(1, PRICE_MAX), st.integers(0, 95))
def test_a_discount_never_raises_a_price_nor_makes_it_nothing(amount, percent):
    price = shop.price_at(item("x", amount, discount=Discount(percent=percent)), START_MS)
    assert 1 <= price <= amount
    assert price == 1 or price == amount * (100 - percent) // 100


def test_a_start_belongs_to_its_window_and_an_end_does_not():
    window = Window(starts_at=10, ends_at=20)
    assert [window.contains(at) for at in (9, 10, 19, 20)] == [False, True, True, False]


def test_the_next_change_is_the_first_bound_after_now():
    reduced = item("b", discount=Discount(percent=5, window=Window(ends_at=20)))
    items = [item("a", sale_window=Window(starts_at=10, ends_at=40)), reduced]
    assert [shop.next_change_ms(items, now) for now in (0, 10, 20, 40)] == [10, 20, 40, None]


def ms(*parts: int) -> int:
    return round(datetime(*parts, tzinfo=UTC).timestamp() * 1000)


@pytest.mark.parametrize(
    ("period", "start"),
    [("ever", 0), ("day", ms(2026, 11, 25)), ("week", ms(2026, 11, 23)), ("month", ms(2026, 11, 1))],
)
def test_periods_begin_at_midnight_on_monday_and_on_the_first(period, start):
    assert shop.period_start_ms(period, ms(2026, 11, 25, 13, 30)) == start
    assert shop.period_start_ms(period, ms(2026, 11, 25)) == start


@given(st.sampled_from(["day", "week", "month"]), st.integers(0, 4_000_000_000_000))
def test_a_period_begins_before_now_and_contains_its_begin(period, now):
    start = shop.period_start_ms(period, now)
    assert start <= now < start + 31 * DAY_MS
    assert shop.period_start_ms(period, start) == start


def test_what_a_new_shop_opens_with_makes_sense():
    items = seed_items()
    assert len({each.id for each in items}) == len(items)
    assert {each.id: shop.problems(each, [tier for tier, _ in TIERS]) for each in items} == {
        each.id: {} for each in items
    }
    assert {each.price.currency for each in items} == {"gold", "gem", "shard", "KRW"}
    assert any(each.stock is not None and each.per_user_limit is not None for each in items)
    assert not any(shop.is_money(each.price.currency) and each.active for each in items)


def test_what_a_new_shop_opens_with_can_be_bought():
    mall = Mall(seed_items(), money=frozenset())
    assert mall.bought("ann", "shards_50").status == "success"
    assert mall.bought("ann", "founders_pack").status == "success"
    assert mall.bought("ann", "gold_1000").status == "success"
    assert mall.bought("ann", "pkg_10").code == "item_inactive"
