"""(l) A host whose clock is turned: no turn is decided by it, and a host with a right clock takes over."""

import asyncio
from contextlib import suppress

import asyncpg
import pytest

from actors.runtime.config import HostConfig
from tests.faults.processes import Gone
from tests.faults.timings import Timings
from tests.faults.world import FROZEN, world

HOUR_MS = 3_600_000
AHEAD_SQL = "SELECT coalesce(max(extract(epoch FROM at - clock_timestamp())), 0) FROM command"


@pytest.mark.timeout(300)
@pytest.mark.parametrize("ahead_ms", [HOUR_MS, -HOUR_MS], ids=["ahead", "behind"])
async def test_the_players_of_a_host_with_a_wrong_clock_are_served_by_another_at_the_right_time(
    database_url, recovery: Timings, ahead_ms: int
):
    async with world(database_url, recovery) as running:
        await running.played(20)
        hit = await running.affected("host-0")
        turned_s = asyncio.get_running_loop().time()
        await hit.child.order("turn_clock", ahead_ms=ahead_ms)
        await running.recovered(f"clock turned by {ahead_ms // 1000} s", FROZEN, turned_s, hit)
        with suppress(Gone):
            await hit.child.order("turn_clock", ahead_ms=0)
        await running.levelled()
        await running.holds()
        connection = await asyncpg.connect(database_url)
        try:
            ahead_s = await connection.fetchval(AHEAD_SQL)
        finally:
            await connection.close()
        assert ahead_s * 1000 <= HostConfig().clock_skew_ms_max
