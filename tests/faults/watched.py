"""A router that writes down what it accepted, and when: how recovery is measured, and staleness noticed."""

import asyncio
from typing import Any

from actors.runtime.link.envelope import Answer
from actors.runtime.link.router import Router


class WatchedRouter(Router):
    """`first_s` and `last_s`: when the first and the last answer of a shard in an epoch was accepted (loop time)."""

    def __init__(self, *arguments: Any, **named: Any) -> None:
        super().__init__(*arguments, **named)
        self.first_s: dict[tuple[int, int], float] = {}
        self.last_s: dict[tuple[int, int], float] = {}

    def _answered(self, answer: Answer) -> None:
        waited = answer.n in self._pending
        super()._answered(answer)
        if waited and answer.ok and answer.n not in self._pending:
            key, now_s = (answer.shard, answer.epoch), asyncio.get_running_loop().time()
            self.first_s.setdefault(key, now_s)
            self.last_s[key] = now_s

    def first_after(self, shard: int, epoch: int) -> float | None:
        """When the first answer from a later epoch of the shard was accepted."""
        return min((at for (each, later), at in self.first_s.items() if each == shard and later > epoch), default=None)
