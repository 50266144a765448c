"""The catalog for everybody, and a player's own purchases. `shop.buy` and `shop.cancel` are in `commands`.

`POST /api/shop/settle` comes with the first payment provider (`gateway.staff.payments`).
"""

from collections.abc import Sequence

import msgspec
from fastapi import APIRouter, Request
from starlette.responses import Response

from actors.runtime.entity import EntityRef
from actors.shop.messages import Catalog, Purchases, PurchasesGet, PurchaseState
from actors.shop.receipts import Purchase, shown, stored
from gateway.dependencies import GatewayDependencies
from gateway.rest.body import EMPTY, checked, json_response
from gateway.rest.documented import documented, header
from gateway.rest.guards import Player
from gateway.rest.pages import NEWEST_FIRST, Cursors, Listed, PageQuery, WantedPage
from gateway.rest.problems import Problem
from gateway.rest.provided import Provided
from gateway.rest.tags import matches


class PurchaseList(Listed[PurchaseState], frozen=True):
    """Pending purchases, and all that succeeded or were refunded, newest first."""


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
        says="The items on sale, by rank; `price_now` is what is charged.",
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
    """Pending purchases, and every one that succeeded or was refunded."""
    page, after = await page_of_purchases(provided, caller.user_id, CURSORS, wanted)
    return json_response(PurchaseList(items=page, next=after))


@router.get(
    "/api/shop/purchases/{purchase_id}",
    summary="One of my purchases",
    **documented(answer=PurchaseState, says="The purchase.", problems=(401, 403, 404, 503)),
)
async def purchase(purchase_id: str, provided: Provided, caller: Player) -> Response:
    """A pending purchase or a receipt of the caller."""
    pending, kept, receipt = await purchase_of(provided, caller.user_id, purchase_id)
    found = pending or kept or (receipt and shown(purchase_id, receipt))
    if not found:
        raise Problem("not_found", "It is neither pending nor among your receipts.")
    return json_response(found)


async def page_of_purchases(
    provided: GatewayDependencies, user_id: str, cursors: Cursors[tuple[int, str]], wanted: PageQuery
) -> tuple[Sequence[PurchaseState], str | None]:
    """Return a page of a player's purchases and `next`: the entity has pending and late ones, the store has the rest.

    Raises:
        Problem: `bad_request`: the cursor is not one of this list; or what the entity refuses with.
    """
    kept = await _kept(provided, user_id)
    older = await provided.purchases.page(user_id, cursors.place(wanted.cursor), wanted.limit + 1)
    found = {each.purchase_id: shown(each.purchase_id, stored(each.data)) for each in older}
    found |= {each.purchase_id: each for each in (*kept.pending, *kept.receipts)}
    return cursors.page(found.values(), wanted, place_of)


async def purchase_of(
    provided: GatewayDependencies, user_id: str, purchase_id: str
) -> tuple[PurchaseState | None, PurchaseState | None, Purchase | None]:
    """Return a purchase as it is pending, as a receipt that the entity keeps, or else as the store has it."""
    kept = await _kept(provided, user_id)
    pending, receipt = (
        next((each for each in all_of_them if each.purchase_id == purchase_id), None)
        for all_of_them in (kept.pending, kept.receipts)
    )
    if pending or receipt:
        return pending, receipt, None
    older = await provided.purchases.find(user_id, purchase_id)
    return None, None, None if older is None else stored(older.data)


async def _kept(provided: GatewayDependencies, user_id: str) -> Purchases:
    answer = await provided.entities.query(EntityRef("user", user_id), PurchasesGet.TYPE, EMPTY)
    return msgspec.json.decode(checked(answer).body, type=Purchases)
