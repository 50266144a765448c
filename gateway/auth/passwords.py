"""Passwords: argon2id in a bounded pool of worker threads, and what may be a password (OWASP ASVS 6.2, 11.4.2)."""

from collections.abc import Callable
from functools import cache
from importlib.resources import files
from typing import TypeVar

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from gateway.config import GatewayConfig
from gateway.fair_queue import FairQueue, QueueBounds, QueueFull, Share
from gateway.refusals import Refusal

PASSWORD_CHARS_MIN = 8
PASSWORD_CHARS_MAX = 128
OVERLOAD_RETRY_MS = 2_000
NOBODY = Share()

Result = TypeVar("Result")


class WeakPassword(Refusal):
    """This cannot be a password.

    The text says why, and never repeats the password.
    """

    code = "invalid_payload"


class Overloaded(Refusal):
    """Too many people sign in at once."""

    code = "unavailable"

    def __init__(self) -> None:
        super().__init__(details={"retry_after_ms": OVERLOAD_RETRY_MS})


@cache
def common_passwords() -> frozenset[str]:
    """Return the committed list of passwords that everybody tries first, case folded."""
    return frozenset(files("gateway.auth").joinpath("common_passwords.txt").read_text("utf-8").split())


def check_password(password: str, username: str) -> None:
    """Check a new password.

    Raises:
        WeakPassword: its length is not within 8-128 characters, it is a common one, or it is the username.
    """
    if not PASSWORD_CHARS_MIN <= len(password) <= PASSWORD_CHARS_MAX:
        raise WeakPassword(f"A password has {PASSWORD_CHARS_MIN} to {PASSWORD_CHARS_MAX} characters.")
    folded = password.casefold()
    if folded in common_passwords():
        raise WeakPassword("This password is among the most common ones.")
    if folded == username.casefold():
        raise WeakPassword("The password must not be the username.")


class Passwords:
    """Hashes and verifies off the event loop; each hash costs `argon2_memory_kib` of memory while it runs."""

    def __init__(self, config: GatewayConfig) -> None:
        self._hasher = PasswordHasher(
            time_cost=config.argon2_passes, memory_cost=config.argon2_memory_kib, parallelism=config.argon2_lanes
        )
        bounds = QueueBounds(
            config.password_queue_max, config.password_queue_address_max, config.password_queue_account_max
        )
        self._queue = FairQueue(config.password_workers, bounds, "argon2")
        self._nobody = self._hasher.hash("the password of no account")

    async def hash(self, password: str, share: Share = NOBODY) -> str:
        """Return the PHC string to store. Raises Overloaded."""
        return await self._run(lambda: self._hasher.hash(password), share)

    async def verify(self, stored: str | None, password: str, share: Share = NOBODY) -> bool:
        """Return whether `password` is that of `stored`; None (no such account) costs the same and is False.

        Raises Overloaded.
        """
        matches = await self._run(lambda: self._matches(stored or self._nobody, password), share)
        return matches and stored is not None

    def close(self) -> None:
        """Take no more hashes; those that run end."""
        self._queue.close()

    def _matches(self, stored: str, password: str) -> bool:
        try:
            return self._hasher.verify(stored, password)
        except (VerificationError, InvalidHashError):
            return False

    async def _run(self, work: Callable[[], Result], share: Share) -> Result:
        try:
            return await self._queue.run(work, share)
        except QueueFull:
            raise Overloaded from None
