"""A turn that comes before an attachment: once, before the socket sees anything, and not again until there is cause."""

import asyncio

import pytest
from msgspec import json

from actors.games.registry import registered_games
from actors.money.economy import EconomyConfig
from actors.runtime.clock import ManualClock
from actors.runtime.link.envelope import Attach
from actors.runtime.ownership.shards import shard_of
from actors.staff.messages import Act
from actors.standing.messages import UserBan
from actors.streak.messages import StreakTick
from actors.user.kind import UserKind
from actors.user.snapshot import InitialState
from persistence.memory.entities.store import MemoryStore
from tests.seals import SEALS
from tests.unit.runtime.world import quiet, running, ulid, until

DAY_MS = 86_400_000
SHARD = shard_of("user", "a")
KIND = UserKind(EconomyConfig(), registered_games(EconomyConfig()), seal=SEALS.seeds)


def host(clock, store, name="h", shards=None):
    return running(*(() if shards is None else (shards,)), clock=clock, store=store, kinds={"user": KIND}, name=name)


@pytest.fixture
def clock():
    return ManualClock()


@pytest.fixture
def store(clock):
    return MemoryStore(clock.now_ms)


async def attach(world, session, stream="", seq=0):
    n = 1_000 + session
    world.receive(Attach(n, 0, SHARD, "user", "a", session, stream, seq, 30_000))
    await until(lambda: world.attached(n))
    return world.attached(n)


def streak(attached):
    return json.decode(attached.snapshot, type=InitialState).streak


def commands(store):
    """How many turns were committed after the initial command."""
    return len(store.tables.commands) - 1


async def test_the_first_attachment_of_a_day_counts_it_before_the_snapshot(clock, store):
    async with host(clock, store) as world:
        attached = await attach(world, 1)
        assert (streak(attached).count, streak(attached).ticked_today) == (1, True)
        assert commands(store) == 1
        assert [row.type for row in store.tables.facts.values()] == ["streak_day"]


async def test_no_later_attachment_of_the_day_commits_anything(clock, store):
    async with host(clock, store) as world:
        for session in range(1, 6):
            await attach(world, session)
        await quiet()
        assert commands(store) == 1


async def test_many_that_arrive_at_once_count_the_day_once(clock, store):
    async with host(clock, store) as world:
        await asyncio.gather(*(attach(world, session) for session in range(1, 6)))
        assert commands(store) == 1


async def test_a_socket_that_resumes_on_the_next_day_is_told(clock, store):
    async with host(clock, store) as world:
        first = await attach(world, 1)
        clock.advance(DAY_MS)
        await world.lease.renew()
        again = await attach(world, 2, first.stream, first.seq)
        assert again.recovered
        assert [(push.type, json.decode(push.body)["count"]) for push in again.replay] == [("streak_update", 2)]
        assert commands(store) == 2


async def test_an_explicit_tick_leaves_nothing_for_an_attachment(clock, store):
    async with host(clock, store) as world:
        n = world.command("a", StreakTick(), ulid(1), kind="user")
        await until(lambda: world.answer(n))
        assert json.decode(world.answer(n).body)["counted"]
        await attach(world, 1)
        assert commands(store) == 1


async def test_another_host_counts_the_same_day_no_second_time_and_the_next_one(clock, store):
    async with host(clock, store, "first") as world:
        await attach(world, 1)
    async with host(clock, store, "second", shards=[]) as world:
        clock.advance(10_000)
        await world.lease.renew()
        await world.adopt([SHARD])
        assert streak(await attach(world, 1)).count == 1
        assert commands(store) == 1
        clock.advance(DAY_MS)
        await world.lease.renew()
        assert streak(await attach(world, 2)).count == 2


async def test_who_may_not_come_in_counts_no_day(clock, store):
    async with host(clock, store) as world:
        ban = UserBan(act=Act("s", "ADMIN", "r", "", "cheated"), until=None)
        n = world.command("a", ban, ulid(1), kind="user", origin="admin")
        await until(lambda: world.answer(n))
        before = commands(store)
        world.receive(Attach(1_001, 0, SHARD, "user", "a", 1, "", 0, 30_000))
        await quiet()
        assert not store.tables.facts
        assert commands(store) == before
