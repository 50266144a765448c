"""Retries of a process that starts while the database is busy, or starts as well."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import TypeVar

import structlog

from persistence.errors import Unreachable

PATIENCE_S = 30.0
RETRY_S = 0.2

log = structlog.get_logger("start")

Result = TypeVar("Result")


async def retry_while_unreachable(ask: Callable[[], Awaitable[Result]], patience_s: float = PATIENCE_S) -> Result:
    """Return the answer of `ask`, which is called again while the database is out of reach, for `patience_s` seconds.

    An outcome may be unknown, so asking twice must do no harm: a second registration is what a crash leaves too.

    Raises:
        Unreachable: it still is.
    """
    loop = asyncio.get_running_loop()
    deadline_s = loop.time() + patience_s
    while True:
        try:
            return await ask()
        except Unreachable as error:
            if loop.time() + RETRY_S > deadline_s:
                raise
            log.warning("database_unreachable", error=str(error), retry_s=RETRY_S)
            await asyncio.sleep(RETRY_S)
