"""The catalog for everybody, and a player's own purchases. `shop.buy` and `shop.cancel` are in `commands`.

`POST /api/shop/settle` comes with the first payment provider (`gateway.staff.payments`).
"""

import msgspec
from fastapi import APIRouter, Request
from starlette.responses import Response

from actors.runtime.entity import EntityRef
from actors.shop.messages import Catalog, Purchases, PurchasesGet, PurchaseState
from gateway.auth.tokens import Principal
from gateway.rest.body import checked, json_response
from gateway.rest.documented import documented, header
from gateway.rest.guards import Player
from gateway.rest.pages import NEWEST_FIRST, Cursors, Listed, WantedPage
from gateway.rest.players.reads import EMPTY, matches
from gateway.rest.problems import Problem
from gateway.rest.provided import Provided


class PurchaseList(Listed[PurchaseState], frozen=True):
    """Pending purchases, and the latest that succeeded or were refunded, newest first."""


router = APIRouter(tags=["shop"])
CURSORS: Cursors[tuple[int, str]] = Cursors("purchases", NEWEST_FIRST)


def place_of(purchase: PurchaseState) -> tuple[int, str]:
    """Return the place of a purchase among those of its player."""
    return -purchase.created_at, purchase.purchase_id


@router.get(
    "/api/shop/catalog",
    summary="The catalog",
    **documented(
        answer=Catalog,
        says="All items by rank, the inactive ones as well; `price_now` is what is charged.",
        problems=(503,),
        also={304: "Nothing has changed since."},
        parameters=(header("If-None-Match", "The ETag of the last answer."),),
    ),
)
async def catalog(request: Request, provided: Provided) -> Response:
    """The catalog from this gateway's copy; every gateway gives the same one the same ETag."""
    page = provided.catalog.page()
    if page is None:
        raise Problem("unavailable", "The shop is not available yet.")
    headers = {"ETag": page.etag, "Cache-Control": "public, no-cache"}
    if matches(request.headers.get("If-None-Match", ""), page.etag):
        return Response(status_code=304, headers=headers)
    return json_response(page.body, headers=headers)


@router.get(
    "/api/shop/purchases",
    summary="My purchases",
    **documented(answer=PurchaseList, says="Purchases, newest first.", problems=(400, 401, 403, 503)),
)
async def purchases(provided: Provided, caller: Player, wanted: WantedPage) -> Response:
    """What is pending, and the latest purchases that succeeded or were refunded."""
    page, after = CURSORS.page(_all(await _purchases(provided, caller)), wanted, place_of)
    return json_response(PurchaseList(items=page, next=after))


@router.get(
    "/api/shop/purchases/{purchase_id}",
    summary="One of my purchases",
    **documented(answer=PurchaseState, says="The purchase.", problems=(401, 403, 404, 503)),
)
async def purchase(purchase_id: str, provided: Provided, caller: Player) -> Response:
    """A pending purchase or a receipt of the caller."""
    mine = _all(await _purchases(provided, caller))
    found = next((each for each in mine if each.purchase_id == purchase_id), None)
    if found is None:
        raise Problem("not_found", "It is neither pending nor among your latest receipts.")
    return json_response(found)


async def _purchases(provided: Provided, caller: Principal) -> Purchases:
    answer = await provided.entities.query(EntityRef("user", caller.user_id), PurchasesGet.TYPE, EMPTY)
    return msgspec.json.decode(checked(answer).body, type=Purchases)


def _all(kept: Purchases) -> tuple[PurchaseState, ...]:
    return (*kept.pending, *kept.receipts)
