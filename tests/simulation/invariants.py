"""What must hold after every history, read from the tables and from what the players saw."""

from collections import Counter, defaultdict

from msgspec import json

from actors.runtime.commit.stored import unpack_root
from actors.runtime.ownership.lease import CLOCK_SKEW_MS_MAX
from actors.runtime.turns.commands import derived_id
from tests.simulation.network import SLOWEST_WAY
from tests.simulation.nodes import LEASE_TTL_MS
from tests.unit.runtime.kinds import Add, AddLater, Send, SetTimer

ROOM_FOR_ALL = 100
"""Entities of a host that never are so many."""
ROUNDING_S = 0.003
"""Times in envelopes are whole milliseconds."""


def violations(world):
    """Every broken promise, as text; empty when all hold."""
    checks = (
        commands_count_once,
        effects_count_once,
        balances_replay,
        versions_rise,
        commits_are_rightful,
        tells_keep_their_order,
        age_counts_from_receipt,
    )
    found = [f"{player.name}: {what}" for player in world.players for what in player.broken]
    found += [what for check in checks for what in check(world)]
    found += [*outbox_has_no_gap(world), *times_are_right(world)]
    return found + [f"a task failed: {error!r}" for error in world.failures]


def commands_count_once(world):
    """I1, I3: what was acknowledged is stored once, with the reply that was given; all replies to an id are equal."""
    rows = defaultdict(list)
    for row in world.store.tables.commands.values():
        rows[row.tx].append(row)
    for player in world.players:
        for sent in player.sent:
            stored = rows.get(sent.tx, [])
            if len(set(sent.replies)) > 1:
                yield f"I3: {sent.id} was answered {set(sent.replies)}"
            if sent.outcome == "ok" and [row.reply for row in stored] != sent.replies[:1]:
                yield f"I1: {sent.id} was acknowledged {sent.replies[0]!r} and is stored as {stored}"


def effects_count_once(world):
    """I1: each balance is what the stored commands amount to, tells and timers included, each counted once."""
    stored = {row.tx: row for row in world.store.tables.commands.values()}
    expected = Counter()
    for player in world.players:
        for sent in player.sent:
            if sent.tx in stored and stored[sent.tx].ok:
                _amount(expected, sent)
    for key in world.plan.keys:
        if _state(world, key)[0] != expected[key]:
            yield f"I1: {key} has {_state(world, key)[0]}, its commands amount to {expected[key]}"


def _amount(expected, sent):
    match sent.body:
        case Add(n) | AddLater(n):
            expected[sent.ref.key] += n
        case SetTimer():
            expected[sent.ref.key] += 1
        case Send(to, n):
            expected[sent.ref.key] -= n
            expected[to] += n


def balances_replay(world):
    """I2: transfers in the order of versions lead to the balance, which is never negative."""
    for key in world.plan.keys:
        total, account = 0, f"user:{key}"
        transfers = world.store.tables.transfers.values()
        own = [each for each in transfers if account in (each.debit, each.credit)]
        for each in sorted(own, key=lambda each: (each.version, each.n)):
            total += each.amount if each.credit == account else -each.amount
            if total != each.balance_after or total < 0:
                yield f"I2: {key} has {each.balance_after} after version {each.version}, replayed {total}"
        if total != _state(world, key)[0]:
            yield f"I2: {key} has {_state(world, key)[0]}, replayed {total}"


def versions_rise(world):
    """I4: each entity's commands have the versions 1, 2, 3 ...; its state the last one; epochs rise."""
    versions = defaultdict(list)
    for row in world.store.tables.commands.values():
        versions[row.key].append(row.version)
    for key in world.plan.keys:
        last = _state(world, key)[1]
        if sorted(versions[key]) != list(range(1, last + 1)):
            yield f"I4: {key} has version {last} and commands {sorted(versions[key])}"
    epochs = Counter()
    for shard, owner in world.store.tables.history:
        if owner.epoch <= epochs[shard]:
            yield f"I4: epoch {owner.epoch} of shard {shard} after {epochs[shard]}"
        epochs[shard] = owner.epoch


def commits_are_rightful(world):
    """I4: nobody commits after its death, or what it does not own."""
    for commit in world.store.journal:
        if not commit.rightful:
            yield f"I4: incarnation {commit.incarnation} committed when it was dead or not the owner"


def times_are_right(world):
    """No turn was decided under a clock further ahead than a host may serve with and its lease lets it err."""
    ahead_ms = max((commit.ahead_ms for commit in world.store.journal), default=0)
    if ahead_ms > CLOCK_SKEW_MS_MAX + LEASE_TTL_MS:
        yield f"clock: a turn was decided {ahead_ms} ms ahead of the database's time"


def outbox_has_no_gap(world):
    """I6: the events of each shard are numbered 1, 2, 3 ..."""
    numbers = defaultdict(list)
    for shard, seq in world.store.tables.outbox:
        numbers[shard].append(seq)
    for shard, seqs in numbers.items():
        if sorted(seqs) != list(range(1, len(seqs) + 1)):
            yield f"I6: the events of shard {shard} are numbered {sorted(seqs)}"


def tells_keep_their_order(world):
    """What one entity tells another is decided in the order in which it was told.

    Where a tell may be refused for lack of room, or undone, one behind it may have its turn first.
    """
    if world.plan.poison or world.plan.activations_max < ROOM_FOR_ALL:
        return
    stored = world.store.tables.commands.values()
    versions = {(row.kind, row.key, row.id): row.version for row in stored if row.origin.startswith("entity:")}
    told = defaultdict(list)
    for row in sorted(stored, key=lambda row: row.version):
        for to in world.plan.keys:
            version = versions.get(("counter", to, derived_id(row.tx, "tell:0")))
            if version is not None:
                told[row.key, to].append(version)
    for (sender, receiver), order in told.items():
        if order != sorted(order):
            yield f"tells: what {sender} told {receiver} was decided in the order {order}"


def age_counts_from_receipt(world):
    """A command is as old as its receipt at the gateway says, give or take its way, and does not run when it is over.

    A process that stood still just after it was connected takes a link for slow; those histories say nothing.
    """
    if world.froze:
        return
    way_s = ROUNDING_S + SLOWEST_WAY * world.plan.delay_s
    calls = {sent.id: sent.calls for player in world.players for sent in player.sent}
    for command_id, at_s, age_s in world.decided:
        if not any(
            at_s - received_s - way_s <= age_s <= at_s - received_s + ROUNDING_S and at_s <= until_s + way_s
            for received_s, until_s in calls[command_id]
        ):
            yield f"receipt: {command_id} ran at {at_s:.3f}, {age_s} s old, received and valid {calls[command_id]}"


def _state(world, key):
    """(balance, version) of an entity as stored."""
    part = world.store.tables.parts.get(("counter", key, "root"))
    return (json.decode(unpack_root(part.data).data)[0], part.version) if part else (0, 0)
