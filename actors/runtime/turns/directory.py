"""The entities in memory: activated on their first message, loaded in batches, passivated when idle.

An activation that is dropped while a commit of its writes is under way keeps its place: its successor loads only when
their outcome is known, so that it never reads a state from before them.
"""

import asyncio
from collections.abc import Callable, Container, Mapping, Sequence
from typing import Any, Protocol

import structlog

from actors.runtime.clock import Clock
from actors.runtime.commit.batcher import Batcher
from actors.runtime.commit.stored import unpack_root
from actors.runtime.config import HostConfig
from actors.runtime.entity import EntityKind, EntityRef, StoredPart
from actors.runtime.ownership.shards import shard_of
from actors.runtime.turns.activation import Activation
from actors.runtime.turns.commands import CommandMemory
from actors.runtime.turns.timers import Timers
from actors.runtime.turns.work import system_command
from persistence.entities.commits import CommitStore
from persistence.entities.records import LoadedPart
from persistence.errors import StoreError

PASSIVATED_SHARE = 10
"""When the cap is reached, one in so many of the idle entities makes room."""
KEPT_MEMORY_SHARE = 0.9
"""When there is too much in memory, entities give way until so much of the bound is taken."""
ROOM_RETRY_MS = 100
"""How long entities that find no room are refused without looking again who could make some: that looks at all."""

log = structlog.get_logger("host")


class DirectoryMetrics(Protocol):
    """Counts of activations."""

    def activated(self, kind: str, duration_ms: float) -> None: ...
    def passivated(self, kind: str, count: int) -> None: ...
    def poisoned(self, kind: str) -> None: ...
    def part_unknown(self, kind: str) -> None: ...
    def evicted(self, reason: str, count: int) -> None: ...
    def histories_forgotten(self, count: int) -> None: ...
    def part_unreadable(self, kind: str, part: str) -> None: ...


class ActivationDirectory:
    """The activations of one host. `loaded` gets each one that has its state, `unreadable` each one that gets none."""

    def __init__(
        self,
        kinds: Mapping[str, EntityKind[Any]],
        store: CommitStore,
        incarnation: int,
        clock: Clock,
        config: HostConfig,
        metrics: DirectoryMetrics,
        timers: Timers,
        *,
        shards: Mapping[int, int],
        loaded: Callable[[Activation], None],
        unreadable: Callable[[Activation], None],
    ) -> None:
        self._kinds = kinds
        self._store = store
        self._incarnation = incarnation
        self._clock = clock
        self._config = config
        self._metrics = metrics
        self._timers = timers
        self._shards = shards
        self._loaded = loaded
        self._unreadable = unreadable
        self._activations: dict[EntityRef, Activation] = {}
        self._settling: dict[EntityRef, Activation] = {}
        self._streams = 0
        self._full_until_ms = 0.0
        self.memory_bytes = 0
        """What the entities take, about: counted at each sweep, in between only those that come and go."""
        self._loads: Batcher[Activation, Mapping[str, LoadedPart]] = Batcher(self._fetch, self._fetched, self._refused)

    async def run(self) -> None:
        """Load activations and passivate idle ones, until cancelled."""
        async with asyncio.TaskGroup() as tasks:
            tasks.create_task(self._loads.run())
            tasks.create_task(self._sweep())

    # --- lookup and activation ---

    def all(self) -> Mapping[EntityRef, Activation]:
        return self._activations

    def get(self, ref: EntityRef) -> Activation | None:
        return self._activations.get(ref)

    def serves(self, ref: EntityRef) -> bool:
        """Return whether this host owns the entity's shard."""
        return shard_of(*ref) in self._shards

    def of_shards(self, shards: Container[int]) -> list[Activation]:
        return [activation for activation in self._activations.values() if activation.shard in shards]

    def get_or_activate(self, ref: EntityRef) -> Activation | None:
        """Return the entity's activation, which may still be loading.

        None: there is no room for it, its kind is unknown, or this host does not own its shard.
        """
        known = self._activations.get(ref)
        if known is not None:
            return known
        kind, shard = self._kinds.get(ref.kind), shard_of(*ref)
        epoch = self._shards.get(shard)
        if kind is None or epoch is None or not self._room():
            return None
        self._streams += 1
        activation = Activation(ref, shard, epoch, kind, f"{self._incarnation:x}-{self._streams:x}")
        activation.touched_ms = self._clock.monotonic_ms()
        self._activations[ref] = activation
        self._count(activation)
        if ref not in self._settling:
            self._loads.ask(activation)
        return activation

    def remove(self, activation: Activation) -> None:
        """Forget an activation; a commit of its writes that is under way goes on without it."""
        activation.dropped = True
        if self._activations.get(activation.ref) is activation:
            del self._activations[activation.ref]
            self.memory_bytes -= activation.counted_bytes
            if activation.state is not None:
                self._metrics.passivated(activation.ref.kind, 1)
        if activation.in_flight is not None:
            self._settling[activation.ref] = activation

    def settled(self, removed: Activation) -> None:
        """Let the successor of a removed activation load: the outcome of its last writes is known."""
        if self._settling.get(removed.ref) is removed:
            del self._settling[removed.ref]
            successor = self._activations.get(removed.ref)
            if successor is not None:
                self._loads.ask(successor)

    # --- loading ---

    async def _fetch(self, activations: Sequence[Activation]) -> Mapping[Activation, Mapping[str, LoadedPart]]:
        found = await self._store.load([(each.ref.kind, each.ref.key) for each in activations])
        return {each: found.get((each.ref.kind, each.ref.key), {}) for each in activations}

    def _refused(self, activation: Activation, error: StoreError) -> None:
        """Give up an activation whose parts the store refuses to read: nobody else is to suffer."""
        if not activation.dropped:
            log.error("load_refused", entity=str(activation.ref), error=str(error))
            self._metrics.poisoned(activation.ref.kind)
            self._unreadable(activation)

    def _fetched(self, activation: Activation, parts: Mapping[str, LoadedPart] | None) -> None:
        if activation.dropped:
            return
        try:
            self._fill(activation, parts or {})
        except Exception:
            log.exception("load_failed", entity=str(activation.ref))
            activation.state = None
            self._metrics.poisoned(activation.ref.kind)
            self._unreadable(activation)
            return
        self._count(activation)
        self._metrics.activated(activation.ref.kind, self._clock.monotonic_ms() - activation.touched_ms)
        self._loaded(activation)

    def _fill(self, activation: Activation, parts: Mapping[str, LoadedPart]) -> None:
        kind, ref = activation.kind, activation.ref
        if not parts:
            activation.state = kind.create(ref.key)
            initial = kind.initial_command(activation.state)
            if initial is not None:
                activation.queue.appendleft(system_command(ref, *initial, self._clock.monotonic_ms()))
            return
        stored = {name: StoredPart(part.schema, part.data) for name, part in parts.items() if name in kind.parts}
        for name in parts.keys() - stored.keys():
            self._note_unknown(activation, name)
        root_name = kind.parts[0]
        root = unpack_root(stored[root_name].data)
        stored[root_name] = StoredPart(stored[root_name].schema, root.data)
        activation.state = kind.load(ref.key, stored)
        for name in kind.unreadable(activation.state):
            log.error("part_unreadable", entity=str(ref), part=name)
            self._metrics.part_unreadable(ref.kind, name)
        activation.version = parts[root_name].version
        activation.part_versions = {name: part.version for name, part in parts.items()}
        activation.memory = CommandMemory(root.high_water)
        activation.now_ms = root.last_turn_ms
        activation.state_bytes = sum(len(part.data) for part in parts.values())

    def _note_unknown(self, activation: Activation, part: str) -> None:
        """Note a part of a later release: it stays as it is stored (decision 0040)."""
        self._metrics.part_unknown(activation.ref.kind)
        log.info("part_unknown", entity=str(activation.ref), part=part)

    # --- passivation ---

    async def _sweep(self) -> None:
        while True:
            await asyncio.sleep(self._config.sweep_ms / 1000)
            self.sweep()

    def sweep(self) -> None:
        """Forget old pushes, passivate entities that were idle for long enough, and keep within the bound of memory."""
        now_ms = self._clock.monotonic_ms()
        for activation in list(self._activations.values()):
            activation.forget_old_pushes(now_ms)
            if activation.idle() and now_ms - activation.touched_ms >= self._config.idle_ms:
                self._passivate(activation)
        for activation in self._activations.values():
            self._count(activation)
        if self.memory_bytes > self._config.memory_bytes_max:
            self._shrink()

    def _passivate(self, activation: Activation) -> None:
        self.remove(activation)
        self._timers.activation_dropped(activation.ref, self._clock.now_ms())

    def _room(self) -> bool:
        """Make room for one more entity; return False when all are busy."""
        is_full = len(self._activations) >= self._config.activations_max
        if not is_full and self.memory_bytes < self._config.memory_bytes_max:
            return True
        now_ms = self._clock.monotonic_ms()
        if now_ms < self._full_until_ms:
            return False
        has_room = self._evict_some() if is_full else self._shrink()
        if not has_room:
            self._full_until_ms = now_ms + ROOM_RETRY_MS
        return has_room

    def _evict_some(self) -> bool:
        """Passivate the longest idle; return whether there were any."""
        idle = [activation for activation in self._longest_untouched() if activation.idle()]
        evicted = idle[: max(1, len(idle) // PASSIVATED_SHARE)]
        for activation in evicted:
            self._passivate(activation)
        self._metrics.evicted("count", len(evicted))
        return bool(evicted)

    def _shrink(self) -> bool:
        """Take less memory: the longest idle go, then the longest untouched lose their history; return if it did."""
        most_bytes = self._config.memory_bytes_max * KEPT_MEMORY_SHARE
        evicted = forgotten = 0
        untouched = self._longest_untouched()
        for activation in untouched:
            if self.memory_bytes <= most_bytes:
                break
            if activation.idle():
                self._passivate(activation)
                evicted += 1
        for activation in untouched:
            if self.memory_bytes <= most_bytes:
                break
            if not activation.dropped and activation.history_bytes():
                activation.forget_history()
                self._count(activation)
                forgotten += 1
        self._metrics.evicted("memory", evicted)
        self._metrics.histories_forgotten(forgotten)
        return self.memory_bytes < self._config.memory_bytes_max

    def _count(self, activation: Activation) -> None:
        counted_bytes = activation.memory_bytes()
        self.memory_bytes += counted_bytes - activation.counted_bytes
        activation.counted_bytes = counted_bytes

    def _longest_untouched(self) -> list[Activation]:
        return sorted(self._activations.values(), key=_touched_ms)


def _touched_ms(activation: Activation) -> float:
    return activation.touched_ms
