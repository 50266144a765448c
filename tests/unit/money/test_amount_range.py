"""Amounts have one range: nothing that is stored or sent is read by a narrower type than what it was computed with.

A narrower bound of an integer is a rule of what is entered. Those that there are stand here by name, with the reason.
"""

from collections.abc import Iterator
from typing import Annotated

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec import inspect

from actors.facts import FACTS
from actors.games.registry import registered_games
from actors.messages import COMMANDS, PUSHES
from actors.money.amounts import AMOUNT_MAX
from actors.money.economy import EconomyConfig
from actors.runtime.entity import EntityRef
from actors.shop.messages import PurchasesGet
from actors.shop.receipts import UNPAID_PIECES_MAX
from actors.shop.rules import PRICE_MAX, QUANTITY_MAX, Content, Price, problems
from actors.shop.shop_messages import PurchaseCommand, ShopCommand
from actors.user.kind import UserKind
from tests.unit.shop.mall import Mall, item

NARROWER = {
    "rank": "staff enter it, and nothing is computed from it",
    "stock": "staff enter it; pieces are counted without a bound",
    "percent": "staff enter it",
    "per_user_limit": "staff enter it, and counts are compared with it",
}
"""Fields of stored and told messages whose integers have a narrower bound than amounts, and why they may."""
PARTS = UserKind(EconomyConfig(), registered_games(EconomyConfig()))._parts
READ = [
    *(fact for facts in FACTS.values() for fact in facts),
    *(reply.REPLY for reply in COMMANDS),
    *PUSHES,
    *(type(part.new()) for part in PARTS.values() if isinstance(part.new(), msgspec.Struct)),
    *PurchaseCommand.__subclasses__(),
    *ShopCommand.__subclasses__(),
]
"""Everything that is computed here and read by somebody else, or by this program later."""


def bounded(found: object, field: str = "", seen: frozenset[type] = frozenset()) -> Iterator[tuple[str, int]]:
    """The name and bound of each bounded integer in a type, however deep."""
    match found:
        case inspect.StructType(cls=cls, fields=fields) if cls not in seen:
            for each in fields:
                yield from bounded(each.type, each.name, seen | {cls})
        case inspect.UnionType(types=types):
            for each in types:
                yield from bounded(each, field, seen)
        case inspect.IntType(le=bound) if bound is not None:
            yield field, bound
        case inspect.ListType(item_type=each) | inspect.VarTupleType(item_type=each):
            yield from bounded(each, field, seen)
        case inspect.TupleType(item_types=types):
            for each in types:
                yield from bounded(each, field, seen)
        case inspect.DictType(value_type=each):
            yield from bounded(each, field, seen)


@pytest.mark.parametrize("read", READ, ids=lambda each: each.__name__)
def test_what_was_computed_is_read_in_the_range_of_amounts(read):
    narrower = [(name, bound) for name, bound in bounded(inspect.type_info(read)) if bound < AMOUNT_MAX]
    assert [each for each in narrower if each[0] not in NARROWER] == []


def test_a_narrower_type_in_what_was_computed_would_be_found():
    class Narrow(msgspec.Struct):
        contents: tuple[dict[str, Content | None], ...]
        least: list[Annotated[int, msgspec.Meta(le=PRICE_MAX)]]

    assert dict(bounded(inspect.type_info(Narrow))) == {"amount": AMOUNT_MAX, "least": PRICE_MAX}


@pytest.mark.parametrize("currency", ["gold", "gem", "shard", "KRW"])
@settings(max_examples=20)
@given(amount=st.sampled_from([1, PRICE_MAX - 1, PRICE_MAX]), quantity=st.sampled_from([1, 2, QUANTITY_MAX]))
def test_a_purchase_at_the_bound_is_listed_refunded_and_loaded_again(currency, amount, quantity):
    """With contents of more than a hundredth of the largest amount a player could never be loaded again."""
    given_type = "gem" if currency == "KRW" else next(each for each in ("shard", "gold") if each != currency)
    mall = Mall((item("big", 1, currency, contents=(Content(type=given_type, amount=amount),)),))
    ann = EntityRef("user", "ann")
    if currency != "gold":
        mall.give("ann", currency if currency != "KRW" else "gem", QUANTITY_MAX)
    mall.user("ann").root.balances[given_type] = 0
    bought = mall.bought("ann", "big", min(quantity, UNPAID_PIECES_MAX) if currency == "KRW" else quantity)
    purchase_id = bought.purchase_id
    if currency == "KRW":
        assert mall.pay("ann", purchase_id).status == "success"
    listed = mall.kinds["user"].answer(mall.user("ann"), PurchasesGet(), mall.now)
    assert msgspec.json.decode(msgspec.json.encode(listed), type=type(listed)) == listed
    mall.die(ann)
    assert mall.refund("ann", purchase_id).status == "refunded"
    mall.die(ann)
    assert mall.balances("ann")[given_type] == 0


def test_what_could_pass_the_bound_is_no_item():
    assert problems(item("big", PRICE_MAX + 1), ()).keys() == {"price"}
    assert problems(item("big", contents=(Content(type="shard", amount=PRICE_MAX + 1),)), ()).keys() == {"contents"}
    assert PRICE_MAX * QUANTITY_MAX <= AMOUNT_MAX
    assert Price(currency="gold", amount=AMOUNT_MAX)
