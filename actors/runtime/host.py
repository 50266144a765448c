"""An entity host: all entities of its shards, in one event loop.

The way of a command: link -> `_admit` (is the shard ours?) -> the entity's lane -> `Turns.run` -> `Gate` -> durable
-> outputs leave over the link. Everything between two awaits is one step; the only tasks are the gate, the two
batched reads, the lease, the timers and the sweep.
"""

import asyncio
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

import structlog
from msgspec import Struct

from actors.runtime.activation import LANE_WORKS_MAX, Activation
from actors.runtime.batcher import Batcher
from actors.runtime.clock import Clock
from actors.runtime.commands import CommandMemory
from actors.runtime.entity import Dice, EntityKind, EntityRef, StoredPart
from actors.runtime.envelope import Answer, Attach, Call, Detach, Detached, Moved, Upstream
from actors.runtime.gate import UNCOMMITTED_TURNS_MAX, Gate, Writes
from actors.runtime.gate import Metrics as GateMetrics
from actors.runtime.lease import Lease
from actors.runtime.link import AnyLink
from actors.runtime.placement import shard_of
from actors.runtime.replies import error_bytes
from actors.runtime.stored import unpack_root
from actors.runtime.timers import REFIRE_MS, Timers
from actors.runtime.turns import TurnMetrics, Turns
from actors.runtime.work import AttachWork, CommandWork, QueryWork, Work
from persistence.errors import Fenced, RefusedData, RepeatedCommand
from persistence.ports import CommitStore
from persistence.records import LoadedPart, StoredReply, TellRow, TimerRow

UNAVAILABLE_RETRY_MS = 200
FOREVER_MS = float("inf")

log = structlog.get_logger("host")


@dataclass(frozen=True, slots=True)
class HostConfig:
    """Bounds of one host; times in milliseconds."""

    idle_ms: int = 5 * 60 * 1000
    activations_max: int = 100_000
    sweep_ms: int = 5_000
    lease_ttl_ms: int = 5_000


class HostMetrics(GateMetrics, TurnMetrics, Protocol):
    """What a host counts beyond its gate and its turns."""

    def activated(self, kind: str, duration_ms: float) -> None: ...
    def passivated(self, kind: str, count: int) -> None: ...
    def refused_overload(self, reason: str) -> None: ...
    def poisoned(self, kind: str) -> None: ...


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


class NoCaller:
    """Nobody waits: timers and opening turns."""

    def answer(self, ok: bool, body: bytes, version: int, seq: int, dup: bool) -> None:
        if not ok:
            log.info("unwatched_command_refused", body=body.decode(), version=version)


class Teller(Protocol):
    """Sends durable tells until their receivers have stored them."""

    def tell(self, row: TellRow) -> None: ...


NO_CALLER = NoCaller()


class EntityHost:
    """The host core. Everything it needs arrives through the constructor; `run` is its life."""

    def __init__(
        self,
        kinds: Mapping[str, EntityKind[Any]],
        store: CommitStore,
        incarnation: int,
        clock: Clock,
        dice: Dice,
        metrics: HostMetrics,
        config: HostConfig,
        *,
        lease: Lease,
        make_teller: "Callable[[EntityHost], Teller]",
        stopped: Callable[[str], None],
    ) -> None:
        self._kinds = kinds
        self._store = store
        self._clock = clock
        self._metrics = metrics
        self._config = config
        self._lease = lease
        self._stopped = stopped
        self._incarnation = incarnation
        self._shards: dict[int, int] = {}
        self._leaving: dict[int, int] = {}
        self._activations: dict[EntityRef, Activation] = {}
        self._settling: dict[EntityRef, Activation] = {}
        self._suspects: set[EntityRef] = set()
        self._failed_alone: dict[str, int] = {}
        self._streams = 0
        self._links: set[AnyLink] = set()
        self._held: list[tuple[AnyLink, list[Upstream]]] = []
        self.dead = False
        self.timers = Timers(clock, self._fire)
        self.teller = make_teller(self)
        self.gate = Gate(store, incarnation, self, metrics, monotonic_ms=clock.monotonic_ms, may_release=lease.wait)
        self._turns = Turns(clock, dice, self.gate, self.timers, self.teller, metrics)
        self._loads: Batcher[EntityRef, Mapping[str, LoadedPart]] = Batcher(self._fetch_parts, self._loaded)
        self._lookups: Batcher[tuple[int, str], StoredReply] = Batcher(self._fetch_replies, self._looked_up)
        self._looking: dict[tuple[int, str], list[Activation]] = {}
        lease.renewed.append(self._resume)

    # --- life ---

    async def run(self) -> None:
        """Serve until fenced or cancelled."""
        async with asyncio.TaskGroup() as tasks:
            tasks.create_task(self.gate.run())
            tasks.create_task(self._loads.run())
            tasks.create_task(self._lookups.run())
            tasks.create_task(self.timers.run(self._lease.wait))
            tasks.create_task(self._sweep())

    async def adopt(self, shards: Mapping[int, int]) -> None:
        """Serve `shards` (shard to epoch) after reading what they need: outbox number, open tells, timers.

        Raises:
            Unreachable: the store did not answer; nothing was adopted.
        """
        for state in await self._store.adopt(list(shards)):
            self.gate.adopt(state.shard, state.outbox_seq)
            self.timers.adopt(state.timers)
            self._shards[state.shard] = shards[state.shard]
            for row in state.tells:
                self.teller.tell(row)

    async def give_up(self, shards: Sequence[int]) -> None:
        """Stop serving `shards`: no new turns, everything uncommitted becomes durable, sockets are told."""
        leaving = {shard: self._shards.pop(shard) for shard in shards if shard in self._shards}
        self._leaving.update(leaving)
        for activation in self._of_shards(leaving):
            for work in activation.lane:
                _moved(work, activation.shard)
            activation.lane.clear()
        await self.gate.barrier()
        for activation in self._of_shards(leaving):
            self._drop(activation)
        self.timers.release(lambda row: row.shard in leaving)
        for shard in leaving:
            del self._leaving[shard]

    def _of_shards(self, shards: Mapping[int, int]) -> list[Activation]:
        return [activation for activation in self._activations.values() if activation.shard in shards]

    def stop(self, reason: str) -> None:
        """Run no turn and send nothing from now on; the process is about to end."""
        if not self.dead:
            self.dead = True
            log.error("host_stopped", reason=reason, incarnation=self._incarnation)
            for link in list(self._links):
                link.abort(reason)
            self._stopped(reason)

    # --- what it shows ---

    def shards(self) -> Mapping[int, int]:
        return self._shards

    def activations(self) -> Mapping[EntityRef, Activation]:
        return self._activations

    def links(self) -> frozenset[AnyLink]:
        return frozenset(self._links)

    def may_send(self) -> bool:
        """Whether links may write now."""
        return not self.dead and self._lease.valid()

    # --- links ---

    def link_made(self, link: AnyLink) -> None:
        self._links.add(link)

    def link_lost(self, link: AnyLink, reason: str) -> None:
        """Forget the sockets that the link reached."""
        self._links.discard(link)
        for activation in self._activations.values():
            gone = [session for session, used in activation.sockets.items() if used is link]
            for session in gone:
                del activation.sockets[session]

    def receive(self, link: AnyLink, envelopes: list[Upstream]) -> None:
        """Take one frame; without a lease it waits, and the link is not read."""
        if not self.may_send():
            self._held.append((link, envelopes))
            link.pause_reading()
            return
        for envelope in envelopes:
            match envelope:
                case Call():
                    self._call(link, envelope)
                case Attach():
                    self._attach(link, envelope)
                case Detach():
                    self._detach(envelope)

    def _resume(self) -> None:
        """The lease is back: go on where we stood still."""
        held, self._held = self._held, []
        for link, envelopes in held:
            self.receive(link, envelopes)
        for link in self._links:
            link.resume_reading()
            link.flush()

    def _call(self, link: AnyLink, call: Call) -> None:
        epoch = self._shards.get(call.shard)
        if epoch is None:
            link.send(Moved(call.n, call.attempt, call.shard))
            return
        now_ms = self._clock.monotonic_ms()
        ref = EntityRef(call.kind, call.key)
        caller = LinkCaller(link, call.n, call.attempt, call.shard, epoch)
        deadline_ms = now_ms + call.ttl_ms
        if call.id:
            received_ms = now_ms - call.age_ms
            work: Work = CommandWork(ref, call.origin, call.id, call.type, call.body, caller, deadline_ms, received_ms)
        else:
            work = QueryWork(ref, call.type, call.body, caller, deadline_ms)
        self.admit(work)

    def _attach(self, link: AnyLink, attach: Attach) -> None:
        if attach.shard not in self._shards:
            link.send(Moved(attach.n, attach.attempt, attach.shard))
            return
        deadline_ms = self._clock.monotonic_ms() + attach.ttl_ms
        self.admit(AttachWork(EntityRef(attach.kind, attach.key), attach, link, deadline_ms))

    def _detach(self, detach: Detach) -> None:
        activation = self._activations.get(EntityRef(detach.kind, detach.key))
        if activation is not None:
            activation.sockets.pop(detach.session, None)

    # --- lanes ---

    def admit(self, work: Work) -> None:
        """Put work for an entity of ours into its lane, or do it at once when the lane is free."""
        activation = self._activations.get(work.ref) or self._activate(work.ref)
        if activation is None:
            self._refuse(work, "unavailable", "activations")
            return
        activation.touched_ms = self._clock.monotonic_ms()
        if activation.blocked or activation.lane:
            if len(activation.lane) >= LANE_WORKS_MAX:
                self._refuse(work, "unavailable", "lane")
            else:
                activation.lane.append(work)
        else:
            self._step(activation, work)

    def _step(self, activation: Activation, work: Work) -> None:
        """Do `work` at an entity whose lane is free; block the lane if it has to wait."""
        if isinstance(work, CommandWork):
            if self.gate.uncommitted_turns >= UNCOMMITTED_TURNS_MAX:
                self._refuse(work, "unavailable", "uncommitted")
                return
            if activation.writes is not None and activation.ref in self._suspects:
                activation.blocked = True
                activation.lane.appendleft(work)
                return
        try:
            done = self._turns.run(activation, work)
        except Exception:
            log.exception("turn_failed", entity=str(activation.ref), type=getattr(work, "type", "attach"))
            self._metrics.poisoned(activation.ref.kind)
            self._refuse(work, "internal", "exception")
            self._undo(activation)
            return
        if not done:
            assert isinstance(work, CommandWork)
            activation.blocked = True
            activation.lane.appendleft(work)
            key = (activation.shard, work.tx)
            self._looking.setdefault(key, []).append(activation)
            self._lookups.ask(key)

    def _drain(self, activation: Activation) -> None:
        """Do what waits in the lane until it blocks again."""
        activation.blocked = False
        while activation.lane and not activation.blocked and not activation.dropped:
            self._step(activation, activation.lane.popleft())

    def _refuse(self, work: Work, code: str, reason: str) -> None:
        self._metrics.refused_overload(reason)
        details = {"retry_after_ms": UNAVAILABLE_RETRY_MS} if code == "unavailable" else None
        if isinstance(work, AttachWork):
            attach = work.attach
            work.link.send(Moved(attach.n, attach.attempt, attach.shard))
        else:
            work.caller.answer(False, error_bytes(code, details), 0, 0, False)

    # --- activations ---

    def _activate(self, ref: EntityRef) -> Activation | None:
        if len(self._activations) >= self._config.activations_max and not self._passivate_oldest():
            return None
        kind = self._kinds.get(ref.kind)
        shard = shard_of(*ref)
        epoch = self._shards.get(shard)
        if kind is None or epoch is None:
            return None
        self._streams += 1
        stream = f"{self._incarnation:x}-{self._streams:x}"
        activation = Activation(ref, shard, epoch, kind, stream)
        activation.touched_ms = self._clock.monotonic_ms()
        self._activations[ref] = activation
        if ref not in self._settling:
            self._loads.ask(ref)
        return activation

    async def _fetch_parts(self, refs: Sequence[EntityRef]) -> Mapping[EntityRef, Mapping[str, LoadedPart]]:
        found = await self._store.load([(ref.kind, ref.key) for ref in refs])
        return {EntityRef(*ref): parts for ref, parts in found.items()}

    def _loaded(self, ref: EntityRef, parts: Mapping[str, LoadedPart] | None) -> None:
        activation = self._activations.get(ref)
        if activation is None or activation.state is not None:
            return
        try:
            self._fill(activation, parts or {})
        except Exception:
            log.exception("load_failed", entity=str(ref))
            self._metrics.poisoned(ref.kind)
            self._drop(activation, code="internal")
            return
        self._metrics.activated(ref.kind, self._clock.monotonic_ms() - activation.touched_ms)
        self._drain(activation)

    def _fill(self, activation: Activation, parts: Mapping[str, LoadedPart]) -> None:
        kind, ref = activation.kind, activation.ref
        if not parts:
            activation.state = kind.create(ref.key)
            opening = kind.opening(activation.state)
            if opening is not None:
                activation.lane.appendleft(self._opening(ref, *opening))
            return
        stored = {name: StoredPart(part.schema, part.data) for name, part in parts.items()}
        root_name = kind.parts[0]
        root = unpack_root(stored[root_name].data)
        stored[root_name] = StoredPart(stored[root_name].schema, root.data)
        activation.state = kind.load(ref.key, stored)
        activation.version = parts[root_name].version
        activation.part_versions = {name: part.version for name, part in parts.items()}
        activation.memory = CommandMemory(root.high_water)
        activation.now_ms = root.last_turn_ms

    def _opening(self, ref: EntityRef, command_id: str, body: Struct) -> CommandWork:
        name: str = type(body).TYPE  # type: ignore[attr-defined]
        now_ms = self._clock.monotonic_ms()
        return CommandWork(ref, "system", command_id, name, body, NO_CALLER, FOREVER_MS, now_ms)

    async def _fetch_replies(self, keys: Sequence[tuple[int, str]]) -> Mapping[tuple[int, str], StoredReply]:
        found = await self._store.replies(keys)
        return {key: found[key[1]] for key in keys if key[1] in found}

    def _looked_up(self, key: tuple[int, str], stored: StoredReply | None) -> None:
        for activation in self._looking.pop(key, ()):
            if activation.dropped or not activation.lane:
                continue
            work = activation.lane[0]
            assert isinstance(work, CommandWork)
            self._turns.found(activation, work, stored)
            self._drain(activation)

    # --- what became of writes (GateObserver) ---

    def epoch_of(self, shard: int) -> int | None:
        return self._shards.get(shard, self._leaving.get(shard))

    def released(self, writes: Writes) -> None:
        activation = writes.activation
        if activation is None:
            return
        if activation.dropped:
            self._settled(activation)
            return
        if activation.ref in self._suspects:
            self._suspects.discard(activation.ref)
            for turn in writes.turns:
                self._failed_alone.pop(turn.command.tx, None)
            self._drain(activation)

    def refused(self, writes: Writes, error: RefusedData) -> None:
        """These writes can never be stored: undo the activation; a repeat is run again and answered from the store."""
        activation = writes.activation
        if activation is None:
            log.warning("chores_refused", shard=writes.shard, error=str(error))
            return
        if activation.dropped:
            self._settled(activation)
            return
        if isinstance(error, RepeatedCommand):
            self._run_again(activation, writes)
            return
        log.error("entity_refused", entity=str(activation.ref), error=str(error), turns=len(writes.turns))
        self._metrics.poisoned(activation.ref.kind)
        activation.writes = None
        self._answer_undone(writes, alone=len(writes.turns) == 1)
        self._undo(activation)

    def fenced(self, error: Fenced) -> None:
        self.stop(str(error))

    def _answer_undone(self, writes: Writes, *, alone: bool) -> None:
        """Callers retry with the same id; a turn that failed alone twice is ours to explain."""
        for turn in writes.turns:
            tx = turn.command.tx
            if alone:
                self._failed_alone[tx] = self._failed_alone.get(tx, 0) + 1
            code = "internal" if self._failed_alone.get(tx, 0) >= 2 else "unavailable"
            self._refuse(turn.work, code, "undone")

    def _run_again(self, activation: Activation, writes: Writes) -> None:
        later = self.gate.forget(activation)
        turns = writes.turns + (later.turns if later is not None else [])
        waiting = list(activation.lane)
        activation.lane.clear()
        activation.writes = None
        self._drop(activation)
        for turn in turns:
            turn.work.look_up = True
            turn.work.tx = ""
            if turn.work.origin != "system":
                self.admit(turn.work)
        for work in waiting:
            self.admit(work)

    # --- undoing and passivating ---

    def _undo(self, activation: Activation) -> None:
        """The state in memory is not to be trusted: forget its open turns, and start from the store."""
        self._suspects.add(activation.ref)
        later = self.gate.forget(activation)
        if later is not None:
            self._answer_undone(later, alone=False)
            if activation.writes is later:
                activation.writes = None
        self._drop(activation)

    def _drop(self, activation: Activation, code: str = "unavailable") -> None:
        """Forget an activation; its sockets attach again, its callers retry."""
        ref = activation.ref
        activation.dropped = True
        if self._activations.get(ref) is activation:
            del self._activations[ref]
        if activation.writes is not None:
            self._settling[ref] = activation
        for work in activation.lane:
            self._refuse(work, code, "dropped")
        for entry in activation.memory.unanswered():
            for caller in entry.waiting:
                caller.answer(False, error_bytes("unavailable", {"retry_after_ms": UNAVAILABLE_RETRY_MS}), 0, 0, False)
        for link, sessions in activation.sessions_by_link().items():
            link.send(Detached(activation.shard, activation.epoch, ref.kind, ref.key, sessions))
        activation.sockets.clear()
        self.timers.activation_dropped(ref, self._clock.now_ms() + REFIRE_MS)

    def _settled(self, activation: Activation) -> None:
        """The last writes of a dropped activation are decided: its successor may load."""
        if self._settling.get(activation.ref) is activation:
            del self._settling[activation.ref]
            if activation.ref in self._activations:
                self._loads.ask(activation.ref)

    async def _sweep(self) -> None:
        while True:
            await asyncio.sleep(self._config.sweep_ms / 1000)
            self.sweep()

    def sweep(self) -> None:
        """Forget old pushes, and entities that were idle for long enough."""
        now_ms = self._clock.monotonic_ms()
        for activation in list(self._activations.values()):
            activation.forget_old_pushes(now_ms)
            if activation.idle() and now_ms - activation.touched_ms >= self._config.idle_ms:
                self._passivate(activation)

    def _passivate(self, activation: Activation) -> None:
        del self._activations[activation.ref]
        activation.dropped = True
        self.timers.activation_dropped(activation.ref, self._clock.now_ms())
        self._metrics.passivated(activation.ref.kind, 1)

    def _passivate_oldest(self) -> bool:
        """Make room for one more entity; False when all are busy."""
        idle = [activation for activation in self._activations.values() if activation.idle()]
        for activation in sorted(idle, key=lambda each: each.touched_ms)[: max(1, len(idle) // 10)]:
            self._passivate(activation)
        return bool(idle)

    # --- timers ---

    def _fire(self, row: TimerRow, durable: bool) -> None:
        ref = EntityRef(row.kind, row.key)
        if shard_of(*ref) not in self._shards:
            return
        now_ms = self._clock.monotonic_ms()
        work = CommandWork(ref, "timer", row.id, row.type, row.body, NO_CALLER, FOREVER_MS, now_ms)
        work.timer, work.durable_timer = row.name, durable
        self.admit(work)


def _moved(work: Work, shard: int) -> None:
    if isinstance(work, AttachWork):
        work.link.send(Moved(work.attach.n, work.attach.attempt, shard))
    elif isinstance(work.caller, LinkCaller):
        work.caller.link.send(Moved(work.caller.n, work.caller.attempt, shard))
