"""Rings at the outbox when a host has stored events, off the path of its turns and commits.

What is stored within PAUSE_MS becomes one announcement: NOTIFY takes a lock of the whole server, so that hosts should
ring seldom. One that is lost costs a relay's next look.
"""

import asyncio
from collections.abc import Collection

import structlog

from persistence.errors import StoreError
from persistence.stream.outbox import Announcements

PAUSE_MS = 50

log = structlog.get_logger("host")


class OutboxAnnouncer:
    """Announces shards that were `noted`; `run` is its only task."""

    def __init__(self, bell: Announcements, pause_ms: float = PAUSE_MS) -> None:
        self._bell = bell
        self._pause_ms = pause_ms
        self._shards: set[int] = set()
        self._noted = asyncio.Event()

    def noted(self, shards: Collection[int]) -> None:
        """Announce these shards soon."""
        self._shards.update(shards)
        self._noted.set()

    async def run(self) -> None:
        """Announce until cancelled."""
        while True:
            await self._noted.wait()
            self._noted.clear()
            shards, self._shards = self._shards, set()
            try:
                await self._bell.announce(shards)
            except StoreError as error:
                log.warning("outbox_not_announced", error=str(error))
            await asyncio.sleep(self._pause_ms / 1000)
