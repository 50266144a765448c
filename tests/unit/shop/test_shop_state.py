"""The stored form of the shop: golden files of every schema version ever written, and what is refused."""

from pathlib import Path

import msgspec
import pytest

from actors.runtime.entity import StoredPart
from actors.shop import state as shop_state
from actors.shop.facts import HoldConfirmed, HoldExtended, HoldMade, ItemChanged
from actors.shop.rules import Discount, Window
from actors.shop.shop import ShopKind
from actors.shop.state import ShopState
from tests.unit.shop.mall import START_MS, item

GOLDEN = Path(__file__).parents[2] / "golden" / "shop"
KIND = ShopKind()
DISCOUNT = Discount(percent=20, window=Window(ends_at=START_MS + 1))
FIRST, SECOND = "00" * 16, "0f" + "00" * 15
FACTS = (
    ItemChanged(item=item("pack", stock=10, minimum_tier="GOLD"), price=100, at=START_MS),
    ItemChanged(item=item("pack", stock=10, version=2, discount=DISCOUNT), price=80, at=START_MS),
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


def test_the_present_encoding_is_that_of_the_newest_golden_files():
    assert {part: KIND.dump(sample(), part) for part in golden(1)} == golden(shop_state.SCHEMA)


def test_two_holds_lie_in_two_parts_so_that_one_rewrites_few_others():
    state = sample()
    held = {"user_id": "u", "item_id": "pack", "quantity": 1, "expires_at": 0}
    parts = [KIND.apply(state, HoldMade(purchase_id=f"{n:04x}{n:028x}", **held)) for n in (1, 2)]
    assert [sorted(each) for each in parts] == [["holds.01"], ["holds.02"]]


@pytest.mark.parametrize("part", shop_state.PARTS[:4])
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
