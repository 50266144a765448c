"""Rows as the runtime hands them to a store: plain tuples, one type a table, in the order of the commit function.

Ids (`tx`, tell ids, event ids) are 128-bit digests in lower-case hex. Times are Unix milliseconds.
"""

from dataclasses import dataclass, field
from typing import NamedTuple


class CommandRow(NamedTuple):
    """One mutating command, keyed by `tx`, the digest of (kind/key, origin, id). `reply` None: it comes later."""

    shard: int
    tx: str
    kind: str
    key: str
    origin: str
    id: str
    version: int
    body_hash: bytes
    ok: bool | None
    reply: bytes | None
    at_ms: int


class CompletionRow(NamedTuple):
    """The reply of a command that was stored without one."""

    shard: int
    tx: str
    ok: bool
    reply: bytes


class TransferRow(NamedTuple):
    """One movement of money; `n` numbers the transfers of a transaction from 0."""

    shard: int
    tx: str
    n: int
    debit: str
    credit: str
    currency: str
    amount: int
    balance_after: int
    version: int
    reason: str
    reference: str
    config_version: int


class RoundRow(NamedTuple):
    """One settled game round; `outcome` is JSON text."""

    shard: int
    round_id: str
    tx: str
    user_id: str
    game: str
    bet: int
    payout: int
    won: bool | None
    outcome: str
    config_version: int
    server_seed_hash: str
    client_seed: str
    nonce: int


class RevealedSeedRow(NamedTuple):
    """A server seed that its player had revealed; rounds name it by its hash."""

    shard: int
    server_seed_hash: str
    tx: str
    user_id: str
    server_seed: str
    client_seed: str
    last_nonce: int


class ActRow(NamedTuple):
    """An act of staff that an entity carried out, for the audit trail; `old` and `new` are JSON or None."""

    event: str
    actor: str
    role: str
    target: str
    old: str | None
    new: str | None
    reason: str
    request_id: str
    address: str
    result: str = "ok"


class FactRow(NamedTuple):
    """A fact without a table of its own; `data` is JSON. With `once`: no other of its type and entity may have the
    same."""

    shard: int
    tx: str
    n: int
    kind: str
    key: str
    type: str
    once: str | None
    data: str


class OutboxRow(NamedTuple):
    """A domain event; `seq` is gapless within a shard and assigned when the batch is sent."""

    shard: int
    seq: int
    event_id: str
    type: str
    key: str
    payload: bytes


class TellRow(NamedTuple):
    """A command on its way to another entity, kept by the sender's shard until the receiver has stored it."""

    shard: int
    id: str
    from_kind: str
    from_key: str
    to_kind: str
    to_key: str
    type: str
    body: bytes


class TimerRow(NamedTuple):
    """A durable timer; `id` is the command id of its turn, new each time the timer is set."""

    shard: int
    kind: str
    key: str
    name: str
    id: str
    due_ms: int
    type: str
    body: bytes


class TimerPlace(NamedTuple):
    """A place in the order in which timers are due: that of the timer with this time and id."""

    due_ms: int
    id: str


class PartRow(NamedTuple):
    """A part of an entity's state, to be written if its stored version is `expected` (0: not stored yet)."""

    shard: int
    kind: str
    key: str
    part: str
    expected: int
    version: int
    schema: int
    data: bytes


class LoadedPart(NamedTuple):
    """A part of an entity's state as loaded."""

    version: int
    schema: int
    data: bytes


class StoredReply(NamedTuple):
    """A stored command as a repeat of it is compared: its body's hash and its reply, None while that is to come."""

    body_hash: bytes
    ok: bool | None
    reply: bytes | None


@dataclass(slots=True)
class CommitRequest:
    """All that one group commit writes, and the ownership under which it writes.

    `shards` maps each shard that is written to the epoch under which this incarnation owns it.
    """

    batch_id: str
    incarnation: int
    shards: dict[int, int] = field(default_factory=dict)
    commands: list[CommandRow] = field(default_factory=list)
    completions: list[CompletionRow] = field(default_factory=list)
    transfers: list[TransferRow] = field(default_factory=list)
    rounds: list[RoundRow] = field(default_factory=list)
    outbox: list[OutboxRow] = field(default_factory=list)
    tells: list[TellRow] = field(default_factory=list)
    tells_done: list[str] = field(default_factory=list)
    timers: list[TimerRow] = field(default_factory=list)
    timers_done: list[TimerRow] = field(default_factory=list)
    timers_cancelled: list[tuple[str, str, str]] = field(default_factory=list)
    parts: list[PartRow] = field(default_factory=list)
    seeds: list[RevealedSeedRow] = field(default_factory=list)
    acts: list[ActRow] = field(default_factory=list)
    facts: list[FactRow] = field(default_factory=list)


class ShardState(NamedTuple):
    """State of a shard as its new owner reads it before it serves it.

    `tells` are the oldest open ones in the order in which they were stored, `TELLS_PER_SHARD` at most: when there are
    as many, there may be more.
    """

    shard: int
    outbox_seq: int
    tells: tuple[TellRow, ...]
