"""Purchases at the largest amount: no sale is begun, paid or refunded whose money does not fit."""

from actors.money.amounts import AMOUNT_MAX
from actors.runtime.entity import Rejection
from actors.shop.rules import Content
from tests.unit.shop.mall import Mall, item

GEMS = (Content(type="gem", amount=5),)


def rich(amount: int, currency: str = "gem", **given) -> Mall:
    shop = Mall((item("pack", contents=GEMS, **given), item("coins", amount=9_900, currency="KRW", contents=GEMS)))
    shop.user("ann").root.balances[currency] = amount
    return shop


def refused(reply) -> bool:
    return isinstance(reply, Rejection) and reply.code == "limit_exceeded"


def test_contents_that_do_not_fit_are_not_sold() -> None:
    shop = rich(AMOUNT_MAX - 4)
    assert refused(shop.bought("ann", "pack"))
    assert shop.balances("ann")["gold"] == 10_000
    assert not list(shop.shop().holds())


def test_nothing_is_sold_for_money_that_would_not_fit_when_it_is_paid() -> None:
    shop = rich(AMOUNT_MAX - 4)
    assert refused(shop.bought("ann", "coins"))


def test_what_waits_for_its_payment_keeps_its_room() -> None:
    shop = rich(AMOUNT_MAX - 9)
    assert shop.bought("ann", "coins").status == "pending"
    assert refused(shop.bought("ann", "coins"))
    assert refused(shop.bought("ann", "pack"))
    (purchase_id,) = shop.user("ann").purchases.pending
    assert shop.pay("ann", purchase_id).status == "success"
    assert shop.balances("ann")["gem"] == AMOUNT_MAX - 4


def test_a_refund_that_does_not_fit_is_refused() -> None:
    shop = rich(0)
    purchase_id = shop.buy("ann", "pack")
    shop.settle()
    shop.user("ann").root.balances["gold"] = AMOUNT_MAX - 99
    assert refused(shop.refund("ann", purchase_id))
