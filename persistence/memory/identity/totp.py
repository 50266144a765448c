"""Second factors of staff in memory."""

from collections.abc import Sequence

from persistence.audit import AuditRow
from persistence.identity.ties import Tie
from persistence.identity.totp import StoredTotp


class MemoryTotp:
    """Second factors in a dictionary. `trail` gets the audit rows, oldest first, and `ties` the ties."""

    def __init__(self, trail: list[AuditRow] | None = None, ties: list[Tie] | None = None) -> None:
        self.trail: list[AuditRow] = [] if trail is None else trail
        self._ties: list[Tie] = [] if ties is None else ties
        self._stored: dict[str, StoredTotp] = {}

    async def get(self, user_id: str) -> StoredTotp | None:
        return self._stored.get(user_id)

    async def enrol(self, user_id: str, sealed: bytes, audit: AuditRow) -> None:
        known = self._stored.get(user_id)
        counts = known is not None and known.confirmed
        self._stored[user_id] = known._replace(pending=sealed) if known and counts else StoredTotp(sealed)
        self.trail.append(audit)

    async def take(self, user_id: str, step: int) -> bool:
        known = self._stored.get(user_id)
        if known is None or not known.confirmed or known.last_step >= step:
            return False
        self._stored[user_id] = known._replace(last_step=step)
        return True

    async def confirm(self, user_id: str, sealed: bytes, step: int, audit: AuditRow) -> bool:
        known = self._stored.get(user_id)
        if known is None or known.unconfirmed != sealed:
            return False
        self._stored[user_id] = StoredTotp(sealed, confirmed=True, last_step=step)
        self.trail.append(audit)
        return True

    async def page(self, after: str, limit: int) -> Sequence[tuple[str, StoredTotp]]:
        return sorted(entry for entry in self._stored.items() if entry[0] > after)[:limit]

    async def reseal(self, user_id: str, known: StoredTotp, sealed: bytes, pending: bytes | None) -> bool:
        stored = self._stored.get(user_id)
        if stored is None or (stored.sealed, stored.pending) != (known.sealed, known.pending):
            return False
        self._stored[user_id] = stored._replace(sealed=sealed, pending=pending)
        return True

    async def remove(self, user_id: str, audit: AuditRow, tie: Tie | None = None) -> bool:
        if self._stored.pop(user_id, None) is None:
            return False
        self.trail.append(audit)
        self._ties += [tie] if tie else []
        return True
