"""Any history of a shop and its buyers against what must always hold: tells in any order, deaths, orders, payments.

Never oversold, never charged without goods, never given without charge, no limit exceeded; and when everything that is
under way has arrived, no hold is left but those of purchases that wait for their payment.
"""

from collections import Counter

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from actors.debts.debts import owed_by
from actors.debts.facts import DebtChanged
from actors.money.transfers import Transferred
from actors.runtime.entity import EntityRef
from actors.shop.facts import PurchaseChanged
from actors.shop.rules import Content, Discount, Window
from actors.shop.shop_messages import ItemDiscount, ItemRevert, ItemStock, ItemToggle
from tests.unit.shop.mall import DAY_MS, SHOP, START_MS, Mall, item

USERS = ("ann", "bob", "cid")
LIMITS = {"daily": 3, "ever": 4}
ITEMS = (
    item("few", 700, stock=5),
    item("daily", 300, per_user_limit=3, per_user_period="day"),
    item("ever", 10, per_user_limit=4, stock=9),
    item("gold", 5, "gem", stock=8),
    item("coins", 1, "shard", contents=(Content(type="gold", amount=1),)),
    item("money", 9_900, "KRW", stock=3),
    item("sale", 400, discount=Discount(percent=50, window=Window(ends_at=START_MS + DAY_MS // 2))),
)
NAMES = tuple(each.id for each in ITEMS)
users, names = st.sampled_from(USERS), st.sampled_from(NAMES)


class ShopHistory(RuleBasedStateMachine):
    @initialize()
    def begin(self):
        self.mall = Mall(ITEMS)
        self.asked = []
        """(user, purchase) of everything that was begun."""
        self.seen = 1
        """A version of the catalog that somebody has looked at."""

    # --- what happens ---

    @rule(user=users, name=names, quantity=st.integers(1, 4), with_catalog=st.booleans())
    def buys(self, user, name, quantity, with_catalog):
        catalog = {"catalog_version": self.seen} if with_catalog else {}
        self.asked.append((user, self.mall.buy(user, name, quantity, **catalog)))

    @rule()
    def looks_at_the_catalog(self):
        self.seen = self.mall.shop().root.version

    @precondition(lambda self: self.mall.told)
    @rule(data=st.data())
    def one_of_the_tells_arrives(self, data):
        self.mall.deliver(data.draw(st.integers(0, len(self.mall.told) - 1)))

    @rule()
    def all_tells_arrive(self):
        self.mall.settle()

    @precondition(lambda self: self.asked)
    @rule(data=st.data(), act=st.sampled_from(("cancel", "pay", "decline", "refund", "restock")))
    def a_purchase_is(self, data, act):
        user, purchase_id = data.draw(st.sampled_from(self.asked))
        match act:
            case "cancel":
                self.mall.cancel(user, purchase_id)
            case "pay":
                self.mall.pay(user, purchase_id)
            case "decline":
                self.mall.pay(user, purchase_id, paid=False)
            case "refund":
                self.mall.refund(user, purchase_id)
            case "restock":
                self.mall.refund(user, purchase_id, restock=True)

    @rule(user=users, currency=st.sampled_from(("gold", "shard")), amount=st.integers(1, 20))
    def something_is_given(self, user, currency, amount):
        self.mall.give(user, currency, amount)

    @rule(ms=st.sampled_from((1, 60_000, 5 * 60_000, 31 * 60_000, DAY_MS)))
    def time_goes_by(self, ms):
        self.mall.advance(ms)

    @rule(name=names, change=st.integers(0, 3))
    def staff_change_the_stock(self, name, change):
        shelf = self.mall.shop().shelves[name]
        if shelf.item.stock is not None:
            self.mall.order(ItemStock, name, stock=max(0, shelf.item.stock + change - 1))

    @rule(name=names, active=st.booleans())
    def staff_toggle(self, name, active):
        self.mall.order(ItemToggle, name, active=active)

    @rule(name=names, percent=st.integers(0, 95), minutes=st.integers(1, 90))
    def staff_give_a_discount(self, name, percent, minutes):
        self.mall.order(ItemDiscount, name, percent=percent, ends_at=self.mall.now + minutes * 60_000)

    @rule(name=names, to=st.integers(1, 5))
    def staff_revert(self, name, to):
        self.mall.order(ItemRevert, name, to=to)

    @rule()
    def the_host_of_the_shop_dies(self):
        self.mall.die(SHOP)

    @rule(user=users)
    def the_host_of_a_user_dies(self, user):
        self.mall.die(EntityRef("user", user))

    # --- what must hold ---

    @invariant()
    def nothing_is_oversold(self):
        state = self.mall.shop()
        held = Counter()
        for hold in state.holds():
            held[hold.item_id] += hold.quantity
        assert {name: count for name, count in state.held.items() if count} == dict(held)
        for shelf in state.shelves.values():
            left = state.left(shelf.item)
            assert left is None or left >= 0
            assert (
                left is None or left == shelf.item.stock - state.root.sold.get(shelf.item.id, 0) - held[shelf.item.id]
            )

    @invariant()
    def every_success_was_paid_and_given_and_nothing_else_was(self):
        for user in USERS:
            for purchase in self.mall.purchases(user).values():
                self._money_agrees(user, purchase)

    def _money_agrees(self, user, purchase):
        net = Counter()
        for transfer in self.mall.transfers(purchase.purchase_id):
            net[transfer.currency] += transfer.amount if transfer.credit == f"user:{user}" else -transfer.amount
        expected = Counter()
        if purchase.status == "success":
            expected[purchase.currency] -= purchase.amount if purchase.currency != "KRW" else 0
            for content in purchase.contents:
                expected[content.type] += content.amount
        if purchase.status == "refunded":
            for ref, fact in self.mall.facts:
                if isinstance(fact, DebtChanged) and fact.reference == purchase.purchase_id:
                    assert ref == EntityRef("user", user)
                    expected[fact.currency] += fact.change  # what was spent meanwhile is owed
        assert {key: value for key, value in net.items() if value} == {k: v for k, v in expected.items() if v}

    @invariant()
    def a_debt_is_the_sum_of_its_changes_and_who_owes_a_currency_has_none(self):
        for user in USERS:
            changes = Counter()
            for ref, fact in self.mall.facts:
                if ref == EntityRef("user", user) and isinstance(fact, DebtChanged):
                    changes[fact.currency] += fact.change
            owed = owed_by(self.mall.user(user))
            assert {key: value for key, value in changes.items() if value} == owed
            assert not any(self.mall.balances(user)[currency] for currency in owed)

    @invariant()
    def balances_are_what_the_transfers_say(self):
        for user in USERS:
            balances = Counter()
            for ref, fact in self.mall.facts:
                if ref == EntityRef("user", user) and isinstance(fact, Transferred):
                    balances[fact.currency] += fact.amount if fact.credit == f"user:{user}" else -fact.amount
                    assert balances[fact.currency] == fact.balance_after >= 0
            assert all(self.mall.balances(user)[key] == value for key, value in balances.items())

    @invariant()
    def no_player_exceeds_a_limit(self):
        for user in USERS:
            counts = Counter()
            for purchase in self.mall.purchases(user).values():
                counted = purchase.status in {"success", "refunded"} and not purchase.restocked
                if counted and purchase.product_id in LIMITS:
                    day = purchase.created_at // DAY_MS if purchase.product_id == "daily" else 0
                    counts[purchase.product_id, day] += purchase.quantity
            assert all(count <= LIMITS[name] for (name, _), count in counts.items())

    @invariant()
    def a_purchase_ends_once(self):
        once = Counter((ref, fact.once()) for ref, fact in self.mall.facts if isinstance(fact, PurchaseChanged))
        assert all(count == 1 for count in once.values())

    def teardown(self):
        """Everything arrives, and time goes by until payments are overdue: nothing is left open."""
        mall = self.mall
        mall.settle()
        waiting = {purchase_id for user in USERS for purchase_id in mall.user(user).purchases.pending}
        assert {hold.purchase_id for hold in mall.shop().holds()} == waiting
        for _ in range(3):
            mall.advance(31 * 60_000)
            mall.settle()
        assert not list(mall.shop().holds())
        assert all(purchase_id in mall.replies for _, purchase_id in self.asked)
        sold = Counter()
        for user in USERS:
            assert not mall.user(user).purchases.pending
            for purchase in mall.purchases(user).values():
                stay_sold = purchase.status in {"success", "refunded"} and not purchase.restocked
                sold[purchase.product_id] += purchase.quantity if stay_sold else 0
        assert {name: count for name, count in mall.shop().root.sold.items() if count} == {
            name: count for name, count in sold.items() if count
        }


TestShopHistory = ShopHistory.TestCase
TestShopHistory.settings = settings(max_examples=40, stateful_step_count=40, deadline=None)
