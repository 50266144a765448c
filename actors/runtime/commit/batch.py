"""The turns of a batch, and the commit request that they become.

What the turns of one entity write is netted here: its state is written once, and the last word on a timer counts.
Outbox numbers are given when the batch is sent, so that an undone turn leaves no gap.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Protocol
from uuid import uuid4

from actors.facts import RoundPlayed
from actors.runtime.commit.stored import Root, pack_root
from actors.runtime.turns.commands import derived_id
from actors.shop.facts import PurchaseChanged
from persistence.errors import Fenced
from persistence.records import (
    ActRow,
    CommandRow,
    CommitRequest,
    CompletionRow,
    FactRow,
    OutboxRow,
    PartRow,
    RevealedSeedRow,
    RoundRow,
    TellRow,
    TimerRow,
    TransferRow,
)

if TYPE_CHECKING:
    from actors.runtime.turns.activation import Activation
    from actors.runtime.turns.work import CommandWork


class Output(Protocol):
    """Something that the world may see once everything before it is durable."""

    def leave(self) -> None:
        """Let the world see it."""
        ...

    def withdraw(self) -> None:
        """Its turn is undone: whoever waits for it is told to try again."""
        ...


class Turn:
    """What one turn writes, and what it lets the world see. `work` is kept to run it again after a repeat.

    `settled` are the rounds and purchases among its facts, for those who count them once they are durable.
    """

    __slots__ = (
        "acts",
        "command",
        "completions",
        "events",
        "facts",
        "outputs",
        "rounds",
        "seeds",
        "settled",
        "tells",
        "timers",
        "timers_cancelled",
        "timers_done",
        "transfers",
        "work",
    )

    def __init__(self, command: CommandRow, work: "CommandWork") -> None:
        self.command = command
        self.work = work
        self.completions: list[CompletionRow] = []
        self.transfers: list[TransferRow] = []
        self.rounds: list[RoundRow] = []
        self.settled: list[RoundPlayed | PurchaseChanged] = []
        self.seeds: list[RevealedSeedRow] = []
        self.acts: list[ActRow] = []
        self.facts: list[FactRow] = []
        self.events: list[tuple[str, bytes]] = []
        self.tells: list[TellRow] = []
        self.timers: list[TimerRow] = []
        self.timers_done: list[TimerRow] = []
        self.timers_cancelled: list[str] = []
        self.outputs: list[Output] = []


class Writes:
    """One entity's turns of one batch; together they write its state once. Without an entity: tells that are done."""

    __slots__ = ("activation", "dirty", "parts", "shard", "tells_done", "turns")

    def __init__(self, shard: int, activation: "Activation | None") -> None:
        self.shard = shard
        self.activation = activation
        self.turns: list[Turn] = []
        self.dirty: set[str] = set()
        self.tells_done: list[str] = []
        self.parts: list[PartRow] | None = None


def build_request(
    writes: Sequence[Writes],
    incarnation: int,
    epoch_of: Callable[[int], int | None],
    outbox_seqs: Mapping[int, int],
) -> CommitRequest:
    """The request that makes `writes` durable; events are numbered from behind `outbox_seqs`, by shard.

    Raises:
        Fenced: one of the shards is not owned any more.
    """
    request = CommitRequest(uuid4().hex, incarnation)
    seqs: dict[int, int] = {}
    for entry in writes:
        epoch = epoch_of(entry.shard)
        if epoch is None:
            raise Fenced(f"shard {entry.shard} is not owned any more")
        request.shards[entry.shard] = epoch
        request.tells_done += entry.tells_done
        request.parts += entry.parts or ()
        seq = seqs.get(entry.shard, outbox_seqs.get(entry.shard, 0))
        for turn in entry.turns:
            seq = _add_turn(request, turn, seq)
        seqs[entry.shard] = seq
        _add_timers(request, entry.turns)
    return request


def _add_turn(request: CommitRequest, turn: Turn, outbox_seq: int) -> int:
    """Add a turn's rows; the number of the shard's last event so far."""
    command = turn.command
    request.commands.append(command)
    request.transfers += turn.transfers
    request.rounds += turn.rounds
    request.seeds += turn.seeds
    request.acts += turn.acts
    request.facts += turn.facts
    request.completions += turn.completions
    request.tells += turn.tells
    for index, (event_type, payload) in enumerate(turn.events):
        outbox_seq += 1
        event_id = derived_id(command.tx, f"event:{index}")
        key = f"{command.kind}/{command.key}"
        request.outbox.append(OutboxRow(command.shard, outbox_seq, event_id, event_type, key, payload))
    return outbox_seq


def _add_timers(request: CommitRequest, turns: Sequence[Turn]) -> None:
    """Net the timers of one entity's turns: the last word on each name counts."""
    armed: dict[str, TimerRow] = {}
    for turn in turns:
        request.timers_done += turn.timers_done
        for name in turn.timers_cancelled:
            armed.pop(name, None)
            request.timers_cancelled.append((turn.command.kind, turn.command.key, name))
        armed.update((row.name, row) for row in turn.timers)
    request.timers.extend(armed.values())


def freeze_parts(writes: Writes) -> None:
    """Encode the parts that this batch changes, from the state as it is now: after the last turn of the batch."""
    activation = writes.activation
    assert activation is not None
    activation.in_flight = writes
    ref, root = activation.ref, activation.kind.parts[0]
    writes.parts = []
    for part in (root, *(name for name in activation.kind.parts[1:] if name in writes.dirty)):
        schema, data = activation.kind.dump(activation.state, part)
        if part == root:
            data = pack_root(Root(activation.memory.high_water, activation.now_ms, data))
        expected = activation.part_versions.get(part, 0)
        writes.parts.append(
            PartRow(activation.shard, ref.kind, ref.key, part, expected, activation.version, schema, data)
        )
        activation.part_versions[part] = activation.version
