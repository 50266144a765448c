"""Batched reads from the store: keys that are asked for while one read runs go with the next."""

import asyncio
from collections.abc import Awaitable, Callable, Hashable, Mapping, Sequence
from typing import Generic, TypeVar

import structlog

from persistence.errors import StoreError, Unreachable

BATCH_KEYS_MAX = 1000
RETRY_MS = 50

Key = TypeVar("Key", bound=Hashable)
Value = TypeVar("Value")

log = structlog.get_logger("batcher")


class Batcher(Generic[Key, Value]):
    """Collects keys, fetches them together, hands each result to `deliver`. A store out of reach is asked again.

    What the store refuses to read is halved until the key at fault is alone; `refuse` gets it with the error.
    """

    def __init__(
        self,
        fetch: Callable[[Sequence[Key]], Awaitable[Mapping[Key, Value]]],
        deliver: Callable[[Key, Value | None], None],
        refuse: Callable[[Key, StoreError], None],
    ) -> None:
        self._fetch = fetch
        self._deliver = deliver
        self._refuse = refuse
        self._wanted: dict[Key, None] = {}
        self._wake = asyncio.Event()

    def ask(self, key: Key) -> None:
        """Fetch `key` with the next read."""
        self._wanted[key] = None
        self._wake.set()

    async def run(self) -> None:
        """Fetch what is asked for, until cancelled."""
        while True:
            await self._wake.wait()
            await asyncio.sleep(0)
            keys = list(self._wanted)[:BATCH_KEYS_MAX]
            for key in keys:
                del self._wanted[key]
            if not self._wanted:
                self._wake.clear()
            await self._read(keys)

    async def _read(self, keys: list[Key]) -> None:
        try:
            found = await self._fetch_until_reached(keys)
        except StoreError as error:
            if len(keys) == 1:
                self._refuse(keys[0], error)
                return
            middle = len(keys) // 2
            await self._read(keys[:middle])
            await self._read(keys[middle:])
            return
        for key in keys:
            self._deliver(key, found.get(key))

    async def _fetch_until_reached(self, keys: list[Key]) -> Mapping[Key, Value]:
        while True:
            try:
                return await self._fetch(keys)
            except Unreachable as error:
                log.warning("read_unreachable", error=str(error), keys=len(keys))
                await asyncio.sleep(RETRY_MS / 1000)
