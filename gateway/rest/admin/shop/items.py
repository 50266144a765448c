"""`/api/admin/shop/items`: the shop as staff see it, and their commands to it. Times are RFC 3339.

The shop's entity decides, versions and records each command in one transaction; the catalogs of all gateways and
connected players hear of it from there. Commands are idempotent by state: one that changes nothing answers `changed`
false. With `?dry_run=true` the answer is what would be, and nothing happens.
"""

import re
from typing import Annotated, Any, ClassVar, TypeVar

import msgspec
from fastapi import APIRouter, Depends, Query, Request
from msgspec import UNSET, structs
from starlette.responses import Response

from actors.runtime.payloads import Command
from actors.shop.rules import Item, ItemId, Rank
from actors.shop.shop_messages import (
    EDITABLE,
    SHOP,
    SHOP_REF,
    STOREFRONT,
    ItemArchive,
    ItemCreate,
    ItemDiscount,
    ItemDone,
    ItemEdit,
    ItemRank,
    ItemRevert,
    ItemStock,
    ItemToggle,
    ItemWindow,
    ShopOrder,
    StockBook,
    StockGet,
)
from actors.staff.messages import Act
from gateway.dependencies import GatewayDependencies
from gateway.rest.admin.acts import OPTIONAL_KEY, act_of, carried_out, replayed
from gateway.rest.admin.once import claim
from gateway.rest.admin.shop.archive import archived_items, filed_item, kept_versions
from gateway.rest.admin.shop.item_bodies import (
    ItemActive,
    ItemArchival,
    ItemOrder,
    ItemOrdered,
    ItemPatch,
    ItemVersions,
    NewDiscount,
    NewItem,
    NewRank,
    NewStock,
    NewWindow,
    Reversion,
    ShopItems,
    at_ms,
    item_in,
    new_item,
    ordered,
    shop_item,
    version_view,
    window,
)
from gateway.rest.body import checked, json_response, read_payload
from gateway.rest.documented import documented
from gateway.rest.guards import Admin, Viewer
from gateway.rest.idempotency import idempotency_key
from gateway.rest.pages import UNIX_MS_MAX, Cursors, WantedPage
from gateway.rest.problems import Problem
from gateway.rest.provided import Provided

ITEMS: Cursors[tuple[int, str]] = Cursors("items", tuple[Rank, ItemId])
VERSIONS: Cursors[int] = Cursors("item-versions", Annotated[int, msgspec.Meta(ge=-UNIX_MS_MAX, le=-1)])
"""The newest first, so that places are negative."""
NO_SUCH_ITEM = "There is no such item."
NO_REASON = "none given"
"""The reason in the audit trail when staff gave none."""
_ITEM_ID = re.compile(r"[a-z0-9_-]{1,40}")
_REFUSALS = (401, 403, 404, 409, 422, 503)
DryRun = Annotated[bool, Query(description="Only say what would be.")]
Archived = Annotated[bool, Query(description="The archived items instead of all others.")]


class _Decoders:
    NEW: ClassVar[msgspec.json.Decoder[NewItem]] = msgspec.json.Decoder(NewItem)
    PATCH: ClassVar[msgspec.json.Decoder[ItemPatch]] = msgspec.json.Decoder(ItemPatch)
    ACTIVE: ClassVar[msgspec.json.Decoder[ItemActive]] = msgspec.json.Decoder(ItemActive)
    DISCOUNT: ClassVar[msgspec.json.Decoder[NewDiscount]] = msgspec.json.Decoder(NewDiscount)
    RANK: ClassVar[msgspec.json.Decoder[NewRank]] = msgspec.json.Decoder(NewRank)
    STOCK: ClassVar[msgspec.json.Decoder[NewStock]] = msgspec.json.Decoder(NewStock)
    WINDOW: ClassVar[msgspec.json.Decoder[NewWindow]] = msgspec.json.Decoder(NewWindow)
    ARCHIVAL: ClassVar[msgspec.json.Decoder[ItemArchival]] = msgspec.json.Decoder(ItemArchival)
    REVERSION: ClassVar[msgspec.json.Decoder[Reversion]] = msgspec.json.Decoder(Reversion)


Sent = TypeVar("Sent", bound=msgspec.Struct)


class ShopRequest:
    """One request with a command to the shop: reads it, submits it, and answers with the outcome."""

    def __init__(self, request: Request, provided: GatewayDependencies, act: Act, dry_run: bool) -> None:
        self._request = request
        self._provided = provided
        self._act = act
        self._dry_run = dry_run

    async def read(self, decoder: msgspec.json.Decoder[Sent]) -> Sent:
        """Return the body that was sent. Raises Problem."""
        return await read_payload(self._request, decoder, self._provided.config.body_bytes_max)

    def about(self, item_id: str, sent: ItemOrder) -> dict[str, Any]:
        """Return the fields of every command about an item. Raises Problem: there can be no such item."""
        return self.common(_known(item_id), sent.reason) | {"version": sent.version}

    def common(self, item_id: str, reason: str | None) -> dict[str, Any]:
        """Return the fields of every command."""
        act = structs.replace(self._act, reason=reason or NO_REASON)
        return {"act": act, "item_id": item_id, "dry_run": self._dry_run}

    async def filed(self, item_id: str) -> Item | None:
        """Return an archived item that the shop keeps no more; None: it keeps it, or there is none."""
        if await kept_versions(self._provided, item_id) is not None:
            return None
        return await filed_item(self._provided, item_id)

    async def submit(self, command: ShopOrder, status: int = 200) -> Response:
        """Submit a command and answer with the item as the shop has made it, or would make it.

        Raises:
            Problem: the shop refuses.
        """
        key = idempotency_key(self._request, required=False)
        await claim(self._request, self._provided, key)
        target = f"{SHOP}/{STOREFRONT}/{command.item_id}"
        recorded = not command.dry_run
        answer = await self._provided.staff_commands.submit_to(SHOP_REF, command, key, target=target, recorded=recorded)
        try:
            carried_out(answer, recorded=recorded)
        except Problem as problem:
            if "item" in problem.details:
                problem.details = item_in(problem.details)
            raise
        done = msgspec.json.decode(answer.body, type=ItemDone)
        return json_response(ordered(done), 200 if done.dry_run else status, replayed(answer))


async def _shop_request(request: Request, provided: Provided, caller: Admin, dry_run: DryRun = False) -> ShopRequest:
    return ShopRequest(request, provided, act_of(request, caller, NO_REASON), dry_run)


Shop = Annotated[ShopRequest, Depends(_shop_request)]
router = APIRouter(prefix="/api/admin/shop/items", tags=["admin"])


def _documented(body: type[msgspec.Struct], says: str = "The item, and what changed.", **others: Any) -> dict[str, Any]:
    return documented(
        body=body, answer=ItemOrdered, says=says, problems=_REFUSALS, parameters=(OPTIONAL_KEY,), **others
    )


# --- the shop ---------------------------------------------------------------------------------------------------


@router.get(
    "",
    summary="Items of the shop",
    **documented(answer=ShopItems, says="Items by rank.", problems=(400, 401, 403, 503)),
)
async def shop_items(provided: Provided, _: Viewer, wanted: WantedPage, archived: Archived = False) -> Response:
    """Every item, those not on sale included, with its discount, due or scheduled, and where its pieces are.

    Archived items come by id, of which some are in the store alone.
    """
    book = await _query(provided, StockGet(archived=archived), StockBook)
    if archived:
        return json_response(await archived_items(provided, book, wanted))
    page, after = ITEMS.page(book.items, wanted, lambda each: (each.item.rank, each.item_id))
    return json_response(ShopItems(version=book.version, items=[shop_item(each) for each in page], next=after))


@router.get(
    "/{item_id}",
    summary="Versions of an item",
    **documented(answer=ItemVersions, says="The latest versions.", problems=(401, 403, 404, 503)),
)
async def shop_item_versions(item_id: str, provided: Provided, _: Viewer, wanted: WantedPage) -> Response:
    """An item as it is and as it was; `revert` takes it back to one of these versions."""
    kept = await kept_versions(provided, _known(item_id))
    filed = await filed_item(provided, item_id) if kept is None else None
    versions = kept or ([] if filed is None else [filed])
    if not versions:
        raise Problem("not_found", NO_SUCH_ITEM)
    page, after = VERSIONS.page(versions, wanted, lambda item: -item.version)
    return json_response(ItemVersions(id=item_id, items=[version_view(item) for item in page], next=after))


# --- commands -------------------------------------------------------------------------------------------------


@router.post(
    "",
    summary="Create an item",
    **_documented(NewItem, "The new item.", status=201, also={200: ("With `dry_run`: as it would be.", ItemOrdered)}),
)
async def create_item(shop: Shop) -> Response:
    """Put a new item into the shop, by default not on sale yet."""
    sent = await shop.read(_Decoders.NEW)
    return await shop.submit(ItemCreate(**shop.common(sent.id, sent.reason), item=new_item(sent)), 201)


@router.patch("/{item_id}", summary="Edit an item", **_documented(ItemPatch))
async def edit_item(item_id: str, shop: Shop) -> Response:
    """Change name, price, contents, limits or tier; what is left out stays."""
    sent = await shop.read(_Decoders.PATCH)
    given = {name: getattr(sent, name) for name in EDITABLE if getattr(sent, name) is not UNSET}
    return await shop.submit(ItemEdit(**shop.about(item_id, sent), **given))


@router.patch("/{item_id}/toggle", summary="Put an item on sale or take it off", **_documented(ItemActive))
async def toggle_item(item_id: str, shop: Shop) -> Response:
    """Activate or deactivate an item; 409 `item_inactive` if it cannot be activated."""
    sent = await shop.read(_Decoders.ACTIVE)
    return await shop.submit(ItemToggle(**shop.about(item_id, sent), active=sent.active))


@router.patch("/{item_id}/discount", summary="Discount an item", **_documented(NewDiscount))
async def discount_item(item_id: str, shop: Shop) -> Response:
    """Set or take away the discount; it applies within its window."""
    sent = await shop.read(_Decoders.DISCOUNT)
    starts_at, ends_at = at_ms(sent.starts_at), at_ms(sent.ends_at)
    about = shop.about(item_id, sent)
    return await shop.submit(ItemDiscount(**about, percent=sent.percent, starts_at=starts_at, ends_at=ends_at))


@router.patch("/{item_id}/rank", summary="Rank an item", **_documented(NewRank))
async def rank_item(item_id: str, shop: Shop) -> Response:
    """Move an item in the catalog."""
    sent = await shop.read(_Decoders.RANK)
    return await shop.submit(ItemRank(**shop.about(item_id, sent), rank=sent.rank))


@router.patch("/{item_id}/stock", summary="Stock an item", **_documented(NewStock))
async def stock_item(item_id: str, shop: Shop) -> Response:
    """Say how many pieces there ever are, no fewer than are sold or held."""
    sent = await shop.read(_Decoders.STOCK)
    return await shop.submit(ItemStock(**shop.about(item_id, sent), stock=sent.stock))


@router.patch("/{item_id}/window", summary="Say when an item is sold", **_documented(NewWindow))
async def window_item(item_id: str, shop: Shop) -> Response:
    """Set or take away the sale window; a discount has a window of its own."""
    sent = await shop.read(_Decoders.WINDOW)
    return await shop.submit(ItemWindow(**shop.about(item_id, sent), sale_window=window(sent.sale_window)))


@router.post("/{item_id}/revert", summary="Revert an item", **_documented(Reversion))
async def revert_item(item_id: str, shop: Shop) -> Response:
    """Give an item the texts, price, contents, limits and windows that it had at an earlier version, as a new version.

    Stock, rank, and whether it is on sale stay what they are; `changes` says what is different.
    """
    sent = await shop.read(_Decoders.REVERSION)
    return await shop.submit(ItemRevert(**shop.about(item_id, sent), to=sent.to))


@router.post("/{item_id}/archive", summary="Archive an item", **_documented(ItemArchival))
async def archive_item(item_id: str, shop: Shop) -> Response:
    """Take an item off sale and out of the lists, so that it does not count as one of the shop's; or bring it back.

    409 `item_inactive` while purchases under way hold pieces of it. An archived item takes no other orders.
    """
    sent = await shop.read(_Decoders.ARCHIVAL)
    about = shop.about(item_id, sent)
    return await shop.submit(ItemArchive(**about, archived=sent.archived, stored=await shop.filed(item_id)))


def _known(item_id: str) -> str:
    if not _ITEM_ID.fullmatch(item_id):
        raise Problem("not_found", NO_SUCH_ITEM)
    return item_id


async def _query(provided: GatewayDependencies, query: Command, answer: type[Sent]) -> Sent:
    asked = await provided.entities.query(SHOP_REF, query.TYPE, msgspec.json.encode(query))
    return msgspec.json.decode(checked(asked).body, type=answer)
