"""Refunds: what comes back, what is owed when it was spent, and that nothing is spent before it is paid."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from actors.debts.debts import DEBTS, owed_by
from actors.debts.facts import DebtChanged
from actors.debts.messages import DebtForgive
from actors.money.amounts import AMOUNT_MAX
from actors.money.economy import EconomyConfig
from actors.rewards.messages import RewardGrant, UserDeduct
from actors.runtime.entity import EntityRef, Rejection
from actors.shop.facts import PurchaseChanged
from actors.shop.receipts import PURCHASES, RECEIPTS_KEPT, stored
from actors.shop.rules import Content
from actors.streak.messages import StreakClaim, StreakProtect, StreakTick
from actors.user.messages import ProfileGet
from tests.unit.shop.mall import ACT, DAY_MS, Mall, item

GOLD = EconomyConfig().starting_gold
SHARDS = Content(type="shard", amount=300)
PACK = item("pack", 2_000, contents=(SHARDS,), stock=3, per_user_limit=2, per_user_period="day")
COINS = item("coins", 1, "shard", contents=(Content(type="gold", amount=2),))


def spent():
    """A mall in which ann has bought a pack and spent what it contained; the purchase."""
    mall = Mall((PACK, COINS))
    bought = mall.bought("ann", "pack")
    for _ in range(3):
        assert mall.bought("ann", "coins", 100).status == "success"
    assert mall.balances("ann")["shard"] == 0
    return mall, bought.purchase_id


def profile(mall, user="ann"):
    return mall.kinds["user"].answer(mall.user(user), ProfileGet(), mall.now)


def test_contents_that_are_there_go_back_and_nothing_is_owed():
    mall = Mall((PACK,))
    bought = mall.bought("ann", "pack")
    assert mall.refund("ann", bought.purchase_id).status == "refunded"
    assert mall.balances("ann") == {"gold": GOLD, "gem": 0, "shard": 0}
    assert not owed_by(mall.user("ann"))


def test_contents_that_were_spent_are_owed_and_the_price_comes_back():
    mall, purchase_id = spent()
    before = mall.balances("ann")
    assert mall.refund("ann", purchase_id).status == "refunded"
    assert mall.balances("ann") == before | {"gold": before["gold"] + 2_000}
    assert owed_by(mall.user("ann")) == {"shard": 300}
    assert (profile(mall).debts, profile(mall).shards) == ({"shard": 300}, 0)


def test_who_owes_spends_nothing():
    mall, purchase_id = spent()
    mall.refund("ann", purchase_id)
    before, refused = mall.balances("ann"), Rejection("debt_unpaid", {"owed": {"shard": 300}})
    assert mall.play("ann", 100) == refused
    assert mall.bought("ann", "pack") == refused
    assert mall._by_user("ann", StreakProtect()) == refused
    assert mall.balances("ann") == before
    assert not list(mall.shop().holds())


def test_what_earns_is_not_spending():
    mall, purchase_id = spent()
    mall.refund("ann", purchase_id)
    mall._by_user("ann", StreakClaim())
    assert mall.statuses("ann")[-1] == "refunded"


def test_what_comes_in_pays_the_debt_first_and_then_it_is_over():
    mall, purchase_id = spent()
    mall.refund("ann", purchase_id)
    mall.give("ann", "shard", 200)
    assert (mall.balances("ann")["shard"], owed_by(mall.user("ann"))) == (0, {"shard": 100})
    mall.give("ann", "gold", 50)
    assert owed_by(mall.user("ann")) == {"shard": 100}, "another currency pays nothing"
    mall.give("ann", "shard", 130)
    assert (mall.balances("ann")["shard"], owed_by(mall.user("ann"))) == (30, {})
    assert not isinstance(mall.play("ann", 100), Rejection)
    changes = [fact.change for _, fact in mall.facts if isinstance(fact, DebtChanged)]
    assert changes == [300, -200, -100]


def owing_gold():
    """A mall in which ann owes 300 gold, and has none."""
    mall = Mall((item("coins", 5, "shard", contents=(Content(type="gold", amount=300),)),))
    mall.give("ann", "shard", 5)
    bought = mall.bought("ann", "coins")
    order = {"act": ACT, "order_id": "o1", "currency": "gold"}
    mall.by_staff("ann", UserDeduct(**order, amount=mall.balances("ann")["gold"]))
    mall.refund("ann", bought.purchase_id)
    assert owed_by(mall.user("ann")) == {"gold": 300}
    return mall


def test_replies_say_the_balance_that_is_left_when_the_debt_is_paid():
    mall = owing_gold()
    mall._by_user("ann", StreakTick())
    assert (mall._by_user("ann", StreakClaim()).gold, mall.balances("ann")["gold"]) == (0, 0)
    grant = RewardGrant(grant_id="g", reward_type="gold", amount=230, source="test")
    assert mall.turn(EntityRef("user", "ann"), "system", "g", grant).balance == mall.balances("ann")["gold"] == 30
    assert owed_by(mall.user("ann")) == {}


def test_a_refund_says_what_is_left_of_the_price_when_a_former_debt_is_paid():
    mall = owing_gold()
    mall.by_staff("ann", DebtForgive(act=ACT, order_id="o2", currency="gold", amount=300))
    mall.give("ann", "gold", 100)
    mall.shop().shelves["coins"].item = item("coins", 100)
    bought = mall.bought("ann", "coins")
    user = mall.user("ann")
    DEBTS.of(user).owed["gold"] = 40
    assert mall.refund("ann", bought.purchase_id).gold == mall.balances("ann")["gold"] == 60


def test_a_debt_outlives_its_host():
    mall, purchase_id = spent()
    mall.refund("ann", purchase_id)
    mall.die(EntityRef("user", "ann"))
    assert DEBTS.of(mall.user("ann")).owed == {"shard": 300}


def test_staff_forgive_as_much_as_they_say_and_no_more_than_there_is():
    mall, purchase_id = spent()
    mall.refund("ann", purchase_id)
    order = {"act": ACT, "order_id": "o1", "currency": "shard"}
    assert mall.by_staff("ann", DebtForgive(**order, amount=100)).owed == 200
    assert mall.by_staff("ann", DebtForgive(**order, amount=1_000)).forgiven == 200
    assert mall.by_staff("ann", DebtForgive(**order, amount=1)) == Rejection("not_found", {"currency": "shard"})


def test_what_is_bought_and_given_back_in_one_currency_is_settled_between_the_two():
    mall = Mall((item("mixed", 500, contents=(Content(type="gold", amount=100), SHARDS)),))
    bought = mall.bought("ann", "mixed")
    mall.by_staff("ann", UserDeduct(act=ACT, order_id="o1", currency="gold", amount=GOLD - 400))
    assert mall.refund("ann", bought.purchase_id).gold == 400
    assert mall.balances("ann") == {"gold": 400, "gem": 0, "shard": 0}


def test_staff_deduct_what_there_is_or_nothing():
    mall = Mall()
    order = {"act": ACT, "order_id": "o1", "currency": "gold"}
    assert mall.by_staff("ann", UserDeduct(**order, amount=GOLD + 1)).code == "insufficient_gold"
    assert mall.by_staff("ann", UserDeduct(**order, amount=GOLD)).balance == 0
    assert mall.balances("ann")["gold"] == 0


@pytest.mark.parametrize("restock", [True, False])
def test_stock_and_limits_come_back_when_the_refund_says_so(restock):
    mall = Mall((PACK,))
    bought = [mall.bought("ann", "pack") for _ in range(2)]
    assert mall.bought("ann", "pack").code == "limit_exceeded"
    mall.refund("ann", bought[0].purchase_id, restock=restock)
    mall.settle()
    assert mall.shop().left(PACK) == (2 if restock else 1)
    assert isinstance(mall.bought("ann", "pack"), Rejection) is not restock


def test_a_limit_of_another_day_is_not_given_back_today():
    mall = Mall((PACK,))
    yesterday = mall.bought("ann", "pack")
    mall.advance(DAY_MS)
    mall.bought("ann", "pack")
    mall.refund("ann", yesterday.purchase_id, restock=True)
    counted = PURCHASES.of(mall.user("ann")).counted["pack"]
    assert (counted.ever, counted.day) == (1, 1)


def test_a_receipt_that_the_entity_has_forgotten_is_refunded_from_the_store_once():
    mall = Mall((item("pack", 1, contents=(Content(type="shard", amount=1),)),))
    first = mall.bought("ann", "pack").purchase_id
    facts = [fact for _, fact in mall.facts if isinstance(fact, PurchaseChanged) and fact.status == "success"]
    receipt = stored(facts[0].columns() | {"contents": [{"type": "shard", "amount": 1}]})
    for _ in range(2 * RECEIPTS_KEPT):
        mall.bought("ann", "pack")
    assert mall.refund("ann", first).code == "not_found"
    assert mall.refund("ann", first, receipt=receipt).status == "refunded"
    assert mall.refund("ann", first, receipt=receipt) == Rejection("not_claimable", {"status": "refunded"})


@given(st.lists(st.sampled_from(["buy", "spend", "refund", "give", "play", "deduct", "die"]), max_size=25))
def test_whatever_happens_nothing_is_negative_and_who_owes_a_currency_has_none(acts):
    mall, bought = Mall((PACK, COINS)), []
    for act in acts:
        match act:
            case "buy":
                bought.append(mall.buy("ann", "pack"))
                mall.settle()
            case "spend":
                mall.bought("ann", "coins", 70)
            case "refund" if bought:
                mall.refund("ann", bought.pop())
            case "give":
                mall.give("ann", "shard", 111)
            case "play":
                mall.play("ann", 100)
            case "deduct":
                mall.by_staff("ann", UserDeduct(act=ACT, order_id=f"o{mall._n}", currency="shard", amount=50))
            case "die":
                mall.die(EntityRef("user", "ann"))
        balances, owed = mall.balances("ann"), owed_by(mall.user("ann"))
        assert all(0 <= balance <= AMOUNT_MAX for balance in balances.values())
        assert all(amount > 0 and balances[currency] == 0 for currency, amount in owed.items())
    changes = [fact for _, fact in mall.facts if isinstance(fact, DebtChanged)]
    assert sum(fact.change for fact in changes) == sum(owed_by(mall.user("ann")).values())
