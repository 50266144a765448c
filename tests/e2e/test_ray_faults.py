"""Faults on a whole platform with Ray: (a) hosts killed, started again by Ray or not, (f) Valkey killed."""

import asyncio
import os
import signal
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import psutil
import pytest
from msgspec import json

from cluster.running import CLUSTER_FILE
from persistence.postgres.entities.store import PostgresStore
from tests.e2e.platform import Platform, Site, empty_site, platform
from tests.faults.patient import SECRET
from tests.faults.players import Crowd
from tests.faults.timings import Timings
from tests.faults.until import until, until_so

PLAYERS = 8
RECOVERY_S_MAX = 20.0
RETURN_S_MAX = 60.0
LEASE_TTL_MS = 5_000
STATUS_EVERY_S = 1.0
SETTINGS = {
    "JWT_SECRET_KEY": SECRET,
    "PITBOSS_RATE_COMMANDS_PER_S": "10000",
    "PITBOSS_RATE_COMMANDS_BURST": "10000",
    "PITBOSS_RATE_ADDRESS_PER_S": "10000",
    "PITBOSS_RATE_ADDRESS_BURST": "10000",
    "PITBOSS_VELOCITY__BETS_PER_S": "10000",
}


@pytest.fixture(scope="class")
def restarting(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Platform]:
    """Two hosts, which Ray starts again when they die; gone before the next platform starts: one loads a machine."""
    with (
        empty_site(tmp_path_factory.mktemp("restarting")) as site,
        platform(site, "--hosts", "2", **SETTINGS) as running,
    ):
        yield running


async def hosts_of(running: Platform) -> dict[str, dict[str, Any]]:
    """What `pitboss status` says of each host."""
    found: Any = await asyncio.to_thread(running.status)
    return {host["name"]: host for host in found["hosts"]}


async def shards_of(store: PostgresStore, name: str) -> set[int]:
    return {place.shard for place in await store.shard_map() if place.host == name and place.incarnation is not None}


async def play_on(crowd: Crowd, rounds: int) -> None:
    wanted = crowd.acknowledged() + rounds
    await until(lambda: crowd.acknowledged() >= wanted, RECOVERY_S_MAX)


async def kill_host(running: Platform, crowd: Crowd, name: str, case: str, recovery: Timings) -> int:
    """`kill -9`, and wait until each of its players is served by the other host; the pid that was killed."""
    found: Any = await asyncio.to_thread(running.status)
    pid = next(host["pid"] for host in found["hosts"] if host["name"] == name)
    store = await PostgresStore.connect(found["postgres_url"], lease_ttl_ms=LEASE_TTL_MS)
    try:
        shards = await shards_of(store, name)
        players = crowd.of_shards(shards)
        assert players
        os.kill(pid, signal.SIGKILL)
        fault_s = asyncio.get_running_loop().time()

        async def are_moved() -> bool:
            places = await store.shard_map()
            return all(places[shard].host not in {"", name} for shard in shards)

        await until_so(are_moved, RECOVERY_S_MAX)
    finally:
        await store.close()
    moved_s = asyncio.get_running_loop().time()
    await until(lambda: all(player.first_after(moved_s) for player in players), RECOVERY_S_MAX)
    needed_s = [(player.first_after(moved_s) or moved_s) - fault_s for player in players]
    recovery.add(case, "< 2 s", min(needed_s), max(needed_s))
    return pid


async def nothing_is_lost(running: Platform, crowd: Crowd) -> None:
    """The players' histories and `pitboss verify` agree that everything counts once."""
    await play_on(crowd, 2 * PLAYERS)
    await crowd.finish()
    database_url = json.decode((running.data_dir / CLUSTER_FILE).read_bytes())["postgres_url"]
    assert await crowd.contradictions(database_url, settled=True) == []
    verified = await asyncio.to_thread(running.command, "verify", "--json")
    assert verified.returncode == 0, verified.stdout
    assert json.decode(verified.stdout)["holds"]


def named(processes: Sequence[psutil.Process], name: str) -> list[psutil.Process]:
    return [process for process in processes if Path(process.exe()).name.startswith(name)]


class TestRestartedHosts:
    """Two faults of one platform."""

    @pytest.mark.timeout(300)
    async def test_nothing_happens_to_play_when_valkey_is_killed(self, restarting: Platform):
        async with Crowd(restarting.url, PLAYERS, prefix="without-valkey") as crowd:
            await play_on(crowd, 40)
            servers = [*named(restarting.descendants(), "valkey"), *named(restarting.descendants(), "redis")]
            assert servers
            for server in servers:
                server.kill()
            await play_on(crowd, 80)
            await nothing_is_lost(restarting, crowd)

    @pytest.mark.timeout(300)
    async def test_a_killed_host_returns_under_its_name_and_its_players_are_served_meanwhile(
        self, restarting: Platform, recovery: Timings
    ):
        async with Crowd(restarting.url, PLAYERS, prefix="returning") as crowd:
            await play_on(crowd, 40)
            killed = await kill_host(restarting, crowd, "host-0", "Ray: killed, restarted", recovery)

            async def has_returned() -> bool:
                host = (await hosts_of(restarting))["host-0"]
                return host.get("pid") not in {None, killed} and host["owned"] > 0

            await until_so(has_returned, RETURN_S_MAX, STATUS_EVERY_S)
            await nothing_is_lost(restarting, crowd)


@pytest.mark.timeout(300)
async def test_the_survivor_serves_everybody_when_ray_does_not_start_a_killed_host_again(site: Site, recovery: Timings):
    with platform(site, "--hosts", "2", PITBOSS_HOST_RESTARTS="0", **SETTINGS) as running:
        async with Crowd(running.url, PLAYERS, prefix="orphaned") as crowd:
            await play_on(crowd, 40)
            await kill_host(running, crowd, "host-0", "Ray: killed, not restarted", recovery)
            hosts = await hosts_of(running)
            assert (hosts["host-1"]["owned"], hosts["host-0"]["owned"]) == (1024, 0)
            await nothing_is_lost(running, crowd)
