"""The end of a tick of the event loop: what was written in it leaves then, in one system call for each socket."""

import asyncio
from typing import Protocol


class Flushable(Protocol):
    """Something that has collected frames."""

    def flush(self) -> None: ...


class FlushQueue:
    """Everything that has to be flushed at the end of this tick, in the order in which it was added."""

    def __init__(self) -> None:
        self._waiting: list[Flushable] = []

    def add(self, collector: Flushable) -> None:
        """Flush `collector` at the end of this tick. It adds itself once, with the first frame that it collects."""
        if not self._waiting:
            asyncio.get_running_loop().call_soon(self.flush)
        self._waiting.append(collector)

    def flush(self) -> None:
        """Flush everything: the tick ends."""
        waiting, self._waiting = self._waiting, []
        for collector in waiting:
            collector.flush()
