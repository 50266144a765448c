"""The promises of a store of staff orders: what stands alone is a sum, also of orders at once; a key is one order."""

import asyncio

import pytest

from persistence.memory.staff.orders import MemoryStaffOrders
from persistence.postgres.staff.orders import PostgresStaffOrders
from persistence.staff.orders import AloneLimits, KeyReused, StaffOrder

NOW_MS = 1_795_000_000_000
LIMITS = AloneLimits(each_max=100, all_max=250, window_ms=1_000)


@pytest.fixture
async def orders(url):
    if not url:
        yield MemoryStaffOrders()
    else:
        store = PostgresStaffOrders(url)
        yield store
        await store.close()


async def alone(orders, name, amount, actor="ann", target="user/u1", currency="gold", at_ms=NOW_MS):
    new = StaffOrder(name, b"what", actor, target, currency, amount, at_ms)
    return (await orders.place(new, LIMITS)).alone


async def test_one_author_stands_alone_up_to_a_sum_whoever_it_is_for(orders):
    given = [await alone(orders, f"o{n}", 40, target=f"user/u{n}") for n in range(4)]
    assert given == [True, True, False, False]


async def test_one_player_gets_no_more_from_several_authors(orders):
    assert [await alone(orders, f"o{n}", 60, actor=f"staff-{n}") for n in range(3)] == [True, False, False]


async def test_all_authors_together_stand_alone_up_to_a_sum(orders):
    given = [await alone(orders, f"o{n}", 100, actor=f"staff-{n}", target=f"user/u{n}") for n in range(4)]
    assert given == [True, True, False, False]


async def test_each_currency_is_added_up_by_itself(orders):
    assert [await alone(orders, name, 100, currency=name) for name in ("gold", "gem", "shard")] == [True] * 3


async def test_what_waits_for_a_second_person_does_not_count(orders):
    assert [await alone(orders, name, amount) for name, amount in (("a", 1_000), ("b", 100))] == [False, True]


async def test_the_window_goes_by(orders):
    assert await alone(orders, "a", 100)
    assert not await alone(orders, "b", 1, at_ms=NOW_MS + 999)
    assert await alone(orders, "c", 100, at_ms=NOW_MS + 1_000)


async def test_orders_given_at_once_do_not_slip_below_the_sum_together(orders):
    given = await asyncio.gather(*(alone(orders, f"o{n}", 40) for n in range(12)))
    assert sum(given) == 2


async def test_a_repeat_stays_what_the_order_became(orders):
    assert await alone(orders, "a", 60)
    assert await alone(orders, "b", 40)
    assert await alone(orders, "a", 60)
    assert not await alone(orders, "c", 1)
    assert not await alone(orders, "c", 1, at_ms=NOW_MS + 5_000)


async def test_a_key_that_was_used_for_another_order_is_refused(orders):
    await alone(orders, "a", 60)
    with pytest.raises(KeyReused):
        await orders.place(StaffOrder("a", b"else", "ann", "user/u1", "gem", 1, NOW_MS), LIMITS)
