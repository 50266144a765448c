"""`/api/admin/users/{user_id}`: what staff take from a player or give beside rewards; each act once for its key.

Like grants, they count in sums by currency, `freeze` and `item` among them, and wait for a second person above their
thresholds (`gateway.staff.four_eyes.gifts`).
"""

from typing import Annotated, ClassVar

import msgspec
from fastapi import APIRouter
from msgspec import Meta
from starlette.responses import Response

from actors.debts.messages import DebtForgive, DebtForgiven
from actors.games.gacha.area import GACHA
from actors.games.inventory import ITEMS_GRANTED_MAX, ItemName, ItemsOwned, UserItemGrant
from actors.money.amounts import Amount, LedgerCurrency
from actors.rewards.messages import Deducted, UserDeduct
from actors.runtime.payloads import ClientPayload
from actors.staff.messages import Reason
from actors.streak.messages import FREEZES_GRANTED_MAX, FreezesCounted, UserFreezeGrant
from gateway.auth.tokens import Principal
from gateway.dependencies import GatewayDependencies
from gateway.rest.admin.weighed import Weighed, WeighedRequest, weighed_documentation
from gateway.rest.guards import Admin, Operator
from gateway.rest.problems import Problem
from gateway.rest.provided import Provided

FREEZE, ITEM = "freeze", "item"
"""What is weighed beside the currencies, in pieces."""


class Correction(ClientPayload, frozen=True):
    """An amount of a currency, and why."""

    reason: Reason
    """Why; the audit trail keeps it."""
    currency: LedgerCurrency
    """Currency of the amount."""
    amount: Amount
    """Amount, in whole units of the currency."""


class FreezeGrant(ClientPayload, frozen=True):
    """Freezes for a player's streak."""

    reason: Reason
    """Why; the audit trail keeps it."""
    count: Annotated[int, Meta(ge=1, le=FREEZES_GRANTED_MAX)] = 1
    """Number of freezes."""


class ItemGrant(ClientPayload, frozen=True):
    """Pieces of an item that banners have."""

    reason: Reason
    """Why; the audit trail keeps it."""
    item: ItemName
    """Id of the item."""
    count: Annotated[int, Meta(ge=1, le=ITEMS_GRANTED_MAX)] = 1
    """Number of pieces."""


class _Decoders:
    CORRECTION: ClassVar[msgspec.json.Decoder[Correction]] = msgspec.json.Decoder(Correction)
    FREEZES: ClassVar[msgspec.json.Decoder[FreezeGrant]] = msgspec.json.Decoder(FreezeGrant)
    ITEMS: ClassVar[msgspec.json.Decoder[ItemGrant]] = msgspec.json.Decoder(ItemGrant)


router = APIRouter(prefix="/api/admin/users", tags=["admin"])


@router.post(
    "/{user_id}/deduct",
    summary="Deduct from a player",
    **weighed_documentation(Correction, Deducted, "It is taken."),
)
async def deduct(user_id: str, weighed: Weighed, caller: Admin) -> Response:
    """Take an amount from a player; 409 `insufficient_gold` if they have less, and then nothing is taken."""
    return await _correct(user_id, weighed, caller, UserDeduct)


@router.post(
    "/{user_id}/debts/forgive",
    summary="Forgive a debt",
    **weighed_documentation(Correction, DebtForgiven, "It is forgiven."),
)
async def forgive(user_id: str, weighed: Weighed, caller: Admin) -> Response:
    """Forgive a player up to an amount of what they owe in a currency; 404 if they owe nothing in it."""
    return await _correct(user_id, weighed, caller, DebtForgive)


@router.post(
    "/{user_id}/grant-freezes",
    summary="Grant streak freezes",
    **weighed_documentation(FreezeGrant, FreezesCounted, "They are granted."),
)
async def grant_freezes(user_id: str, weighed: Weighed, caller: Operator) -> Response:
    """Give a player freezes for their streak; 403 `limit_exceeded` if they would have more than a player may."""
    wanted = await weighed.read(_Decoders.FREEZES)
    act = weighed.act(caller, wanted.reason)
    command = UserFreezeGrant(act=act, order_id=weighed.order_id(act), count=wanted.count)
    return await weighed.give(user_id, command, wanted.count, FREEZE)


@router.post(
    "/{user_id}/grant-item",
    summary="Grant an item",
    **weighed_documentation(ItemGrant, ItemsOwned, "It is granted."),
)
async def grant_item(user_id: str, provided: Provided, weighed: Weighed, caller: Operator) -> Response:
    """Give a player pieces of an item that some banner has; 404 if none has it."""
    wanted = await weighed.read(_Decoders.ITEMS)
    if wanted.item not in _items(provided):
        raise Problem("not_found", "No banner has such an item.")
    act = weighed.act(caller, wanted.reason)
    command = UserItemGrant(act=act, order_id=weighed.order_id(act), game=GACHA, item=wanted.item, count=wanted.count)
    return await weighed.give(user_id, command, wanted.count, ITEM)


async def _correct(
    user_id: str, weighed: WeighedRequest, caller: Principal, kind: type[UserDeduct] | type[DebtForgive]
) -> Response:
    wanted = await weighed.read(_Decoders.CORRECTION)
    act = weighed.act(caller, wanted.reason)
    command = kind(act=act, order_id=weighed.order_id(act), currency=wanted.currency, amount=wanted.amount)
    return await weighed.give(user_id, command, wanted.amount, wanted.currency)


def _items(provided: GatewayDependencies) -> set[str]:
    """Return the items of all banners."""
    banners = [each.body for each in provided.definitions.area(GACHA).values()]
    return {item for banner in banners for rarity in banner.rarities for item in (*rarity.featured, *rarity.items)}
