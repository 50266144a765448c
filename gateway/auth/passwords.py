"""Passwords: argon2id in a bounded pool of worker threads, and what may be a password (OWASP ASVS 6.2, 11.4.2)."""

import gzip
import unicodedata
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
    """Return the passwords that everybody tries first, case folded: public lists and our own."""
    lists = files("gateway.auth").joinpath("common_passwords")
    public = gzip.decompress(lists.joinpath("public.txt.gz").read_bytes()).decode()
    return frozenset((public + lists.joinpath("own.txt").read_text("utf-8")).splitlines())


def normalized(password: str) -> str:
    """Return a password as it is hashed: in NFKC, the same from every keyboard (NIST SP 800-63B, 3.1.1.2)."""
    return unicodedata.normalize("NFKC", password)


def check_password(password: str, username: str) -> None:
    """Check a new password.

    Raises:
        WeakPassword: in NFKC its length is not within 8-128 characters, it is a common one, or it is the username.
    """
    password = normalized(password)
    if not PASSWORD_CHARS_MIN <= len(password) <= PASSWORD_CHARS_MAX:
        raise WeakPassword(f"A password has {PASSWORD_CHARS_MIN} to {PASSWORD_CHARS_MAX} characters.")
    folded = password.casefold()
    if folded in common_passwords():
        raise WeakPassword("This password is among the most common ones.")
    if folded == normalized(username).casefold():
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
        return await self._run(lambda: self._hasher.hash(normalized(password)), share)

    async def verify(self, stored: str | None, password: str, share: Share = NOBODY) -> bool:
        """Return whether `password` is that of `stored`; None (no such account) costs the same and is False.

        A hash from before passwords were normalized is of the password as it was typed then: that one is tried as well,
        until the password is changed. Raises Overloaded.
        """
        matches = await self._run(lambda: self._matches(stored or self._nobody, password), share)
        return matches and stored is not None

    def close(self) -> None:
        """Take no more hashes; those that run end."""
        self._queue.close()

    def _matches(self, stored: str, password: str) -> bool:
        plain = normalized(password)
        return self._verifies(stored, plain) or (plain != password and self._verifies(stored, password))

    def _verifies(self, stored: str, password: str) -> bool:
        try:
            return self._hasher.verify(stored, password)
        except (VerificationError, InvalidHashError):
            return False

    async def _run(self, work: Callable[[], Result], share: Share) -> Result:
        try:
            return await self._queue.run(work, share)
        except QueueFull:
            raise Overloaded from None
