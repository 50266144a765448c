"""Notices of purchases: their ends are kept until they are acknowledged, refusals are not, and none pushes one out."""

import pytest

from actors.player.notices import UNACKED_EVENTS_MAX, NoticeFiled
from actors.runtime.entity import EntityRef, Rejection
from tests.unit.shop.mall import Mall, item

ANN = EntityRef("user", "ann")


def unacked(shop: Mall) -> list[str]:
    return list(shop.user("ann").events.unacked)


@pytest.mark.parametrize("given", [{"active": False}, {"stock": 0}, {"amount": 10_001}])
def test_a_refusal_is_a_reply_and_no_notice(given) -> None:
    shop = Mall((item("pack", **given),))
    assert isinstance(shop.bought("ann", "pack"), Rejection)
    assert unacked(shop) == []
    assert [push.status for ref, push in shop.pushes if ref == ANN and push.TYPE == "purchase_update"][-1] == "failed"


def test_any_number_of_refusals_leaves_the_notice_of_a_reward() -> None:
    shop = Mall((item("pack", amount=1), item("dear", amount=10_001)))
    first = shop.buy("ann", "pack")
    shop.settle()
    for _ in range(UNACKED_EVENTS_MAX + 1):
        shop.bought("ann", "dear")
    assert unacked(shop) == [first]


def test_more_purchases_than_the_state_has_room_for_are_filed_the_oldest_first() -> None:
    shop = Mall((item("pack", amount=1),))
    bought = []
    for _ in range(UNACKED_EVENTS_MAX + 2):
        bought.append(shop.buy("ann", "pack"))
        shop.settle()
    filed = [fact for ref, fact in shop.facts if ref == ANN and isinstance(fact, NoticeFiled)]
    assert [(each.number, each.notice_id, each.payload["status"]) for each in filed] == [
        (1, bought[0], "success"),
        (2, bought[1], "success"),
    ]
    assert unacked(shop) == bought[2:]
