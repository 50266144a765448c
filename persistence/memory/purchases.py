"""Purchases in memory."""

from collections.abc import Mapping, Sequence
from typing import Any

from persistence.purchases import StoredPurchase


class MemoryPurchases:
    """The in-memory `StoredPurchases`; `purchases` are by player, `last_items` by id."""

    def __init__(self) -> None:
        self.purchases: dict[str, list[StoredPurchase]] = {}
        self.last_items: dict[str, Mapping[str, Any]] = {}

    async def page(self, user_id: str, after: tuple[int, str] | None, rows_max: int) -> Sequence[StoredPurchase]:
        """See `StoredPurchases.page`."""
        placed = {(-each.created_ms, each.purchase_id): each for each in self.purchases.get(user_id, ())}
        return [placed[place] for place in sorted(placed) if after is None or place > after][:rows_max]

    async def find(self, user_id: str, purchase_id: str) -> StoredPurchase | None:
        """See `StoredPurchases.find`."""
        return next((each for each in self.purchases.get(user_id, ()) if each.purchase_id == purchase_id), None)

    async def items(self, item_ids: Sequence[str]) -> Mapping[str, Mapping[str, Any]]:
        """See `StoredPurchases.items`."""
        return {name: self.last_items[name] for name in item_ids if name in self.last_items}
