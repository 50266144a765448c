"""Orders of staff to the shop: what they change, what they refuse, versions, acts, dry runs, reverting, windows."""

import pytest

from actors.runtime.entity import Rejection
from actors.shop.facts import ItemChanged
from actors.shop.orders import ITEMS_MAX
from actors.shop.rules import Content, Discount, Name, Price, Window
from actors.shop.shop_messages import (
    ItemArchive,
    ItemCreate,
    ItemDiscount,
    ItemEdit,
    ItemGet,
    ItemRank,
    ItemRevert,
    ItemStock,
    ItemToggle,
    ItemWindow,
)
from actors.shop.state import VERSIONS_KEPT_MAX
from actors.staff.facts import ActDone
from tests.unit.shop.mall import DAY_MS, SHOP, START_MS, Mall, item


def mall(**given) -> Mall:
    return Mall((item("pack", **given),))


def shown(shop: Mall, item_id: str = "pack"):
    return shop.kinds["shop"].answer(shop.shop(), ItemGet(item_id=item_id), shop.now)


def updates(shop: Mall):
    return [push for ref, push in shop.pushes if ref == SHOP and push.TYPE == "shop_update"]


CHANGES = [
    (ItemEdit, {"name": Name(ko="새", en="new")}, {"name": Name(ko="새", en="new")}),
    (ItemEdit, {"price": Price(currency="gem", amount=3)}, {"price": Price(currency="gem", amount=3)}),
    (ItemEdit, {"contents": (Content(type="gold", amount=7),)}, {"contents": (Content(type="gold", amount=7),)}),
    (ItemEdit, {"per_user_limit": 2, "per_user_period": "week"}, {"per_user_limit": 2, "per_user_period": "week"}),
    (ItemEdit, {"minimum_tier": "GOLD"}, {"minimum_tier": "GOLD"}),
    (ItemToggle, {"active": False}, {"active": False}),
    (ItemRank, {"rank": 7}, {"rank": 7}),
    (ItemStock, {"stock": 9}, {"stock": 9}),
    (ItemWindow, {"sale_window": Window(ends_at=START_MS + 1)}, {"sale_window": Window(ends_at=START_MS + 1)}),
]


@pytest.mark.parametrize(("order", "given", "expected"), CHANGES)
def test_an_order_changes_what_it_says_raises_the_version_and_is_an_act(order, given, expected):
    shop = mall()
    catalog = shop.shop().root.version
    done = shop.order(order, "pack", **given)
    assert (done.changed, done.version, done.catalog_version) == (True, 2, catalog + 1)
    assert {name: getattr(done.item, name) for name in expected} == expected
    assert (done.old.version, shown(shop).versions[0]) == (1, done.item)
    (act,) = [fact for _, fact in shop.facts if isinstance(fact, ActDone)]
    assert (act.event, act.target) == (order.EVENT, "shop/main/pack")
    assert act.new.keys() - {"version"} == expected.keys()
    assert (act.old["version"], act.new["version"]) == (1, 2)
    assert updates(shop)[-1].version == catalog + 1


def test_a_discount_is_in_force_in_its_window_and_0_takes_it_away():
    shop = mall(amount=100)
    shop.order(ItemDiscount, "pack", percent=20, starts_at=START_MS, ends_at=START_MS + 10)
    assert shown(shop).shown.price_now == 80
    assert shop.order(ItemDiscount, "pack", percent=0).item.discount is None
    assert shown(shop).shown.price_now == 100


def test_the_same_state_again_is_no_change_but_an_act():
    shop = mall()
    done = shop.order(ItemToggle, "pack", active=True)
    assert (done.changed, done.version) == (False, 1)
    assert len([fact for _, fact in shop.facts if isinstance(fact, ActDone)]) == 1
    assert len([fact for _, fact in shop.facts if isinstance(fact, ItemChanged)]) == 1


def test_a_dry_run_says_what_would_be_and_does_nothing():
    shop = mall()
    facts = len(shop.facts)
    done = shop.order(ItemRank, "pack", rank=9, dry_run=True)
    assert (done.dry_run, done.changed, done.version, done.item.rank) == (True, True, 2, 9)
    assert len(shop.facts) == facts
    assert shown(shop).shown.rank == 0


def test_another_version_than_the_one_seen_is_a_conflict():
    shop = mall()
    shop.order(ItemRank, "pack", rank=1, version=1)
    refused = shop.order(ItemRank, "pack", rank=2, version=1)
    assert isinstance(refused, Rejection)
    assert (refused.code, refused.details["version"]) == ("version_conflict", 2)


ONE_GEM = Content(type="gem", amount=1)
REFUSED = [
    (ItemToggle, {"item_id": "none", "active": True}, "not_found"),
    (ItemCreate, {"item_id": "pack", "item": item("pack")}, "version_conflict"),
    (ItemCreate, {"item_id": "new", "item": item("other")}, "invalid_payload"),
    (ItemCreate, {"item_id": "new", "item": item("new", minimum_tier="WOOD")}, "invalid_payload"),
    (ItemCreate, {"item_id": "new", "item": item("new", 5, "USD")}, "item_inactive"),
    (ItemCreate, {"item_id": "new", "item": item("new", contents=(ONE_GEM, ONE_GEM))}, "invalid_payload"),
    (ItemEdit, {"item_id": "pack", "per_user_period": "day"}, "invalid_payload"),
    (ItemWindow, {"item_id": "pack", "sale_window": Window(starts_at=2, ends_at=2)}, "invalid_payload"),
    (ItemDiscount, {"item_id": "pack", "percent": 5, "starts_at": 3, "ends_at": 2}, "invalid_payload"),
    (ItemRevert, {"item_id": "pack", "to": 7}, "not_found"),
    (ItemStock, {"item_id": "pack", "stock": 1}, "invalid_payload"),
]


@pytest.mark.parametrize(("order", "given", "code"), REFUSED)
def test_what_makes_no_sense_is_refused_and_changes_nothing(order, given, code):
    shop = mall(stock=5)
    shop.bought("ann", "pack", 2)
    before = shop.kinds["shop"].dump(shop.shop(), "items")
    refused = shop.order(order, **given)
    assert isinstance(refused, Rejection)
    assert refused.code == code
    assert shop.kinds["shop"].dump(shop.shop(), "items") == before


def test_an_item_whose_sale_is_over_cannot_be_activated():
    shop = mall(active=False, sale_window=Window(ends_at=START_MS))
    refused = shop.order(ItemToggle, "pack", active=True)
    assert (refused.code, refused.details) == ("item_inactive", {"reason": "its sale window is over"})


def test_a_new_item_is_of_version_1_and_on_sale():
    shop = mall()
    done = shop.order(ItemCreate, "new", item=item("new", version=9))
    assert (done.version, done.old, done.changed) == (1, None, True)
    assert shop.bought("ann", "new").status == "success"


def test_the_shop_has_so_many_items_and_no_more():
    shop = Mall(tuple(item(f"i{n}") for n in range(ITEMS_MAX)))
    assert shop.order(ItemCreate, "new", item=item("new")).code == "limit_exceeded"


def test_reverting_makes_an_old_version_a_new_one_and_keeps_what_is_sold():
    shop = mall(amount=100, stock=5)
    shop.bought("ann", "pack")
    shop.order(ItemEdit, "pack", price=Price(currency="gold", amount=70))
    done = shop.order(ItemRevert, "pack", to=1)
    assert (done.version, done.item.price.amount, done.sold) == (3, 100, 1)


def test_reverting_brings_back_no_stock_no_rank_and_no_sale_that_was_stopped():
    shop = mall(amount=100, stock=5)
    shop.order(ItemStock, "pack", stock=2)
    shop.order(ItemToggle, "pack", active=False)
    shop.order(ItemRank, "pack", rank=9)
    shop.order(ItemEdit, "pack", price=Price(currency="gold", amount=70))
    shop.order(ItemDiscount, "pack", percent=10)
    done = shop.order(ItemRevert, "pack", to=1)
    assert (done.item.price.amount, done.item.discount) == (100, None)
    assert (done.item.stock, done.item.active, done.item.rank) == (2, False, 9)


# --- the archive ------------------------------------------------------------------------------------------------------


def test_an_archived_item_is_off_sale_in_no_list_and_takes_no_order_until_it_is_brought_back():
    shop = mall()
    done = shop.order(ItemArchive, "pack", archived=True)
    assert (done.active, done.archived) == (False, True)
    assert (shop.shop().items(), [each.id for each in shop.shop().items(archived=True)]) == ([], ["pack"])
    assert shop.order(ItemToggle, "pack", active=True).code == "item_inactive"
    assert shop.bought("ann", "pack").code == "item_inactive"
    assert shop.order(ItemCreate, "pack", item=item("pack")).code == "version_conflict"
    back = shop.order(ItemArchive, "pack", archived=False)
    assert (back.active, back.archived) == (False, False)


def test_an_archived_item_makes_room_for_another_and_comes_back_only_where_there_is_room():
    shop = Mall(tuple(item(f"i{n}") for n in range(ITEMS_MAX)))
    shop.order(ItemArchive, "i0", archived=True)
    assert shop.order(ItemCreate, "new", item=item("new")).version == 1
    assert shop.order(ItemArchive, "i0", archived=False).details == {"items_max": ITEMS_MAX}


def test_an_item_whose_pieces_are_held_is_not_archived():
    shop = mall(amount=9_900, currency="KRW", stock=5)
    shop.bought("ann", "pack")
    assert shop.order(ItemArchive, "pack", archived=True).code == "item_inactive"


def test_so_many_items_are_archived_and_no_more(monkeypatch):
    monkeypatch.setattr("actors.shop.orders.ARCHIVED_MAX", 1)
    shop = Mall((item("a"), item("b")))
    shop.order(ItemArchive, "a", archived=True)
    assert shop.order(ItemArchive, "b", archived=True).details == {"archived_max": 1}


# --- exchanges that gain ----------------------------------------------------------------------------------------------

BACK = item("back", 5, "shard", contents=(Content(type="gold", amount=100),))
GAINFUL = [
    (ItemCreate, {"item_id": "new", "item": item("new", 99)}, ["back", "new"]),
    (ItemEdit, {"item_id": "pack", "price": Price(currency="gold", amount=99)}, ["back", "pack"]),
    (ItemDiscount, {"item_id": "pack", "percent": 1, "starts_at": START_MS + DAY_MS}, ["back", "pack"]),
    (ItemToggle, {"item_id": "off", "active": True}, ["back", "off"]),
]


@pytest.mark.parametrize("dry_run", [True, False])
@pytest.mark.parametrize(("order", "given", "cycle"), GAINFUL)
def test_an_order_after_which_exchanges_would_gain_is_refused_with_their_items(order, given, cycle, dry_run):
    shop = Mall((item("pack", 100), item("off", 99, active=False), BACK))
    refused = shop.order(order, dry_run=dry_run, **given)
    assert (refused.code, refused.details["cycle"]) == ("invalid_payload", cycle)


def test_an_item_that_is_off_sale_may_be_anything_and_is_taken_off_in_any_case():
    shop = Mall((item("pack", 100), BACK))
    shop.shop().shelves["pack"].item = item("pack", 1)
    assert shop.order(ItemRank, "pack", rank=5).code == "invalid_payload"
    assert shop.order(ItemToggle, "pack", active=False).active is False
    assert shop.order(ItemRank, "pack", rank=5).changed


def test_gold_buys_no_gems():
    gems = (Content(type="gem", amount=1),)
    refused = Mall().order(ItemCreate, "new", item=item("new", 10_000, contents=gems))
    assert list(refused.details["problems"]) == ["contents"]
    assert Mall().order(ItemCreate, "new", item=item("new", 10_000, "KRW", contents=gems)).active


# --- what was seen ----------------------------------------------------------------------------------------------------

MORE = (Content(type="shard", amount=6),)
SEEN = [
    ({"price": Price(currency="gem", amount=100)}, "version_conflict"),
    ({"price": Price(currency="gold", amount=101)}, "version_conflict"),
    ({"contents": (Content(type="shard", amount=4),)}, "version_conflict"),
    ({"contents": (Content(type="gold", amount=50),)}, "version_conflict"),
    ({"contents": MORE, "price": Price(currency="gold", amount=101)}, "version_conflict"),
    ({"contents": MORE}, "success"),
    ({"price": Price(currency="gold", amount=99)}, "success"),
]


@pytest.mark.parametrize(("edit", "expected"), SEEN)
def test_nobody_pays_in_another_currency_more_or_for_less_than_they_saw(edit, expected):
    shop = mall(amount=100)
    shop.give("ann", "gem", 1_000)
    seen = shop.shop().root.version
    shop.order(ItemEdit, "pack", **edit)
    reply = shop.bought("ann", "pack", catalog_version=seen)
    assert (reply.code if isinstance(reply, Rejection) else reply.status) == expected
    assert shop.balances("ann")["gem"] == 1_000


def test_so_many_versions_of_an_item_are_kept():
    shop = mall()
    for rank in range(1, VERSIONS_KEPT_MAX + 2):
        shop.order(ItemRank, "pack", rank=rank)
    assert [each.version for each in shown(shop).versions] == list(range(VERSIONS_KEPT_MAX + 2, 2, -1))


# --- windows ----------------------------------------------------------------------------------------------------------


def test_a_window_that_opens_and_one_that_closes_raise_the_version_and_are_told():
    window = Window(starts_at=START_MS + 1_000, ends_at=START_MS + 2_000)
    shop = mall(amount=100, discount=Discount(percent=20, window=window))
    version, told = shop.shop().root.version, len(updates(shop))
    shop.advance(1_000)
    assert (shop.shop().root.version, updates(shop)[-1].item.price_now) == (version + 1, 80)
    shop.advance(1_000)
    assert (shop.shop().root.version, updates(shop)[-1].item.price_now) == (version + 2, 100)
    assert len(updates(shop)) == told + 2
    assert not shop.timers


def test_an_order_between_a_window_and_its_timer_does_not_swallow_it():
    shop = mall(discount=Discount(percent=20, window=Window(starts_at=START_MS + 10)))
    shop.now += 20
    shop.order(ItemRank, "pack", rank=3)
    shop.fire_due()
    assert updates(shop)[-1].item.discount_percent == 20
    assert not shop.timers


def test_the_timer_of_a_window_survives_the_host():
    shop = mall(sale_window=Window(starts_at=START_MS + DAY_MS))
    shop.die(SHOP)
    shop.advance(DAY_MS)
    assert shop.bought("ann", "pack").status == "success"


# --- what gateways hear of the stock ----------------------------------------------------------------------------------


def stock_told(shop: Mall):
    return [push.stock_left for ref, push in shop.pushes if ref == SHOP and push.TYPE == "shop_stock"]


def test_gateways_hear_of_the_stock_at_once_and_then_at_most_twice_a_second():
    shop = mall(stock=100)
    for user in ("ann", "bob", "cid", "dan"):
        shop.bought(user, "pack")
    assert stock_told(shop) == [{"pack": 99}]
    shop.advance(500)
    assert stock_told(shop) == [{"pack": 99}, {"pack": 96}]
    shop.advance(5_000)
    assert len(stock_told(shop)) == 2


def test_players_hear_when_an_item_sells_out_and_when_there_is_one_again():
    shop = mall(stock=1, amount=6_000)
    shop.user("ann").root.balances["gold"] = 100
    before = len(updates(shop))
    purchase = shop.buy("bob", "pack")
    shop.deliver()
    assert [push.item.stock_left for push in updates(shop)[before:]] == [0]
    shop.cancel("bob", purchase)
    shop.settle()
    shop.advance(500)
    assert [push.item.stock_left for push in updates(shop)[before:]] == [0, 1]


def test_unlimited_stock_is_not_told():
    shop = mall()
    shop.bought("ann", "pack")
    assert stock_told(shop) == []
