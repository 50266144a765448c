"""(c) Postgres stopped or killed under load, (d) a gateway killed, (e) the director killed while a host goes too."""

import asyncio
import os
import signal
from collections.abc import Iterator
from contextlib import AsyncExitStack
from typing import Any

import httpx
import pytest

from cluster.control.director import Director
from cluster.embedded.launch import free_port
from cluster.embedded.postgres import EmbeddedPostgres
from cluster.processes.starting.patience import DATABASE
from persistence.postgres.schema.migrate import upgrade
from tests.faults.gateway_main import encoded
from tests.faults.players import Crowd
from tests.faults.processes import Child
from tests.faults.timings import Timings
from tests.faults.until import until_so
from tests.faults.world import FROZEN, KILLED, LEASE_TTL_MS, PLAYERS, World, world
from tests.patient import patient_client

ROUNDS_LONG = 5
AWAY_S_SHORT, AWAY_S_LONG = 5.0, 35.0
"""Longer than any start had patience once (30 s)."""
WAITING_WITHIN_S = 60.0
"""In which director and gateway are far enough to wait, on a busy machine."""


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


@pytest.mark.timeout(300)
async def test_director_host_and_gateway_that_start_while_postgres_is_away_for_long_come_back_by_themselves(
    durable_postgres, recovery: Timings, long_faults
):
    port = free_port()
    database_url = await asyncio.to_thread(durable_postgres.start)
    await asyncio.to_thread(upgrade, database_url)
    async with AsyncExitStack() as until_over:
        running = await until_over.enter_async_context(world(database_url, recovery, gateway=False))
        gateway = await start_gateway(running, port)
        until_over.push_async_callback(lambda: gateway.end())
        running.crowd = await until_over.enter_async_context(Crowd(f"http://127.0.0.1:{port}", PLAYERS))
        await running.played(20)

        os.kill(durable_postgres.pid, signal.SIGKILL)
        await gateway.end()
        await running.crash_director()
        running.fleet.kill("host-0")
        gateway = await Child.start("tests.faults.gateway_main", running.folder / "gateway.log")
        running.director = Director(running.director_spec(2, -1), running.fleet)
        starts = [
            asyncio.create_task(gateway.order("start", spec=encoded(running.gateway_spec(port)))),
            asyncio.create_task(running.director.start()),
        ]
        await asyncio.sleep(AWAY_S_LONG if long_faults else AWAY_S_SHORT)
        await until_so(lambda: waits(running, port), WAITING_WITHIN_S)

        assert await asked(port, "/health/live") == (200, {"status": "ok"})
        status, answer = await asked(port, "/health/ready")
        assert (status, answer["code"], answer["checks"]) == (503, "unavailable", {"start": f"waits for {DATABASE}"})
        assert (await asked(port, "/api/shop/items"))[0] == 503
        assert (await running.director.status())["waits_for"] == DATABASE
        assert not any(start.done() for start in starts)

        assert await asyncio.to_thread(durable_postgres.start) == database_url
        back_s = asyncio.get_running_loop().time()
        await asyncio.gather(*starts)
        await running.progressed("director, host and gateway started without Postgres (since it is back)", "", back_s)
        assert (await asked(port, "/health/ready"))[0] == 200
        await running.levelled()
        await running.holds()


async def waits(running: World, port: int) -> bool:
    """Return whether the gateway answers and the director says what it waits for."""
    try:
        await asked(port, "/health/live")
    except httpx.ConnectError:
        return False
    return (await running.director.status())["waits_for"] == DATABASE


async def asked(port: int, path: str) -> tuple[int, dict[str, Any]]:
    """Status and body of an answer of the gateway."""
    async with patient_client(base_url=f"http://127.0.0.1:{port}") as client:
        answer = await client.get(path)
        return answer.status_code, answer.json()


async def direct_again(running: World) -> float:
    """Start another director; when it began."""
    back_s = asyncio.get_running_loop().time()
    running.director = Director(running.director_spec(2, -1), running.fleet)
    await running.director.start()
    return back_s
