"""(n) `kill -9` of the host in a storm of claims of one mission: it is paid once, and every claim is answered."""

import signal
from collections import Counter

import asyncpg
import pytest

from actors.runtime.ownership.shards import shard_of
from cluster.verification.run import verify
from tests.faults.claimant import Claimant
from tests.faults.moments import CLAIMED
from tests.faults.timings import Timings
from tests.faults.world import World, world

CLAIMS = 40
MISSION, REWARD = "warm-up", 500
POINTS = ("before_send", "after_commit")
"""Of `tests.faults.host_main`: the claim is not stored, or is stored and was not answered."""
STORMS_LONG = 20


async def owner_of(running: World, player: Claimant) -> str:
    """The name of the host that serves the player."""
    (place,) = (each for each in await running.store.shard_map() if each.shard == shard_of("user", player.id))
    return place.host


@pytest.mark.timeout(1200)
async def test_a_storm_of_claims_whose_host_is_killed_pays_once(database_url, recovery: Timings, long_faults):
    points = POINTS * (STORMS_LONG if long_faults else 1)
    async with world(database_url, recovery, players=0) as running:
        for n, point in enumerate(points):
            await running.levelled()
            async with Claimant(running.gateway.url, f"claimant-{n}", MISSION) as player:
                await player.reach()
                before = await player.gold()
                owner = await owner_of(running, player)
                child = running.fleet.child(owner)
                await child.order("arm", point=point, number=int(signal.SIGKILL), moment=CLAIMED)
                replies = await player.storm(CLAIMS)
                await child.ended.wait()
                outcomes = Counter("ok" if each.ok else each.error["code"] for each in replies)
                assert outcomes == {"ok": 1, "already_claimed": CLAIMS - 1}
                assert await player.gold() == before + REWARD
        assert (await verify(database_url)).holds
    connection = await asyncpg.connect(database_url)
    try:
        assert await connection.fetchval("SELECT count(*) FROM mission_claim") == len(points)
    finally:
        await connection.close()
