"""(g) The connection to Postgres cut between a commit and its answer: what was sent counts once, whoever lost what."""

import asyncio
from urllib.parse import urlsplit

import pytest

from tests.faults.proxy import Cut, Proxy
from tests.faults.timings import Timings
from tests.faults.world import RECOVERY_S_MAX, world

ROUNDS_LONG = 20


@pytest.mark.timeout(600)
async def test_a_commit_whose_request_or_answer_is_lost_counts_once(database_url, recovery: Timings, long_faults):
    port = urlsplit(database_url).port
    assert port is not None
    async with Proxy(port) as proxy:
        through_proxy = database_url.replace(f":{port}/", f":{proxy.port}/")
        async with world(database_url, recovery, hosts=1, host_url=through_proxy) as running:
            for cut in list(Cut) * (ROUNDS_LONG if long_faults else 2):
                await running.played(10)
                proxy.arm(cut)
                async with asyncio.timeout(RECOVERY_S_MAX):
                    await proxy.cut.wait()
                await running.progressed(f"connection cut, {cut.value} lost", "", proxy.cut_s)
                assert await running.problems(settled=False) == []
            await running.holds()
