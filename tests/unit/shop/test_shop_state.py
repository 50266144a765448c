"""The stored form of the shop: golden files of every schema version ever written, and what is refused."""

from pathlib import Path

import msgspec
import pytest
from msgspec import structs

from actors.runtime.entity import PartUnreadable, Rejection, StoredPart
from actors.shop import state as shop_state
from actors.shop.facts import HoldConfirmed, HoldExtended, HoldMade, ItemChanged
from actors.shop.rules import Content, Discount, Price, Window
from actors.shop.shop import ShopKind
from actors.shop.shop_messages import ItemEdit, ItemRank, ItemRevert, ShopConfirm
from actors.shop.state import ShopState
from tests.unit.shop.mall import SHOP, START_MS, Mall, item

GOLDEN = Path(__file__).parents[2] / "golden" / "shop"
KIND = ShopKind()
DISCOUNT = Discount(percent=20, window=Window(ends_at=START_MS + 1))
FIRST, SECOND = "00" * 16, "0f" + "00" * 15
PACK = item("pack", stock=10, contents=(Content(type="gem", amount=5),))
FACTS = (
    ItemChanged(item=structs.replace(PACK, minimum_tier="GOLD"), price=100, at=START_MS),
    ItemChanged(item=structs.replace(PACK, version=2, discount=DISCOUNT), price=80, at=START_MS),
    HoldMade(purchase_id=FIRST, user_id="ann", item_id="pack", quantity=2, expires_at=0),
    HoldMade(purchase_id=SECOND, user_id="bob", item_id="pack", quantity=1, expires_at=START_MS + 5),
    HoldExtended(purchase_id=SECOND, expires_at=START_MS + 9),
    HoldConfirmed(purchase_id=FIRST),
)


def sample() -> ShopState:
    """The shop of the golden files."""
    state = KIND.create("main")
    for fact in FACTS:
        KIND.apply(state, fact)
    return state


def golden(schema: int) -> dict[str, StoredPart]:
    files = sorted((GOLDEN / f"schema-{schema}").glob("*.msgpack"))
    return {file.stem: StoredPart(schema, file.read_bytes()) for file in files}


@pytest.mark.parametrize("schema", range(1, shop_state.SCHEMA + 1))
def test_every_schema_version_ever_stored_still_loads(schema):
    loaded, wanted = KIND.load("main", golden(schema)), sample()
    assert (loaded.root, loaded.shelves, loaded.history) == (wanted.root, wanted.shelves, wanted.history)
    assert (loaded.buckets, loaded.held["pack"]) == (wanted.buckets, 1)
    assert (loaded.offers, loaded.archived) == (wanted.offers, wanted.archived)


def test_the_present_encoding_is_that_of_the_newest_golden_files():
    assert {part: KIND.dump(sample(), part) for part in golden(shop_state.SCHEMA)} == golden(shop_state.SCHEMA)


def test_two_holds_lie_in_two_parts_so_that_one_rewrites_few_others():
    state = sample()
    held = {"user_id": "u", "item_id": "pack", "quantity": 1, "expires_at": 0}
    parts = [KIND.apply(state, HoldMade(purchase_id=f"{n:04x}{n:028x}", **held)) for n in (1, 2)]
    assert [sorted(each) for each in parts] == [["holds.01"], ["holds.02"]]


@pytest.mark.parametrize("part", shop_state.PARTS[:2])
def test_a_part_of_a_later_program_or_a_damaged_one_is_refused(part):
    stored = KIND.dump(sample(), part)
    with pytest.raises(ValueError, match="schema 2, this program knows 1"):
        KIND.load("main", {part: stored._replace(schema=2)})
    with pytest.raises(ValueError, match=r".+"):
        KIND.load("main", {part: stored._replace(data=stored.data[:-1])})


def test_an_unknown_part_is_refused():
    with pytest.raises(ValueError, match="shelves"):
        KIND.dump(sample(), "shelves")


def test_an_item_of_before_a_field_was_added_loads_with_its_default():
    stored = msgspec.msgpack.decode(KIND.dump(sample(), "items").data)
    del stored[0][0]["minimum_tier"]
    loaded = KIND.load("main", {"items": StoredPart(1, msgspec.msgpack.encode(stored))})
    assert loaded.shelves["pack"].item.minimum_tier is None


def without(part: str, *items) -> Mall:
    """A mall whose shop has lost a part."""
    mall = Mall(items)
    mall.bought("ann", items[0].id)
    parts = {name: mall.kinds["shop"].dump(mall.shop(), name) for name in shop_state.PARTS}
    mall.states[SHOP] = mall.kinds["shop"].load("main", parts | {part: StoredPart(shop_state.SCHEMA, b"\xc1")})
    return mall


def test_without_its_history_a_shop_sells_and_takes_orders_and_reverts_nothing():
    mall = without("history", item("pack"))
    assert KIND.unreadable(mall.shop()) == ("history",)
    assert mall.bought("ann", "pack").status == "success"
    assert mall.order(ItemRevert, "pack", to=1).code == "not_found"
    assert mall.order(ItemRank, "pack", rank=7).changed
    assert mall.kinds["shop"].dump(mall.shop(), "history").data == b"\xc1"


def test_without_some_of_its_holds_a_shop_sells_what_is_unlimited_by_the_others():
    lost = shop_state.PARTS[3]
    mall = without(lost, item("pack", 1), item("few", stock=5))
    assert mall.bought("ann", "few").details == {"part": lost}
    replies = [mall.bought("ann", "pack") for _ in range(8 * shop_state.HOLD_PARTS)]
    codes = {reply.code if isinstance(reply, Rejection) else reply.status for reply in replies}
    assert codes == {"success", "unavailable"}
    assert mall.kinds["shop"].dump(mall.shop(), lost).data == b"\xc1"


def test_what_is_about_a_lost_hold_fails_so_that_it_is_told_again():
    mall = without(shop_state.PARTS[3], item("pack"))
    with pytest.raises(PartUnreadable, match=r"holds\.00"):
        mall.turn(SHOP, "entity:user/ann", "t1", ShopConfirm(purchase_id=FIRST))


def test_of_a_shop_of_before_offers_only_the_present_price_can_be_told():
    before = KIND.load("main", {part: stored for part, stored in golden(1).items() if part != "offers"})
    assert [(each.currency, each.amount, each.contents) for each in before.offers["pack"]] == [
        ("gold", 80, (Content(type="gem", amount=5),))
    ]
    assert before.offered_in("pack", 1) is None


def test_an_offer_that_the_release_before_has_changed_is_made_up_for():
    mall = Mall((item("pack", 100),))
    parts = {name: mall.kinds["shop"].dump(mall.shop(), name) for name in shop_state.PARTS}
    mall.order(ItemRank, "pack", rank=1)
    mall.order(ItemEdit, "pack", price=Price(currency="gem", amount=100))
    changed = {name: mall.kinds["shop"].dump(mall.shop(), name) for name in ("root", "items", "history")}
    loaded = mall.kinds["shop"].load("main", parts | changed)
    assert [(each.since, each.currency) for each in loaded.offers["pack"]] == [(1, "gold"), (3, "gem")]
