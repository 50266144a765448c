"""Answers that a client does not read: bounded in bytes and in time, after which the connection is cut."""

import asyncio
from collections.abc import Callable

from gateway.realtime.limits import SocketLimits

PROGRESS_BYTES_MIN = 16 * 1024
"""A client that has read at least so much of a large answer within `answer_within_ms` is given that time again."""


class UnreadAnswers:
    """The bounds of what is unsent on one connection.

    The transport says when there is anything, and when there is nothing any more. In between, uvicorn writes no more of
    an answer and begins none, so what is unsent is one part of one.
    """

    def __init__(
        self,
        transport: asyncio.Transport,
        limits: SocketLimits,
        loop: asyncio.AbstractEventLoop,
        count: Callable[[str], None],
    ) -> None:
        self._transport = transport
        self._limits = limits
        self._loop = loop
        self._count = count
        self._timer: asyncio.TimerHandle | None = None
        transport.set_write_buffer_limits(high=0)

    def paused(self) -> None:
        """Something is unsent: it must leave in time."""
        unsent = self._transport.get_write_buffer_size()
        if unsent > self._limits.unread_answer_bytes_max:
            self._cut_off("unread_answer_bytes")
        elif self._timer is None:
            self._watch(unsent)

    def resumed(self) -> None:
        """Nothing is unsent."""
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None

    def end(self) -> None:
        """The connection is gone."""
        self.resumed()

    def _watch(self, unsent: int) -> None:
        self._timer = self._loop.call_later(self._limits.answer_within_ms / 1000, self._check, unsent)

    def _check(self, before: int) -> None:
        self._timer = None
        unsent = self._transport.get_write_buffer_size()
        if before - unsent >= PROGRESS_BYTES_MIN:
            self._watch(unsent)
        else:
            self._cut_off("unread_answer_time")

    def _cut_off(self, rule: str) -> None:
        self._count(rule)
        self._transport.abort()
