"""The tenure of a relay: its lease, and the groups of shards that it holds.

Relays share the groups without anybody's order. Each looks, when it renews, how many live, and holds as many groups as
are its share: it gives up what is more, and takes what is free. One that cannot carry has no share while others can.
A relay that lost its lease begins anew, as another incarnation: it has nothing to lose.
"""

import asyncio
from collections.abc import Callable, Sequence
from math import ceil

import structlog

from actors.runtime.clock import Clock
from persistence.errors import StoreError
from persistence.stream.outbox import RELAY_GROUPS, Outbox, RelayLease

RENEWALS_PER_TTL = 4
MARGIN_SHARE = 0.15
"""Share of the lease that is not used, for the difference of clock rates and for what is already on its way."""

log = structlog.get_logger("relay")


class Tenure:
    """`incarnation` 0: it has no lease now."""

    def __init__(self, outbox: Outbox, clock: Clock, cluster: str, name: str, ttl_ms: int) -> None:
        self._outbox = outbox
        self._clock = clock
        self._cluster = cluster
        self._name = name
        self._ttl_ms = ttl_ms
        self._until_ms = 0.0
        self._share = 0
        self._settled = True
        self._busy = asyncio.Lock()
        self.incarnation = 0
        self.groups: frozenset[int] = frozenset()

    def valid(self) -> bool:
        """Return True while no other relay can have taken its groups."""
        return self.incarnation > 0 and self._clock.monotonic_ms() < self._until_ms

    async def keep(self, trouble: Callable[[], str], renewed: Callable[[], None]) -> None:
        """Renew until cancelled; `renewed` is called each time."""
        while True:
            await asyncio.sleep(self._ttl_ms / RENEWALS_PER_TTL / 1000)
            try:
                await self.renew(trouble())
            except StoreError as error:  # without a renewal the lease ends by itself
                log.warning("relay_lease_not_renewed", error=str(error))
            renewed()

    async def renew(self, trouble: str) -> None:
        """Renew the lease, or begin anew without groups if it was lost. Raises StoreError."""
        async with self._busy:
            started_ms = self._clock.monotonic_ms()
            if not self.incarnation:
                self.incarnation = await self._outbox.register(self._cluster, self._name, self._ttl_ms)
                log.info("relay_registered", incarnation=self.incarnation)
            groups = await self._outbox.renew(self.incarnation, self._ttl_ms, trouble)
            if groups is None:
                self.lose("its lease was over, and another took its groups")
                return
            self.groups = groups
            self._until_ms = started_ms + self._ttl_ms * (1 - MARGIN_SHARE)
            self._share = share_of(self.incarnation, await self._outbox.relays())
            self._settled = False

    async def settle(self) -> bool:
        """Give up or take groups, once after each renewal; return True if there are new ones. Raises StoreError."""
        if self._settled or not self.valid():
            return False
        async with self._busy:
            before = self.groups
            if len(before) > self._share:
                excess = sorted(before)[self._share :]
                await self._outbox.release(self.incarnation, excess)
                self.groups = before.difference(excess)
            elif len(before) < self._share:
                self.groups = await self._outbox.claim(self.incarnation, self._share - len(before))
            self._settled = True
            if self.groups != before:
                log.info("relay_groups", incarnation=self.incarnation, groups=len(self.groups))
            return not self.groups <= before

    async def leave(self) -> None:
        """Give up everything, so that others need not wait for the end of the lease. Raises StoreError."""
        async with self._busy:
            if self.incarnation:
                await self._outbox.leave(self.incarnation)
                self._hold_nothing()

    def lose(self, reason: str) -> None:
        """Hold nothing any more; the next renewal begins anew."""
        log.warning("relay_lease_lost", incarnation=self.incarnation, reason=reason)
        self._hold_nothing()

    def _hold_nothing(self) -> None:
        self.incarnation, self.groups, self._until_ms = 0, frozenset(), 0.0


def share_of(incarnation: int, relays: Sequence[RelayLease]) -> int:
    """Return how many groups a relay is to hold at most."""
    living = [each for each in relays if each.remaining_ms > 0 or each.incarnation == incarnation]
    able = [each for each in living if not each.trouble] or living
    mine = any(each.incarnation == incarnation for each in able)
    return ceil(RELAY_GROUPS / len(able)) if mine else 0
