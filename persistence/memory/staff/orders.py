"""Orders of staff in memory."""

from persistence.staff.orders import AloneLimits, KeyReused, StaffOrder, may_stand_alone


class MemoryStaffOrders:
    """Orders in a dictionary."""

    def __init__(self) -> None:
        self.orders: dict[str, StaffOrder] = {}

    async def place(self, new: StaffOrder, limits: AloneLimits) -> StaffOrder:
        known = self.orders.get(new.id)
        if known is not None:
            if known.what != new.what:
                raise KeyReused(new.id)
            return known
        since_ms = new.at_ms - limits.window_ms
        recent = [
            each
            for each in self.orders.values()
            if each.alone and each.currency == new.currency and each.at_ms > since_ms
        ]
        placed = new._replace(alone=may_stand_alone(new, limits, recent))
        self.orders[new.id] = placed
        return placed
