"""Sessions that were revoked lately, as every gateway learns from the accounts store: tokens outlive their session.

Each look reads the revocations since the look before, and a little further back: a revocation has the time of the
gateway that made it, and is seen once its transaction has ended.

What is remembered is bounded, and no revoked token revives for that: when one revocation must be forgotten before its
tokens have expired by themselves, every token that is older counts as expired. Its owner refreshes it, unless the
session is revoked.
"""

import asyncio
from collections import OrderedDict
from collections.abc import Callable, Sequence

import structlog

from actors.runtime.clock import Clock
from gateway.auth.tokens import CLOCK_SKEW_S_MAX, AccessTokens, Principal, TokenExpired, TokenInvalid
from gateway.metrics.registry import GatewayMetrics
from persistence.errors import StoreError
from persistence.identity.accounts import Accounts, Revocation

LOOK_EVERY_MS = 2_000
OVERLAP_MS = 60_000
"""Each look goes back this far before the last one: more than clocks differ and transactions last."""
ROWS_MAX = 5_000
"""Revocations of one read; a look reads until there are no more."""
REMEMBERED_MAX = 200_000
"""Revoked sessions that a gateway remembers; beyond that it forgets the oldest, and takes no token from before them."""

Ended = Callable[[Sequence[Revocation]], None]

log = structlog.get_logger(__name__)


class Revocations:
    """The sessions that were revoked within the life of an access token, `kept_ms`."""

    def __init__(
        self,
        accounts: Accounts,
        clock: Clock,
        metrics: GatewayMetrics,
        *,
        kept_ms: int,
        remembered_max: int = REMEMBERED_MAX,
        rows_max: int = ROWS_MAX,
    ) -> None:
        self._accounts = accounts
        self._clock = clock
        self._metrics = metrics
        self._kept_ms = kept_ms
        self._remembered_max = remembered_max
        self._rows_max = rows_max
        self._revoked: OrderedDict[str, int] = OrderedDict()
        self._forgotten_ms = 0
        self._since_ms = clock.now_ms() - kept_ms
        self.ended: Ended = lambda _: None
        """Called once for each session, when this gateway learns that it was revoked."""

    def __contains__(self, session_id: str) -> bool:
        return session_id in self._revoked

    def forgot(self, issued_ms: int) -> bool:
        """Return whether the session of a token of that time may have been revoked and forgotten (Unix ms)."""
        return issued_ms <= self._forgotten_ms

    def __len__(self) -> int:
        return len(self._revoked)

    def add(self, revocations: Sequence[Revocation]) -> None:
        """Remember these sessions as revoked, and tell `ended` of those that are new."""
        new = [each for each in revocations if each.session_id not in self._revoked]
        for each in new:
            self._revoked[each.session_id] = each.revoked_ms
        self._forget()
        if new:
            self.ended(new)

    async def look(self) -> None:
        """Learn which sessions other gateways have revoked. Raises Unreachable."""
        started_ms = self._clock.now_ms()
        place = (self._since_ms - OVERLAP_MS, "")
        while rows := await self._accounts.revocations(place, self._rows_max):
            self.add(rows)
            place = (rows[-1].revoked_ms, rows[-1].session_id)
            if len(rows) < self._rows_max:
                break
        self._since_ms = started_ms

    async def run(self) -> None:
        """Look every 2 s until cancelled; what is missed while the store is away is read when it is back."""
        while True:
            await asyncio.sleep(LOOK_EVERY_MS / 1000)
            try:
                await self.look()
            except StoreError as error:
                log.warning("revocations_unknown", error=str(error))

    def _forget(self) -> None:
        before_ms = self._clock.now_ms() - self._kept_ms - OVERLAP_MS
        while self._revoked and next(iter(self._revoked.values())) < before_ms:
            self._revoked.popitem(last=False)
        while len(self._revoked) > self._remembered_max:
            self._metrics.rate_limited.labels("remembered_revocations").inc()
            _, revoked_ms = self._revoked.popitem(last=False)
            # Another gateway may have issued its last token, and its clock may be ahead of the one that revoked it.
            self._forgotten_ms = max(self._forgotten_ms, revoked_ms + CLOCK_SKEW_S_MAX * 1000)


class LivingTokens:
    """Access tokens whose session was not revoked, as far as this gateway knows."""

    def __init__(self, tokens: AccessTokens, revocations: Revocations) -> None:
        self._tokens = tokens
        self._revocations = revocations

    def verify(self, token: str) -> Principal:
        """Return the principal of a token that is valid now.

        Raises:
            TokenExpired: it was valid once, or is so old that its session may have been revoked and forgotten.
            TokenInvalid: anything else; its session may have been revoked.
        """
        principal = self._tokens.verify(token)
        if principal.session_id in self._revocations:
            raise TokenInvalid("the session has ended")
        if self._revocations.forgot(principal.issued_at):
            raise TokenExpired
        return principal
