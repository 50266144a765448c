"""Orders of staff that give a player something: alone up to a sum, with a second person above it.

What was given alone within the window is added up by author, by player and over all staff, each currency by itself
(docs/economy.md). Direct and approved orders share one space of keys. What may be carried out alone may be so for a
day: after it the order has left the sums, and its entity may have forgotten that it was done.
"""

from dataclasses import dataclass
from hashlib import blake2b

import msgspec
from prometheus_client import CollectorRegistry, Counter

from actors.runtime.bodies import given_fields
from actors.runtime.clock import Clock
from actors.staff.messages import StaffCommand
from gateway.config import GatewayConfig
from gateway.ports import Answer
from gateway.staff.approvals import Approvals, IdempotencyConflict
from gateway.staff.commands import StaffCommands
from gateway.staff.order_ids import order_id
from persistence.approvals import Approval
from persistence.staff.orders import AloneLimits, KeyReused, StaffOrder, StaffOrders
from persistence.staff.replies import REPLY_KEPT_MS

HOUR_MS = 3_600_000


@dataclass(frozen=True, slots=True)
class Waiting:
    """An order that waits for a second person, or has; `repeated`: its key was used before."""

    approval: Approval
    repeated: bool


class Gifts:
    """The way of an order that gives a player something away."""

    def __init__(
        self,
        orders: StaffOrders,
        commands: StaffCommands,
        approvals: Approvals,
        config: GatewayConfig,
        clock: Clock,
        registry: CollectorRegistry,
    ) -> None:
        self._orders = orders
        self._commands = commands
        self._approvals = approvals
        self._config = config
        self._clock = clock
        self._given = Counter(
            "staff_orders_total",
            "Grants and refunds that staff ordered, repeats included",
            ["currency", "result"],
            registry=registry,
        )

    async def order(
        self, user_id: str, command: StaffCommand, key: str, *, amount: int, currency: str
    ) -> Answer | Waiting:
        """Give an order; return its entity's answer, or the approval that it waits for. Raises IdempotencyConflict."""
        act, target = command.act, f"user/{user_id}"
        order = [command.TYPE, target, given_fields(command), amount, currency]
        what = blake2b(msgspec.msgpack.encode(order), digest_size=16).digest()
        now_ms = self._clock.now_ms()
        new = StaffOrder(order_id(act.actor, key), what, act.actor, target, currency, amount, now_ms)
        try:
            placed = await self._orders.place(new, self._limits(currency))
        except KeyReused:
            raise IdempotencyConflict from None
        if placed.alone and now_ms >= placed.at_ms + REPLY_KEPT_MS:
            raise IdempotencyConflict("This idempotency key was used more than a day ago.")
        self._given.labels(currency, "alone" if placed.alone else "second_person").inc()
        if placed.alone:
            return await self._commands.submit(user_id, command, key)
        body = msgspec.to_builtins(command)
        approval, repeated = await self._approvals.ask(command.TYPE, target, body, act, approval_id=placed.id)
        return Waiting(approval, repeated)

    def _limits(self, currency: str) -> AloneLimits:
        """Return the limits of a currency; of one that has no threshold nothing is given alone."""
        config = self._config
        each_max = config.alone_max(currency)
        return AloneLimits(each_max, each_max * config.grant_all_times_max, config.grant_window_h * HOUR_MS)
