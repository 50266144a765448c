"""`/api/admin/users/{user_id}/purchases`: a player's purchases and their refunds. Times are RFC 3339."""

import re
from typing import ClassVar

import msgspec
from fastapi import APIRouter
from starlette.responses import Response

from actors.runtime.payloads import ServerPayload
from actors.shop.messages import PurchaseState
from actors.shop.receipts import Purchase
from actors.shop.rules import Content
from actors.shop.shop_messages import PurchaseRefund
from gateway.dependencies import GatewayDependencies
from gateway.rest.admin.acts import known_player
from gateway.rest.admin.moments import Moment, moment
from gateway.rest.admin.players import Why
from gateway.rest.admin.weighed import Weighed, weighed_documentation
from gateway.rest.body import json_response
from gateway.rest.documented import documented
from gateway.rest.guards import Admin, Viewer
from gateway.rest.pages import NEWEST_FIRST, Cursors, Listed, WantedPage
from gateway.rest.players.shop import page_of_purchases, purchase_of
from gateway.rest.problems import Problem
from gateway.rest.provided import Provided

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
    """Pending purchases of a player, and all that succeeded or were refunded, newest first."""


class Refund(Why, frozen=True):
    """A refund: its reason, and what becomes of the pieces."""

    restock: bool = False
    """True to let the pieces be sold again and count against no limit of the player; false leaves them sold."""


class _Decoders:
    REFUND: ClassVar[msgspec.json.Decoder[Refund]] = msgspec.json.Decoder(Refund)


router = APIRouter(prefix="/api/admin/users/{user_id}/purchases", tags=["admin"])


@router.get(
    "",
    summary="Purchases of a player",
    **documented(answer=PlayerPurchases, says="The player's purchases.", problems=(400, 401, 403, 404, 503)),
)
async def player_purchases(user_id: str, provided: Provided, _: Viewer, wanted: WantedPage) -> Response:
    """Pending purchases, and every one that succeeded or was refunded."""
    account = await known_player(provided, user_id)
    page, after = await page_of_purchases(provided, account.id, CURSORS, wanted)
    return json_response(PlayerPurchases(items=[purchase_view(each) for each in page], next=after))


@router.post(
    "/{purchase_id}/refund",
    summary="Refund a purchase",
    **weighed_documentation(Refund, PurchaseView, "The purchase."),
)
async def refund_purchase(
    user_id: str, purchase_id: str, provided: Provided, weighed: Weighed, caller: Admin
) -> Response:
    """Give the price back and take the contents back, once for each idempotency key; what was spent of them is owed.

    It counts in the sums of grants, and waits for a second person above their thresholds.
    """
    wanted = await weighed.read(_Decoders.REFUND)
    account = await known_player(provided, user_id)
    if not _PURCHASE_ID.fullmatch(purchase_id):
        raise Problem("not_found", "There is no such purchase.")
    amount, currency, receipt = await _receipt(provided, account.id, purchase_id)
    command = PurchaseRefund(
        act=weighed.act(caller, wanted.reason), purchase_id=purchase_id, restock=wanted.restock, receipt=receipt
    )
    return await weighed.give(account.id, command, amount, currency, shown=_purchase_shown)


def _purchase_shown(reply: bytes) -> PurchaseView:
    return purchase_view(msgspec.json.decode(reply, type=PurchaseState))


def purchase_view(purchase: PurchaseState) -> PurchaseView:
    """Return a purchase as staff see it."""
    data = {name: getattr(purchase, name) for name in PurchaseView.__struct_fields__}
    return PurchaseView(**data | {name: moment(data[name] or None) for name in MOMENTS})


async def _receipt(provided: GatewayDependencies, user_id: str, purchase_id: str) -> tuple[int, str, Purchase | None]:
    """Return the price of a purchase, and itself if its entity keeps it no more. A pending one has no price to weigh.

    Raises:
        Problem: `not_found`.
    """
    _, kept, older = await purchase_of(provided, user_id, purchase_id)
    found = kept or older
    if found is None:
        raise Problem("not_found", "There is no such purchase.")
    return found.amount, found.currency, older
