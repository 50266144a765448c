"""The lease: the right of a host to run turns and to send, until it ends.

The host renews from its main loop (a wedged loop loses the lease). It may act only before *monotonic start of the last
successful renewal + TTL - margin*, and only while its clock agrees with the store's (decision 0037); between leases it
stands still: links are not read, outputs wait.
"""

import asyncio
from collections.abc import Callable

import structlog

from actors.runtime.clock import Clock
from persistence.entities.ownership import Ownership
from persistence.errors import StoreError

RENEWALS_PER_TTL = 4
MARGIN_SHARE = 0.15
"""Share of the TTL kept as a margin, for the difference of clock rates and for what is already on its way."""
CLOCK_SKEW_MS_MAX = 1_000
"""How far a host's clock may be from the store's. Times of entities never go back, so that one turn under a clock an
hour ahead would stop an entity's time for an hour, on every later host."""

log = structlog.get_logger("lease")


async def measured_skew_ms(ownership: Ownership, clock: Clock) -> float:
    """Return how far the wall clock is ahead of the store's at least, in ms; negative: behind. Raises Unreachable."""
    started_ms = clock.monotonic_ms()
    store_ms = await ownership.now_ms()
    return _skew_ms(clock, started_ms, store_ms)


def _skew_ms(clock: Clock, started_ms: float, store_ms: int) -> float:
    """Return the skew that is certain: the store's clock was read at some moment since `started_ms` (monotonic)."""
    latest_ms = clock.now_ms()
    earliest_ms = latest_ms - (clock.monotonic_ms() - started_ms)
    return max(0.0, earliest_ms - store_ms) + min(0.0, latest_ms - store_ms)


class Lease:
    """The lease of one incarnation. `died` is called once, when it can never be renewed."""

    def __init__(
        self,
        ownership: Ownership,
        clock: Clock,
        incarnation: int,
        ttl_ms: int,
        died: Callable[[str], None],
        *,
        skew_ms_max: int = CLOCK_SKEW_MS_MAX,
    ) -> None:
        self._ownership = ownership
        self._clock = clock
        self._incarnation = incarnation
        self._ttl_ms = ttl_ms
        self._margin_ms = ttl_ms * MARGIN_SHARE
        self._until_ms = clock.monotonic_ms()
        self._timeline: str | None = None
        self._died = died
        self._skew_ms_max = skew_ms_max
        self._skew_ms = 0.0
        self._ahead_of_monotonic_ms = clock.now_ms() - clock.monotonic_ms()
        """Both as of the last comparison with the store's clock."""
        self._in_step = True
        self._waiting: asyncio.Future[None] | None = None
        self.dead = False
        self.renewed: list[Callable[[], None]] = []
        """Called after each renewal that follows a lapse."""

    def margin_ms(self) -> float:
        """Return how long this host may still act, in ms; negative: it may not."""
        return self._until_ms - self._clock.monotonic_ms()

    def skew_ms(self) -> float:
        """Return how far the wall clock is ahead of the store's at least, in ms, its steps since the last look
        included."""
        return self._skew_at(self._clock.monotonic_ms())

    def in_step(self) -> bool:
        """Return whether the wall clock may be used. Once it may not, only a renewal says that it may again."""
        return self._is_in_step(self._clock.monotonic_ms())

    def _is_in_step(self, monotonic_ms: float) -> bool:
        if self._in_step:
            skew_ms = self._skew_at(monotonic_ms)
            if not -self._skew_ms_max <= skew_ms <= self._skew_ms_max:
                self._in_step = False
                log.error("clock_skewed", skew_ms=round(skew_ms), skew_ms_max=self._skew_ms_max)
        return self._in_step

    def _skew_at(self, monotonic_ms: float) -> float:
        """Return the skew by a reading of the monotonic clock that was made just now."""
        return self._skew_ms + self._clock.now_ms() - monotonic_ms - self._ahead_of_monotonic_ms

    def valid(self) -> bool:
        """Return whether this host may act now."""
        monotonic_ms = self._clock.monotonic_ms()
        return not self.dead and monotonic_ms < self._until_ms and self._is_in_step(monotonic_ms)

    def wait(self) -> asyncio.Future[None] | None:
        """Return None while the lease is valid, else a future of its next renewal."""
        if self.valid():
            return None
        if self._waiting is None or self._waiting.cancelled():
            self._waiting = asyncio.get_running_loop().create_future()
        return self._waiting

    async def keep(self) -> None:
        """Renew until cancelled, or until the incarnation is dead.

        With a wrong clock it lets the lease run out, so that a host with a right one takes over.
        """
        while not self.dead:
            try:
                if self.in_step() or await self._is_right_again():
                    await self.renew()
            except StoreError as error:  # whatever it is: without a renewal the lease ends by itself
                log.warning("lease_not_renewed", error=str(error), margin_ms=round(self.margin_ms()))
            await asyncio.sleep(self._ttl_ms / RENEWALS_PER_TTL / 1000)

    async def renew(self) -> None:
        """Renew once, and compare the clocks.

        Raises:
            Unreachable: the store did not answer; the lease runs on until it ends.
        """
        started_ms = self._clock.monotonic_ms()
        renewal = await self._ownership.renew(self._incarnation, self._ttl_ms)
        if renewal is None:
            self._die("the lease was taken over")
        elif self._timeline not in (None, renewal.timeline):
            self._die(f"Postgres moved from timeline {self._timeline} to {renewal.timeline}")
        else:
            self._timeline = renewal.timeline
            lapsed = not self.valid()
            self._compared(_skew_ms(self._clock, started_ms, renewal.now_ms))
            self._in_step = True
            self._until_ms = started_ms + self._ttl_ms - self._margin_ms
            if self.valid() and lapsed:
                self._resume()

    async def _is_right_again(self) -> bool:
        self._compared(await measured_skew_ms(self._ownership, self._clock))
        return abs(self._skew_ms) <= self._skew_ms_max

    def _compared(self, skew_ms: float) -> None:
        self._skew_ms = skew_ms
        self._ahead_of_monotonic_ms = self._clock.now_ms() - self._clock.monotonic_ms()

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
