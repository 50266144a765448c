"""(i) Two clusters on one database, (j) hosts started, stopped and killed all the time."""

import asyncio
import random
from contextlib import AsyncExitStack

import pytest

from cluster.control.director import Director
from cluster.control.errors import DirectorError
from tests.faults.fleet import SubprocessFleet
from tests.faults.timings import Timings
from tests.faults.world import KILLED, SERVED_S_MAX, World, world

SECOND_WAITS_S = 1.0
CHAOS_S_SHORT, CHAOS_S_LONG = 10.0, 240.0
HOSTS_MAX = 4
KILL_SHARE = 0.5
KILL_WITHIN_S = 1.0


async def clusters_that_own(running: World) -> set[str]:
    """The clusters to which the owners of shards belong."""
    clusters = {lease.incarnation: lease.cluster for lease in await running.store.hosts()}
    return {clusters[place.incarnation] for place in await running.store.shard_map() if place.incarnation in clusters}


async def test_a_second_cluster_on_the_database_gets_no_shard_until_the_first_is_dead(database_url, recovery: Timings):
    async with AsyncExitStack() as until_over:
        running = await until_over.enter_async_context(world(database_url, recovery))
        fleet = SubprocessFleet(running.folder / "second.log")
        until_over.push_async_callback(fleet.close)
        second = Director(running.director_spec(1, -1, cluster="second"), fleet)
        await second.start()
        until_over.push_async_callback(second.stop)
        with pytest.raises(DirectorError, match="host-0 of cluster first"):
            await second.wait_until_served(SECOND_WAITS_S)

        hit, fault_s = await running.kill_now("host-0")
        await running.recovered("killed beside a second cluster", KILLED, fault_s, hit)
        assert await clusters_that_own(running) == {"first"}
        await running.levelled()

        hit = await running.affected("host-1")
        await running.crash_director()
        await running.fleet.close()
        await second.wait_until_served(SERVED_S_MAX)
        await running.recovered("whole cluster dead, taken over by the second", "", hit.child.ended_s, hit)
        assert await clusters_that_own(running) == {"second"}
        await running.holds()


@pytest.mark.timeout(300)
async def test_shards_of_a_killed_host_are_taken_over_while_another_is_drained(database_url, recovery: Timings):
    async with world(database_url, recovery, hosts=3) as running:
        await running.levelled()
        await running.played(20)
        draining = asyncio.create_task(running.director.drain("host-0"))
        hit, fault_s = await running.kill_now("host-1")
        await running.recovered("killed while another host is drained", KILLED, fault_s, hit)
        assert await draining > 0
        assert [lease.draining for lease in await running.store.hosts() if lease.name == "host-0"] == [True]
        await running.served()
        assert "host-0" not in {place.host for place in await running.store.shard_map()}
        await running.holds()


@pytest.mark.timeout(600)
async def test_play_goes_on_while_hosts_are_started_stopped_and_killed_all_the_time(
    database_url, recovery: Timings, long_faults
):
    chance = random.Random(7)
    loop = asyncio.get_running_loop()
    async with world(database_url, recovery) as running:
        end_s = loop.time() + (CHAOS_S_LONG if long_faults else CHAOS_S_SHORT)
        while loop.time() < end_s:
            killer = asyncio.create_task(kill_sometimes(running, chance))
            try:
                await running.director.scale(chance.randint(1, HOSTS_MAX))
            except DirectorError:
                await running.served()  # a host died under the order; whoever gave it tries again
            await killer
            await running.played(10)
        await running.served()
        await running.director.scale(2)
        await running.levelled()
        recovery.pauses_s += running.fleet.pauses_s
        await running.holds()


async def kill_sometimes(running: World, chance: random.Random) -> None:
    """Kill one host, half of the times, while something else happens to the cluster."""
    if chance.random() < KILL_SHARE:
        await asyncio.sleep(chance.uniform(0, KILL_WITHIN_S))
        if names := running.fleet.serving():
            running.fleet.kill(chance.choice(names))
