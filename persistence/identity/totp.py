"""Second factors of staff: the port. Secrets arrive here sealed.

`persistence.postgres.identity.totp` and `persistence.memory.identity.totp` are its stores;
`tests/contracts/test_totp.py` runs both. A change writes its audit row in its own transaction.
"""

from typing import NamedTuple, Protocol

from persistence.audit import AuditRow


class StoredTotp(NamedTuple):
    """A second factor; it counts once it is `confirmed`. `last_step` is the step of the newest code that was taken."""

    sealed: bytes
    confirmed: bool = False
    last_step: int = 0


class TotpStore(Protocol):
    """The store of second factors. Every method raises Unreachable when the store cannot be asked."""

    async def get(self, user_id: str) -> StoredTotp | None:
        """Return the second factor of an account, confirmed or not."""
        ...

    async def enrol(self, user_id: str, sealed: bytes, audit: AuditRow) -> None:
        """Store a secret that is not confirmed yet, in place of any other."""
        ...

    async def take(self, user_id: str, step: int) -> bool:
        """Use up the code of a step; return False if that code, or a later one, was taken before."""
        ...

    async def confirm(self, user_id: str, step: int, audit: AuditRow) -> bool:
        """Let it count from now on, and use up the code of a step; return False if it counts already or is absent."""
        ...

    async def remove(self, user_id: str, audit: AuditRow) -> bool:
        """Forget it; return False if there is none."""
        ...
