"""The simulated database: in-memory tables behind connections that break at the worst moments, and a journal."""

import asyncio
from dataclasses import replace
from typing import NamedTuple

from persistence.errors import OutcomeUnknown, StoreError, Unreachable
from persistence.memory.entities.database import Database, Owner
from persistence.memory.entities.store import MemoryStore

LATE_S_MAX = 2.0
"""How long a statement may lie in the server's buffer after its connection broke, to be run after all."""


class Commit(NamedTuple):
    """One commit that happened, and whether its incarnation was alive and owned every shard that it wrote.

    `ahead_ms` is how far the time of its latest turn was ahead of the server's.
    """

    incarnation: int
    rightful: bool
    ahead_ms: int


class JournalStore(MemoryStore):
    """The tables; notes of every commit whether it was rightful, whatever the store's own checks say."""

    def __init__(self, now_ms, shards):
        super().__init__(now_ms, tables=Database(now_ms, owners=dict.fromkeys(shards, Owner(None, 0))))
        self.journal = []

    def _write(self, request):
        super()._write(request)
        owners = self.tables.owners
        owned = all(owners[shard] == (request.incarnation, epoch) for shard, epoch in request.shards.items())
        rightful = owned and self.tables.alive(request.incarnation)
        ahead_ms = max((row.at_ms for row in request.commands), default=0) - self.tables.now_ms()
        self.journal.append(Commit(request.incarnation, rightful, ahead_ms))


class Server:
    """The database server: its process, whether it runs, and how often it answers too late or not at all."""

    def __init__(self, loop, store, rng, *, delay_s, lossy):
        self.store = store
        self.process = loop.process("database")
        self.lossy = lossy
        self.rng = rng
        self.life = 0
        self._delay_s = delay_s

    def delay(self):
        return self.rng.random() * self._delay_s * (20 if self.rng.random() < 0.03 else 1)

    def crash(self):
        """Everybody's connection breaks; what has not been written never will be."""
        self.life += 1
        self.store.tables.down = True

    def restart(self):
        self.store.tables.down = False

    def heal(self):
        self.lossy = 0.0
        self.restart()


class Connection:
    """A process' `CommitStore` and `Ownership`. `cut` while true: the server cannot be reached from here."""

    def __init__(self, server):
        self.cut = False
        self.unreadable = 0
        """How many of the next reads of a shard's state fail, for a reason that asking again does not mend."""
        self._server = server
        self._store = server.store

    async def commit(self, request):
        await self._call(self._store.commit, replace(request), lost=OutcomeUnknown)  # sent as it is now

    async def settle(self, batch_id, incarnation):
        return await self._call(self._store.settle, batch_id, incarnation)

    async def load(self, refs):
        return await self._call(self._store.load, refs)

    async def replies(self, keys):
        return await self._call(self._store.replies, keys)

    async def adopt(self, shards):
        if self.unreadable:
            self.unreadable -= 1
            raise StoreError("the state of these shards cannot be read")
        return await self._call(self._store.adopt, shards)

    async def open_tells(self, shards, known):
        return await self._call(self._store.open_tells, shards, known)

    async def timers(self, after, until, rows_max):
        return await self._call(self._store.timers, after, until, rows_max)

    async def register(self, cluster, name, address, ttl_ms):
        return await self._call(self._store.register, cluster, name, address, ttl_ms)

    async def renew(self, incarnation, ttl_ms):
        return await self._call(self._store.renew, incarnation, ttl_ms)

    async def now_ms(self):
        return await self._call(self._store.now_ms)

    async def bury(self, incarnation, *, expired_only):
        return await self._call(lambda: self._store.bury(incarnation, expired_only=expired_only))

    async def claim(self, incarnation, shards):
        return await self._call(self._store.claim, incarnation, shards)

    async def release(self, incarnation, shards):
        await self._call(self._store.release, incarnation, shards)

    async def shard_map(self):
        return await self._call(self._store.shard_map)

    async def hosts(self):
        return await self._call(self._store.hosts)

    async def _call(self, statement, *args, lost=Unreachable):
        if self.cut:
            raise Unreachable("cut off")
        answer = asyncio.get_running_loop().create_future()
        self._server.process.spawn(self._serve(statement, args, answer, lost))
        return await answer

    async def _serve(self, statement, args, answer, lost):
        """On the server: the statement is run, unless it is lost; whoever asked learns of it, unless that is."""
        server, life = self._server, self._server.life
        await asyncio.sleep(server.delay())
        fate = server.rng.random()
        if self.cut or server.life != life or fate < server.lossy:
            _fail(answer, lost("the connection broke"))
            if server.life != life or fate < server.lossy / 2:
                return
            await asyncio.sleep(LATE_S_MAX * server.rng.random())
        try:
            result = await statement(*args)
        except StoreError as error:
            _fail(answer, error)
            return
        if fate > 1 - server.lossy:
            _fail(answer, lost("the answer was lost"))
            return
        await asyncio.sleep(server.delay())
        if server.life != life or self.cut:
            _fail(answer, lost("the connection broke"))
        elif not answer.done():
            answer.set_result(result)


def _fail(answer, error):
    if not answer.done():
        answer.set_exception(error)
        answer.exception()
