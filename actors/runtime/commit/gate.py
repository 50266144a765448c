"""The output gate and the group commit: the outputs of a turn are released once its writes are durable.

Turns of all entities of a host gather in the open batch while one commit is in flight. A batch is one transaction;
when it is durable, its turns' outputs are released in order. `Gate._write` says how a commit can fail, and what
follows.
"""

import asyncio
from collections import deque
from collections.abc import Callable, Collection, Iterable
from typing import Protocol
from uuid import uuid4

import structlog

from actors.runtime.commit.batch import build_request, freeze_parts
from actors.runtime.commit.split import SPLIT_COMMITS_MAX, Untried, split
from actors.runtime.commit.turn import Turn
from actors.runtime.turns.activation import Activation, Writes
from persistence.entities.commits import CommitStore
from persistence.entities.records import CommitRequest
from persistence.errors import Fenced, OutcomeUnknown, RefusedData, Unreachable

BATCH_TURNS_MAX = 4096
"""Turns of one commit."""
UNCOMMITTED_TURNS_MAX = 20_000
"""Turns of a host that are not durable yet; more are answered `unavailable`."""
RETRY_MS_MIN = 20
RETRY_MS_MAX = 1000

log = structlog.get_logger("gate")


class GateObserver(Protocol):
    """Hears what became of writes: the host."""

    def released(self, writes: Writes) -> None:
        """Go on: they are durable, and their outputs are released."""
        ...

    def refused(self, writes: Writes, error: RefusedData) -> None:
        """Undo them: they can never be stored."""
        ...

    def events_stored(self, shards: Collection[int]) -> None:
        """Go on: these shards have new rows in the outbox."""
        ...

    def fenced(self, error: Fenced) -> None:
        """Stop at once: this host may not write any more."""
        ...

    def epoch_of(self, shard: int) -> int | None:
        """Return the epoch under which this host owns the shard; None if it does not."""
        ...


class GateMetrics(Protocol):
    """Counts of the gate."""

    def committed(self, turns: int, duration_ms: float) -> None: ...
    def failed(self, reason: str) -> None: ...
    def held(self, duration_ms: float) -> None: ...


class Gate:
    """One host's group commit. `run` is its only task; the rest is called from the event loop between awaits."""

    def __init__(
        self,
        store: CommitStore,
        incarnation: int,
        observer: GateObserver,
        metrics: GateMetrics,
        *,
        monotonic_ms: Callable[[], float],
        may_release: Callable[[], "asyncio.Future[None] | None"],
    ) -> None:
        self._store = store
        self._incarnation = incarnation
        self._observer = observer
        self._metrics = metrics
        self._monotonic_ms = monotonic_ms
        self._may_release = may_release
        self._open: dict[int, Writes] = {}
        self._done_tells: dict[int, Writes] = {}
        self._wake = asyncio.Event()
        self._busy = False
        self._flushes: list[asyncio.Future[None]] = []
        self._outbox_seq: dict[int, int] = {}
        self._opened_ms = 0.0
        self._fenced: Fenced | None = None
        self.uncommitted_turns = 0

    # --- filling the open batch ---

    def adopt(self, shard: int, outbox_seq: int) -> None:
        """Number this shard's events from behind `outbox_seq`."""
        self._outbox_seq[shard] = outbox_seq

    def add(self, activation: Activation, turn: Turn, dirty: Iterable[str]) -> None:
        """Put a turn into the open batch."""
        writes = activation.writes
        if writes is None or id(activation) not in self._open:
            writes = Writes(activation.shard, activation)
            activation.writes = writes
            self._open[id(activation)] = writes
        writes.turns.append(turn)
        writes.dirty.update(dirty)
        self.uncommitted_turns += 1
        self._schedule()

    def tell_is_done(self, shard: int, tell_id: str) -> None:
        """Delete a tell with the next commit: its receiver has stored it."""
        writes = self._done_tells.get(shard)
        if writes is None:
            writes = self._done_tells[shard] = Writes(shard, None)
        writes.tells_done.append(tell_id)
        self._schedule()

    def discard(self, activation: Activation) -> Writes | None:
        """Take the turns of an activation that is undone out of the open batch, and return them."""
        writes = self._open.pop(id(activation), None)
        if writes is not None:
            self.uncommitted_turns -= len(writes.turns)
            activation.writes = activation.in_flight
        return writes

    async def flushed(self) -> None:
        """Wait until every turn up to now is durable or undone.

        Raises:
            Fenced: this host may not write any more.
        """
        if self._fenced is not None:
            raise self._fenced
        if self._open or self._done_tells or self._busy:
            flush: asyncio.Future[None] = asyncio.get_running_loop().create_future()
            self._flushes.append(flush)
            self._schedule()
            await flush

    def _schedule(self) -> None:
        if not self._wake.is_set():
            self._opened_ms = self._monotonic_ms()
            self._wake.set()

    # --- committing ---

    async def run(self) -> None:
        """Commit batch after batch, until cancelled or fenced."""
        flushes: list[asyncio.Future[None]] = []
        try:
            while True:
                await self._wake.wait()
                await asyncio.sleep(0)  # let every envelope of this tick join the batch
                self._busy = True
                writes, flushes = self._take_batch()
                if writes:
                    await self._write(writes)
                self._busy = False
                for flush in flushes:
                    if not flush.done():
                        flush.set_result(None)
        except Fenced as error:
            self._fenced = error
            self._metrics.failed("fenced")
            self._observer.fenced(error)
            for flush in [*flushes, *self._flushes]:
                if not flush.done():
                    flush.set_exception(error)

    def _take_batch(self) -> tuple[list[Writes], list[asyncio.Future[None]]]:
        """Return the oldest writes, up to BATCH_TURNS_MAX turns, and the flushes that are over with them."""
        batch: list[Writes] = list(self._done_tells.values())
        self._done_tells = {}
        turns = 0
        for key in list(self._open):
            if turns >= BATCH_TURNS_MAX:
                break
            writes = self._open.pop(key)
            try:
                freeze_parts(writes)
            except Exception as error:
                log.exception("state_not_encoded")
                self._refuse(writes, RefusedData(f"the state cannot be encoded: {error!r}"))
                continue
            turns += len(writes.turns)
            batch.append(writes)
        if self._open:
            return batch, []
        self._wake.clear()
        flushes, self._flushes = self._flushes, []
        return batch, flushes

    async def _write(self, writes: list[Writes]) -> None:
        """Make `writes` durable, or refuse those that can never be: split by entity until each bad one is alone."""
        parts, commits = deque([writes]), 0
        while parts:
            part = parts.popleft()
            if commits == SPLIT_COMMITS_MAX:
                self._undo_untried(part)
                continue
            commits += 1
            error = await self._commit(part)
            if error is None:
                continue
            self._metrics.failed("refused")
            if len(part) == 1:
                self._refuse(part[0], error)
            else:
                parts.extendleft(reversed(split(part, error)))

    async def _commit(self, writes: list[Writes]) -> RefusedData | None:
        """Make `writes` durable and release them; return the error if they cannot be stored together.

        Outcome unknown: settle the batch id, then send again under a new one. Unreachable: send again with back-off;
        this poisons nobody. Fenced: the host stops.
        """
        wait_ms = RETRY_MS_MIN
        opened_ms = self._opened_ms
        request = build_request(writes, self._incarnation, self._observer.epoch_of, self._outbox_seq)
        while True:
            started_ms = self._monotonic_ms()
            try:
                committed = await self._send(request)
            except Unreachable as error:
                self._metrics.failed("unreachable")
                log.warning("commit_unreachable", error=str(error), retry_ms=wait_ms)
                await asyncio.sleep(wait_ms / 1000)
                wait_ms = min(wait_ms * 2, RETRY_MS_MAX)
                committed = False
            except RefusedData as error:
                return error
            if committed:
                now_ms = self._monotonic_ms()
                self._metrics.committed(len(request.commands), now_ms - started_ms)
                self._metrics.held(now_ms - opened_ms)
                await self._release(writes, request)
                return None
            request.batch_id = uuid4().hex

    async def _send(self, request: CommitRequest) -> bool:
        """Return whether the batch is committed; False: it is not and never can be under this batch id."""
        try:
            await self._store.commit(request)
        except OutcomeUnknown as error:
            self._metrics.failed("outcome_unknown")
            log.warning("commit_outcome_unknown", error=str(error), batch=request.batch_id)
            return await self._settle(request.batch_id)
        return True

    async def _settle(self, batch_id: str) -> bool:
        wait_ms = RETRY_MS_MIN
        while True:
            try:
                return await self._store.settle(batch_id, self._incarnation)
            except Unreachable:
                await asyncio.sleep(wait_ms / 1000)
                wait_ms = min(wait_ms * 2, RETRY_MS_MAX)

    def _undo_untried(self, writes: list[Writes]) -> None:
        """Give up what was not tried: turns are undone and run again, deliveries are noted again."""
        self._metrics.failed("split_bound")
        log.error("split_bound", entities=len(writes))
        for entry in writes:
            if entry.activation is not None:
                self._refuse(entry, Untried("too many of its batch were refused"))
            for tell_id in entry.tells_done:
                self.tell_is_done(entry.shard, tell_id)

    def _refuse(self, entry: Writes, error: RefusedData) -> None:
        self._outcome_known(entry)
        self._observer.refused(entry, error)

    def _outcome_known(self, entry: Writes) -> None:
        self.uncommitted_turns -= len(entry.turns)
        activation = entry.activation
        if activation is not None:
            activation.in_flight = None
            if activation.writes is entry:
                activation.writes = None

    async def _release(self, writes: list[Writes], request: CommitRequest) -> None:
        for row in request.outbox:
            self._outbox_seq[row.shard] = row.seq
        while (lease := self._may_release()) is not None:
            await lease
        for entry in writes:
            self._outcome_known(entry)
            entry.release()
            self._observer.released(entry)
        if request.outbox:
            self._observer.events_stored({row.shard for row in request.outbox})
