"""A player's purchases, as turns of his entity. It alone decides a purchase; the shop only says what it holds.

The steps of a purchase, each one turn of one entity, durable before the next is told:

1. `asked` (user, `shop.buy`): `PurchaseChanged(pending)`, the reply comes later; tells the shop `shop.reserve`.
2. `reserved` (shop, `shop.reserve`): `HoldMade`, tells `purchase.reserved`; or nothing, and tells `purchase.refused`.
3. `decided` (user, `purchase.reserved`): for gold and gems debit, contents and `PurchaseChanged(success)` in this one
   turn, which also answers the player; tells `shop.confirm`. Not covered, or cancelled meanwhile: tells `shop.release`.
   After `purchase.refused`: `PurchaseChanged(failed)`, nothing to tell.
   For money: `PurchaseChanged(pending)` with its price, tells `shop.extend`; then
   3a. `paid` (user, `purchase.paid`): contents and success, or failed; 3b. `due` (user, `purchase.due`): expired.
4. `confirmed` or `released` (shop): `HoldConfirmed` or `HoldReleased`; no hold is left.

Tells are delivered at least once and count once, so a purchase goes on by itself after the death of either host, at
whatever step. Holds for gold and gems never expire: step 3 follows step 2 for certain.

Pending purchases count against a player's limits, so that parallel ones cannot exceed them together.
"""

from typing import Any

from msgspec import structs

from actors.crash.table_messages import Noted
from actors.facts import Fact, Transferred
from actors.money.wallet import GOLD, HOUSE_SHOP, receive, spend
from actors.runtime.entity import Completion, Decision, EntityRef, Incoming, Later, Rejection, Tell
from actors.runtime.payloads import AMOUNT_MAX
from actors.shop.facts import PurchaseChanged
from actors.shop.messages import Purchases, PurchaseState, ShopBuy, ShopCancel
from actors.shop.receipts import PENDING_MAX, Purchase, shown
from actors.shop.rules import Content, is_money
from actors.shop.shop_messages import (
    SHOP,
    STOREFRONT,
    PurchaseCommand,
    PurchaseDue,
    PurchasePaid,
    PurchaseRefund,
    PurchaseRefused,
    PurchaseReserved,
    ShopCommand,
    ShopConfirm,
    ShopExtend,
    ShopRelease,
    ShopReserve,
)
from actors.user.standing_turns import recorded
from actors.user.state import UserState

PURCHASE_COMMANDS: tuple[type[PurchaseCommand], ...] = (PurchaseReserved, PurchaseRefused, PurchaseDue, PurchasePaid)
"""What only the shop and payment providers send."""
PAYMENT_MS = 30 * 60_000
"""How long a purchase waits for its payment."""
UNANSWERED_MS = 60_000
"""When the shop asks again about a hold whose price has not reached the user yet."""
_SHOP = EntityRef(SHOP, STOREFRONT)


def buy(state: UserState, command: Incoming, body: ShopBuy, tier: str, now_ms: int) -> Decision | Rejection:
    """Step 1: ask the shop for the pieces; the reply comes when the purchase has ended, or waits for its payment."""
    if len(state.purchases.pending) >= PENDING_MAX:
        return Rejection("limit_exceeded", {"pending_max": PENDING_MAX})
    asked = PurchaseChanged(
        purchase_id=command.tx,
        status="pending",
        product_id=body.product_id,
        quantity=body.quantity,
        created_at=now_ms,
        at=now_ms,
    )
    reserve = ShopReserve(
        purchase_id=command.tx,
        item_id=body.product_id,
        quantity=body.quantity,
        tier=tier,
        have=dict(state.root.balances),
        bought=state.purchases.bought(body.product_id, now_ms),
        catalog_version=body.catalog_version,
    )
    return Decision(Later(), (asked,), tells=(_tell(reserve),))


def cancel(state: UserState, body: ShopCancel, now_ms: int) -> Decision | Rejection:
    """Give up a pending purchase. If the shop has not answered yet, its hold is released when it has."""
    purchase = state.purchases.pending.get(body.purchase_id)
    if purchase is None:
        known = state.receipts.get(body.purchase_id) is not None
        return Rejection("not_claimable" if known else "not_found", {"purchase_id": body.purchase_id})
    cancelled = _changed(body.purchase_id, purchase, now_ms, status="cancelled")
    reply = _reply(cancelled, gold=state.root.balances[GOLD])
    if purchase.amount:
        return Decision(reply, (cancelled,), tells=(_tell(ShopRelease(purchase_id=body.purchase_id)),))
    return Decision(reply, (cancelled,), completions=(Completion(body.purchase_id, reply),))


def told(state: UserState, command: Incoming, body: PurchaseCommand, now_ms: int) -> Decision | Rejection:
    """What the shop or a payment provider says of a purchase."""
    by_provider = isinstance(body, PurchasePaid)
    if not command.origin.startswith("webhook:" if by_provider else f"entity:{SHOP}/"):
        return Rejection("forbidden")
    purchase = state.purchases.pending.get(body.purchase_id)
    match body:
        case PurchaseReserved():
            return _reserved(state, purchase, body, now_ms)
        case PurchaseRefused():
            return Decision(Noted()) if purchase is None else _refused(purchase, body, now_ms)
        case PurchaseDue():
            return _due(state, purchase, body, now_ms)
        case PurchasePaid():
            return _paid(state, purchase, body, now_ms)
        case _:
            raise TypeError(f"a user takes no {type(body).__name__}")


def refund(state: UserState, body: PurchaseRefund, now_ms: int) -> Decision | Rejection:
    """See `PurchaseRefund`: what is left of the contents goes back, then the price comes back."""
    receipt = state.receipts.get(body.purchase_id)
    if receipt is None:
        return Rejection("not_found", {"purchase_id": body.purchase_id})
    if receipt.status != "success":
        return Rejection("not_claimable", {"status": receipt.status})
    moves = _Moves(state, body.purchase_id, receipt.item_version)
    for content in receipt.contents:
        moves.take(min(content.amount, moves.balances[content.type]), content.type, "refund_contents")
    if not is_money(receipt.currency):
        if not moves.has_room(receipt.currency, receipt.amount):
            return Rejection("limit_exceeded", {"max": AMOUNT_MAX})
        moves.give(receipt.amount, receipt.currency, "refund")
    refunded = _changed(body.purchase_id, receipt, now_ms, status="refunded")
    reply = _reply(refunded, gold=moves.balances[GOLD])
    decision = Decision(reply, (*moves.facts, refunded))
    return recorded(decision, PurchaseRefund.EVENT, state.key, body.act, reply)


def shown_to_player(state: UserState) -> Purchases:
    """Pending purchases and receipts, newest first."""
    return Purchases(pending=pending(state)[::-1], receipts=_all(state.receipts.kept)[::-1])


def pending(state: UserState) -> list[PurchaseState]:
    """Pending purchases, oldest first."""
    return _all(state.purchases.pending)


def _all(purchases: dict[str, Purchase]) -> list[PurchaseState]:
    return [shown(purchase_id, purchase) for purchase_id, purchase in purchases.items()]


# --- step 3 -----------------------------------------------------------------------------------------------------------


def _reserved(state: UserState, purchase: Purchase | None, body: PurchaseReserved, now_ms: int) -> Decision:
    if purchase is None:
        return Decision(Noted(), tells=(_tell(ShopRelease(purchase_id=body.purchase_id)),))
    contents = tuple(Content(type=each.type, amount=each.amount * purchase.quantity) for each in body.contents)
    priced = structs.replace(
        purchase,
        currency=body.currency,
        amount=body.amount,
        contents=contents,
        item_version=body.item_version,
        catalog_version=body.catalog_version,
    )
    if is_money(body.currency):
        return _awaits_payment(body.purchase_id, priced, now_ms)
    moves = _Moves(state, body.purchase_id, body.item_version)
    if body.amount > moves.balances[body.currency]:
        details = {"need": body.amount, "have": moves.balances[body.currency], "currency": body.currency}
        return _failed(body.purchase_id, priced, Rejection("insufficient_gold", details), now_ms)
    moves.take(body.amount, body.currency, "purchase")
    return _succeeded(body.purchase_id, priced, moves, now_ms)


def _succeeded(purchase_id: str, purchase: Purchase, moves: "_Moves", now_ms: int) -> Decision:
    """What was paid for is given, in this same turn."""
    if not all(moves.has_room(content.type, content.amount) for content in purchase.contents):
        return _failed(purchase_id, purchase, Rejection("limit_exceeded", {"max": AMOUNT_MAX}), now_ms)
    for content in purchase.contents:
        moves.give(content.amount, content.type, "purchase_contents")
    succeeded = _changed(
        purchase_id, purchase, now_ms, status="success", receipt_code=f"RC-{purchase_id.upper()}", expires_at=0
    )
    completion = Completion(purchase_id, _reply(succeeded, gold=moves.balances[GOLD]))
    confirm = _tell(ShopConfirm(purchase_id=purchase_id))
    return Decision(Noted(), (*moves.facts, succeeded), tells=(confirm,), completions=(completion,))


def _failed(purchase_id: str, purchase: Purchase, why: Rejection, now_ms: int) -> Decision:
    """The hold is of no use."""
    failed = _changed(purchase_id, purchase, now_ms, status="failed", reason_code=why.code.upper())
    release = _tell(ShopRelease(purchase_id=purchase_id))
    return Decision(Noted(), (failed,), tells=(release,), completions=(Completion(purchase_id, why),))


def _refused(purchase: Purchase, body: PurchaseRefused, now_ms: int) -> Decision:
    failed = _changed(body.purchase_id, purchase, now_ms, status="failed", reason_code=body.code.upper())
    completion = Completion(body.purchase_id, Rejection(body.code, body.details))
    return Decision(Noted(), (failed,), completions=(completion,))


# --- money ------------------------------------------------------------------------------------------------------------


def _awaits_payment(purchase_id: str, purchase: Purchase, now_ms: int) -> Decision:
    """The reply has what the player needs to pay: `provider_ref` names the purchase to the provider."""
    until = now_ms + PAYMENT_MS
    priced = _changed(
        purchase_id, purchase, now_ms, status="pending", provider_ref=f"pb_{purchase_id}", expires_at=until
    )
    extend = _tell(ShopExtend(purchase_id=purchase_id, expires_at=until))
    return Decision(Noted(), (priced,), tells=(extend,), completions=(Completion(purchase_id, _reply(priced)),))


def _paid(state: UserState, purchase: Purchase | None, body: PurchasePaid, now_ms: int) -> Decision | Rejection:
    known = purchase or state.receipts.get(body.purchase_id)
    if known is None or known.provider_ref != body.provider_ref or not body.provider_ref:
        return Rejection("not_found", {"purchase_id": body.purchase_id})
    moves = _Moves(state, body.purchase_id, known.item_version)
    if purchase is None:
        if known.status == "success" and body.paid:
            return Decision(shown(body.purchase_id, known, gold=moves.balances[GOLD]))
        return Rejection("not_claimable", {"status": known.status})
    if body.paid:
        decision = _succeeded(body.purchase_id, purchase, moves, now_ms)
    else:
        decision = _failed(body.purchase_id, purchase, Rejection(body.reason_code or "not_paid"), now_ms)
    changed = decision.facts[-1]
    assert isinstance(changed, PurchaseChanged)
    return structs.replace(decision, reply=_reply(changed, gold=moves.balances[GOLD]), completions=())


def _due(state: UserState, purchase: Purchase | None, body: PurchaseDue, now_ms: int) -> Decision:
    """The shop asks about a hold: only a purchase that is pending keeps it."""
    if purchase is None:
        receipt = state.receipts.get(body.purchase_id)
        answer = ShopRelease if receipt is None else ShopConfirm
        return Decision(Noted(), tells=(_tell(answer(purchase_id=body.purchase_id)),))
    if now_ms < purchase.expires_at or not purchase.amount:
        until = purchase.expires_at or now_ms + UNANSWERED_MS
        return Decision(Noted(), tells=(_tell(ShopExtend(purchase_id=body.purchase_id, expires_at=until)),))
    expired = _changed(body.purchase_id, purchase, now_ms, status="expired")
    return Decision(Noted(), (expired,), tells=(_tell(ShopRelease(purchase_id=body.purchase_id)),))


# --- what turns are made of -------------------------------------------------------------------------------------------


class _Moves:
    """The transfers of a turn, one after the other, and the balances after them."""

    def __init__(self, state: UserState, reference: str, version: int) -> None:
        self.balances = dict(state.root.balances)
        self.facts: list[Fact] = []
        self._account = state.account
        self._reference = reference
        self._version = version

    def has_room(self, currency: str, amount: int) -> bool:
        return amount <= AMOUNT_MAX - self.balances[currency]

    def take(self, amount: int, currency: str, reason: str) -> None:
        """`amount` goes to the shop; 0 goes nowhere."""
        if amount:
            self._moved(
                spend(self._account, self.balances[currency], HOUSE_SHOP, amount, **self._said(currency, reason))
            )

    def give(self, amount: int, currency: str, reason: str) -> None:
        """`amount` comes from the shop."""
        self._moved(receive(self._account, self.balances[currency], HOUSE_SHOP, amount, **self._said(currency, reason)))

    def _said(self, currency: str, reason: str) -> dict[str, Any]:
        return {"currency": currency, "reason": reason, "reference": self._reference, "version": self._version}

    def _moved(self, transfer: Transferred) -> None:
        self.balances[transfer.currency] = transfer.balance_after
        self.facts.append(transfer)


def _changed(purchase_id: str, purchase: Purchase, now_ms: int, **changes: Any) -> PurchaseChanged:
    return PurchaseChanged(purchase_id=purchase_id, **(structs.asdict(purchase) | {"at": now_ms} | changes))


def _reply(fact: PurchaseChanged, *, gold: int | None = None) -> PurchaseState:
    purchase = Purchase(**{name: getattr(fact, name) for name in Purchase.__struct_fields__})
    return shown(fact.purchase_id, purchase, reason_code=fact.reason_code, gold=gold)


def _tell(body: ShopCommand) -> Tell:
    return Tell(_SHOP, body)
