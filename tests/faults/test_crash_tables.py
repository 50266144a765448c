"""(l) Crash tables whose host is killed or frozen in each phase, and players' hosts between debit and settlement."""

import signal
from collections.abc import Sequence

import pytest

from actors.crash.table_messages import TableGet
from actors.runtime.entity import EntityRef
from tests.faults.evening import Evening, evening
from tests.faults.host_main import POINTS
from tests.faults.moments import ACCEPTED, DEBITED, SETTLED
from tests.faults.short_tables import HASTY, PATIENT
from tests.faults.timings import Timings
from tests.faults.visitor import Visitor, thaw

KILLS_LONG = 20
"""In each phase."""
PHASES = (f"betting@{PATIENT}", f"closing@{PATIENT}", f"running@{PATIENT}", f"ended@{PATIENT}", f"running@{HASTY}")


def cases(moments: Sequence[str], rounds: int) -> list[tuple[str, str]]:
    """(point, moment): each moment so many times, the points in turn; the first time when it has become durable."""
    points = POINTS[::-1]
    return [(points[n % len(points)], moment) for n in range(rounds) for moment in moments]


@pytest.mark.timeout(3600)
async def test_a_table_whose_host_is_killed_resumes_settles_or_voids_by_the_rule(
    database_url, recovery: Timings, long_faults
):
    async with evening(database_url, recovery) as night:
        for point, moment in cases(PHASES, KILLS_LONG if long_faults else 1):
            await night.still()
            await night.hit("host-1", point, signal.SIGKILL, moment)
        await night.finish()
        assert await night.contradictions() == []
        assert_all_happened(night)


def assert_all_happened(night: Evening) -> None:
    """Rounds were left in every phase: some resumed, some were settled by the next host, some are void."""
    assert {left.state.root.phase for left in night.lefts} == {"betting", "closing", "running", "ended"}
    assert any(left.state.root.phase == "ended" and [*left.state.bets()] for left in night.lefts)
    assert night.interrupted(PATIENT)
    assert night.interrupted(HASTY)


@pytest.mark.timeout(1200)
async def test_a_bettors_host_that_is_killed_between_debit_and_settlement_loses_no_bet_and_pays_none_twice(
    database_url, recovery: Timings, long_faults
):
    async with evening(database_url, recovery) as night:
        for point, moment in cases((DEBITED, ACCEPTED, SETTLED), KILLS_LONG if long_faults else 1):
            await night.still()
            await night.hit("host-0", point, signal.SIGKILL, moment)
        await night.finish()
        assert await night.contradictions() == []


async def freeze(night: Evening, table: str, point: str) -> None:
    """Freeze a table's host in the middle of the curve until another one plays on, then let it go on.

    Somebody listened to the table there, and asks it something: he must hear nothing more.
    """
    await night.still()
    name, ref, visitor = await night.host_of(table), EntityRef("crash", table), Visitor()
    await visitor.visit(night.world, await night.world.affected(name))
    visitor.listen(ref)
    hit = await night.hit(name, point, signal.SIGSTOP, f"running@{table}")
    await night.taken_over(hit)
    assert visitor.heard
    visitor.heard.clear()
    visitor.ask([ref], TableGet.TYPE)
    await thaw(hit)
    await visitor.gone.wait()
    assert visitor.heard == []
    assert night.world.accepted_too_late(hit) == []


@pytest.mark.timeout(1200)
async def test_a_table_whose_host_is_frozen_during_the_curve_is_played_on_and_shown_once(
    database_url, recovery: Timings, long_faults
):
    async with evening(database_url, recovery, hosts=3) as night:
        await freeze(night, PATIENT, "before_send")
        if long_faults:
            for point in POINTS:
                await freeze(night, PATIENT, point)
                await freeze(night, HASTY, point)
        await night.finish()
        assert await night.contradictions() == []
        assert night.interrupted(PATIENT)
