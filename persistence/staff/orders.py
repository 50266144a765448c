"""Orders of staff that give something away: each stored once, before it is carried out, and weighed against the others.

Whether its author may carry an order out alone is decided when it is stored and stays, so that a repeat of its key goes
the same way. `persistence.postgres.staff.orders` and `persistence.memory.staff.orders` are the stores;
`tests/contracts/test_staff_orders.py` runs both. Times are Unix ms.
"""

from collections.abc import Iterable
from typing import NamedTuple, Protocol

from persistence.errors import StoreError


class KeyReused(StoreError):
    """The key was used for something else."""


class StaffOrder(NamedTuple):
    """One order. `id` is a digest of its author and key, `what` one of what is ordered."""

    id: str
    what: bytes
    actor: str
    target: str
    currency: str
    amount: int
    at_ms: int
    alone: bool = False


class AloneLimits(NamedTuple):
    """The most, of one currency within `window_ms`, that is ordered without a second person: by one author or for one
    target `each_max`, by all authors `all_max`.
    """

    each_max: int
    all_max: int
    window_ms: int


class StaffOrders(Protocol):
    """The store of orders. It raises Unreachable when it cannot be asked."""

    async def place(self, new: StaffOrder, limits: AloneLimits) -> StaffOrder:
        """Store an order and return it with `alone` decided; one that is stored already is returned as it is.

        Orders of one currency are weighed one after the other, on every gateway.

        Raises:
            KeyReused: another order has its id.
        """
        ...


def may_stand_alone(new: StaffOrder, limits: AloneLimits, recent: Iterable[StaffOrder]) -> bool:
    """Return whether `new` fits the limits beside the `recent` orders of its currency that stood alone."""
    by_actor = for_target = by_all = new.amount
    for order in recent:
        by_all += order.amount
        by_actor += order.amount if order.actor == new.actor else 0
        for_target += order.amount if order.target == new.target else 0
    return max(by_actor, for_target) <= limits.each_max and by_all <= limits.all_max
