"""The output gate and the group commit: what a turn lets the world see leaves after its writes are durable.

Turns of all entities of a host gather in the open batch while one commit is in flight. A batch is one transaction;
when it is durable, its turns' outputs leave in order. How a commit can fail, and what follows, is in `Gate._write`.
"""

import asyncio
from collections.abc import Callable, Iterable
from typing import Protocol
from uuid import uuid4

import structlog

from actors.runtime.commit.batch import build_request, freeze_parts
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
    """Who is told what became of writes: the host."""

    def released(self, writes: Writes) -> None:
        """They are durable; their outputs have left."""
        ...

    def refused(self, writes: Writes, error: RefusedData) -> None:
        """They can never be stored: undo them."""
        ...

    def fenced(self, error: Fenced) -> None:
        """This host may not write any more: stop at once."""
        ...

    def epoch_of(self, shard: int) -> int | None:
        """The epoch under which this host owns the shard."""
        ...


class Metrics(Protocol):
    """What the gate counts; see gateway and cluster metrics."""

    def committed(self, turns: int, duration_ms: float) -> None: ...
    def failed(self, reason: str) -> None: ...
    def held(self, duration_ms: float) -> None: ...


class Gate:
    """One host's group commit. `run` is its only task; everything else is called from the event loop between awaits."""

    def __init__(
        self,
        store: CommitStore,
        incarnation: int,
        observer: GateObserver,
        metrics: Metrics,
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
        self._chores: dict[int, Writes] = {}
        self._wake = asyncio.Event()
        self._busy = False
        self._barriers: list[asyncio.Future[None]] = []
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
        self._rouse()

    def tell_is_done(self, shard: int, tell_id: str) -> None:
        """The receiver has stored the tell: delete it with the next commit."""
        writes = self._chores.get(shard)
        if writes is None:
            writes = self._chores[shard] = Writes(shard, None)
        writes.tells_done.append(tell_id)
        self._rouse()

    def forget(self, activation: Activation) -> Writes | None:
        """Take an entity's turns out of the open batch (its activation is undone)."""
        writes = self._open.pop(id(activation), None)
        if writes is not None:
            self.uncommitted_turns -= len(writes.turns)
            activation.writes = activation.in_flight
        return writes

    async def barrier(self) -> None:
        """Wait until every turn up to now is durable or undone.

        Raises:
            Fenced: this host may not write any more.
        """
        if self._fenced is not None:
            raise self._fenced
        if self._open or self._chores or self._busy:
            passed: asyncio.Future[None] = asyncio.get_running_loop().create_future()
            self._barriers.append(passed)
            self._rouse()
            await passed

    def _rouse(self) -> None:
        if not self._wake.is_set():
            self._opened_ms = self._monotonic_ms()
            self._wake.set()

    # --- committing ---

    async def run(self) -> None:
        """Commit batch after batch, for ever; ends when this host is fenced."""
        barriers: list[asyncio.Future[None]] = []
        try:
            while True:
                await self._wake.wait()
                await asyncio.sleep(0)  # let every envelope of this event-loop turn join the batch
                self._busy = True
                writes, barriers = self._seal()
                if writes:
                    await self._write(writes)
                self._busy = False
                for passed in barriers:
                    if not passed.done():
                        passed.set_result(None)
        except Fenced as error:
            self._fenced = error
            self._metrics.failed("fenced")
            self._observer.fenced(error)
            for passed in [*barriers, *self._barriers]:
                if not passed.done():
                    passed.set_exception(error)

    def _seal(self) -> tuple[list[Writes], list[asyncio.Future[None]]]:
        """The batch to send next, and who waits for it: the oldest writes, up to BATCH_TURNS_MAX turns; the rest
        stays."""
        sealed: list[Writes] = list(self._chores.values())
        self._chores = {}
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
            sealed.append(writes)
        if self._open:
            return sealed, []
        self._wake.clear()
        barriers, self._barriers = self._barriers, []
        return sealed, barriers

    async def _write(self, writes: list[Writes]) -> None:
        """Make `writes` durable, or find out which of them can never be.

        Outcome unknown: settle the batch id, then send again under a new one. Unreachable: send again with back-off;
        this poisons nobody. Refused data: split by entity until the bad one is alone. Fenced: the host stops.
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
                self._metrics.failed("refused")
                await self._split(writes, error)
                return
            if committed:
                now_ms = self._monotonic_ms()
                self._metrics.committed(len(request.commands), now_ms - started_ms)
                self._metrics.held(now_ms - opened_ms)
                await self._release(writes, request)
                return
            request.batch_id = uuid4().hex

    async def _send(self, request: CommitRequest) -> bool:
        """Whether the batch is committed; False: it is not and never can be under this batch id."""
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

    async def _split(self, writes: list[Writes], error: RefusedData) -> None:
        if len(writes) == 1:
            self._refuse(writes[0], error)
            return
        middle = len(writes) // 2
        await self._write(writes[:middle])
        await self._write(writes[middle:])

    def _refuse(self, entry: Writes, error: RefusedData) -> None:
        self._decided(entry)
        self._observer.refused(entry, error)

    def _decided(self, entry: Writes) -> None:
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
            self._decided(entry)
            for turn in entry.turns:
                for output in turn.outputs:
                    output.leave()
            self._observer.released(entry)
