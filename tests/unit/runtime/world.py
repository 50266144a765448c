"""A host on in-memory stores, driven by hand: a manual clock, a link and a teller that keep what they are given."""

import asyncio
from contextlib import asynccontextmanager

from msgspec import convert, json, msgpack

from actors.runtime.clock import ManualClock
from actors.runtime.config import HostConfig
from actors.runtime.entropy import SeededEntropy
from actors.runtime.host import EntityHost
from actors.runtime.link.envelope import (
    DOWNSTREAM_DECODER,
    UPSTREAM_DECODER,
    Answer,
    Attach,
    Attached,
    Call,
    Detach,
    Detached,
    Moved,
    Push,
)
from actors.runtime.ownership.lease import Lease
from actors.runtime.ownership.shards import shard_of
from actors.runtime.payloads import ErrorBody
from persistence.entities.ownership import SHARD_COUNT
from persistence.memory.entities.store import MemoryStore
from tests.unit.runtime.kinds import Count, CounterKind, Get

LOOP_TURNS = 60
"""Turns of the event loop in which everything that waits for nothing but the loop is done."""
LEASE_TTL_MS = 5_000
EARLIER_ULID = "01KANK0000"
_encoder = msgpack.Encoder()


class Counted:
    """Every metric of host and router: how often each was counted, and the last arguments."""

    def __init__(self):
        self.count = {}
        self.last = {}

    def __getattr__(self, name):
        def note(*args):
            self.count[name] = self.count.get(name, 0) + 1
            self.last[name] = args

        return note


class KeptLink:
    """A link that encodes what is sent, as the real one does, and keeps it."""

    def __init__(self, decoder=DOWNSTREAM_DECODER):
        self.sent = []
        self.reading = True
        self.aborted = ""
        self._decoder = decoder

    def send(self, envelope):
        if not self.aborted:
            self.sent += self._decoder.decode(_encoder.encode([envelope]))

    def flush(self):
        pass

    def abort(self, reason):
        self.aborted = reason

    def close(self):
        self.abort("closed")

    def is_closing(self):
        return bool(self.aborted)

    def pause_reading(self):
        self.reading = False

    def resume_reading(self):
        self.reading = True

    def of(self, cls):
        return [envelope for envelope in self.sent if isinstance(envelope, cls)]


class KeptTeller:
    """A teller that keeps what it is to tell."""

    def __init__(self):
        self.rows = []
        self.fresh = []

    def tell(self, row, caused_ms=None, *, fresh=False):
        self.rows.append(row)
        self.fresh.append(fresh)


class World:
    """One host that owns `shards`; `link` is a gateway's. Answers are found by the number that `command` returns."""

    def __init__(self, store, clock, kind=None, config=None, name="h", make_teller=None, kinds=None):
        self.clock = clock
        self.store = store
        self.link = KeptLink()
        self.metrics = Counted()
        self.teller = KeptTeller()
        self.stopped = []
        self.announced = []
        """Shards with new events, once for each commit that stored some."""
        self.name = name
        self._kind = kind or CounterKind()
        self._kinds = kinds or {"counter": self._kind}
        self._config = config or HostConfig(lease_ttl_ms=LEASE_TTL_MS)
        self._make_teller = make_teller or (lambda _: self.teller)
        self._n = 0

    async def start(self, shards=range(SHARD_COUNT)):
        self.incarnation = await self.store.register("test", self.name, f"at:{self.name}", LEASE_TTL_MS)
        self.lease = Lease(
            self.store,
            self.clock,
            self.incarnation,
            LEASE_TTL_MS,
            lambda why: self.host.stop(why),
            skew_ms_max=self._config.clock_skew_ms_max,
        )
        await self.lease.renew()
        self.host = EntityHost(
            self._kinds,
            self.store,
            self.incarnation,
            self.clock,
            SeededEntropy(),
            self.metrics,
            self._config,
            lease=self.lease,
            make_teller=self._make_teller,
            stopped=self.stopped.append,
            events_stored=self.announced.append,
        )
        self.host.link_made(self.link)
        await self.adopt(shards)
        self._life = asyncio.create_task(self.host.run())
        return self

    async def adopt(self, shards):
        shards = list(shards)
        if shards:
            await self.host.adopt(await self.store.claim(self.incarnation, shards))

    async def end(self):
        self._life.cancel()
        await asyncio.gather(self._life, return_exceptions=True)

    # --- what a gateway does ---

    def command(
        self, key, body, command_id, *, origin="user", ttl_ms=10_000, kind="counter", link=None, attempt=0, **given
    ):
        """Send a command; its number. A body may be a typed command or (type, JSON bytes)."""
        name, data = body if isinstance(body, tuple) else (body.TYPE, json.encode(body))
        self._n += 1
        shard = shard_of(kind, key)
        call = Call(self._n, attempt, shard, kind, key, origin, command_id, name, data, ttl_ms, 0, **given)
        self.receive(call, link=link)
        return self._n

    def read(self, key):
        return self.command(key, Get(), "")

    def attach(self, key, session, stream="", seq=0, link=None):
        self._n += 1
        self.receive(
            Attach(self._n, 0, shard_of("counter", key), "counter", key, session, stream, seq, 30_000), link=link
        )
        return self._n

    def detach(self, key, session):
        self.receive(Detach(shard_of("counter", key), "counter", key, session))

    def receive(self, *envelopes, link=None):
        self.host.receive(link or self.link, UPSTREAM_DECODER.decode(_encoder.encode(list(envelopes))))

    # --- what comes back ---

    def answers(self, n):
        return [answer for answer in self.link.of(Answer) if answer.n == n]

    def answer(self, n):
        """The only answer to call `n`, or None so far."""
        found = self.answers(n)
        assert len(found) <= 1, found
        return found[0] if found else None

    def reply(self, n):
        """The reply to call `n`; None so far; an error as its code."""
        answer = self.answer(n)
        if answer is None:
            return None
        return json.decode(answer.body, type=Count) if answer.ok else json.decode(answer.body, type=ErrorBody).code

    def total(self, n):
        reply = self.reply(n)
        return reply.total if isinstance(reply, Count) else reply

    def moved(self):
        return [moved.n for moved in self.link.of(Moved)]

    def pushes(self, link=None):
        """(seq, total) of every push."""
        return [(push.seq, json.decode(push.body)["total"]) for push in (link or self.link).of(Push)]

    def attached(self, n, link=None):
        found = [each for each in (link or self.link).of(Attached) if each.n == n]
        return found[0] if found else None

    def detached(self):
        return [session for each in self.link.of(Detached) for session in each.sessions]

    # --- running ---

    async def done(self, n):
        """The answer's content, however long the host takes for it."""
        await until(lambda: self.answer(n) is not None)
        return self.total(n)

    async def add(self, key, n, command_id):
        return await self.done(self.command(key, convert({"n": n}, self._kind.commands["add"]), command_id))

    def activation(self, key):
        return self.host.activations().get(("counter", key))


async def quiet():
    """Let everything happen that waits for nothing but the event loop."""
    for _ in range(LOOP_TURNS):
        await asyncio.sleep(0)


async def until(condition):
    """Let the loop run until `condition` holds; the test's time-out is the limit."""
    while not condition():  # noqa: ASYNC110 (there is no event for "the host has gone on")
        await asyncio.sleep(0)


def ulid(n):
    """The `n`th of rising ids."""
    digits = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
    tail = ""
    for _ in range(16):
        tail = digits[n % 32] + tail
        n //= 32
    return EARLIER_ULID + tail


@asynccontextmanager
async def running(*worlds_shards, **options):
    """Start a host; see `World`."""
    clock = options.pop("clock", None) or ManualClock()
    store = options.pop("store", None) or MemoryStore(clock.now_ms)
    world = await World(store, clock, **options).start(*worlds_shards)
    try:
        yield world
    finally:
        await world.end()
