"""The sealer of the audit trail: every gateway runs one, and the database lets one of them work at a time."""

import asyncio
from typing import Protocol

import structlog
from prometheus_client import CollectorRegistry, Gauge

from persistence.errors import StoreError

SEAL_EVERY_MS = 1_000

log = structlog.get_logger("gateway")


class Sealable(Protocol):
    """An audit trail whose rows are to be sealed; both methods raise StoreError."""

    async def seal(self) -> int:
        """Seal waiting rows and return how many."""
        ...

    async def unsealed_age_s(self) -> float:
        """Return the age of the oldest row that waits, in seconds."""
        ...


class AuditSealer:
    """Seals rows, and measures how old the oldest unsealed one is."""

    def __init__(self, audit: Sealable, registry: CollectorRegistry) -> None:
        self._audit = audit
        self._age = Gauge("audit_unsealed_age_seconds", "Age of the oldest unsealed audit row", registry=registry)

    async def seal(self) -> None:
        """Seal everything that waits, then measure. Raises StoreError."""
        while await self._audit.seal():
            pass
        self._age.set(await self._audit.unsealed_age_s())

    async def run(self) -> None:
        """Seal every second until cancelled; what waits while the store is away is sealed when it is back."""
        while True:
            await asyncio.sleep(SEAL_EVERY_MS / 1000)
            try:
                await self.seal()
            except StoreError as error:
                log.warning("audit_unsealed", error=str(error))
