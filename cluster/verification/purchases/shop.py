"""Checks of purchases that are under way and of the shop's stock (I9), from the states of all entities.

In one snapshot a player's state, the rows of their purchases and their open tells are of the same moment, and so are
the shop's; between the two there may be tells on their way. So a difference is allowed that an open tell will set
right.
"""

from collections import Counter
from collections.abc import Mapping

from actors.player.state import PlayerState
from actors.shop.items.exchange import gainful_items
from actors.shop.receipts import PURCHASES
from actors.shop.shop_messages import (
    STOREFRONT,
    PurchaseRefused,
    PurchaseReserved,
    ShopConfirm,
    ShopRelease,
    ShopReserve,
)
from actors.shop.state import Hold, ShopState
from cluster.verification.findings import CheckResult
from persistence.verification.purchases import PurchaseStanding
from persistence.verification.snapshot import Snapshot

ASKING = (ShopReserve.TYPE, PurchaseReserved.TYPE, PurchaseRefused.TYPE)
"""Tells that decide a purchase whose price is not known yet."""
CONFIRMING = (ShopConfirm.TYPE,)
RELEASING = (ShopRelease.TYPE, PurchaseReserved.TYPE)
"""Tells that end a hold. A purchase cancelled without a price hears of its hold later, and then releases it."""
Tells = set[tuple[str, str]]


class ShopChecks:
    """Fed with the state of every entity; `EntityChecks` reports what cannot be read."""

    def __init__(self) -> None:
        self._shop = ShopState(STOREFRONT)
        self._pending: dict[str, str] = {}
        self.stock = CheckResult(
            name="stock",
            invariant="I9",
            claim="stock is sold pieces, held ones and a rest of 0 or more; what is sold was bought and not restocked",
        )
        self.exchanges = CheckResult(
            name="exchanges",
            invariant="I9",
            claim="no combination of active items, each at its deepest discount, gains anything",
        )
        self.holds = CheckResult(
            name="holds",
            invariant="I9",
            claim="every hold is for a purchase that is pending, or of whose end the shop is being told",
        )
        self.pending = CheckResult(
            name="purchase_pending",
            invariant="I9",
            claim="a pending purchase is one in its player's state, and something will decide it",
        )

    def add(self, state: object) -> None:
        """Take up the shop, or the purchases of a player."""
        if isinstance(state, ShopState) and state.key == STOREFRONT:
            self._shop = state
        elif isinstance(state, PlayerState) and PURCHASES.name not in state.unreadable:
            self._pending |= dict.fromkeys(PURCHASES.of(state).pending, state.key)

    async def results(self, snapshot: Snapshot) -> list[CheckResult]:
        """Return the checks, after the last entity. Raises StoreError."""
        holds = {hold.purchase_id: hold for hold in self._shop.holds()}
        known = {each.purchase_id: each for each in await snapshot.purchases([*holds])}
        tells = await snapshot.purchase_tells()
        self._check_stock(await snapshot.sold(), await snapshot.returning(), holds, known)
        self._check_exchanges()
        for hold in holds.values():
            self._check_hold(hold, known.get(hold.purchase_id), tells)
        self._check_pending(holds, known, tells)
        return [self.stock, self.holds, self.pending, self.exchanges]

    def _check_exchanges(self) -> None:
        cycle = gainful_items(self._shop.items(), self._shop.root.stepped_at)
        if cycle:
            self.exchanges.add(items=cycle)

    def _check_stock(
        self,
        bought: Mapping[str, int],
        returning: Mapping[str, int],
        holds: Mapping[str, Hold],
        known: Mapping[str, PurchaseStanding],
    ) -> None:
        unconfirmed: Counter[str] = Counter()
        for hold in holds.values():
            if hold.purchase_id in known and known[hold.purchase_id].status == "success":
                unconfirmed[hold.item_id] += hold.quantity
        sold = self._shop.root.sold | {name: filed.sold for name, filed in self._shop.filed.items()}
        for item_id in sorted({*sold, *bought, *self._shop.shelves}):
            shelf = self._shop.shelves.get(item_id)
            left = self._shop.left(shelf.item) if shelf is not None else None
            counted, pieces = sold.get(item_id, 0) + unconfirmed[item_id], bought.get(item_id, 0)
            if not 0 <= counted - pieces <= returning.get(item_id, 0) or (left is not None and left < 0):
                self.stock.add(item=item_id, sold_and_unconfirmed=counted, in_purchases=pieces, left=left)

    def _check_hold(self, hold: Hold, purchase: PurchaseStanding | None, tells: Tells) -> None:
        held = (hold.user_id, hold.item_id, hold.quantity)
        if purchase is None or held != (purchase.user_id, purchase.product_id, purchase.quantity):
            self.holds.add(purchase=hold.purchase_id, held_for=held, bought=purchase and purchase[1:4])
        elif purchase.status != "pending":
            ending = CONFIRMING if purchase.status == "success" else RELEASING
            if not any((kind, hold.purchase_id) in tells for kind in ending):
                self.holds.add(purchase=hold.purchase_id, ended=purchase.status, untold=ending[0])

    def _check_pending(self, holds: Mapping[str, Hold], known: Mapping[str, PurchaseStanding], tells: Tells) -> None:
        stored = {each.purchase_id: each for each in known.values() if each.status == "pending"}
        for purchase_id in self._pending.keys() ^ stored.keys():
            self.pending.add(purchase=purchase_id, in_state_of=self._pending.get(purchase_id))
        for purchase_id, purchase in stored.items():
            if purchase.amount:
                hold = holds.get(purchase_id)
                decided = hold is not None and hold.expires_at > 0
            else:
                decided = any((kind, purchase_id) in tells for kind in ASKING)
            if not decided:
                self.pending.add(purchase=purchase_id, user=purchase.user_id, problem="nothing will decide it")
