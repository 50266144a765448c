"""(h) Shards moved while their owner is inside a commit, (k) callers who race for entities whose shard moves."""

import asyncio
import random
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from itertools import count, islice

import asyncpg
import pytest
from msgspec import json

from actors.games.rps import RpsPlay
from actors.runtime.clock import SystemClock
from actors.runtime.entity import EntityRef
from actors.runtime.link.envelope import Answer
from actors.runtime.ownership.shards import shard_of
from persistence.errors import NotExpired
from pitboss_client.ulid import UlidSource
from tests.faults.host_main import EXIT_FENCED
from tests.faults.players import BET, Player
from tests.faults.processes import OrderFailed
from tests.faults.timings import Timings
from tests.faults.until import until_so
from tests.faults.world import RECOVERY_S_MAX, World, world

TTL_MS = 5_000
"""Long enough that a commit may be held up for a while without a time-out."""
HELD_S = 0.2
CALLERS, ENTITIES = 100, 10
WAITING_SQL = """
SELECT count(*) FROM pg_stat_activity
WHERE application_name = 'pitboss commits' AND wait_event_type = 'Lock' AND datname = current_database()
"""
LOCK_SQL = "SELECT FROM entity_part WHERE kind = 'user' AND key = $1 FOR UPDATE"
MINTED_SQL = """
SELECT credit, count(*) FROM transfer WHERE reason = 'opening' AND credit = ANY ($1) GROUP BY credit
"""
VERSIONS_SQL = "SELECT key, array_agg(version ORDER BY version) FROM command WHERE key = ANY ($1) GROUP BY key"


@asynccontextmanager
async def inside_a_commit(running: World, player: Player) -> AsyncIterator[None]:
    """A block during which a commit of the player's host cannot end: another session holds a row that it writes."""
    session = await asyncpg.connect(running.database_url)
    looker = await asyncpg.connect(running.database_url)

    async def is_held() -> bool:
        return bool(await looker.fetchval(WAITING_SQL))

    try:
        async with session.transaction():
            await session.execute(LOCK_SQL, player.id)
            await until_so(is_held, RECOVERY_S_MAX)
            yield
    finally:
        await session.close()
        await looker.close()


async def test_a_shard_that_is_handed_over_inside_a_commit_moves_after_it(database_url, recovery: Timings):
    async with world(database_url, recovery, ttl_ms=TTL_MS) as running:
        await running.played(20)
        hit = await running.affected("host-0")
        [player, *_] = running.crowd.of_shards(hit.epochs)
        async with inside_a_commit(running, player):
            released = asyncio.create_task(running.fleet.release("host-0", [player.shard]))
            other = await running.affected("host-1")
            with pytest.raises(NotExpired):
                await running.store.claim(other.incarnation, [player.shard])
            await asyncio.sleep(HELD_S)
            assert not released.done()
        freed_s = asyncio.get_running_loop().time()
        await released
        with suppress(OrderFailed):  # a director that looks at this moment finds a free shard, and gives it away first
            await running.fleet.adopt("host-1", [player.shard])
        moved = hit._replace(epochs={player.shard: hit.epochs[player.shard]})
        await running.recovered("handed over inside a commit", "", freed_s, moved)
        assert not hit.child.ended.is_set()
        await running.holds()


async def test_a_host_that_is_declared_dead_inside_a_commit_may_end_it_and_writes_no_other(
    database_url, recovery: Timings
):
    async with world(database_url, recovery, ttl_ms=TTL_MS) as running:
        await running.played(20)
        hit = await running.affected("host-0")
        [player, *_] = running.crowd.of_shards(hit.epochs)
        async with inside_a_commit(running, player):
            burial = asyncio.create_task(running.store.bury(hit.incarnation, expired_only=False))
            await asyncio.sleep(HELD_S)
            assert not burial.done()
        freed_s = asyncio.get_running_loop().time()
        assert await burial
        await running.recovered("declared dead inside a commit", "", freed_s, hit)
        async with asyncio.timeout(RECOVERY_S_MAX):
            await hit.child.ended.wait()
        assert hit.child.status == EXIT_FENCED
        await running.levelled()
        await running.holds()


class Race:
    """Callers behind a barrier, several at each entity; none of the entities was ever active."""

    def __init__(self, running: World, shard: int, name: str) -> None:
        self._running = running
        self.shard = shard
        self.keys = list(islice((key for key in (f"{name}-{n}" for n in count()) if is_in(shard, key)), ENTITIES))
        self._ids = UlidSource(SystemClock(), random.Random(name))
        self._barrier = asyncio.Barrier(CALLERS + 1)

    async def run(self) -> None:
        """Everybody calls at once, while the shard goes to the other host and back."""
        callers = [asyncio.create_task(self._call(self.keys[n % ENTITIES])) for n in range(CALLERS)]
        fleet, places = self._running.fleet, await self._running.store.shard_map()
        here = places[self.shard].host
        there = next(name for name in fleet.serving() if name != here)
        await self._barrier.wait()
        for source, target in ((here, there), (there, here)):
            await fleet.release(source, [self.shard])
            await fleet.adopt(target, [self.shard])
        await asyncio.gather(*callers)

    async def _call(self, key: str) -> None:
        command_id = self._ids.next()
        await self._barrier.wait()
        while not (answer := await self._answer(key, command_id)).ok:
            assert json.decode(answer.body)["retryable"], answer.body

    async def _answer(self, key: str, command_id: str) -> Answer:
        answered: asyncio.Future[Answer] = asyncio.get_running_loop().create_future()
        body = json.encode({"bet": BET, "choice": "rock"})
        self._running.router.call(
            EntityRef("user", key), RpsPlay.TYPE, body, answered.set_result, command_id=command_id
        )
        return await answered


def is_in(shard: int, key: str) -> bool:
    return shard_of("user", key) == shard


@pytest.mark.timeout(300)
async def test_entities_that_many_callers_want_while_their_shard_moves_are_active_once(
    database_url, recovery: Timings, long_faults
):
    async with world(database_url, recovery) as running, AsyncExitStack() as until_over:
        connection = await asyncpg.connect(database_url)
        until_over.push_async_callback(connection.close)
        for number in range(30 if long_faults else 4):
            race = Race(running, number, f"race-{number}")
            async with asyncio.timeout(RECOVERY_S_MAX):
                await race.run()
            minted = dict(await connection.fetch(MINTED_SQL, [f"user:{key}" for key in race.keys]))
            assert minted == {f"user:{key}": 1 for key in race.keys}
            versions = dict(await connection.fetch(VERSIONS_SQL, race.keys))
            assert versions == {key: list(range(1, CALLERS // ENTITIES + 2)) for key in race.keys}
        recovery.pauses_s += running.fleet.pauses_s
        await running.holds()
