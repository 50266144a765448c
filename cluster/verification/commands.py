"""Checks of every command: its key, its place in the versions of its entity, and the events and tells it sent.

Commands, events and tells come as three streams in the order of their entities and are merged, so that the events and
tells of one entity at a time are held.
"""

from collections.abc import AsyncIterator, Mapping
from itertools import count
from typing import Any

from msgspec import DecodeError, Struct, json

from actors.runtime.ownership.shards import shard_of
from actors.runtime.turns.commands import command_tx, derived_id
from cluster.verification.findings import CheckResult
from persistence.verification.snapshot import CommandEntry, SentEntry

ROUND_SETTLED = "game.round_settled"
NEVER_S = float("-inf")
GONE_MAX = 16
"""Events of one command that may have been published and forgotten while later ones of it are still there."""


class RoundSettled(Struct):
    """The part of a round that its event must repeat."""

    round_id: str
    bet: int
    payout: int


class Sent:
    """A stream of events or tells, read entity by entity. `orphans` gets those that no command has claimed."""

    def __init__(self, stream: AsyncIterator[SentEntry], name: str, horizon_s: float, orphans: CheckResult) -> None:
        self._stream = stream
        self._name = name
        self._horizon_s = horizon_s
        self._orphans = orphans
        self._next: SentEntry | None = None
        self._mine: dict[str, SentEntry] = {}

    async def open(self) -> None:
        """Read the first row."""
        self._next = await anext(self._stream, None)

    async def advance_to(self, entity: str | None) -> None:
        """Read all that `entity` sent, and report what is left of the entities before it; None: the end."""
        self._report()
        while (row := self._next) is not None and (entity is None or row.entity <= entity):
            self._mine[row.id.hex] = row
            self._next = await anext(self._stream, None)
            if row.entity != entity:
                self._report()

    def claim(self, tx: str) -> list[SentEntry]:
        """Return the rows that the command `tx` of the present entity sent, in order; the first may be gone already."""
        claimed: list[SentEntry] = []
        if self._mine:
            for index in count():
                row = self._mine.pop(derived_id(tx, f"{self._name}:{index}"), None)
                if row is not None:
                    claimed.append(row)
                elif claimed or index >= GONE_MAX:
                    break
        return claimed

    def _report(self) -> None:
        for row in self._mine.values():
            if row.at_s >= self._horizon_s:
                self._orphans.add(entity=row.entity, id=str(row.id), type=row.type)
        self._mine.clear()


class CommandChecks:
    """Fed with every command, in order. `outbox_starts`: see `Snapshot.outbox_starts`."""

    def __init__(self, horizon_s: float, outbox_starts: Mapping[int, float]) -> None:
        self._horizon_s = horizon_s
        self._outbox_starts = outbox_starts
        self._before: CommandEntry | None = None
        self.key = CheckResult(
            name="command_key",
            invariant="I1",
            claim="the tx of a command is the digest of its entity, origin and id",
        )
        self.events = CheckResult(
            name="event_of_command", invariant="I1", claim="every event was sent by a stored command of its entity"
        )
        self.tells = CheckResult(
            name="tell_of_command", invariant="I1", claim="every tell was sent by a stored command of its entity"
        )
        self.rounds = CheckResult(
            name="event_of_round", invariant="I1", claim="every round has exactly one event, with its stake and payout"
        )
        self.versions = CheckResult(
            name="command_version", invariant="I4", claim="the versions of an entity's commands rise by one"
        )
        self.placement = CheckResult(
            name="command_placement", invariant="placement", claim="every command is in the shard of its entity"
        )

    def results(self) -> list[CheckResult]:
        return [self.key, self.events, self.tells, self.rounds, self.versions, self.placement]

    async def run(
        self, commands: AsyncIterator[CommandEntry], events: AsyncIterator[SentEntry], tells: AsyncIterator[SentEntry]
    ) -> AsyncIterator[CommandEntry]:
        """Check everything; yield each command when it is checked."""
        sent_events = Sent(events, "event", self._horizon_s, self.events)
        sent_tells = Sent(tells, "tell", self._horizon_s, self.tells)
        for sent in (sent_events, sent_tells):
            await sent.open()
        entity: str | None = None
        async for command in commands:
            current = f"{command.kind}/{command.key}"
            if current != entity:
                entity = current
                await sent_events.advance_to(entity)
                await sent_tells.advance_to(entity)
            tx = command.tx.hex
            self._check_row(entity, tx, command)
            self._check_version(entity, command)
            sent_tells.claim(tx)
            self._check_round(command, sent_events.claim(tx))
            self._before = command
            yield command
        for sent in (sent_events, sent_tells):
            await sent.advance_to(None)

    def _check_row(self, entity: str, tx: str, command: CommandEntry) -> None:
        if command_tx(command.kind, command.key, command.origin, command.id) != tx:
            self.key.add(entity=entity, tx=str(command.tx), origin=command.origin, id=command.id)
        if shard_of(command.kind, command.key) != command.shard:
            shard = shard_of(command.kind, command.key)
            self.placement.add(entity=entity, tx=str(command.tx), shard=shard, stored_in=command.shard)

    def _check_version(self, entity: str, command: CommandEntry) -> None:
        """Missing versions are pruned ones if the turn before them, or the first, is old enough: times never fall."""
        before = self._before
        if before is None or (before.kind, before.key) != (command.kind, command.key):
            version_before, may_be_pruned = 0, self._horizon_s != NEVER_S
        elif before.tx == command.tx:
            return  # two rows of one command: `command_once`, or `round_once` when it has two rounds
        else:
            version_before, may_be_pruned = before.version, before.at_s < self._horizon_s
        rise = command.version - version_before
        if rise < 1 or (rise > 1 and not may_be_pruned):
            self.versions.add(entity=entity, tx=str(command.tx), version=command.version, version_before=version_before)

    def _check_round(self, command: CommandEntry, events: list[SentEntry]) -> None:
        told = [_settled(event) for event in events if event.type == ROUND_SETTLED]
        if command.round_id is None or command.round_at_s is None:
            expected: list[Any] = []
        elif command.round_at_s > self._outbox_starts.get(command.shard, NEVER_S):
            expected = [RoundSettled(command.round_id.hex, command.bet or 0, command.payout or 0)]
        else:
            return  # its event may have been pruned
        if told != expected:
            self.rounds.add(
                entity=f"{command.kind}/{command.key}",
                tx=str(command.tx),
                round=command.round_id and [str(command.round_id), command.bet, command.payout],
                events=[event and [event.round_id, event.bet, event.payout] for event in told],
            )


_decode_settled = json.Decoder(RoundSettled).decode


def _settled(event: SentEntry) -> RoundSettled | None:
    try:
        return _decode_settled(event.payload)
    except DecodeError:
        return None
