"""The gateway's copy of the catalog: what it serves, what sockets are told, and what happens when the shop moves."""

from msgspec import json, structs

from actors.runtime.link.envelope import Attached, Push
from actors.runtime.payloads import Delivery
from actors.shop.messages import Catalog, ItemShown, ShopUpdate, StockUpdate
from actors.shop.rules import Content, Name, Price
from gateway.realtime.catalog import ShopCatalog


def item(item_id="pack", rank=1, **given) -> ItemShown:
    shown = ItemShown(
        id=item_id,
        version=1,
        name=Name(ko="이름", en="name"),
        price=Price(currency="gold", amount=100),
        price_now=100,
        discount_percent=0,
        rank=rank,
        active=True,
        stock_left=10,
        per_user_limit=None,
        per_user_period="ever",
        sale_window=None,
        minimum_tier=None,
        contents=(Content(type="gem", amount=5),),
    )
    return structs.replace(shown, **given)


class Gateway:
    def __init__(self):
        self.frames = []
        self.catalog = ShopCatalog("shop:main", lambda message_type, frame: self.frames.append(frame))
        self.n = 0

    def attached(self, *items, version=1, stream="s1", replay=(), recovered=False):
        snapshot = json.encode(Catalog(version=version, items=list(items)))
        message = Attached(1, 0, 900, 1, 7, recovered, stream, self.n, 1, snapshot, list(replay))
        self.catalog.attached(message)

    def push(self, payload) -> Push:
        self.n += 1
        return Push(900, 1, "shop", "main", [7], self.n, 1, payload.TYPE, Delivery.STATE, json.encode(payload))

    def update(self, shown, version=2) -> Push:
        return self.push(ShopUpdate(product_id=shown.id, active=shown.active, version=version, item=shown))

    def shown(self) -> Catalog:
        return json.decode(self.catalog.page().body, type=Catalog)

    def told(self):
        return [json.decode(frame[frame.index(b"{") :])["payload"] for frame in self.frames]


def test_there_is_no_catalog_before_the_shop_was_heard():
    assert Gateway().catalog.page() is None


def test_items_are_in_the_order_of_their_rank():
    gateway = Gateway()
    gateway.attached(item("b", 2), item("a", 2), item("c", 1))
    assert [each.id for each in gateway.shown().items] == ["c", "a", "b"]


def test_a_change_is_served_under_another_tag_and_told_to_every_socket():
    gateway = Gateway()
    gateway.attached(item())
    before = gateway.catalog.page()
    assert gateway.catalog.page() is before
    gateway.catalog.pushed(gateway.update(item(active=False)))
    assert gateway.catalog.page().etag != before.etag
    assert (gateway.shown().version, gateway.shown().items) == (2, [])
    assert [(each["product_id"], each["active"]) for each in gateway.told()] == [("pack", False)]


def test_the_same_catalog_has_the_same_tag_at_every_gateway():
    one, two = Gateway(), Gateway()
    one.attached(item(), item("b"))
    two.attached(item("b"), item())
    assert one.catalog.page() == two.catalog.page()


def test_what_is_left_is_served_and_told_to_nobody():
    gateway = Gateway()
    gateway.attached(item())
    before = gateway.catalog.page().etag
    gateway.catalog.pushed(gateway.push(StockUpdate(stock_left={"pack": 9})))
    assert gateway.shown().items[0].stock_left == 9
    assert gateway.catalog.page().etag != before
    assert gateway.told() == []


def test_a_shop_that_has_moved_tells_what_was_missed_and_nothing_else():
    gateway = Gateway()
    gateway.attached(item("a"), item("b"), item("c"))
    gateway.attached(
        item("a", stock_left=3), item("b", price_now=70), item("c", stock_left=0), item("d"), version=5, stream="s2"
    )
    assert [each["product_id"] for each in gateway.told()] == ["b", "c", "d"]
    assert (gateway.shown().version, gateway.catalog.position()) == (5, ("s2", 0))


def test_missed_pushes_are_caught_up_with():
    gateway = Gateway()
    gateway.attached(item())
    gateway.attached(replay=[gateway.update(item(rank=8))], recovered=True)
    assert gateway.shown().items[0].rank == 8
    assert gateway.catalog.position() == ("s1", 1)


def test_of_what_is_not_on_sale_nothing_is_shown_or_told():
    gateway = Gateway()
    gateway.attached(item("secret", active=False), item("gone"))
    assert [each.id for each in gateway.shown().items] == ["gone"]
    gateway.catalog.pushed(gateway.update(item("secret", active=False, price_now=1)))
    gateway.catalog.pushed(gateway.update(item("new", active=False), version=3))
    assert gateway.told() == []
    assert gateway.shown().version == 3
    gateway.catalog.pushed(gateway.update(item("secret"), version=4))
    assert [each["product_id"] for each in gateway.told()] == ["secret"]


def test_an_item_that_was_archived_while_the_shop_moved_is_told_as_taken_off_and_its_stock_of_nobody():
    gateway = Gateway()
    gateway.attached(item("a"), item("b", active=False))
    gateway.attached(version=5, stream="s2")
    assert [(each["product_id"], each["active"]) for each in gateway.told()] == [("a", False)]
    gateway.catalog.pushed(gateway.push(StockUpdate(stock_left={"a": 9})))
    assert gateway.shown().items == []


def test_the_catalog_names_the_time_zone_of_the_shop():
    gateway = Gateway()
    snapshot = json.encode(Catalog(version=1, items=[], time_zone="Asia/Seoul"))
    gateway.catalog.attached(Attached(1, 0, 900, 1, 7, False, "s1", 0, 1, snapshot, []))
    assert gateway.shown().time_zone == "Asia/Seoul"
