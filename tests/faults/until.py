"""Waiting for what only looking can tell."""

import asyncio
from collections.abc import Awaitable, Callable

POLL_S = 0.005


async def until(holds: Callable[[], bool], within_s: float) -> None:
    """Return as soon as `holds()`. Raises TimeoutError."""
    async with asyncio.timeout(within_s):
        while not holds():  # noqa: ASYNC110 (what is looked at tells nobody that it changes)
            await asyncio.sleep(POLL_S)


async def until_so(holds: Callable[[], Awaitable[bool]], within_s: float, poll_s: float = 10 * POLL_S) -> None:
    """The same for what must be asked. Raises TimeoutError."""
    async with asyncio.timeout(within_s):
        while not await holds():  # noqa: ASYNC110 (the same)
            await asyncio.sleep(poll_s)
