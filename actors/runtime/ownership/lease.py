"""The lease: the right of a host to run turns and to send, until it ends.

The host renews from its main loop (a wedged loop loses the lease). It may act only before *monotonic start of the last
successful renewal + TTL - margin*; between leases it stands still: links are not read, outputs wait.
"""

import asyncio
from collections.abc import Callable

import structlog

from actors.runtime.clock import Clock
from persistence.entities.ownership import Ownership
from persistence.errors import Unreachable

RENEWALS_PER_TTL = 4
MARGIN_SHARE = 0.15
"""Share of the TTL kept as a margin, for the difference of clock rates and for what is already on its way."""

log = structlog.get_logger("lease")


class Lease:
    """The lease of one incarnation. `died` is called once, when it can never be renewed."""

    def __init__(
        self, ownership: Ownership, clock: Clock, incarnation: int, ttl_ms: int, died: Callable[[str], None]
    ) -> None:
        self._ownership = ownership
        self._clock = clock
        self._incarnation = incarnation
        self._ttl_ms = ttl_ms
        self._margin_ms = ttl_ms * MARGIN_SHARE
        self._until_ms = clock.monotonic_ms()
        self._timeline: str | None = None
        self._died = died
        self._waiting: asyncio.Future[None] | None = None
        self.dead = False
        self.renewed: list[Callable[[], None]] = []
        """Called after each renewal that follows a lapse."""

    def margin_ms(self) -> float:
        """Return how long this host may still act, in ms; negative: it may not."""
        return self._until_ms - self._clock.monotonic_ms()

    def valid(self) -> bool:
        """Return whether this host may act now."""
        return not self.dead and self._clock.monotonic_ms() < self._until_ms

    def wait(self) -> asyncio.Future[None] | None:
        """Return None while the lease is valid, else a future of its next renewal."""
        if self.valid():
            return None
        if self._waiting is None or self._waiting.cancelled():
            self._waiting = asyncio.get_running_loop().create_future()
        return self._waiting

    async def keep(self) -> None:
        """Renew until cancelled, or until the incarnation is dead."""
        while not self.dead:
            try:
                await self.renew()
            except Unreachable as error:
                log.warning("lease_unreachable", error=str(error), margin_ms=round(self.margin_ms()))
            await asyncio.sleep(self._ttl_ms / RENEWALS_PER_TTL / 1000)

    async def renew(self) -> None:
        """Renew once.

        Raises:
            Unreachable: the store did not answer; the lease runs on until it ends.
        """
        started_ms = self._clock.monotonic_ms()
        timeline = await self._ownership.renew(self._incarnation, self._ttl_ms)
        if timeline is None:
            self._die("the lease was taken over")
        elif self._timeline not in (None, timeline):
            self._die(f"Postgres moved from timeline {self._timeline} to {timeline}")
        else:
            self._timeline = timeline
            lapsed = not self.valid()
            self._until_ms = started_ms + self._ttl_ms - self._margin_ms
            if lapsed and self.valid():
                self._resume()

    def _die(self, reason: str) -> None:
        if not self.dead:
            self.dead = True
            self._died(reason)

    def _resume(self) -> None:
        if self._waiting is not None:
            if not self._waiting.done():
                self._waiting.set_result(None)
            self._waiting = None
        for callback in self.renewed:
            callback()
