"""`/api/admin/users/{user_id}/purchases`: a player's purchases and their refunds. Times are RFC 3339."""

import re
from typing import ClassVar

import msgspec
from fastapi import APIRouter, Request
from starlette.responses import Response

from actors.runtime.entity import EntityRef
from actors.runtime.payloads import ServerPayload
from actors.shop.messages import Purchases, PurchasesGet, PurchaseState
from actors.shop.rules import Content
from actors.shop.shop_messages import PurchaseRefund
from gateway.dependencies import GatewayDependencies
from gateway.rest.admin.acts import COMMAND_KEY, act_of, carried_out, known_player, replayed
from gateway.rest.admin.approvals import ApprovalView, waiting_for_approval
from gateway.rest.admin.moments import Moment, moment
from gateway.rest.admin.once import claim
from gateway.rest.admin.players import Why
from gateway.rest.body import checked, json_response, read_payload
from gateway.rest.documented import documented
from gateway.rest.guards import Admin, Viewer
from gateway.rest.idempotency import idempotency_key
from gateway.rest.pages import NEWEST_FIRST, Cursors, Listed, WantedPage
from gateway.rest.players.shop import place_of
from gateway.rest.problems import Problem
from gateway.rest.provided import Provided
from gateway.staff.four_eyes.gifts import Waiting

EMPTY = b"{}"
MOMENTS = ("created_at", "ended_at", "expires_at")
"""Of a purchase; 0 is none."""
CURSORS: Cursors[tuple[int, str]] = Cursors("player-purchases", NEWEST_FIRST)
_PURCHASE_ID = re.compile(r"[0-9a-f]{32}")


class PurchaseView(ServerPayload, frozen=True, kw_only=True):
    """A player's purchase; moments that have not come are null."""

    purchase_id: str
    """Id of the purchase."""
    status: str
    """State of the purchase."""
    product_id: str
    """Id of the item."""
    quantity: int
    """Number of pieces."""
    amount: int
    """What was paid, or is to be paid, in whole units of `currency`."""
    currency: str
    """Currency of the amount: `gold`, `gem`, or a currency of a payment provider."""
    contents: tuple[Content, ...]
    """What the buyer gets in all, in whole units of each type."""
    receipt_code: str
    """Code on the receipt; empty until it has succeeded."""
    reason_code: str
    """Why it failed; empty if it did not."""
    provider_ref: str
    """Reference at the payment provider; empty without one."""
    created_at: Moment | None
    """When it was bought; null is not known."""
    ended_at: Moment | None
    """When it succeeded, failed or was refunded; null is not yet."""
    expires_at: Moment | None
    """When it fails unless it has been paid; null is never."""


class PlayerPurchases(Listed[PurchaseView], frozen=True):
    """Pending purchases of a player, and the latest that succeeded or were refunded, newest first."""


class _Decoders:
    WHY: ClassVar[msgspec.json.Decoder[Why]] = msgspec.json.Decoder(Why)


router = APIRouter(prefix="/api/admin/users/{user_id}/purchases", tags=["admin"])


@router.get(
    "",
    summary="Purchases of a player",
    **documented(answer=PlayerPurchases, says="The player's purchases.", problems=(400, 401, 403, 404, 503)),
)
async def player_purchases(user_id: str, provided: Provided, _: Viewer, wanted: WantedPage) -> Response:
    """What is pending, and the latest purchases that succeeded or were refunded."""
    found = await _purchases(provided, (await known_player(provided, user_id)).id)
    page, after = CURSORS.page((*found.pending, *found.receipts), wanted, place_of)
    return json_response(PlayerPurchases(items=[purchase_view(each) for each in page], next=after))


@router.post(
    "/{purchase_id}/refund",
    summary="Refund a purchase",
    **documented(
        body=Why,
        answer=PurchaseView,
        says="The purchase.",
        problems=(401, 403, 404, 409, 422, 503),
        parameters=(COMMAND_KEY,),
        also={202: ("So much needs a second person: this is the approval that waits for one.", ApprovalView)},
    ),
)
async def refund_purchase(
    user_id: str, purchase_id: str, request: Request, provided: Provided, caller: Admin
) -> Response:
    """Give the price back and take back what is left of the contents, once for each idempotency key.

    It counts in the sums of grants, and waits for a second person above their thresholds.
    """
    key = idempotency_key(request, required=True)
    wanted = await read_payload(request, _Decoders.WHY, provided.config.body_bytes_max)
    account = await known_player(provided, user_id)
    if not _PURCHASE_ID.fullmatch(purchase_id):
        raise Problem("not_found", "There is no such purchase.")
    await claim(request, provided, key)
    amount, currency = await _price(provided, account.id, purchase_id)
    command = PurchaseRefund(act=act_of(request, caller, wanted.reason), purchase_id=purchase_id)
    given = await provided.gifts.order(account.id, command, key, amount=amount, currency=currency)
    if isinstance(given, Waiting):
        return waiting_for_approval(given)
    view = purchase_view(msgspec.json.decode(carried_out(given).body, type=PurchaseState))
    return json_response(view, headers=replayed(given))


def purchase_view(purchase: PurchaseState) -> PurchaseView:
    """Return a purchase as staff see it."""
    data = {name: getattr(purchase, name) for name in PurchaseView.__struct_fields__}
    return PurchaseView(**data | {name: moment(data[name] or None) for name in MOMENTS})


async def _purchases(provided: GatewayDependencies, user_id: str) -> Purchases:
    answer = await provided.entities.query(EntityRef("user", user_id), PurchasesGet.TYPE, EMPTY)
    return msgspec.json.decode(checked(answer).body, type=Purchases)


async def _price(provided: GatewayDependencies, user_id: str, purchase_id: str) -> tuple[int, str]:
    """Return the price of a purchase. What has no receipt yet has none to be weighed by.

    Raises:
        Problem: `not_found`.
    """
    for each in (await _purchases(provided, user_id)).receipts:
        if each.purchase_id == purchase_id:
            return each.amount, each.currency
    raise Problem("not_found", "There is no such purchase.")
