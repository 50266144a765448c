"""The callers of commands and reads: at the other end of a link, or none."""

from typing import Protocol

import structlog

from actors.runtime.link.envelope import Answer, Moved
from actors.runtime.link.stream import AnyLink

log = structlog.get_logger("host")


class Caller(Protocol):
    """Waits for the answer of a command or a read."""

    def answer(self, ok: bool, body: bytes, version: int, seq: int, dup: bool) -> None:
        """Send the answer; once."""
        ...

    def moved(self) -> None:
        """Send the caller to the host that serves the entity now."""
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
    """The caller of timers and of the runtime's own commands: nobody waits for their answer."""

    def answer(self, ok: bool, body: bytes, version: int, seq: int, dup: bool) -> None:
        if not ok:
            log.info("unwatched_command_refused", body=body.decode(), version=version)

    def moved(self) -> None:
        """Do nothing: the shard's new owner fires its timers."""


NO_CALLER = NoCaller()
