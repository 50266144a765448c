"""Guessing costs time: attempts by account and by address are limited (OWASP ASVS 6.3.1).

An attempt is counted before its password is looked at and given back when it was right, so that guesses made at the
same moment count as well. Accounts are known here by a digest of the name that was given, whether it exists or not.
"""

import hashlib
from collections.abc import Sequence
from typing import NamedTuple

import structlog

from actors.runtime.clock import Clock
from gateway.addresses import counted_address
from gateway.config import GatewayConfig
from gateway.metrics.registry import GatewayMetrics
from gateway.refusals import Refusal
from persistence.errors import Unreachable
from persistence.identity.attempts import Attempts, Full, Limit

PREFERRED_AGAIN_MS = 5_000
"""After the first store could not be asked, the second one counts for this long."""
DIGEST_CHARS = 32

log = structlog.get_logger(__name__)


class LockedOut(Refusal):
    """Too many attempts."""

    code = "rate_limited"


class FallbackAttempts:
    """Attempts in `first` or, while that is away, in `second`, which does not know what the other has counted."""

    def __init__(self, first: Attempts, second: Attempts, clock: Clock) -> None:
        self._first = first
        self._second = second
        self._clock = clock
        self._again_ms = 0.0

    async def take(self, limits: Sequence[Limit], now_ms: int) -> Full | None:
        if self._prefers_first():
            try:
                return await self._first.take(limits, now_ms)
            except Unreachable as error:
                self._away(error)
        return await self._second.take(limits, now_ms)

    async def give_back(self, key: str, at_ms: int) -> None:
        if self._prefers_first():
            try:
                return await self._first.give_back(key, at_ms)
            except Unreachable as error:
                self._away(error)
        return await self._second.give_back(key, at_ms)

    async def clear(self, key: str) -> None:
        if self._prefers_first():
            try:
                return await self._first.clear(key)
            except Unreachable as error:
                self._away(error)
        return await self._second.clear(key)

    def _prefers_first(self) -> bool:
        return self._clock.monotonic_ms() >= self._again_ms

    def _away(self, error: Unreachable) -> None:
        self._again_ms = self._clock.monotonic_ms() + PREFERRED_AGAIN_MS
        log.warning("attempts_store_unreachable", error=str(error))


class Taken(NamedTuple):
    """An attempt that was counted at `at_ms`."""

    account_key: str
    address_key: str
    at_ms: int


class Lockout:
    """The limits of log-ins and sign-ups. Every method raises Unreachable when no store can be asked."""

    def __init__(self, config: GatewayConfig, clock: Clock, attempts: Attempts, metrics: GatewayMetrics) -> None:
        self._config = config
        self._clock = clock
        self._attempts = attempts
        self._metrics = metrics

    async def password_attempt(self, name: str, address: str) -> Taken:
        """Count an attempt with a password for the account of that name. Raises LockedOut."""
        config, now_ms = self._config, self._clock.now_ms()
        window_ms = config.lockout_window_s * 1000
        taken = Taken(f"account:{_digest(name)}", f"address:{_digest(counted_address(address))}", now_ms)
        limits = (
            Limit(taken.account_key, config.lockout_account_max, window_ms),
            Limit(taken.address_key, config.lockout_address_max, window_ms),
        )
        await self._take(limits, ("account", "address"), now_ms)
        return taken

    async def was_right(self, taken: Taken) -> None:
        """Forget the account's attempts, and of the address this one: the password was right."""
        await self._attempts.clear(taken.account_key)
        await self._attempts.give_back(taken.address_key, taken.at_ms)

    async def was_not_tried(self, taken: Taken) -> None:
        """Give the attempt back: the password was not looked at."""
        await self._attempts.give_back(taken.account_key, taken.at_ms)
        await self._attempts.give_back(taken.address_key, taken.at_ms)

    async def sign_up(self, address: str) -> None:
        """Count a sign-up. Raises LockedOut."""
        config = self._config
        key = f"sign_up:{_digest(counted_address(address))}"
        limit = Limit(key, config.sign_ups_per_address_max, config.sign_up_window_s * 1000)
        await self._take((limit,), ("sign_up",), self._clock.now_ms())

    async def _take(self, limits: Sequence[Limit], rules: Sequence[str], now_ms: int) -> None:
        full = await self._attempts.take(limits, now_ms)
        if full is not None:
            self._metrics.auth_lockouts.labels(rules[full.limit]).inc()
            raise LockedOut(details={"retry_after_ms": full.retry_after_ms})


def address_key(address: str) -> str:
    """Return the key under which an account is known at `address`."""
    return _digest(counted_address(address))


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:DIGEST_CHARS]
