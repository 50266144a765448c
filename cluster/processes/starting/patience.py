"""The patience of a process that starts: it waits without end for what it cannot start without, and says what that is.

A process that gave up would not be started again: Ray restarts none whose constructor fails.
"""

import asyncio
from collections.abc import Awaitable, Callable
from typing import TypeVar

import structlog

from persistence.errors import Undurable, Unreachable

RETRY_S_MIN = 0.2
RETRY_S_MAX = 2.0
DATABASE = "the database"
DURABLE_DATABASE = "a database with synchronous_commit on"
START = "its start"
"""What a process waits for that has only begun."""

log = structlog.get_logger("start")

Result = TypeVar("Result")


class Patience:
    """`waits_for` is what the start waits for, in a few words for operators; empty once it is over."""

    def __init__(self) -> None:
        self.waits_for = START

    def is_over(self) -> bool:
        """Return True if the process has started."""
        return not self.waits_for

    def end(self) -> None:
        """Note that the process has started."""
        self.waits_for = ""

    async def until_reached(self, ask: Callable[[], Awaitable[Result]]) -> Result:
        """Return the answer of `ask`, which is called again for as long as the database is out of reach.

        An outcome may be unknown, so asking twice must do no harm: a second registration is what a crash leaves too.
        """
        retry_s = RETRY_S_MIN
        while True:
            try:
                answer = await ask()
            except Unreachable as error:
                what = DURABLE_DATABASE if isinstance(error, Undurable) else DATABASE
                await self.wait(what, retry_s, error=str(error))
                retry_s = min(retry_s * 2, RETRY_S_MAX)
            else:
                self.waits_for = START
                return answer

    async def wait(self, what: str, retry_s: float, **facts: str | int) -> None:
        """Wait for `what`, to be looked at again after `retry_s` seconds."""
        self.waits_for = what
        log.warning("start_waits", waits_for=what, retry_s=retry_s, **facts)
        await asyncio.sleep(retry_s)
