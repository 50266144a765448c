"""The steps of a purchase (`actors.shop.purchases`), as one sees them in what a host commits.

On the buyer's host: `asked` (1), `decided` (3, it succeeded), `let_go` (3, it failed although pieces were held).
On the shop's host: `reserved` (2), `refused` (2), `ended` (4: a hold was confirmed or released).
"""

from collections.abc import Callable, Mapping

from actors.shop.shop_messages import PurchaseRefused, PurchaseReserved, ShopConfirm, ShopRelease, ShopReserve
from persistence.entities.records import CommitRequest

BUYERS_STEPS = ("asked", "decided", "let_go")
SHOPS_STEPS = ("reserved", "refused", "ended")


def _tells(type_: str) -> Callable[[CommitRequest], bool]:
    return lambda request: any(tell.type == type_ for tell in request.tells)


def _ends_a_hold(request: CommitRequest) -> bool:
    """The shop answers a reservation and nothing else that users tell it."""
    heard = sum(command.kind == "shop" and command.origin.startswith("entity:user/") for command in request.commands)
    answered = sum(tell.type in {PurchaseReserved.TYPE, PurchaseRefused.TYPE} for tell in request.tells)
    return heard > answered


PURCHASE_STEPS: Mapping[str, Callable[[CommitRequest], bool]] = {
    "asked": _tells(ShopReserve.TYPE),
    "reserved": _tells(PurchaseReserved.TYPE),
    "refused": _tells(PurchaseRefused.TYPE),
    "decided": _tells(ShopConfirm.TYPE),
    "let_go": _tells(ShopRelease.TYPE),
    "ended": _ends_a_hold,
}
