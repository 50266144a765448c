"""The delivery of tells: sent until the receiver has stored them, then deleted with the sender's next commit.

Delivered at least once, under an id derived from the turn that sent it; the receiver deduplicates, so it counts once.
The tells to one entity are a line of their own, first in, first out: TELL_WINDOW of them are under way, the others wait
here instead of being refused there. When one is refused for now, the line stands still until all that are under way are
answered, and goes on from the oldest. One that its receiver refuses for a reason of its own (a program that does not
know it, a turn that fails) is set aside, so that it holds up nobody.
"""

import asyncio
from collections import deque
from collections.abc import Callable
from itertools import count
from typing import Protocol

import structlog
from msgspec import DecodeError, json

from actors.runtime.entity import EntityRef
from actors.runtime.link.envelope import Answer
from actors.runtime.link.router import Router
from actors.runtime.payloads import ErrorBody
from persistence.entities.records import TellRow

TELL_WINDOW = 64
"""Tells of one host to one entity that are under way: as many as a commit of the receiver takes at once, or more."""
TELL_TIMEOUT_MS = 10_000
TELL_RETRY_MS_MIN = 50
TELL_RETRY_MS_MAX = 5_000
ANSWERED_BY_RUNTIME = frozenset({"internal", "unknown_type", "invalid_payload", "idempotency_conflict"})
"""Errors, besides the retryable ones, with which nothing was stored."""

log = structlog.get_logger("teller")
_errors = json.Decoder(ErrorBody)


class TellerMetrics(Protocol):
    """Counts of tells."""

    def tell_waits(self) -> None: ...
    def tell_again(self, code: str) -> None: ...


class _Tell:
    """An open tell; `n` is its place in the order in which this host was given all of them."""

    __slots__ = ("caused_ms", "fresh", "n", "retry_ms", "row")

    def __init__(self, n: int, row: TellRow, caused_ms: float | None, *, fresh: bool) -> None:
        self.n = n
        self.row = row
        self.caused_ms = caused_ms
        self.fresh = fresh
        self.retry_ms = TELL_RETRY_MS_MIN


class _Line:
    """The tells to one entity, oldest first: `under_way` and `waiting`. While it is `held`, nothing is sent."""

    __slots__ = ("held", "ref", "refused", "retry_ms", "under_way", "waiting")

    def __init__(self, ref: EntityRef) -> None:
        self.ref = ref
        self.waiting: deque[_Tell] = deque()
        self.under_way = 0
        self.refused: list[_Tell] = []
        self.held = False
        self.retry_ms = TELL_RETRY_MS_MIN


class RoutedTeller:
    """Sends tells through a router; `done` gets (sender's shard, tell id) when the receiver has stored one.

    `owns` says whether the sender's shard is still this host's, `may_send` whether its lease holds.
    """

    def __init__(
        self,
        router: Router,
        done: Callable[[int, str], None],
        owns: Callable[[int], bool],
        may_send: Callable[[], bool],
        metrics: TellerMetrics,
    ) -> None:
        self._router = router
        self._done = done
        self._owns = owns
        self._may_send = may_send
        self._metrics = metrics
        self._open: set[str] = set()
        self._lines: dict[EntityRef, _Line] = {}
        self._numbers = count()

    def __len__(self) -> int:
        return len(self._open)

    def tell(self, row: TellRow, caused_ms: float | None = None, *, fresh: bool = False) -> None:
        """Deliver `row`, with retries for as long as this host owns the sender's shard.

        `caused_ms` (monotonic) is when the command that caused it was received; by default now. It is `fresh` if this
        process has just stored it: then nobody can have sent it before.
        """
        if row.id in self._open:
            return
        self._open.add(row.id)
        self._enqueue(_Tell(next(self._numbers), row, caused_ms, fresh=fresh))

    def _enqueue(self, tell: _Tell) -> None:
        """Put a tell at the end of its line."""
        ref = EntityRef(tell.row.to_kind, tell.row.to_key)
        line = self._lines.get(ref)
        if line is None:
            line = self._lines[ref] = _Line(ref)
        line.waiting.append(tell)
        self._send_on(line)
        if line.waiting:
            self._metrics.tell_waits()

    def _send_on(self, line: _Line) -> None:
        """Send what the window has room for; forget a line in which nothing is left."""
        while line.waiting and not line.held and line.under_way < TELL_WINDOW:
            tell = line.waiting.popleft()
            if self._owns(tell.row.shard):
                self._send(line, tell)
            else:
                self._open.discard(tell.row.id)
        if not (line.waiting or line.under_way or line.held):
            self._lines.pop(line.ref, None)

    def _send(self, line: _Line, tell: _Tell) -> None:
        row, fresh = tell.row, tell.fresh and self._may_send()
        tell.fresh = False
        line.under_way += 1
        self._router.call(
            line.ref,
            row.type,
            row.body,
            lambda answer: self._answered(line, tell, answer),
            command_id=row.id,
            origin=f"entity:{row.from_kind}/{row.from_key}",
            timeout_ms=TELL_TIMEOUT_MS,
            caused_ms=tell.caused_ms,
            fresh=fresh,
        )

    def _answered(self, line: _Line, tell: _Tell, answer: Answer) -> None:
        line.under_way -= 1
        row, code = tell.row, "" if answer.ok else _code_of_open(answer.body)
        if not code:
            line.retry_ms = TELL_RETRY_MS_MIN
            self._open.discard(row.id)
            if self._owns(row.shard):
                self._done(row.shard, row.id)
        else:
            self._metrics.tell_again(code)
            log.info("tell_again", tell=row.id, to=str(line.ref), code=code)
            if code in ANSWERED_BY_RUNTIME:
                self._set_aside(tell)
            else:
                line.held = True
                line.refused.append(tell)
        if line.held and not line.under_way:
            self._later(line.retry_ms, self._go_on, line)
            line.retry_ms = min(line.retry_ms * 2, TELL_RETRY_MS_MAX)
        else:
            self._send_on(line)

    def _go_on(self, line: _Line) -> None:
        """Send everything in the line again that was refused, in the order in which it came."""
        line.waiting.extendleft(sorted(line.refused, key=_number, reverse=True))
        line.refused.clear()
        line.held = False
        self._send_on(line)

    def _set_aside(self, tell: _Tell) -> None:
        """Send a tell again by itself, later; others do not wait for it."""
        self._later(tell.retry_ms, self._enqueue, tell)
        tell.retry_ms = min(tell.retry_ms * 2, TELL_RETRY_MS_MAX)

    @staticmethod
    def _later(ms: int, call: Callable[..., None], *args: object) -> None:
        asyncio.get_running_loop().call_later(ms / 1000, call, *args)


def _number(tell: _Tell) -> int:
    return tell.n


def _code_of_open(body: bytes) -> str:
    """Return the code of an error with which nothing was stored; empty: the receiver has stored its refusal.

    The errors of its runtime leave a tell open: it may be an older program.
    """
    try:
        error = _errors.decode(body)
    except DecodeError:
        return "internal"
    return error.code if error.retryable or error.code in ANSWERED_BY_RUNTIME else ""
