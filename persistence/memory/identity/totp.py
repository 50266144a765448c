"""Second factors of staff in memory."""

from persistence.audit import AuditRow
from persistence.identity.totp import StoredTotp


class MemoryTotp:
    """Second factors in a dictionary. `trail` gets the audit rows, oldest first."""

    def __init__(self, trail: list[AuditRow] | None = None) -> None:
        self.trail: list[AuditRow] = [] if trail is None else trail
        self._stored: dict[str, StoredTotp] = {}

    async def get(self, user_id: str) -> StoredTotp | None:
        return self._stored.get(user_id)

    async def enrol(self, user_id: str, sealed: bytes, audit: AuditRow) -> None:
        self._stored[user_id] = StoredTotp(sealed)
        self.trail.append(audit)

    async def take(self, user_id: str, step: int) -> bool:
        return self._step(user_id, step, confirmed=True)

    async def confirm(self, user_id: str, step: int, audit: AuditRow) -> bool:
        if not self._step(user_id, step, confirmed=False):
            return False
        self.trail.append(audit)
        return True

    async def remove(self, user_id: str, audit: AuditRow) -> bool:
        if self._stored.pop(user_id, None) is None:
            return False
        self.trail.append(audit)
        return True

    def _step(self, user_id: str, step: int, *, confirmed: bool) -> bool:
        known = self._stored.get(user_id)
        if known is None or known.confirmed != confirmed or known.last_step >= step:
            return False
        self._stored[user_id] = known._replace(confirmed=True, last_step=step)
        return True
