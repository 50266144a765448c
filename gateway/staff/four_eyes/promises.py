"""Definitions that give players something: published alone up to a sum, with a second person above it.

Whoever publishes a mission of 10^12 gold gives as much away as who grants it, only not to one player. What a version
gives one player beyond the one in force counts as an order of its author (`gateway.staff.four_eyes.gifts`): by
author, by definition and over all staff within the window, each currency by itself, apart from grants.
"""

from collections.abc import Iterable, Mapping
from hashlib import blake2b
from typing import Any, ClassVar

import msgspec
from msgspec import Struct

from actors.runtime.clock import Clock
from gateway.auth.roles import Role
from gateway.config import GatewayConfig
from gateway.identifiers import new_id
from gateway.refusals import Refusal
from gateway.staff.approvals import Approvals, By, CarryOut, IdempotencyConflict, Unfinished
from gateway.staff.commands import UNKNOWN_OUTCOMES
from gateway.staff.definitions import EVENTS, Change, DefinitionPublisher, PublishedVersion, Trial, Tried, Wanted
from gateway.staff.four_eyes.gifts import HOUR_MS, Waiting
from gateway.staff.order_ids import order_id
from persistence.approvals import Approval
from persistence.staff.orders import AloneLimits, KeyReused, StaffOrder, StaffOrders

EVENTS_ACT, CONFIGURATION_ACT = "events.publish", "configuration.publish"
APPROVED_VERSIONS: Mapping[str, Role] = {EVENTS_ACT: Role.OPERATOR, CONFIGURATION_ACT: Role.ADMIN}
"""The role that each act asks of its author."""


class Author(Struct, frozen=True):
    """The member of staff who asked for versions, and from where; a `gateway.staff.approvals.By`."""

    actor: str
    role: str
    request_id: str
    address: str
    reason: str


class WantedChange(Struct, frozen=True):
    """A `gateway.staff.definitions.Change` as an approval keeps it."""

    id: str
    follows: int
    body: dict[str, Any] | None
    closed: bool
    kind: str


class WantedVersions(Struct, frozen=True):
    """A `gateway.staff.definitions.Wanted` as an approval keeps it, with what it gives one player and its author."""

    area: str
    changes: list[WantedChange]
    starts_ms: int
    replace: bool
    gives: dict[str, int]
    act: Author


class Promises:
    """The way of versions that staff publish."""

    CURRENCY: ClassVar[str] = "promised "
    """Before the name of a currency in the orders that are weighed."""

    def __init__(
        self,
        orders: StaffOrders,
        publisher: DefinitionPublisher,
        approvals: Approvals,
        config: GatewayConfig,
        clock: Clock,
    ) -> None:
        self.publisher = publisher
        self._orders = orders
        self._approvals = approvals
        self._config = config
        self._clock = clock

    async def order(self, wanted: Wanted, by: By, key: str = "") -> list[PublishedVersion] | Waiting:
        """Publish versions, or let them wait for a second person. Raises as `DefinitionPublisher.publish` does, and
        IdempotencyConflict."""
        tried = await self.publisher.try_out(wanted, by, recorded=True)
        if await self._alone(tried, by, key or new_id()):
            return await self.publisher.publish(wanted, by, tried)
        act = EVENTS_ACT if wanted.area == EVENTS else CONFIGURATION_ACT
        body = msgspec.to_builtins(_kept(wanted, by, given(tried.tried)))
        approval_id = order_id(by.actor, key) if key else ""
        return Waiting(*await self._approvals.ask(act, _target(wanted), body, by, approval_id=approval_id))

    def takes_two(self, tried: Iterable[Tried]) -> bool:
        """Return whether these versions need a second person, whatever else was published."""
        return any(amount > self._config.alone_max(currency) for currency, amount in given(tried).items())

    async def _alone(self, tried: Trial, by: By, key: str) -> bool:
        """Weigh what the versions give, each definition and currency by itself."""
        alone = True
        for each in tried.tried:
            target = f"{each.new.area}/{each.new.id}"
            what = blake2b(msgspec.msgpack.encode([target, each.new.version, each.new.body]), digest_size=16).digest()
            for currency, amount in sorted(each.gives_more.items()):
                weighed = f"{self.CURRENCY}{currency}"
                place = order_id(by.actor, f"{key}/{target}/{weighed}")
                order = StaffOrder(place, what, by.actor, target, weighed, amount, self._clock.now_ms())
                try:
                    placed = await self._orders.place(order, self._limits(currency))
                except KeyReused:
                    raise IdempotencyConflict from None
                alone = alone and placed.alone
        return alone

    def _limits(self, currency: str) -> AloneLimits:
        each_max = self._config.alone_max(currency)
        window_ms = self._config.grant_window_h * HOUR_MS
        return AloneLimits(each_max, each_max * self._config.grant_all_times_max, window_ms)


class ApprovedVersions:
    """Versions that two people have agreed on; `gateway.staff.approvals.CarryOut`."""

    def __init__(self, publisher: DefinitionPublisher, clock: Clock) -> None:
        self._publisher = publisher
        self._clock = clock

    def reads(self, approval: Approval) -> bool:
        """Return whether this program can read what was asked for."""
        try:
            kept = msgspec.convert(approval.body, WantedVersions)
            self._publisher.versions.area(kept.area)
        except (msgspec.ValidationError, Refusal):
            return False
        return bool(kept.changes)

    async def __call__(self, approval: Approval) -> str:
        """Publish them once. Raises Unfinished."""
        kept = msgspec.convert(approval.body, WantedVersions)
        starts_ms = kept.starts_ms if kept.starts_ms > self._clock.now_ms() else 0
        changes = [Change(each.id, each.follows, each.body, each.closed, each.kind) for each in kept.changes]
        wanted = Wanted(kept.area, tuple(changes), starts_ms, kept.replace)
        if await self._is_done(wanted, kept.act):
            return "ok"
        try:
            tried = await self._publisher.try_out(wanted, kept.act, recorded=True)
            await self._publisher.publish(wanted, kept.act, tried)
        except Refusal as refusal:
            if refusal.code in UNKNOWN_OUTCOMES:
                raise Unfinished(refusal.code) from None
            return refusal.code
        return "ok"

    async def _is_done(self, wanted: Wanted, by: By) -> bool:
        """Return whether they were published before, by a gateway that ended before it could say so."""
        first = wanted.changes[0]
        try:
            stored = await self._publisher.versions.version(wanted.area, first.id, first.follows + 1)
        except Refusal:
            return False
        same_body = first.body is None or stored.body == first.body
        return (stored.author, stored.reason, stored.closed) == (by.actor, by.reason, first.closed) and same_body


def approved_acts(publisher: DefinitionPublisher, clock: Clock) -> dict[str, CarryOut]:
    """Return how versions are published that two people have agreed on, by the name of the act."""
    return dict.fromkeys(APPROVED_VERSIONS, ApprovedVersions(publisher, clock))


def given(tried: Iterable[Tried]) -> dict[str, int]:
    """Return the most of each currency that the versions give one player beyond those in force."""
    found: dict[str, int] = {}
    for each in tried:
        for currency, amount in each.gives_more.items():
            found[currency] = found.get(currency, 0) + amount
    return found


def _kept(wanted: Wanted, by: By, gives: dict[str, int]) -> WantedVersions:
    changes = [WantedChange(each.id, each.follows, each.body, each.closed, each.act) for each in wanted.changes]
    author = Author(by.actor, by.role, by.request_id, by.address, by.reason)
    return WantedVersions(wanted.area, changes, wanted.starts_ms, wanted.replace, gives, author)


def _target(wanted: Wanted) -> str:
    return ", ".join(f"{wanted.area}/{each.id}" for each in wanted.changes)
