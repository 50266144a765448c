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
from datetime import tzinfo
from typing import Any
from zoneinfo import ZoneInfo

from msgspec import structs

from actors.debts.debts import debt_refusal, incurred, left_of, owed_by
from actors.economy.area import EconomyInForce
from actors.money.wallet import GOLD
from actors.player.experience import tier_of
from actors.player.feature import (
    FROM_STAFF,
    CommandHandler,
    Context,
    Feature,
    Push,
    Reaction,
    SnapshotField,
)
from actors.player.notices import filing, remember
from actors.player.state import PlayerState
from actors.runtime.entity import Completion, Decision, DomainEvent, Later, Rejection, Tell
from actors.runtime.facts import Fact
from actors.runtime.payloads import Noted
from actors.shop.facts import PurchaseChanged
from actors.shop.messages import Purchases as PurchasesShown
from actors.shop.messages import PurchasesGet, PurchaseState, PurchaseUpdate, ShopBuy, ShopCancel
from actors.shop.moves import NO_ROOM, Moves
from actors.shop.receipts import (
    PENDING_MAX,
    PURCHASES,
    RECEIPTS,
    RECEIPTS_OLDER,
    UNPAID_AMOUNT_MAX,
    UNPAID_MAX,
    UNPAID_PIECES_MAX,
    Purchase,
    apply,
    is_notice,
    owed_of_pending,
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
    ShopReturn,
)
from actors.staff.facts import recorded

FROM_SHOP = (f"entity:{SHOP}/",)
FROM_PROVIDERS = ("webhook:",)
PAYMENT_MS = 10 * 60_000
"""How long a purchase waits for its payment, and keeps pieces from others meanwhile."""
NOT_PAID = "not_paid"
"""Why a purchase failed when its provider gave no reason; docs/protocol.md names it to clients."""
UNANSWERED_MS = 60_000
"""When the shop asks again about a hold whose price has not reached the user yet."""


def purchases_feature(economy: EconomyInForce) -> Feature:
    """Return the feature."""
    zone = ZoneInfo(economy.now().shop_time_zone)

    def buy(state: PlayerState, body: ShopBuy, context: Context) -> Decision | Rejection:
        return _buy(state, body, context, tier_of(state, economy.now()), zone)

    def change(state: PlayerState, fact: PurchaseChanged) -> frozenset[str]:
        return _apply(state, fact, zone)

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
        facts={PurchaseChanged: change},
        reactions=(Reaction(frozenset({PurchaseChanged}), _file),),
        owed=owed_of_pending,
        pushes=(Push((PurchaseChanged,), (PurchaseUpdate,), _updates, first=True),),
        events={PurchaseChanged: _event},
        snapshot={
            "purchases_pending": SnapshotField(
                list[PurchaseState], lambda state, now_ms: _pending(state), "Purchases that wait for their payment."
            )
        },
    )


def _apply(state: PlayerState, fact: PurchaseChanged, zone: tzinfo) -> frozenset[str]:
    """Change purchases. A pending one is in the snapshot by itself; the end of one is a notice until acknowledged."""
    dirty = apply(state, fact, zone)
    return dirty | remember(state, fact.purchase_id, update(fact)) if is_notice(fact) else dirty


def _file(state: PlayerState, changed: Sequence[PurchaseChanged], context: Context) -> Sequence[Fact]:
    return filing(state, (each.purchase_id for each in changed if is_notice(each)))


def _updates(state: PlayerState, facts: Sequence[PurchaseChanged]) -> Sequence[PurchaseUpdate]:
    return [update(fact) for fact in facts]


def _event(state: PlayerState, fact: PurchaseChanged) -> DomainEvent:
    return DomainEvent("purchase.changed", {"user_id": state.key, **structs.asdict(fact)})


def _buy(state: PlayerState, body: ShopBuy, context: Context, tier: str, zone: tzinfo) -> Decision | Rejection:
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
        bought=purchases.bought(body.product_id, now_ms, zone),
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
    """Refund a purchase (`PurchaseRefund`): the price comes back, then the contents go, and what is gone is owed."""
    receipt = receipts_of(state).get(body.purchase_id) or body.receipt
    if receipt is None:
        return Rejection("not_found", {"purchase_id": body.purchase_id})
    if receipt.status != "success":
        return Rejection("not_claimable", {"status": receipt.status})
    moves = Moves(state, body.purchase_id, receipt.item_version, context)
    if not is_money(receipt.currency):
        if not moves.has_room(receipt.currency, receipt.amount):
            return NO_ROOM
        moves.give(receipt.amount, receipt.currency, "refund")
    missing = [(each.type, moves.take_what_there_is(each, "refund_contents")) for each in receipt.contents]
    debts = incurred(state, missing, body.purchase_id)
    refunded = _changed(
        body.purchase_id,
        receipt,
        context.now_ms,
        status="refunded",
        restocked=body.restock,
        bought_at=receipt.at,
    )
    reply = _reply(refunded, gold=left_of(state, GOLD, moves.balances[GOLD]))
    back = ShopReturn(purchase_id=body.purchase_id, item_id=receipt.product_id, quantity=receipt.quantity)
    decision = Decision(reply, (*moves.facts, *debts, refunded), tells=(_tell(back),) if body.restock else ())
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
    moves = Moves(state, body.purchase_id, body.item_version, context)
    if is_money(body.currency):
        refusal = _unpaid_refusal(PURCHASES.of(state).unpaid(), priced)
        refusal = refusal or (None if moves.have_room(contents) else NO_ROOM)
        return _failed(body.purchase_id, priced, refusal, now_ms) if refusal else _awaits_payment(body, priced, now_ms)
    if owed := owed_by(state):
        return _failed(body.purchase_id, priced, debt_refusal(owed), now_ms)
    if body.amount > moves.balances[body.currency]:
        details = {"need": body.amount, "have": moves.balances[body.currency], "currency": body.currency}
        return _failed(body.purchase_id, priced, Rejection("insufficient_gold", details), now_ms)
    moves.take(body.amount, body.currency, "purchase")
    return _succeeded(body.purchase_id, priced, moves, now_ms)


def _succeeded(purchase_id: str, purchase: Purchase, moves: Moves, now_ms: int) -> Decision:
    """Succeed: the contents are given in this same turn."""
    if not moves.have_room(purchase.contents):
        return _failed(purchase_id, purchase, NO_ROOM, now_ms)
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


def _unpaid_refusal(unpaid: Sequence[Purchase], purchase: Purchase) -> Rejection | None:
    """Return why this purchase may not wait for its payment beside the `unpaid` ones; None: it may."""
    pieces = sum(each.quantity for each in unpaid)
    amount = sum(each.amount for each in unpaid if each.currency == purchase.currency)
    if len(unpaid) >= UNPAID_MAX:
        return Rejection("limit_exceeded", {"unpaid_max": UNPAID_MAX})
    if pieces + purchase.quantity > UNPAID_PIECES_MAX:
        return Rejection("limit_exceeded", {"unpaid_pieces": pieces, "unpaid_pieces_max": UNPAID_PIECES_MAX})
    if amount + purchase.amount > UNPAID_AMOUNT_MAX:
        return Rejection("limit_exceeded", {"unpaid_amount": amount, "unpaid_amount_max": UNPAID_AMOUNT_MAX})
    return None


def _awaits_payment(body: PurchaseReserved, purchase: Purchase, now_ms: int) -> Decision:
    """Wait for a payment; the reply has what the player needs: `provider_ref` names the purchase to the provider."""
    purchase_id, until = body.purchase_id, now_ms + PAYMENT_MS
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
    moves = Moves(state, body.purchase_id, known.item_version, context, purchase.contents if purchase else ())
    if purchase is None:
        if known.status == "success" and body.paid:
            return Decision(shown(body.purchase_id, known, gold=moves.balances[GOLD]))
        return Rejection("not_claimable", {"status": known.status})
    if body.paid:
        decision = _succeeded(body.purchase_id, purchase, moves, now_ms)
    else:
        decision = _failed(body.purchase_id, purchase, Rejection(body.reason_code or NOT_PAID), now_ms)
    changed = decision.facts[-1]
    assert isinstance(changed, PurchaseChanged)
    gold = left_of(state, GOLD, moves.balances[GOLD])
    return structs.replace(decision, reply=_reply(changed, gold=gold), completions=())


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


def _changed(purchase_id: str, purchase: Purchase, now_ms: int, **changes: Any) -> PurchaseChanged:
    return PurchaseChanged(purchase_id=purchase_id, **(structs.asdict(purchase) | {"at": now_ms} | changes))


def _reply(fact: PurchaseChanged, *, gold: int | None = None) -> PurchaseState:
    purchase = Purchase(**{name: getattr(fact, name) for name in Purchase.__struct_fields__})
    return shown(fact.purchase_id, purchase, reason_code=fact.reason_code, gold=gold)


def _tell(body: ShopCommand) -> Tell:
    return Tell(SHOP_REF, body)
