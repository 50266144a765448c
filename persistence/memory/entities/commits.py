"""Group commits on tables in memory, and what tests do to them: scripted failures, refusals, commits held in flight."""

import asyncio
import json
from collections.abc import Collection, Mapping, Sequence
from typing import Literal

from persistence.entities.commits import TELLS_PER_SHARD
from persistence.entities.faults import faults, name_of
from persistence.entities.records import (
    CommitRequest,
    FactRow,
    LoadedPart,
    PartRow,
    ShardState,
    StoredReply,
    TellRow,
    TimerPlace,
    TimerRow,
)
from persistence.errors import Fenced, OutcomeUnknown, RefusedData, RepeatedCommand, Unreachable
from persistence.memory.entities.database import Database, Transaction

Failure = Literal["unreachable", "lost_before", "lost_after", "refused"]
"""`lost_before` and `lost_after`: the answer is lost, and the commit did not or did happen."""


class Hold:
    """Commits that have begun wait here, with their fence locked, until they are released."""

    def __init__(self) -> None:
        self.arrived = asyncio.Event()
        self._released = asyncio.Event()

    async def pass_through(self) -> None:
        """Called by the commit."""
        self.arrived.set()
        await self._released.wait()

    def release(self) -> None:
        """Let them go on, and the later ones pass."""
        self._released.set()


class MemoryCommits:
    """The in-memory `CommitStore`.

    `fail_next` is consumed one a commit, from the front. A commit with a command or a part of one
    of `refused_entities` raises RefusedData.
    """

    def __init__(self, database: Database) -> None:
        self._database = database
        self.fail_next: list[Failure] = []
        self.refused_entities: set[tuple[str, str]] = set()
        self._hold: Hold | None = None

    def hold_commits(self) -> Hold:
        """From now on commits stop after they have begun, until `release` of what this returns."""
        self._hold = Hold()
        return self._hold

    async def commit(self, request: CommitRequest) -> None:
        """See `CommitStore.commit`."""
        self._database.reach()
        failure = self.fail_next.pop(0) if self.fail_next else None
        match failure:
            case "unreachable":
                raise Unreachable("by script")
            case "lost_before":
                raise OutcomeUnknown("by script")
            case "refused":
                raise RefusedData("by script")
            case "lost_after" | None:
                pass
        async with self._database.batch(request.batch_id), self._database.fence(request.incarnation):
            if self._hold is not None:
                await self._hold.pass_through()
            self._write(request)
        if failure == "lost_after":
            raise OutcomeUnknown("by script")

    async def settle(self, batch_id: str, incarnation: int) -> bool:
        """See `CommitStore.settle`."""
        self._database.reach()
        async with self._database.batch(batch_id):
            return self._database.batches.setdefault(batch_id, "aborted") == "committed"

    async def load(self, refs: Sequence[tuple[str, str]]) -> Mapping[tuple[str, str], Mapping[str, LoadedPart]]:
        """See `CommitStore.load`."""
        self._database.reach()
        loaded: dict[tuple[str, str], dict[str, LoadedPart]] = {}
        wanted = set(refs)
        for part in self._database.parts.values():
            if (part.kind, part.key) in wanted:
                parts = loaded.setdefault((part.kind, part.key), {})
                parts[part.part] = LoadedPart(part.version, part.schema, part.data)
        return loaded

    async def replies(self, keys: Sequence[tuple[int, str]]) -> Mapping[str, StoredReply]:
        """See `CommitStore.replies`."""
        self._database.reach()
        rows = [self._database.commands[tx, shard] for shard, tx in keys if (tx, shard) in self._database.commands]
        return {row.tx: StoredReply(row.body_hash, row.ok, row.reply) for row in rows}

    async def adopt(self, shards: Sequence[int]) -> Sequence[ShardState]:
        """See `CommitStore.adopt`."""
        self._database.reach()
        return [self._shard_state(shard) for shard in shards]

    async def open_tells(self, shards: Sequence[int], known: Collection[str]) -> Sequence[TellRow]:
        """See `CommitStore.open_tells`."""
        self._database.reach()
        found = [tell for shard in shards for tell in self._tells_of(shard, known)]
        order = {tell_id: n for n, tell_id in enumerate(self._database.tells)}
        return sorted(found, key=lambda tell: order[tell.id])

    async def timers(self, after: Mapping[int, TimerPlace], until: TimerPlace, rows_max: int) -> Sequence[TimerRow]:
        """See `CommitStore.timers`."""
        self._database.reach()
        placed = [(TimerPlace(row.due_ms, row.id), row) for row in self._database.timers.values() if row.shard in after]
        found = [(place, row) for place, row in placed if after[row.shard] < place <= until]
        return [row for _, row in sorted(found)[:rows_max]]

    def _tells_of(self, shard: int, known: Collection[str] = ()) -> list[TellRow]:
        tells = [tell for tell in self._database.tells.values() if tell.shard == shard and tell.id not in known]
        return tells[:TELLS_PER_SHARD]

    def _shard_state(self, shard: int) -> ShardState:
        database = self._database
        numbers = [seq for of, seq in database.outbox if of == shard]
        outbox_seq = max([database.outbox_cursor.get(shard, 0), *numbers])
        return ShardState(shard, outbox_seq, tuple(self._tells_of(shard)))

    def _write(self, request: CommitRequest) -> None:
        """All of the request or nothing, in the order of the function `commit_batch`."""
        with Transaction() as transaction:
            transaction.insert(self._database.batches, request.batch_id, "committed")
            self._check_ownership(request)
            self._check_entities(request)
            _check_rows(request)
            self._write_commands(transaction, request)
            self._write_facts(transaction, request)
            self._write_tells_and_timers(transaction, request)
            for part in request.parts:
                self._write_part(transaction, part)

    def _check_ownership(self, request: CommitRequest) -> None:
        if not self._database.alive(request.incarnation):
            raise Fenced(f"incarnation {request.incarnation} is dead")
        for shard, epoch in request.shards.items():
            if self._database.owners.get(shard) != (request.incarnation, epoch):
                raise Fenced(f"incarnation {request.incarnation} lost shard {shard}")

    def _check_entities(self, request: CommitRequest) -> None:
        written = {(command.kind, command.key) for command in request.commands}
        written |= {(part.kind, part.key) for part in request.parts}
        if written & self.refused_entities:
            raise RefusedData("by script")

    def _write_commands(self, transaction: Transaction, request: CommitRequest) -> None:
        commands = self._database.commands
        for row in request.commands:
            transaction.insert(commands, (row.tx, row.shard), row, RepeatedCommand)
        for completion in request.completions:
            key = (completion.tx, completion.shard)
            if key not in commands or commands[key].reply is not None:
                raise RefusedData("a completed command is unknown or was complete", (completion.tx,))
            row = commands[key]._replace(ok=completion.ok, reply=completion.reply)
            transaction.replace(commands, key, row)

    def _write_facts(self, transaction: Transaction, request: CommitRequest) -> None:
        for transfer in request.transfers:
            transaction.insert(self._database.transfers, (transfer.tx, transfer.n, transfer.shard), transfer)
        for played in request.rounds:
            transaction.insert(self._database.rounds, (played.round_id, played.shard), played)
        for seed in request.seeds:
            transaction.insert(self._database.seeds, seed.server_seed_hash, seed)
        for act in request.acts:
            transaction.insert(self._database.acts, len(self._database.acts), act)
        for fact in request.facts:
            transaction.insert(self._database.facts, (fact.tx, fact.n, fact.shard), fact)
            if fact.once is not None:
                once = (fact.kind, fact.key, fact.type, fact.once)
                transaction.insert(self._database.facts_once, once, fact)
            self._write_receipt(transaction, fact)
        for event in request.outbox:
            number = (event.shard, event.seq)
            _expect(number not in self._database.outbox, "an event of this number is stored", event.key)
            transaction.insert(self._database.outbox, number, event)
            transaction.insert(self._database.outbox_at_ms, number, self._database.now_ms())

    def _write_receipt(self, transaction: Transaction, fact: FactRow) -> None:
        """No two purchases are paid by one receipt."""
        data = json.loads(fact.data) if fact.type == "purchase" else {}
        if data.get("status") == "success" and "receipt_code" in data:
            receipt = (data["receipt_code"], fact.shard)
            _expect(receipt not in self._database.receipts, "a receipt of another purchase", fact.tx)
            transaction.insert(self._database.receipts, receipt, fact)

    def _write_tells_and_timers(self, transaction: Transaction, request: CommitRequest) -> None:
        tells, timers = self._database.tells, self._database.timers
        for tell in request.tells:
            transaction.insert(tells, tell.id, tell)
        for tell_id in request.tells_done:
            _expect(tell_id in tells, "a tell that is done is not stored", tell_id)
            transaction.delete(tells, tell_id)
        for fired in request.timers_done:
            key = (fired.kind, fired.key, fired.name)
            _expect(key in timers and timers[key].id == fired.id, "a timer that has fired is not set", name_of(fired))
            transaction.delete(timers, key)
        for key in set(request.timers_cancelled) & timers.keys():
            transaction.delete(timers, key)
        for timer in request.timers:
            key = (timer.kind, timer.key, timer.name)
            write = transaction.replace if key in timers else transaction.insert
            write(timers, key, timer)

    def _write_part(self, transaction: Transaction, row: PartRow) -> None:
        parts, key = self._database.parts, (row.kind, row.key, row.part)
        if row.expected == 0:
            transaction.insert(parts, key, row)
            return
        is_expected = key in parts and parts[key].version == row.expected
        _expect(is_expected, "a part is not stored at the expected version", name_of(row))
        transaction.replace(parts, key, row)


def _check_rows(request: CommitRequest) -> None:
    """Refuse rows that `persistence.postgres.schema.tables` takes in no case."""
    found = list(faults(request))
    if found:
        raise RefusedData(found[0].what, (fault.name for fault in found))


def _expect(holds: bool, what: str, name: str) -> None:
    if not holds:
        raise RefusedData(what, (name,))
