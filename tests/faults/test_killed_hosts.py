"""(a) `kill -9` of a host: what was acknowledged is there once, and its players are served again."""

import asyncio
import random
import signal

import pytest

from tests.faults.host_main import POINTS, UNGATED
from tests.faults.timings import Timings
from tests.faults.world import KILLED, World, world

RANDOM = "a random moment"
RANDOM_KILLS_SHORT = 2
KILLS_LONG = 50


def moments(long: bool) -> list[str]:
    """Where the hosts are killed, in this order."""
    if not long:
        return [*POINTS, *[RANDOM] * RANDOM_KILLS_SHORT]
    return random.Random(3).choices([*POINTS, RANDOM], k=KILLS_LONG)


async def kill(world: World, name: str, moment: str, case: str) -> None:
    if moment == RANDOM:
        await asyncio.sleep(random.uniform(0, 0.2))
        hit, fault_s = await world.kill_now(name)
    else:
        hit, fault_s = await world.hit_at(name, moment, signal.SIGKILL)
    await world.recovered(f"killed at {moment}, {case}", KILLED, fault_s, hit)
    assert await world.problems(settled=False) == []


@pytest.mark.timeout(1200)
async def test_a_killed_host_loses_nothing_and_returns_under_its_name(database_url, recovery: Timings, long_faults):
    async with world(database_url, recovery) as running:
        for number, moment in enumerate(moments(long_faults)):
            await running.levelled()
            await running.played(20)
            await kill(running, f"host-{number % 2}", moment, "restarted")
        await running.levelled()
        await running.holds()


@pytest.mark.timeout(1200)
async def test_the_survivor_serves_the_players_of_a_killed_host_that_nobody_restarts(
    database_url, recovery: Timings, long_faults
):
    async with world(database_url, recovery, restarts=0) as running:
        kills = random.Random(4).choices([*POINTS, RANDOM], k=KILLS_LONG) if long_faults else ["after_commit", RANDOM]
        for left, moment in zip(reversed(range(len(kills))), kills, strict=True):
            await running.played(20)
            victim = running.fleet.serving()[-1]
            await kill(running, victim, moment, "not restarted")
            assert running.fleet.hosts[victim].over.is_set()
            if left:
                await running.director.scale(2)
                await running.levelled()
        await running.holds()
        assert len(running.fleet.serving()) == 1


async def test_a_host_that_answers_before_it_commits_is_caught(database_url, recovery: Timings):
    async with world(database_url, Timings(), mutants=[UNGATED]) as running:
        await running.played(20)
        hit, fault_s = await running.hit_at("host-0", "before_send", signal.SIGKILL)
        await running.recovered("without the output gate", KILLED, fault_s, hit)
        await running.crowd.finish(settled=False)  # an effect that was acknowledged and lost is never seen
        found = await running.problems(settled=True)
        assert any("was acknowledged and is not stored" in line for line in found)
