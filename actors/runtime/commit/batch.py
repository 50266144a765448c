"""The turns of a batch, and the commit request that they become.

The writes of one entity's turns are netted: its state is written once, and for a timer the last turn counts.
Outbox numbers are given when the batch is sent, so that an undone turn leaves no gap.
"""

from collections.abc import Callable, Mapping, Sequence
from uuid import uuid4

from actors.runtime.commit.stored import Root, pack_root
from actors.runtime.commit.turn import Turn
from actors.runtime.turns.activation import Writes
from actors.runtime.turns.commands import derived_id
from persistence.entities.records import CommitRequest, OutboxRow, PartRow, TimerRow
from persistence.errors import Fenced


def build_request(
    writes: Sequence[Writes],
    incarnation: int,
    epoch_of: Callable[[int], int | None],
    outbox_seqs: Mapping[int, int],
) -> CommitRequest:
    """Return the request that makes `writes` durable; events are numbered from behind `outbox_seqs`, by shard.

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
    """Add a turn's rows; return the number of the shard's last event so far."""
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
    """Net the timers of one entity's turns: for each name the last turn counts."""
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
    written_bytes = 0
    for part in (root, *(name for name in activation.kind.parts[1:] if name in writes.dirty)):
        schema, data = activation.kind.dump(activation.state, part)
        if part == root:
            data = pack_root(Root(activation.memory.high_water, activation.now_ms, data))
        expected = activation.part_versions.get(part, 0)
        writes.parts.append(
            PartRow(activation.shard, ref.kind, ref.key, part, expected, activation.version, schema, data)
        )
        activation.part_versions[part] = activation.version
        written_bytes += len(data)
    activation.state_bytes = max(activation.state_bytes, written_bytes)
