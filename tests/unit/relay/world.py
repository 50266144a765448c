"""A relay that is driven by hand: tables in memory, a manual clock, a broker that keeps what it is given."""

from msgspec import json

from cluster.processes.relay.broker import BrokerUnreachable, Published
from cluster.processes.relay.carrier import Carrier
from cluster.processes.relay.tenure import Tenure
from persistence.entities.records import OutboxRow
from persistence.memory.stream.outbox import MemoryOutbox

TTL_MS = 5_000


class KeptBroker:
    """`log` is what was published, in order: (shard, sequence, id). While `away` it answers nobody."""

    def __init__(self):
        self.log = []
        self.messages = []
        self.away = False
        self.refused = set()
        """Shards whose messages it does not take."""
        self.room = 1_000_000
        """Messages of one call."""
        self.loses_answers = False
        """It keeps what it is given, and nobody learns of it."""
        self.reached = 0

    async def reach(self):
        self._answer()
        self.reached += 1

    async def publish(self, messages):
        self._answer()
        done = [n < self.room and message.shard not in self.refused for n, message in enumerate(messages)]
        self.messages += [message for message, taken in zip(messages, done, strict=True) if taken]
        for message, taken in zip(messages, done, strict=True):
            if taken:
                event = json.decode(message.value)
                self.log.append((message.shard, int(event["sequence"]), event["id"]))
        if self.loses_answers:
            raise BrokerUnreachable("the answer is lost")
        return Published(done, "refused" if any(message.shard in self.refused for message in messages) else "")

    async def close(self):
        pass

    def _answer(self):
        if self.away:
            raise BrokerUnreachable("away")

    def of(self, shard):
        """The sequence numbers of a shard, as they came."""
        return [seq for of, seq, _ in self.log if of == shard]


class Counts:
    """Counts of a relay."""

    def __init__(self):
        self.events = 0
        self.failures = 0
        self.lag = (0, 0)

    def published(self, events):
        self.events += len(events)

    def failed(self):
        self.failures += 1

    def behind(self, events, age_ms):
        self.lag = events, age_ms


class Relay:
    """One relay on tables that others may share."""

    def __init__(self, tables, clock, broker, name="relay-0"):
        self.outbox = MemoryOutbox(tables, lambda shards: self.carrier.heard(shards))
        self.broker = broker
        self.counts = Counts()
        self.tenure = Tenure(self.outbox, clock, "c", name, TTL_MS)
        self.carrier = Carrier(self.outbox, broker, self.tenure, clock, self.counts, lambda: 1.0)

    async def renew(self):
        await self.tenure.renew(self.carrier.trouble())

    async def step(self):
        return await self.carrier.step()

    async def started(self):
        await self.renew()
        await self.step()
        return self


def store(tables, shard, *seqs, kind="game.round_settled"):
    """Put events into the outbox as a commit does."""
    for seq in seqs:
        tables.outbox[shard, seq] = OutboxRow(shard, seq, f"{shard:016x}{seq:016x}", kind, f"user/u{shard}", b'{"n":1}')
        tables.outbox_at_ms[shard, seq] = tables.now_ms()


def announce(tables, *shards):
    for heard in tables.outbox_heard:
        heard(shards)
