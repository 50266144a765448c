"""The feature of a player's purchases. The player's entity alone decides a purchase; the shop only holds pieces.

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

from collections.abc import Sequence
from typing import Any

from msgspec import structs

from actors.money.amounts import AMOUNT_MAX
from actors.money.economy import EconomyConfig
from actors.money.transfers import Transferred
from actors.money.wallet import GOLD, HOUSE_SHOP, receive, spend
from actors.player.experience import tier_of
from actors.player.feature import FROM_STAFF, CommandHandler, Context, Feature, Push, SnapshotField
from actors.player.notices import remember
from actors.player.state import PlayerState
from actors.runtime.entity import Completion, Decision, DomainEvent, Later, Rejection, Tell
from actors.runtime.facts import Fact
from actors.runtime.payloads import Noted
from actors.shop.facts import PurchaseChanged
from actors.shop.messages import Purchases as PurchasesShown
from actors.shop.messages import PurchasesGet, PurchaseState, PurchaseUpdate, ShopBuy, ShopCancel
from actors.shop.receipts import (
    PENDING_MAX,
    PURCHASES,
    RECEIPTS,
    RECEIPTS_OLDER,
    Purchase,
    apply,
    receipts_of,
    shown,
    update,
)
from actors.shop.rules import Content, is_money
from actors.shop.shop_messages import (
    SHOP,
    SHOP_REF,
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
from actors.staff.facts import recorded

FROM_SHOP = (f"entity:{SHOP}/",)
FROM_PROVIDERS = ("webhook:",)
PAYMENT_MS = 30 * 60_000
"""How long a purchase waits for its payment."""
UNANSWERED_MS = 60_000
"""When the shop asks again about a hold whose price has not reached the user yet."""


def purchases_feature(economy: EconomyConfig) -> Feature:
    """Return the feature."""

    def buy(state: PlayerState, body: ShopBuy, context: Context) -> Decision | Rejection:
        return _buy(state, body, context, tier_of(state, economy))

    return Feature(
        name="purchases",
        parts=(PURCHASES, RECEIPTS, RECEIPTS_OLDER),
        commands={
            ShopBuy: CommandHandler(buy, gated=True),
            ShopCancel: CommandHandler(_cancel),
            PurchaseReserved: CommandHandler(_reserved, senders=FROM_SHOP),
            PurchaseRefused: CommandHandler(_refused, senders=FROM_SHOP),
            PurchaseDue: CommandHandler(_due, senders=FROM_SHOP),
            PurchasePaid: CommandHandler(_paid, senders=FROM_PROVIDERS),
            PurchaseRefund: CommandHandler(_refund, senders=FROM_STAFF),
        },
        queries={PurchasesGet: _shown},
        facts={PurchaseChanged: _apply},
        pushes=(Push((PurchaseChanged,), (PurchaseUpdate,), _updates, first=True),),
        events={PurchaseChanged: _event},
        snapshot={
            "purchases_pending": SnapshotField(
                list[PurchaseState], lambda state, now_ms: _pending(state), "Purchases that wait for their payment."
            )
        },
    )


def _apply(state: PlayerState, fact: PurchaseChanged) -> frozenset[str]:
    """Change purchases. A pending one is in the snapshot by itself; the end of one is a notice until acknowledged."""
    dirty = apply(state, fact)
    if fact.status == "pending":
        return dirty
    return dirty | remember(state, fact.purchase_id, update(fact))


def _updates(state: PlayerState, facts: Sequence[PurchaseChanged]) -> Sequence[PurchaseUpdate]:
    return [update(fact) for fact in facts]


def _event(state: PlayerState, fact: PurchaseChanged) -> DomainEvent:
    return DomainEvent("purchase.changed", {"user_id": state.key, **structs.asdict(fact)})


def _buy(state: PlayerState, body: ShopBuy, context: Context, tier: str) -> Decision | Rejection:
    """Step 1: ask the shop for the pieces; the reply comes when the purchase has ended, or waits for its payment."""
    purchases, now_ms = PURCHASES.of(state), context.now_ms
    if len(purchases.pending) >= PENDING_MAX:
        return Rejection("limit_exceeded", {"pending_max": PENDING_MAX})
    asked = PurchaseChanged(
        purchase_id=context.tx,
        status="pending",
        product_id=body.product_id,
        quantity=body.quantity,
        created_at=now_ms,
        at=now_ms,
    )
    reserve = ShopReserve(
        purchase_id=context.tx,
        item_id=body.product_id,
        quantity=body.quantity,
        tier=tier,
        have=dict(state.root.balances),
        bought=purchases.bought(body.product_id, now_ms),
        catalog_version=body.catalog_version,
    )
    return Decision(Later(), (asked,), tells=(_tell(reserve),))


def _cancel(state: PlayerState, body: ShopCancel, context: Context) -> Decision | Rejection:
    """Give up a pending purchase. If the shop has not answered yet, its hold is released when it has."""
    purchase = PURCHASES.of(state).pending.get(body.purchase_id)
    if purchase is None:
        known = receipts_of(state).get(body.purchase_id) is not None
        return Rejection("not_claimable" if known else "not_found", {"purchase_id": body.purchase_id})
    cancelled = _changed(body.purchase_id, purchase, context.now_ms, status="cancelled")
    reply = _reply(cancelled, gold=state.root.balances[GOLD])
    if purchase.amount:
        return Decision(reply, (cancelled,), tells=(_tell(ShopRelease(purchase_id=body.purchase_id)),))
    return Decision(reply, (cancelled,), completions=(Completion(body.purchase_id, reply),))


def _refund(state: PlayerState, body: PurchaseRefund, context: Context) -> Decision | Rejection:
    """Refund a purchase (`PurchaseRefund`): the rest of the contents goes back, then the price comes back."""
    receipt = receipts_of(state).get(body.purchase_id)
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
    refunded = _changed(body.purchase_id, receipt, context.now_ms, status="refunded")
    reply = _reply(refunded, gold=moves.balances[GOLD])
    decision = Decision(reply, (*moves.facts, refunded))
    return recorded(decision, PurchaseRefund.EVENT, f"user/{state.key}", body.act, reply)


def _shown(state: PlayerState, query: PurchasesGet, now_ms: int) -> PurchasesShown:
    """Return pending purchases and receipts, newest first."""
    return PurchasesShown(pending=_pending(state)[::-1], receipts=_all(receipts_of(state).kept)[::-1])


def _pending(state: PlayerState) -> list[PurchaseState]:
    """Return pending purchases, oldest first."""
    return _all(PURCHASES.of(state).pending)


def _all(purchases: dict[str, Purchase]) -> list[PurchaseState]:
    return [shown(purchase_id, purchase) for purchase_id, purchase in purchases.items()]


# --- step 3 -----------------------------------------------------------------------------------------------------------


def _reserved(state: PlayerState, body: PurchaseReserved, context: Context) -> Decision:
    purchase, now_ms = PURCHASES.of(state).pending.get(body.purchase_id), context.now_ms
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
    """Succeed: the contents are given in this same turn."""
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
    """Fail: the reply is the refusal, and the hold is released."""
    failed = _changed(purchase_id, purchase, now_ms, status="failed", reason_code=why.code.upper())
    release = _tell(ShopRelease(purchase_id=purchase_id))
    return Decision(Noted(), (failed,), tells=(release,), completions=(Completion(purchase_id, why),))


def _refused(state: PlayerState, body: PurchaseRefused, context: Context) -> Decision:
    purchase, now_ms = PURCHASES.of(state).pending.get(body.purchase_id), context.now_ms
    if purchase is None:
        return Decision(Noted())
    failed = _changed(body.purchase_id, purchase, now_ms, status="failed", reason_code=body.code.upper())
    completion = Completion(body.purchase_id, Rejection(body.code, body.details))
    return Decision(Noted(), (failed,), completions=(completion,))


# --- money ------------------------------------------------------------------------------------------------------------


def _awaits_payment(purchase_id: str, purchase: Purchase, now_ms: int) -> Decision:
    """Wait for a payment; the reply has what the player needs: `provider_ref` names the purchase to the provider."""
    until = now_ms + PAYMENT_MS
    priced = _changed(
        purchase_id, purchase, now_ms, status="pending", provider_ref=f"pb_{purchase_id}", expires_at=until
    )
    extend = _tell(ShopExtend(purchase_id=purchase_id, expires_at=until))
    return Decision(Noted(), (priced,), tells=(extend,), completions=(Completion(purchase_id, _reply(priced)),))


def _paid(state: PlayerState, body: PurchasePaid, context: Context) -> Decision | Rejection:
    purchase, now_ms = PURCHASES.of(state).pending.get(body.purchase_id), context.now_ms
    known = purchase or receipts_of(state).get(body.purchase_id)
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


def _due(state: PlayerState, body: PurchaseDue, context: Context) -> Decision:
    """Answer the shop's question about a hold: only a pending purchase keeps it."""
    purchase, now_ms = PURCHASES.of(state).pending.get(body.purchase_id), context.now_ms
    if purchase is None:
        receipt = receipts_of(state).get(body.purchase_id)
        answer = ShopRelease if receipt is None else ShopConfirm
        return Decision(Noted(), tells=(_tell(answer(purchase_id=body.purchase_id)),))
    if now_ms < purchase.expires_at or not purchase.amount:
        until = purchase.expires_at or now_ms + UNANSWERED_MS
        return Decision(Noted(), tells=(_tell(ShopExtend(purchase_id=body.purchase_id, expires_at=until)),))
    expired = _changed(body.purchase_id, purchase, now_ms, status="expired")
    return Decision(Noted(), (expired,), tells=(_tell(ShopRelease(purchase_id=body.purchase_id)),))


# --- parts of turns ---------------------------------------------------------------------------------------------------


class _Moves:
    """The transfers of a turn, in order, and the balances after them."""

    def __init__(self, state: PlayerState, reference: str, version: int) -> None:
        self.balances = dict(state.root.balances)
        self.facts: list[Fact] = []
        self._account = state.account
        self._reference = reference
        self._version = version

    def has_room(self, currency: str, amount: int) -> bool:
        return amount <= AMOUNT_MAX - self.balances[currency]

    def take(self, amount: int, currency: str, reason: str) -> None:
        """Transfer `amount` to the shop; 0 is no transfer."""
        if amount:
            self._moved(
                spend(self._account, self.balances[currency], HOUSE_SHOP, amount, **self._terms(currency, reason))
            )

    def give(self, amount: int, currency: str, reason: str) -> None:
        """Transfer `amount` from the shop."""
        self._moved(
            receive(self._account, self.balances[currency], HOUSE_SHOP, amount, **self._terms(currency, reason))
        )

    def _terms(self, currency: str, reason: str) -> dict[str, Any]:
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
    return Tell(SHOP_REF, body)
