"""One history: a small cluster, players, and everything that can go wrong, drawn from one seed.

Faults last a few virtual seconds. Then everything heals, and within HEALED_S all players must be answered, all tells
delivered and all timers fired (I8); then the invariants are checked.
"""

import asyncio
import random
from dataclasses import dataclass
from unittest.mock import patch

from actors.runtime.entropy import SeededEntropy
from actors.runtime.link import attachments
from actors.runtime.ownership.shards import shard_of
from tests.simulation.clients import Player
from tests.simulation.invariants import ROOM_FOR_ALL, violations
from tests.simulation.loop import Stuck, VirtualLoop
from tests.simulation.network import Faults, Network
from tests.simulation.nodes import START_MS, Director, Gateway, Host
from tests.simulation.store import JournalStore, Server
from tests.unit.runtime.kinds import CounterKind

HEALED_S = 30.0
STEP_S = 0.05
HOUR_MS = 3_600_000


class WatchedCounter(CounterKind):
    """A counter that notes when, and at what age, each command of a player is decided."""

    def __init__(self, decided):
        super().__init__()
        self._decided = decided

    def decide(self, state, command, now_ms, entropy):
        if command.origin == "user":
            self._decided.append((command.id, asyncio.get_running_loop().time(), command.age_ms / 1000))
        return super().decide(state, command, now_ms, entropy)


@dataclass(frozen=True)
class Plan:
    """What one history is made of; `gap_s` is the mean time between two faults."""

    seed: int
    keys: tuple[str, ...]
    hosts: int
    gateways: int
    players: int
    commands: int
    think_s: float
    chaos_s: float
    gap_s: float
    delay_s: float
    doubled: float
    lossy: float
    poison: bool
    idle_ms: int
    activations_max: int
    attach_timeout_ms: int

    @classmethod
    def draw(cls, seed):
        rng = random.Random(seed)
        players = rng.randint(1, 3)
        return cls(
            seed=seed,
            keys=tuple("abcd"[: rng.randint(1, 4)]),
            hosts=rng.randint(1, 3),
            gateways=rng.randint(1, 2),
            players=players,
            commands=rng.randint(2, 10),
            think_s=rng.choice([0.01, 0.1, 0.3]),
            chaos_s=rng.uniform(0.5, 3.0),
            gap_s=rng.choice([0.1, 0.3, 1.0]),
            delay_s=rng.choice([0.001, 0.01, 0.05]),
            doubled=rng.choice([0.0, 0.1]),
            lossy=rng.choice([0.0, 0.02, 0.2]),
            poison=rng.random() < 0.2,
            idle_ms=rng.choice([50, 1_000, 300_000]),
            activations_max=rng.choice([players + 1, ROOM_FOR_ALL]),  # entities with sockets must find room
            attach_timeout_ms=rng.choice([400, 30_000]),
        )


class World:
    """Everything of one history. `store_class` lets a test break the store."""

    healed_s = HEALED_S

    def __init__(self, plan, store_class=JournalStore):
        self.plan = plan
        self.rng = random.Random(f"history {plan.seed}")
        self.loop = VirtualLoop(self.rng)
        self.players = []
        self.failures = []
        self.decided = []
        """(id, when, age) of every command of a player that a turn decided, in seconds."""
        self.froze = False
        self._store_class = store_class
        self._lives = 0

    def run(self):
        """Play the history; what it violates."""
        with patch.object(attachments, "ATTACH_TIMEOUT_MS", self.plan.attach_timeout_ms):
            try:
                self.loop.run(self._main())
            except Stuck as error:
                return [f"I8: {error}"]
        return self.violations()

    # --- what is played ---

    def kinds(self):
        """The kinds of a host."""
        return {"counter": WatchedCounter(self.decided)}

    def entropy(self):
        return SeededEntropy()

    def shards(self):
        return {shard_of("counter", key) for key in self.plan.keys}

    def player(self, n):
        return Player(self, f"p{n}", self.rng.choice(self.plan.keys))

    def owes(self):
        """Whether something is still owed to somebody, unanswered commands apart."""
        return self.store.tables.tells or self.store.tables.timers

    def strays(self):
        """Return the sockets, as (entity, number), that a host holds an entity for and no gateway knows any more."""
        gateways = {gateway.process: gateway for gateway in self.gateways}
        return [
            (str(ref), session)
            for host in self.hosts
            if host.alive()
            for ref, activation in host.core.activations().items()
            for link, sessions in activation.sockets.items()
            for session in sessions
            if not link.is_closing() and not gateways[link.transport.peer.process].knows(session)
        ]

    def violations(self):
        return violations(self)

    async def _main(self):
        plan, rng = self.plan, self.rng
        self.store = self._store_class(lambda: START_MS + round(self.loop.time() * 1000), sorted(self.shards()))
        self.server = Server(self.loop, self.store, rng, delay_s=plan.delay_s / 2, lossy=plan.lossy)
        self.network = Network(self.loop, Faults(rng, plan.delay_s, plan.doubled))
        self.hosts = [self._new_host(f"h{n}") for n in range(plan.hosts)]
        self.gateways = [Gateway(self, f"g{n}") for n in range(plan.gateways)]
        self.director = Director(self)
        self.players = [self.player(n) for n in range(plan.players)]
        playing = [asyncio.create_task(player.play(plan.commands)) for player in self.players]
        await self._chaos()
        self._heal()
        await self._settled(playing)

    @property
    def lives(self):
        """How many hosts have been started."""
        return self._lives

    def watch(self, task):
        """A task of the runtime that must not end by itself, whatever happens around it."""
        task.add_done_callback(self._ended)

    def _ended(self, task):
        if not task.cancelled() and task.exception() is not None:
            self.failures.append(task.exception())

    def _new_host(self, name):
        self._lives += 1
        host = Host(self, name, self._lives)
        host.start()
        return host

    # --- faults ---

    async def _chaos(self):
        faults = [
            (self._crash_host, 3),
            (self._freeze_host, 3),
            (self._cut_links, 4),
            (self._cut_off_from_the_database, 2),
            (self._crash_the_database, 1),
            (self._move_a_shard, 4),
            (self._turn_a_clock, 1),
            (self._fail_an_adoption, 2),
        ]
        drawn = [fault for fault, weight in faults for _ in range(weight)]
        end = self.loop.time() + self.plan.chaos_s
        while self.loop.time() < end:
            await asyncio.sleep(self.rng.expovariate(1 / self.plan.gap_s))
            self.rng.choice(drawn)()
            self._replace_the_dead(0.5)

    def _a_host(self):
        alive = [host for host in self.hosts if host.alive()]
        return self.rng.choice(alive) if alive else None

    def _crash_host(self):
        if host := self._a_host():
            host.end()
            if self.rng.random() < 0.5:  # its death is reported; else its lease must run out
                self.director.process.spawn(self.store.bury(host.incarnation, expired_only=False))

    def _freeze_host(self):
        if host := self._a_host():
            self.froze = True
            host.process.stop()
            self._later(2.0, lambda: host.ended or host.process.go_on())

    def _cut_links(self):
        self.network.cut_some(self.rng.choice([0.1, 0.5, 1.0]))

    def _cut_off_from_the_database(self):
        connection = self.rng.choice([*self.hosts, *self.gateways]).connection
        connection.cut = True
        self._later(1.5, lambda: setattr(connection, "cut", False))

    def _crash_the_database(self):
        self.server.crash()
        self._later(0.5, self.server.restart)

    def _move_a_shard(self):
        if host := self._a_host():
            for shard in list(host.core.shards())[:1]:
                self.director.order(host, "release", shard)

    def _turn_a_clock(self):
        if host := self._a_host():
            host.clock.skew_ms += self.rng.choice([self.rng.randint(-500, 500), HOUR_MS, -HOUR_MS])

    def _fail_an_adoption(self):
        if host := self._a_host():
            host.connection.unreadable = 1

    def _later(self, seconds, action):
        self.loop.call_later(self.rng.random() * seconds, action)

    def _replace_the_dead(self, share):
        """What supervises processes starts them again under their old name."""
        for index, host in enumerate(self.hosts):
            if host.ended and self.rng.random() < share:
                self.hosts[index] = self._new_host(host.name)

    def _heal(self):
        self.server.heal()
        self.network.faults.heal()
        for host in self.hosts:
            host.connection.cut = False
            host.clock.skew_ms = 0
            if not host.ended:
                host.process.go_on()
        for gateway in self.gateways:
            gateway.connection.cut = False

    async def _settled(self, playing):
        """Wait until nothing is owed to anybody. Raises Stuck."""
        tables, end = self.store.tables, self.loop.time() + self.healed_s
        while self.owes() or self.strays() or not all(task.done() for task in playing):
            self._replace_the_dead(1.0)
            if self.loop.time() > end or self.failures or self.loop.errors:
                owed = [sent.id for player in self.players for sent in player.sent if not sent.outcome]
                raise Stuck(
                    f"{self.healed_s} s after everything healed: unanswered {owed}, {len(tables.tells)} tells, "
                    f"{len(tables.timers)} timers, strays {self.strays()}; failures {self.failures + self.loop.errors}"
                )
            await asyncio.sleep(STEP_S)
        for task in playing:
            await task
        self.failures += self.loop.errors


def run_history(seed, store_class=JournalStore):
    """What the history of `seed` violates."""
    return World(Plan.draw(seed), store_class).run()
