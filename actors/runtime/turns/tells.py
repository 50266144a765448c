"""The delivery of tells: sent until the receiver has stored them, then deleted with the sender's next commit.

Delivered at least once, under an id derived from the turn that sent it; the receiver deduplicates, so it counts once.
"""

import asyncio
from collections.abc import Callable

import structlog
from msgspec import DecodeError, json

from actors.runtime.entity import EntityRef
from actors.runtime.link.envelope import Answer
from actors.runtime.link.router import Router
from actors.runtime.payloads import ErrorBody
from persistence.entities.records import TellRow

TELL_TIMEOUT_MS = 10_000
TELL_RETRY_MS_MIN = 50
TELL_RETRY_MS_MAX = 5_000
ANSWERED_BY_RUNTIME = frozenset({"internal", "unknown_type", "invalid_payload", "idempotency_conflict"})
"""Errors, besides the retryable ones, with which nothing was stored."""

log = structlog.get_logger("teller")
_errors = json.Decoder(ErrorBody)


class RoutedTeller:
    """Sends tells through a router; `done` gets (sender's shard, tell id) when the receiver has stored one."""

    def __init__(self, router: Router, done: Callable[[int, str], None], owns: Callable[[int], bool]) -> None:
        self._router = router
        self._done = done
        self._owns = owns
        self._open: set[str] = set()

    def __len__(self) -> int:
        return len(self._open)

    def tell(self, row: TellRow, received_ms: float | None = None) -> None:
        """Deliver `row`, with retries for as long as this host owns the sender's shard.

        `received_ms` (monotonic) is when the command that caused it was received; by default now.
        """
        if row.id not in self._open:
            self._open.add(row.id)
            self._send(row, TELL_RETRY_MS_MIN, received_ms)

    def _send(self, row: TellRow, retry_ms: int, received_ms: float | None) -> None:
        if not self._owns(row.shard):
            self._open.discard(row.id)
            return
        self._router.call(
            EntityRef(row.to_kind, row.to_key),
            row.type,
            row.body,
            lambda answer: self._answered(row, retry_ms, received_ms, answer),
            command_id=row.id,
            origin=f"entity:{row.from_kind}/{row.from_key}",
            timeout_ms=TELL_TIMEOUT_MS,
            received_ms=received_ms,
        )

    def _answered(self, row: TellRow, retry_ms: int, received_ms: float | None, answer: Answer) -> None:
        if answer.ok or _is_final(answer.body):
            self._open.discard(row.id)
            if self._owns(row.shard):
                self._done(row.shard, row.id)
            return
        log.info("tell_again", tell=row.id, to=f"{row.to_kind}/{row.to_key}", retry_ms=retry_ms)
        next_ms = min(retry_ms * 2, TELL_RETRY_MS_MAX)
        asyncio.get_running_loop().call_later(retry_ms / 1000, self._send, row, next_ms, received_ms)


def _is_final(body: bytes) -> bool:
    """Return whether the receiver has stored this error. Its runtime's own are not: it may be an older program."""
    try:
        error = _errors.decode(body)
    except DecodeError:
        return False
    return not error.retryable and error.code not in ANSWERED_BY_RUNTIME
