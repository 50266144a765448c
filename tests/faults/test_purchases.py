"""(m) Purchases whose buyer's host or shop's host is killed at each step (`tests.faults.purchase_moments`)."""

import pytest

from tests.faults.host_main import POINTS
from tests.faults.mall import mall
from tests.faults.purchase_moments import BUYERS_STEPS, SHOPS_STEPS
from tests.faults.timings import Timings

KILLS_LONG = 5
"""At each step."""
OUTCOMES = frozenset({"success", "LIMIT_EXCEEDED", "INSUFFICIENT_GOLD"})


@pytest.mark.timeout(1800)
@pytest.mark.parametrize("steps", [BUYERS_STEPS, SHOPS_STEPS], ids=["buyers_host", "shops_host"])
async def test_a_purchase_whose_host_is_killed_at_any_step_ends_by_itself_with_money_and_goods_agreeing(
    database_url, recovery: Timings, long_faults, steps
):
    async with mall(database_url, recovery) as running:
        for n in range(KILLS_LONG if long_faults else 1):
            for index, step in enumerate(steps):
                await running.kill_at(step, POINTS[(n - index) % len(POINTS)])
        await running.seen(OUTCOMES)
        await running.finish()
        assert await running.contradictions() == []
