"""(c) Postgres stopped or killed under load, (d) a gateway killed, (e) the director killed while a host goes too."""

import asyncio
import os
import signal
from collections.abc import Iterator
from contextlib import AsyncExitStack

import pytest

from cluster.control.director import Director
from cluster.embedded.launch import free_port
from cluster.embedded.postgres import EmbeddedPostgres
from persistence.postgres.schema.migrate import upgrade
from tests.faults.gateway_main import encoded
from tests.faults.players import Crowd
from tests.faults.processes import Child
from tests.faults.timings import Timings
from tests.faults.world import FROZEN, KILLED, LEASE_TTL_MS, PLAYERS, World, world

ROUNDS_LONG = 5


@pytest.fixture
def durable_postgres(tmp_path) -> Iterator[EmbeddedPostgres]:
    """A server that keeps what it has acknowledged even if it is killed."""
    server = EmbeddedPostgres(tmp_path / "durable", port=free_port())
    try:
        yield server
    finally:
        server.destroy()


@pytest.mark.timeout(600)
async def test_what_was_acknowledged_outlives_a_stop_and_a_kill_of_postgres_under_load(
    durable_postgres, recovery: Timings, long_faults
):
    database_url = await asyncio.to_thread(durable_postgres.start)
    await asyncio.to_thread(upgrade, database_url)
    async with world(database_url, recovery) as running:
        for _ in range(ROUNDS_LONG if long_faults else 1):
            for name, number, away_s in (
                ("stopped at once", signal.SIGQUIT, 0.0),
                ("killed, away for longer than a lease", signal.SIGKILL, LEASE_TTL_MS / 1000),
            ):
                await running.served()
                await running.played(20)
                os.kill(durable_postgres.pid, number)
                await asyncio.sleep(away_s)
                assert await asyncio.to_thread(durable_postgres.start) == database_url
                back_s = asyncio.get_running_loop().time()
                await running.progressed(f"Postgres {name} (since it is back)", "", back_s)
                assert await running.problems(settled=False) == []
        await running.holds()


async def start_gateway(running: World, port: int) -> Child:
    child = await Child.start("tests.faults.gateway_main", running.folder / "gateway.log")
    await child.order("start", spec=encoded(running.gateway_spec(port)))
    return child


@pytest.mark.timeout(300)
async def test_players_of_a_killed_gateway_go_on_when_it_is_back_on_its_port(
    database_url, recovery: Timings, long_faults
):
    port = free_port()
    async with AsyncExitStack() as until_over:
        running = await until_over.enter_async_context(world(database_url, recovery, gateway=False))
        gateway = await start_gateway(running, port)
        until_over.push_async_callback(lambda: gateway.end())
        running.crowd = await until_over.enter_async_context(Crowd(f"http://127.0.0.1:{port}", PLAYERS))
        for _ in range(ROUNDS_LONG if long_faults else 1):
            await running.played(40)
            await gateway.end()
            gateway = await start_gateway(running, port)
            back_s = asyncio.get_running_loop().time()
            await running.progressed("gateway killed (since it is back)", KILLED, back_s)
            assert await running.problems(settled=False) == []
        await running.holds()


@pytest.mark.timeout(300)
async def test_play_goes_on_without_a_director_and_the_next_one_finds_what_has_died_meanwhile(
    database_url, recovery: Timings
):
    async with world(database_url, recovery) as running:
        await running.played(20)
        await running.crash_director()
        spared = await running.affected("host-1")
        hit, _ = await running.kill_now("host-0")
        await running.progress_of(spared, 20)
        back_s = await direct_again(running)
        await running.recovered("killed without a director (since one is back)", KILLED, back_s, hit)
        await running.levelled()
        await running.holds()


@pytest.mark.timeout(300)
async def test_a_director_that_starts_beside_a_frozen_host_does_not_wait_for_it(database_url, recovery: Timings):
    async with world(database_url, recovery) as running:
        await running.played(20)
        await running.crash_director()
        hit, fault_s = await running.hit_at("host-0", "before_send", signal.SIGSTOP)
        await direct_again(running)
        await running.recovered("frozen while a director starts", FROZEN, fault_s, hit)
        hit.child.signal(signal.SIGCONT)
        await running.levelled()
        await running.holds()


async def direct_again(running: World) -> float:
    """Start another director; when it began."""
    back_s = asyncio.get_running_loop().time()
    running.director = Director(running.director_spec(2, -1), running.fleet)
    await running.director.start()
    return back_s
