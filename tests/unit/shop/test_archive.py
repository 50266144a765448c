"""The archive of the shop: its state keeps some items whole, knows of the others, and loses nothing of any."""

import msgspec
import pytest
from prometheus_client import CollectorRegistry

from actors.runtime.entity import StoredPart
from actors.shop import state as shop_state
from actors.shop.facts import ItemChanged, ItemFiled, stored_item
from actors.shop.items.shelf import Filed
from actors.shop.rules import Price
from actors.shop.shop_messages import ItemArchive, ItemCreate, ItemEdit, ItemRevert, ItemToggle, StockGet
from cluster.processes.metrics import HostCounters
from tests.unit.shop.mall import SHOP, Mall, item

KEPT = 2


@pytest.fixture(autouse=True)
def _small(monkeypatch):
    monkeypatch.setattr("actors.shop.orders.ARCHIVED_KEPT_MAX", KEPT)


def rows(mall):
    """The last row of each item, as it is stored."""
    changed = [fact for _, fact in mall.facts if isinstance(fact, ItemChanged)]
    return {fact.item.id: msgspec.json.decode(msgspec.json.encode(fact.columns())) for fact in changed}


def archive(mall, item_id, **given):
    return mall.order(ItemArchive, item_id, **{"archived": True} | given)


def back(mall, item_id, **given):
    """Bring an item back, as the gateway does: with its row when the shop has it no more."""
    shelf = mall.shop().shelves.get(item_id)
    stored = None if shelf is not None else stored_item(rows(mall)[item_id])
    return mall.order(ItemArchive, item_id, **{"archived": False, "stored": stored} | given)


def with_archived(count, **given):
    """A mall of which `count` items, i0 and so on, are archived; i0 was sold three times."""
    mall = Mall(tuple(item(f"i{n}", **given) for n in range(count + 1)))
    mall.bought("ann", "i0", 3)
    for n in range(count):
        archive(mall, f"i{n}")
    return mall


def test_the_state_keeps_so_many_archived_items_and_of_the_rest_what_it_needs():
    mall = with_archived(5, stock=10)
    shop = mall.shop()
    assert shop.archived == {"i3", "i4"}
    assert shop.filed == {"i0": Filed(2, 3), "i1": Filed(2), "i2": Filed(2)}
    assert [set(each) for each in (shop.shelves, shop.history, shop.offers)] == [{"i3", "i4", "i5"}] * 3
    assert "i0" not in shop.root.sold
    shown = mall.kinds["shop"].answer(shop, StockGet(archived=True), mall.now)
    assert ([each.item_id for each in shown.items], shown.filed) == (["i3", "i4"], {"i0": 3, "i1": 0, "i2": 0})
    assert mall.kinds["shop"].answer(shop, StockGet(), mall.now).filed == {}


def test_what_is_filed_outlives_its_host():
    mall = with_archived(5)
    before = mall.shop()
    mall.die(SHOP)
    assert mall.shop().filed == before.filed
    assert mall.shop().archived == before.archived


def test_a_filed_item_comes_back_as_it_was_with_what_was_sold_of_it():
    mall = with_archived(5, stock=4)
    done = back(mall, "i0")
    assert (done.version, done.sold, done.archived, done.active) == (3, 3, False, False)
    assert mall.shop().left(mall.shop().shelves["i0"].item) == 1
    assert "i0" not in mall.shop().filed
    mall.order(ItemToggle, "i0", active=True)
    assert mall.bought("bob", "i0", 2).code == "out_of_stock"
    assert mall.bought("bob", "i0").status == "success"
    mall.order(ItemEdit, "i0", price=Price(currency="gold", amount=70))
    assert mall.order(ItemRevert, "i0", to=3).item.price.amount == 100


def test_a_filed_item_takes_no_order_and_its_id_is_never_used_again():
    mall = with_archived(5)
    assert mall.order(ItemToggle, "i0", active=True).code == "item_inactive"
    assert mall.order(ItemCreate, "i0", item=item("i0")).code == "item_inactive"
    assert mall.bought("ann", "i0").code == "not_found"
    assert archive(mall, "i0", stored=stored_item(rows(mall)["i0"])).changed is False
    assert mall.shop().filed["i0"] == Filed(2, 3)


def test_a_filed_item_comes_back_only_as_the_store_has_it():
    mall = with_archived(5)
    right = stored_item(rows(mall)["i0"])
    old, other = msgspec.structs.replace(right, version=1), msgspec.structs.replace(right, id="i1")
    assert back(mall, "i0", stored=None).code == "not_found"
    assert back(mall, "i0", stored=old).details["version"] == 2
    assert back(mall, "i0", stored=other).code == "version_conflict"
    assert back(mall, "i0", version=1).code == "version_conflict"
    assert back(mall, "i0", dry_run=True).archived is False
    assert mall.shop().filed["i0"] == Filed(2, 3)


def test_refunded_pieces_of_a_filed_item_can_be_sold_when_it_is_back():
    mall = with_archived(5, stock=3)
    (purchase_id,) = mall.purchases("ann")
    mall.refund("ann", purchase_id, restock=True)
    mall.settle()
    assert mall.shop().filed["i0"] == Filed(2, 0)
    assert back(mall, "i0").sold == 0


def test_a_shop_that_has_kept_all_lets_go_bit_by_bit(monkeypatch):
    monkeypatch.setattr("actors.shop.orders.ARCHIVED_KEPT_MAX", 1_000)
    mall = with_archived(9)
    monkeypatch.setattr("actors.shop.orders.ARCHIVED_KEPT_MAX", KEPT)
    monkeypatch.setattr("actors.shop.orders.FILED_AT_ONCE_MAX", 3)
    archive(mall, "i9")
    assert sorted(mall.shop().filed) == ["i0", "i1", "i2"]
    assert all(back(mall, f"i{n}").changed for n in range(10))


def test_what_is_filed_counts_as_archived_until_it_is_brought_back(monkeypatch):
    mall = with_archived(5)
    monkeypatch.setattr("actors.shop.orders.ARCHIVED_MAX", 5)
    assert archive(mall, "i5").details == {"archived_max": 5}
    back(mall, "i1")
    assert archive(mall, "i5").archived


def test_what_leaves_the_state_is_counted():
    mall, registry = with_archived(5), CollectorRegistry()
    counters = HostCounters(registry)
    for _, fact in mall.facts:
        if isinstance(fact, ItemFiled):
            assert fact.COUNTED
            counters.counted(fact)
    assert registry.get_sample_value("shop_items_filed_total") == 3


def test_while_it_cannot_be_read_what_is_filed_no_item_is_made_in_its_place():
    mall = with_archived(5)
    parts = {part: mall.kinds["shop"].dump(mall.shop(), part) for part in shop_state.PARTS}
    damaged = StoredPart(1, b"\xc1")
    mall.states[SHOP] = mall.kinds["shop"].load("main", parts | {shop_state.FILED: damaged})
    assert mall.kinds["shop"].unreadable(mall.shop()) == (shop_state.FILED,)
    assert mall.order(ItemCreate, "i0", item=item("i0")).code == "unavailable"
    assert mall.order(ItemToggle, "i5", active=False).changed
    assert mall.kinds["shop"].dump(mall.shop(), shop_state.FILED) == damaged
