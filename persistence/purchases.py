"""Purchases and items of the shop as they are stored, however long ago they were made: the port and its record.

`persistence.postgres.purchases` and `persistence.memory.purchases` are its stores; `tests/contracts/test_purchases.py`
runs both.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol


@dataclass(frozen=True, slots=True)
class StoredPurchase:
    """A purchase that succeeded, in its last state; `data` is the stored fact (`actors.shop.facts.PurchaseChanged`)."""

    purchase_id: str
    created_ms: int
    data: Mapping[str, Any]


class StoredPurchases(Protocol):
    """Purchases that succeeded, those refunded since among them. Every method raises Unreachable."""

    async def page(self, user_id: str, after: tuple[int, str] | None, rows_max: int) -> Sequence[StoredPurchase]:
        """Return the newest purchases of a player, newest first; of those after (negative Unix ms, id) if given."""
        ...

    async def find(self, user_id: str, purchase_id: str) -> StoredPurchase | None:
        """Return a purchase of a player; None: there is none that succeeded."""
        ...

    async def items(self, item_ids: Sequence[str]) -> Mapping[str, Mapping[str, Any]]:
        """Return the last version of items, by id, as stored (`actors.shop.facts.ItemChanged`); no unknown ones."""
        ...
