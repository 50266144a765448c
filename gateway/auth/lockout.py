"""Guessing costs time: attempts by account and by address are limited (OWASP ASVS 6.3.1).

An attempt is counted before its password is looked at and given back when it was right, so that guesses made at the
same moment count as well. Accounts are known here by a digest of the name that was given, whether it exists or not.

A stranger who guesses on purpose locks out strangers only: a known device (a refresh token in force, or an address that
the account was reached from lately) and whoever is signed in have counters of their own.
"""

import hashlib
from collections.abc import Sequence
from typing import NamedTuple

import structlog

from actors.runtime.clock import Clock
from gateway.addresses import counted_address
from gateway.config import GatewayConfig
from gateway.fair_queue import Share
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
    """An attempt that was counted at `at_ms`, as a guess under `guess_keys` and as a log-in under `log_in_keys`.

    A success clears the first of the guesses' keys.
    """

    guess_keys: tuple[str, ...]
    log_in_keys: tuple[str, ...]
    at_ms: int


class Lockout:
    """The limits of log-ins and sign-ups. Every method raises Unreachable when no store can be asked."""

    def __init__(self, config: GatewayConfig, clock: Clock, attempts: Attempts, metrics: GatewayMetrics) -> None:
        self._config = config
        self._clock = clock
        self._attempts = attempts
        self._metrics = metrics

    async def log_in_attempt(self, name: str, address: str, device: str = "") -> Taken:
        """Count an attempt to log in to the account of that name; with a known `device`, in that device's own counter.

        Guesses from elsewhere, at the name or from the address, do not count for a known device. Raises LockedOut.
        """
        config, source = self._config, address_key(address)
        guesses = self._of_device(name, device) if device else self._of_stranger(name, source)
        log_ins = (
            (Limit(f"log_ins:{_digest(name)}", config.log_ins_account_max, self._window_ms), "log_ins_account"),
            (Limit(f"log_ins_from:{source}", config.log_ins_address_max, self._window_ms), "log_ins_address"),
        )
        return await self._taken(guesses, log_ins)

    async def code_attempt(self, user_id: str, address: str, device: str = "") -> Taken:
        """Count an attempt with a code of the second factor, as `log_in_attempt` counts guesses. Raises LockedOut."""
        name = f"totp:{user_id}"
        guesses = self._of_device(name, device) if device else self._of_stranger(name, address_key(address))
        return await self._taken(guesses, ())

    async def signed_in_attempt(self, act: str, session_id: str) -> Taken:
        """Count an attempt of somebody who is signed in, in their session: no other one can use it up.

        Raises LockedOut.
        """
        return await self._taken(self._of_device(act, session_id), ())

    async def was_right(self, taken: Taken) -> None:
        """Forget the guesses of the account, or of its device, and of the address this one: it was none."""
        first, *others = taken.guess_keys
        await self._attempts.clear(first)
        await self._give_back(others, taken.at_ms)

    async def was_wrong(self, taken: Taken) -> None:
        """Let the attempt be a guess, and no log-in."""
        await self._give_back(taken.log_in_keys, taken.at_ms)

    async def was_not_tried(self, taken: Taken) -> None:
        """Give the attempt back: the password was not looked at."""
        await self._give_back((*taken.guess_keys, *taken.log_in_keys), taken.at_ms)

    @property
    def _window_ms(self) -> int:
        return self._config.lockout_window_s * 1000

    def _of_device(self, name: str, device: str) -> tuple[tuple[Limit, str], ...]:
        key = f"device:{_digest(f'{name} {device}')}"
        return ((Limit(key, self._config.lockout_account_max, self._window_ms), "device"),)

    def _of_stranger(self, name: str, source: str) -> tuple[tuple[Limit, str], ...]:
        return (
            (Limit(f"account:{_digest(name)}", self._config.lockout_account_max, self._window_ms), "account"),
            (Limit(f"address:{source}", self._config.lockout_address_max, self._window_ms), "address"),
        )

    async def _taken(self, guesses: Sequence[tuple[Limit, str]], log_ins: Sequence[tuple[Limit, str]]) -> Taken:
        now_ms = self._clock.now_ms()
        counted = (*guesses, *log_ins)
        await self._take([limit for limit, _ in counted], [rule for _, rule in counted], now_ms)
        return Taken(tuple(limit.key for limit, _ in guesses), tuple(limit.key for limit, _ in log_ins), now_ms)

    async def _give_back(self, keys: Sequence[str], at_ms: int) -> None:
        for key in keys:
            await self._attempts.give_back(key, at_ms)

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


def share_of(address: str, account: str = "") -> Share:
    """Return the share of the queue before argon2: addresses are one there if they are counted as one."""
    return Share(address_key(address), account)


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:DIGEST_CHARS]
