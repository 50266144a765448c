"""(b) A host that is stopped for longer than its lease, replaced, and let go on: it writes and shows nothing more."""

import asyncio
import re
import signal

import asyncpg
import pytest

from actors.runtime.entity import EntityRef
from actors.user.messages import ProfileGet
from tests.faults.host_main import POINTS, UNFENCED
from tests.faults.timings import Timings
from tests.faults.until import until_so
from tests.faults.visitor import Visitor, thaw
from tests.faults.world import FROZEN, PLAYERS, RECOVERY_S_MAX, Affected, World, world

ROUNDS_LONG = 4
HEIR_TTL_MS = 60_000
FENCE_CHECKS = re.compile(r"PERFORM FROM host_fence.*?(?=IF p_commands IS NOT NULL)", re.DOTALL)


async def freeze(running: World, name: str, point: str) -> tuple[Visitor, Affected]:
    """Freeze a host at a point of a commit until its players are served by another one; somebody asks it meanwhile."""
    visitor = Visitor()
    await visitor.visit(running, await running.affected(name))
    hit, fault_s = await running.hit_at(name, point, signal.SIGSTOP)
    await running.recovered(f"frozen at {point}", FROZEN, fault_s, hit)
    visitor.ask([EntityRef("user", player.id) for player in running.crowd.of_shards(hit.epochs)], ProfileGet.TYPE)
    return visitor, hit


@pytest.mark.timeout(600)
async def test_frozen_hosts_are_replaced_and_neither_write_nor_show_anything_when_they_thaw(
    database_url, recovery: Timings, long_faults
):
    async with world(database_url, recovery, hosts=len(POINTS) + 1, players=3 * PLAYERS) as running:
        for _ in range(ROUNDS_LONG if long_faults else 1):
            await running.levelled()
            await running.played(20)
            names = running.fleet.serving()
            frozen = await asyncio.gather(*(freeze(running, *each) for each in zip(names, POINTS, strict=False)))
            for visitor, hit in frozen:
                await thaw(hit)
                await visitor.gone.wait()
                assert visitor.heard == []
                assert running.accepted_too_late(hit) == []
            assert await running.problems(settled=False) == []
        await running.holds()


async def make_unfenced(database_url: str) -> None:
    """The commit function without the checks of fence and epochs, beside the real one."""
    connection = await asyncpg.connect(database_url)
    try:
        real = await connection.fetchval("SELECT pg_get_functiondef('commit_batch'::regproc)")
        unchecked, cuts = FENCE_CHECKS.subn("", real)
        assert cuts == 1
        await connection.execute(unchecked.replace("public.commit_batch(", "public.commit_batch_unfenced(", 1))
    finally:
        await connection.close()


async def taken_over_while_frozen(running: World) -> list[str]:
    """A host is frozen as it is about to commit, and an heir that serves nothing takes its shards: what is wrong?"""
    await running.crash_director()
    hit, _ = await running.hit_at("host-0", "before_send", signal.SIGSTOP)

    async def is_expired() -> bool:
        return all(lease.remaining_ms <= 0 for lease in await running.store.hosts())

    await until_so(is_expired, RECOVERY_S_MAX)
    heir = await running.store.register("first", "heir", "unix:/nobody", HEIR_TTL_MS)
    await running.store.claim(heir, list(hit.epochs))
    await thaw(hit)
    return await running.problems(settled=False)


@pytest.mark.parametrize("mutants", [[], [UNFENCED]], ids=["fenced", "without-the-fence"])
async def test_a_commit_after_the_takeover_is_refused_and_would_be_caught_without_the_fence(database_url, mutants):
    await make_unfenced(database_url)
    async with world(database_url, Timings(), hosts=1, restarts=0, mutants=mutants) as running:
        await running.played(20)
        found = await taken_over_while_frozen(running)
        assert any(line.startswith("commit_alive") for line in found) == bool(mutants)
        assert mutants or found == []
