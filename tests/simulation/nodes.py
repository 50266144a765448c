"""The processes of the simulation: hosts and gateways around the real runtime, and a director that moves shards."""

import asyncio

from actors.runtime.config import HostConfig
from actors.runtime.host import EntityHost
from actors.runtime.link.envelope import UPSTREAM_DECODER
from actors.runtime.link.router import Router
from actors.runtime.link.stream import Handshake, Link
from actors.runtime.ownership.lease import Lease
from actors.runtime.ownership.stored_timers import TIMERS_MAX_MIN
from actors.runtime.turns.tells import RoutedTeller
from cluster.control.placement.served import ServedShards
from persistence.errors import StoreError, Unreachable
from tests.simulation.network import TOKEN
from tests.simulation.store import Connection

LEASE_TTL_MS = 800
START_MS = 1_795_000_000_000
RETRY_S = 0.05
CLAIM_EVERY_S = 0.1
ROOMY_TELLS = 1_000
ROOMY_TIMERS = 1_000
ORDER_S = 2.0
"""How long the director waits for a host that does not do what it was asked."""


class SimClock:
    """Virtual time as one process sees it: `skew_ms` is the error of its wall clock.

    Each process counts monotonic time from a start of its own, as machines do.
    """

    def __init__(self, loop, rng):
        self._loop = loop
        self._started_ms = rng.randint(0, 10**9)
        self.skew_ms = 0

    def now_ms(self):
        return START_MS + round(self._loop.time() * 1000) + self.skew_ms

    def monotonic_ms(self):
        return self._loop.time() * 1000 + self._started_ms


class Uncounted:
    """Metrics that nobody reads."""

    def __getattr__(self, name):
        return _ignore


def _ignore(*_):
    pass


class Host:
    """One host process: from its start until it ends, by itself or by a crash."""

    def __init__(self, world, name, life):
        self.world = world
        self.name = name
        self.process = world.loop.process(f"{name}.{life}")
        self.address = f"sim:{name}.{life}"
        self.clock = SimClock(world.loop, world.rng)
        self.connection = Connection(world.server)
        self.serving = False
        self.ended = False
        self._moving = asyncio.Lock()

    def start(self):
        self.process.spawn(self._start())

    async def _start(self):
        world, store = self.world, self.connection
        self.incarnation = await _persist(lambda: store.register("sim", self.name, self.address, LEASE_TTL_MS))
        self.lease = Lease(store, self.clock, self.incarnation, LEASE_TTL_MS, lambda why: self.core.stop(why))
        dial = world.network.dialler(self.process, lambda: self.core.may_send())
        self.router = Router(store.shard_map, dial, self.clock, Uncounted())
        self.lease.renewed.append(self.router.flush)
        self.core = EntityHost(
            world.kinds(),
            store,
            self.incarnation,
            self.clock,
            world.entropy(),
            Uncounted(),
            HostConfig(
                idle_ms=world.plan.idle_ms,
                activations_max=world.plan.activations_max,
                sweep_ms=400,
                open_tells_max=1 if world.plan.seed % 3 else ROOMY_TELLS,
                timers_max=TIMERS_MAX_MIN if world.plan.seed % 2 else ROOMY_TIMERS,
            ),
            lease=self.lease,
            make_teller=self._make_teller,
            stopped=lambda reason: self.end(),
        )
        world.network.listen(self.address, self.process, self._make_link)
        for life in (self.core.run(), self.lease.keep(), self.router.run()):
            world.watch(self.process.spawn(life))
        self.serving = True

    def _make_teller(self, core):
        return RoutedTeller(
            self.router,
            lambda shard, tell_id: core.tell_is_done(shard, tell_id),
            lambda shard: shard in core.shards(),
            core.may_send,
            Uncounted(),
        )

    def _make_link(self):
        link = Link(
            UPSTREAM_DECODER,
            Handshake(TOKEN, b"l" * 16, dialler=False),
            receive=self.core.receive,
            lost=self.core.link_lost,
            may_send=self.core.may_send,
        )
        self.core.link_made(link)
        return link

    def alive(self):
        """Whether the director may count on it, as far as anybody can know."""
        return self.serving and not self.ended

    def end(self):
        """The process is gone: nothing of it runs any more."""
        if not self.ended:
            self.ended = True
            self.process.stop()
            self.world.network.gone(self.process)

    # --- what the director asks for: cluster.processes.host.HostProcess ---

    async def adopt(self, shards):
        async with self._moving:
            epochs = await _persist(lambda: self.connection.claim(self.incarnation, shards))
            served = self.core.shards()
            if any(served.get(shard, epoch) != epoch for shard, epoch in epochs.items()):
                # A release whose answer was lost took effect after the shard had been claimed again.
                self.core.stop("a shard was lost while it was served")
            elif new := {shard: epoch for shard, epoch in epochs.items() if shard not in served}:
                await _persist(lambda: self.core.adopt(new))

    async def release(self, shards):
        async with self._moving:
            owned = [shard for shard in shards if shard in self.core.shards()]
            await self.core.give_up(owned)
            await _persist(lambda: self.connection.release(self.incarnation, owned))


class Gateway:
    """A router for clients."""

    def __init__(self, world, name):
        self.process = world.loop.process(name)
        self.connection = Connection(world.server)
        clock = SimClock(world.loop, world.rng)
        self.router = Router(self.connection.shard_map, world.network.dialler(self.process), clock, Uncounted())
        self._sessions = 0
        world.watch(self.process.spawn(self.router.run()))

    def new_session(self):
        """Return the number of a new socket: the gateway's own, as every gateway counts from one."""
        self._sessions += 1
        return self._sessions

    def knows(self, session):
        """Return whether a socket of this number is to be attached."""
        return session in self.router._attachments._by_session


class Director:
    """Gives every shard without a living owner to some host; the store decides who is dead."""

    def __init__(self, world):
        self._world = world
        self._connection = Connection(world.server)
        self.process = world.loop.process("director")
        self._busy = set()
        self._served = ServedShards()
        world.watch(self.process.spawn(self._assign()))

    async def _assign(self):
        while True:
            try:
                places = await self._connection.shard_map()
                leases = [lease for lease in await self._connection.hosts() if lease.remaining_ms > 0]
            except StoreError:
                places, leases = [], []
            living = {lease.incarnation for lease in leases}
            for place in places:
                hosts = [host for host in self._world.hosts if host.alive()]
                stale = place.incarnation is None or place.incarnation not in living
                if hosts and stale and place.shard not in self._busy:
                    self.order(self._world.rng.choice(hosts), "adopt", place.shard)
            self._compare(places, leases)
            await asyncio.sleep(CLAIM_EVERY_S * (1 + self._world.rng.random()))

    def _compare(self, places, leases):
        """As the director of production does: a host may own what it could not adopt, or does not know that it owns."""
        hosts = {host.name: host for host in self._world.hosts if host.alive()}
        served = {name: set(host.core.shards()) for name, host in hosts.items()}
        for name, shards in self._served.unserved(places, leases, served, self._busy).items():
            for shard in shards:
                self.order(hosts[name], "adopt", shard)

    def order(self, host, what, shard):
        """Ask `host`, in its own process, and look no further: the next round sees what became of it."""
        self._busy.add(shard)
        host.process.spawn(self._obey(host, what, shard))
        asyncio.get_running_loop().call_later(ORDER_S, self._busy.discard, shard)

    async def _obey(self, host, what, shard):
        try:
            await getattr(host, what)([shard])
        except StoreError:
            return  # the next round finds another owner
        finally:
            self._busy.discard(shard)


async def _persist(statement):
    """Ask until the store can be reached."""
    while True:
        try:
            return await statement()
        except Unreachable:
            await asyncio.sleep(RETRY_S)
