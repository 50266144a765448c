"""Who waits for an answer: somebody at the other end of a link, or nobody."""

from typing import Protocol

import structlog

from actors.runtime.link.envelope import Answer, Moved
from actors.runtime.link.stream import AnyLink

log = structlog.get_logger("host")


class Caller(Protocol):
    """Whoever waits for the answer of a command or a read."""

    def answer(self, ok: bool, body: bytes, version: int, seq: int, dup: bool) -> None:
        """Give it the answer; once."""
        ...

    def moved(self) -> None:
        """Another host serves the entity now: send it there."""
        ...


class LinkCaller:
    """A caller at the other end of a link."""

    __slots__ = ("attempt", "epoch", "link", "n", "shard")

    def __init__(self, link: AnyLink, n: int, attempt: int, shard: int, epoch: int) -> None:
        self.link = link
        self.n = n
        self.attempt = attempt
        self.shard = shard
        self.epoch = epoch

    def answer(self, ok: bool, body: bytes, version: int, seq: int, dup: bool) -> None:
        self.link.send(Answer(self.n, self.attempt, self.shard, self.epoch, ok, body, version, seq, dup))

    def moved(self) -> None:
        self.link.send(Moved(self.n, self.attempt, self.shard))


class NoCaller:
    """Nobody waits: timers and opening turns."""

    def answer(self, ok: bool, body: bytes, version: int, seq: int, dup: bool) -> None:
        if not ok:
            log.info("unwatched_command_refused", body=body.decode(), version=version)

    def moved(self) -> None:
        """The shard's new owner fires its timers."""


NO_CALLER = NoCaller()
