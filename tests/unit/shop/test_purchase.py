"""A purchase step by step: what it costs and brings, what is refused and why, and its states."""

from pathlib import Path

import pytest

from actors.runtime.entity import EntityRef, Later, Rejection
from actors.shop.messages import PurchasesGet, PurchaseState
from actors.shop.purchases import PAYMENT_MS
from actors.shop.receipts import PAGE_RECEIPTS, PENDING_MAX, RECEIPTS_KEPT, receipts_of
from actors.shop.rules import Content, Discount, Window
from actors.shop.shop import HOLD_MS, HOLDS_MAX
from actors.shop.shop_messages import ItemEdit, ItemStock, ItemToggle, PurchaseReserved, ShopConfirm, ShopReserve
from tests.unit.shop.mall import ACT, DAY_MS, SHOP, START_MS, Mall, item

ANN = EntityRef("user", "ann")
PROTOCOL = Path(__file__).parents[3] / "docs" / "protocol.md"


def mall(**given) -> Mall:
    return Mall((item("pack", **given),))


def code(reply) -> str:
    assert isinstance(reply, Rejection), reply
    return reply.code


# --- gold and gems ----------------------------------------------------------------------------------------------------


def test_a_purchase_takes_the_price_gives_the_contents_and_leaves_no_hold():
    shop = mall(amount=100, stock=10)
    reply = shop.bought("ann", "pack", 3)
    assert isinstance(reply, PurchaseState)
    assert (reply.status, reply.amount, reply.currency, reply.gold) == ("success", 300, "gold", 9_700)
    assert reply.contents == (Content(type="shard", amount=15),)
    assert shop.balances("ann") == {"gold": 9_700, "gem": 0, "shard": 15}
    state = shop.shop()
    assert (state.root.sold, list(state.holds()), state.left(state.shelves["pack"].item)) == ({"pack": 3}, [], 7)


def test_its_steps_are_asked_reserved_decided_confirmed():
    shop = mall(stock=1)
    purchase_id = shop.buy("ann", "pack")
    assert [each.TYPE for *_, each in shop.told] == ["shop.reserve"]
    assert list(shop.user("ann").purchases.pending) == [purchase_id]
    shop.deliver()
    assert [each.TYPE for *_, each in shop.told] == ["purchase.reserved"]
    assert [hold.purchase_id for hold in shop.shop().holds()] == [purchase_id]
    shop.deliver()
    assert [each.TYPE for *_, each in shop.told] == ["shop.confirm"]
    assert shop.replies[purchase_id].status == "success"
    shop.deliver()
    assert not shop.told
    assert not list(shop.shop().holds())


def test_the_player_hears_of_each_state_and_then_of_the_balance():
    shop = mall()
    shop.bought("ann", "pack")
    told = [push.TYPE for ref, push in shop.pushes if ref == ANN][-3:]
    assert told == ["purchase_update", "purchase_update", "profile_update"]
    assert shop.statuses("ann") == ["pending", "success"]


def test_receipts_differ():
    shop = mall()
    assert shop.bought("ann", "pack").receipt_code != shop.bought("ann", "pack").receipt_code


def test_every_currency_of_the_ledger_pays():
    shop = Mall((item("shards"), item("gold", 5, "shard", contents=(Content(type="gold", amount=70),))))
    shop.bought("ann", "shards", 2)
    assert shop.bought("ann", "gold", 2).currency == "shard"
    assert shop.balances("ann") == {"gold": 10_000 - 200 + 140, "gem": 0, "shard": 0}


def test_the_transfers_of_a_purchase_name_it_and_its_item():
    shop = mall(amount=100)
    purchase_id = shop.buy("ann", "pack")
    shop.settle()
    paid, given = shop.transfers(purchase_id)
    assert (paid.debit, paid.credit, paid.amount, paid.reason) == ("user:ann", "house:shop", 100, "purchase")
    assert (given.debit, given.credit, given.currency, given.amount) == ("house:shop", "user:ann", "shard", 5)


def test_the_end_of_a_purchase_is_told_until_it_is_acknowledged():
    shop = mall()
    purchase_id = shop.buy("ann", "pack")
    assert purchase_id not in shop.user("ann").events.unacked
    shop.settle()
    assert shop.user("ann").events.unacked[purchase_id].payload["status"] == "success"


# --- refusals ---------------------------------------------------------------------------------------------------------

REFUSED = [
    ({"active": False}, {}, "item_inactive"),
    ({"sale_window": Window(starts_at=START_MS + 1)}, {}, "item_inactive"),
    ({"sale_window": Window(ends_at=START_MS)}, {}, "item_inactive"),
    ({"minimum_tier": "SILVER"}, {}, "forbidden"),
    ({"minimum_tier": "ABOLISHED"}, {}, "forbidden"),
    ({"per_user_limit": 2}, {"quantity": 3}, "limit_exceeded"),
    ({"stock": 0}, {}, "out_of_stock"),
    ({"stock": 2}, {"quantity": 3}, "out_of_stock"),
    ({"amount": 10_001}, {}, "insufficient_gold"),
    ({"amount": 1, "currency": "gem"}, {}, "insufficient_gold"),
    ({"currency": "USD"}, {}, "item_inactive"),
    ({}, {"catalog_version": 0}, "version_conflict"),
]


@pytest.mark.parametrize(("given", "wanted", "expected"), REFUSED)
def test_what_is_refused_holds_nothing_and_costs_nothing(given, wanted, expected):
    shop = mall(**given)
    assert code(shop.bought("ann", "pack", **wanted)) == expected
    assert shop.balances("ann")["gold"] == 10_000
    assert not list(shop.shop().holds())
    assert shop.statuses("ann") == ["pending", "failed"]
    (failed,) = shop.purchases("ann").values()
    assert (failed.reason_code, failed.receipt_code) == (expected.upper(), "")


def test_there_is_no_such_item():
    assert code(mall().bought("ann", "nothing")) == "not_found"


def test_gold_that_is_gone_when_the_pieces_are_held_fails_the_purchase_and_frees_them():
    shop = mall(amount=6_000, stock=5)
    first, second = shop.buy("ann", "pack"), shop.buy("ann", "pack")
    shop.settle()
    assert shop.replies[first].status == "success"
    assert code(shop.replies[second]) == "insufficient_gold"
    assert (shop.shop().root.sold, list(shop.shop().holds())) == ({"pack": 1}, [])


def test_contents_that_do_not_fit_fail_the_purchase():
    shop = mall()
    shop.user("ann").root.balances["shard"] = 2**53 - 3
    assert code(shop.bought("ann", "pack")) == "limit_exceeded"
    assert shop.balances("ann")["gold"] == 10_000


def test_a_player_has_so_many_pending_purchases_and_no_more():
    shop = mall()
    for _ in range(PENDING_MAX):
        shop.buy("ann", "pack")
    refused = shop.buy("ann", "pack")
    assert code(shop.replies[refused]) == "limit_exceeded"


def test_the_shop_has_so_many_holds_and_no_more(monkeypatch):
    monkeypatch.setattr("actors.shop.shop.HOLDS_MAX", 1)
    shop = mall()
    shop.buy("ann", "pack")
    shop.deliver()
    assert shop.bought("bob", "pack").details == {"holds_max": 1}
    assert HOLDS_MAX > 1


def test_only_the_shop_speaks_of_holds_and_only_users_ask_for_them():
    shop = mall()
    reserved = PurchaseReserved(
        purchase_id="0" * 32, currency="gold", amount=1, contents=(), item_version=1, catalog_version=1
    )
    assert code(shop.turn(ANN, "user", "x", reserved)) == "forbidden"
    assert code(shop.turn(SHOP, "user", "x", ShopConfirm(purchase_id="0" * 32))) == "forbidden"
    assert code(shop.turn(SHOP, "user", "x", ItemToggle(act=ACT, item_id="pack", active=False))) == "forbidden"


def test_a_user_confirms_no_hold_of_another():
    shop = mall()
    purchase_id = shop.buy("ann", "pack")
    shop.deliver()
    assert code(shop.turn(SHOP, "entity:user/bob", "x", ShopConfirm(purchase_id=purchase_id))) == "forbidden"


def test_asking_twice_for_the_same_purchase_holds_its_pieces_once():
    shop = mall(stock=5)
    shop.buy("ann", "pack")
    (_, origin, _, body) = shop.told[0]
    assert isinstance(body, ShopReserve)
    shop.deliver()
    shop.turn(SHOP, origin, "again", body)
    assert len(list(shop.shop().holds())) == 1


# --- price shown = price charged --------------------------------------------------------------------------------------


def test_a_price_that_rose_since_the_catalog_is_a_conflict_and_says_the_new_one():
    shop = mall(amount=100)
    seen = shop.shop().root.version
    shop.order(ItemEdit, "pack", price=item("x", 130).price)
    refused = shop.bought("ann", "pack", catalog_version=seen)
    assert code(refused) == "version_conflict"
    assert refused.details == {"price": {"currency": "gold", "amount": 130}, "catalog_version": seen + 1}
    assert shop.bought("ann", "pack", catalog_version=seen + 1).amount == 130


def test_a_price_that_fell_since_the_catalog_is_charged_as_it_is():
    shop = mall(amount=100)
    seen = shop.shop().root.version
    shop.order(ItemEdit, "pack", price=item("x", 70).price)
    assert shop.bought("ann", "pack", catalog_version=seen).amount == 70


def test_the_end_of_a_discount_is_a_rise_even_before_its_timer_has_fired():
    window = Window(ends_at=START_MS + 1_000)
    shop = mall(amount=100, discount=Discount(percent=20, window=window))
    seen = shop.shop().root.version
    assert shop.bought("ann", "pack", catalog_version=seen).amount == 80
    shop.now += 1_000
    assert code(shop.bought("ann", "pack", catalog_version=seen)) == "version_conflict"
    shop.fire_due()
    assert shop.shop().root.version == seen + 1
    assert shop.bought("ann", "pack", catalog_version=seen + 1).amount == 100


# --- limits -----------------------------------------------------------------------------------------------------------


def test_pending_purchases_count_against_the_limit():
    shop = mall(per_user_limit=3)
    ids = [shop.buy("ann", "pack") for _ in range(50)]
    shop.settle()
    replies = [shop.replies[each] for each in ids]
    assert [isinstance(reply, PurchaseState) for reply in replies] == [True] * 3 + [False] * 47
    assert {reply.code for reply in replies[3:]} == {"limit_exceeded"}
    assert shop.bought("bob", "pack").status == "success"


def test_a_limit_by_day_begins_anew_each_day():
    shop = mall(per_user_limit=1, per_user_period="day")
    assert shop.bought("ann", "pack").status == "success"
    assert shop.bought("ann", "pack").details == {"limit": 1, "period": "day", "bought": 1}
    shop.advance(DAY_MS)
    assert shop.bought("ann", "pack").status == "success"


def test_what_was_refused_does_not_count():
    shop = mall(per_user_limit=1, stock=0)
    shop.bought("ann", "pack")
    shop.order(ItemStock, "pack", stock=1)
    assert shop.bought("ann", "pack").status == "success"


# --- cancelling and money ---------------------------------------------------------------------------------------------


def test_a_purchase_that_is_cancelled_before_the_shop_answers_costs_nothing():
    shop = mall(stock=1)
    purchase_id = shop.buy("ann", "pack")
    shop.deliver()
    assert shop.cancel("ann", purchase_id).status == "cancelled"
    shop.settle()
    assert shop.replies[purchase_id].status == "cancelled"
    assert (shop.balances("ann")["gold"], list(shop.shop().holds())) == (10_000, [])
    assert code(shop.cancel("ann", purchase_id)) == "not_found"


def test_what_has_succeeded_cannot_be_cancelled():
    shop = mall()
    purchase_id = shop.buy("ann", "pack")
    shop.settle()
    assert code(shop.cancel("ann", purchase_id)) == "not_claimable"


def for_money(**given) -> tuple[Mall, str]:
    """A purchase that waits for its payment."""
    shop = mall(amount=9_900, currency="KRW", stock=1, **given)
    purchase_id = shop.buy("ann", "pack")
    shop.settle()
    return shop, purchase_id


def test_a_purchase_for_money_waits_for_its_payment_and_keeps_its_pieces():
    shop, purchase_id = for_money()
    reply = shop.replies[purchase_id]
    assert (reply.status, reply.amount, reply.currency) == ("pending", 9_900, "KRW")
    assert reply.provider_ref == f"pb_{purchase_id}"
    (hold,) = shop.shop().holds()
    assert hold.expires_at == START_MS + PAYMENT_MS > START_MS + HOLD_MS
    assert code(shop.bought("bob", "pack")) == "out_of_stock"


def test_a_payment_gives_the_contents_once():
    shop, purchase_id = for_money()
    assert shop.pay("ann", purchase_id).status == "success"
    assert shop.pay("ann", purchase_id).status == "success"
    shop.settle()
    assert shop.balances("ann") == {"gold": 10_000, "gem": 5, "shard": 0}
    assert shop.shop().root.sold == {"pack": 1}
    assert shop.statuses("ann") == ["pending", "pending", "success"]


def test_a_payment_that_fails_frees_the_pieces():
    shop, purchase_id = for_money()
    assert shop.pay("ann", purchase_id, paid=False).reason_code == "DECLINED"
    shop.settle()
    assert (shop.balances("ann")["gem"], list(shop.shop().holds())) == (0, [])
    assert code(shop.pay("ann", purchase_id)) == "not_found"


def test_a_payment_that_fails_without_a_word_has_a_reason_that_clients_know():
    shop, purchase_id = for_money()
    reason = shop.pay("ann", purchase_id, paid=False, reason="").reason_code
    assert reason == "NOT_PAID"
    assert f"`{reason}`" in PROTOCOL.read_text("utf-8")


def test_a_hold_that_falls_due_is_asked_about_and_not_dropped():
    shop, _ = for_money()
    shop.now += PAYMENT_MS
    shop.fire_due()
    assert [each.TYPE for *_, each in shop.told] == ["purchase.due"]
    assert len(list(shop.shop().holds())) == 1
    shop.settle()
    assert shop.statuses("ann")[-1] == "expired"
    assert not list(shop.shop().holds())
    assert shop.bought("bob", "pack").status == "pending"


def test_a_hold_that_is_asked_about_in_vain_is_asked_about_again():
    shop, _ = for_money()
    shop.now += PAYMENT_MS
    shop.fire_due()
    shop.told.clear()
    shop.advance(HOLD_MS)
    assert [each.TYPE for *_, each in shop.told] == ["purchase.due"]


def test_a_payment_that_comes_before_the_question_is_confirmed():
    shop, purchase_id = for_money()
    shop.now += PAYMENT_MS
    shop.fire_due()
    shop.pay("ann", purchase_id)
    shop.settle()
    assert (shop.shop().root.sold, list(shop.shop().holds())) == ({"pack": 1}, [])


def test_a_pending_purchase_for_money_can_be_cancelled():
    shop, purchase_id = for_money()
    assert shop.cancel("ann", purchase_id).status == "cancelled"
    shop.settle()
    assert not list(shop.shop().holds())


def test_another_reference_pays_nothing():
    shop, purchase_id = for_money()
    assert code(shop.pay("ann", "ab" * 16)) == "not_found"
    assert list(shop.user("ann").purchases.pending) == [purchase_id]


# --- refunds ----------------------------------------------------------------------------------------------------------


def refundable(**given) -> tuple[Mall, str]:
    shop = mall(amount=100, stock=1, per_user_limit=1, **given)
    purchase_id = shop.buy("ann", "pack")
    shop.settle()
    return shop, purchase_id


def test_a_refund_takes_the_contents_and_gives_the_price_once():
    shop, purchase_id = refundable()
    assert shop.refund("ann", purchase_id).status == "refunded"
    assert shop.balances("ann") == {"gold": 10_000, "gem": 0, "shard": 0}
    assert code(shop.refund("ann", purchase_id)) == "not_claimable"
    assert shop.statuses("ann") == ["pending", "success", "refunded"]


def test_a_refund_changes_neither_the_stock_nor_the_limit():
    shop, purchase_id = refundable()
    shop.refund("ann", purchase_id)
    shop.settle()
    assert shop.shop().root.sold == {"pack": 1}
    assert code(shop.bought("bob", "pack")) == "out_of_stock"
    shop.order(ItemStock, "pack", stock=2)
    assert code(shop.bought("ann", "pack")) == "limit_exceeded"


def test_a_refund_is_an_act_of_staff_in_the_audit_trail():
    shop, purchase_id = refundable()
    shop.refund("ann", purchase_id)
    (act,) = [fact for ref, fact in shop.facts if ref == ANN and type(fact).__name__ == "ActDone"]
    assert (act.event, act.target, act.reason) == ("ADMIN_PURCHASE_REFUND", "user/ann", "because")


def test_an_entity_keeps_the_latest_receipts_and_shows_them_newest_first():
    shop = mall(amount=1)
    bought = [shop.bought("ann", "pack").purchase_id for _ in range(RECEIPTS_KEPT + 3 * PAGE_RECEIPTS)]
    shown = [
        each.purchase_id for each in shop.kinds["user"].answer(shop.user("ann"), PurchasesGet(), shop.now).receipts
    ]
    assert RECEIPTS_KEPT <= len(shown) <= RECEIPTS_KEPT + PAGE_RECEIPTS
    assert shown == bought[::-1][: len(shown)]
    assert code(shop.refund("ann", bought[0])) == "not_found"


def test_a_purchase_rewrites_a_page_of_receipts_and_a_refund_the_one_that_it_is_in():
    shop = mall(amount=1)
    bought = [shop.bought("ann", "pack").purchase_id for _ in range(PAGE_RECEIPTS + 2)]
    receipts = receipts_of(shop.user("ann"))
    assert (len(receipts.recent), len(receipts.older)) == (2, PAGE_RECEIPTS)
    order = list(receipts.kept)
    for purchase_id in (bought[0], bought[-1]):
        shop.refund("ann", purchase_id)
    shop.die(ANN)
    assert list(receipts_of(shop.user("ann")).kept) == order == bought
    refunded = [key for key, receipt in receipts_of(shop.user("ann")).kept.items() if receipt.status == "refunded"]
    assert refunded == [bought[0], bought[-1]]


def test_a_banned_player_buys_nothing_but_what_is_under_way_ends():
    shop = mall()
    purchase_id = shop.buy("ann", "pack")
    assert isinstance(shop.replies.get(purchase_id, Later()), Later)
    shop.user("ann").standing = type(shop.user("ann").standing)("cheated", None, 0)
    assert code(shop.replies[shop.buy("ann", "pack")]) == "forbidden"
    shop.settle()
    assert shop.replies[purchase_id].status == "success"
