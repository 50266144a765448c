"""Second factors of staff: the port. Secrets arrive here sealed.

`persistence.postgres.identity.totp` and `persistence.memory.identity.totp` are its stores;
`tests/contracts/test_totp.py` runs both. A change writes its audit row in its own transaction.
"""

from collections.abc import Sequence
from typing import NamedTuple, Protocol

from persistence.audit import AuditRow
from persistence.identity.ties import Tie


class StoredTotp(NamedTuple):
    """A second factor; it counts once it is `confirmed`. `last_step` is the step of the newest code that was taken,
    `pending` the secret that is to replace one that counts.
    """

    sealed: bytes
    confirmed: bool = False
    last_step: int = 0
    pending: bytes | None = None

    @property
    def unconfirmed(self) -> bytes | None:
        """The secret that a code is still to confirm; None: there is none."""
        return self.pending if self.confirmed else self.sealed


class TotpStore(Protocol):
    """The store of second factors. Every method raises Unreachable when the store cannot be asked."""

    async def get(self, user_id: str) -> StoredTotp | None:
        """Return the second factor of an account, confirmed or not."""
        ...

    async def enrol(self, user_id: str, sealed: bytes, audit: AuditRow) -> None:
        """Store a secret that is not confirmed yet, in place of any other such; one that counts goes on counting."""
        ...

    async def take(self, user_id: str, step: int) -> bool:
        """Use up the code of a step; return False if that code, or a later one, was taken before."""
        ...

    async def confirm(self, user_id: str, sealed: bytes, step: int, audit: AuditRow) -> bool:
        """Let a secret count from now on, in place of any other, and use up its code of a step.

        Return False, and do nothing, if it is not the one that waits for that.
        """
        ...

    async def page(self, after: str, limit: int) -> Sequence[tuple[str, StoredTotp]]:
        """Return up to `limit` second factors by the id of their account, those that follow `after`."""
        ...

    async def reseal(self, user_id: str, known: StoredTotp, sealed: bytes, pending: bytes | None) -> bool:
        """Put the same secrets under other seals in place; return False, and do nothing, if they are not `known`'s."""
        ...

    async def remove(self, user_id: str, audit: AuditRow, tie: Tie | None = None) -> bool:
        """Forget every secret; return False if there is none. `tie` is that of somebody else who does it."""
        ...
