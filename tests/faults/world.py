"""A cluster of real processes under test: hosts of their own, a gateway and the director here, players who play."""

import asyncio
import os
import shutil
import signal
import tempfile
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path
from typing import NamedTuple, TypeVar

import pytest

from actors.kinds import TOPICS
from actors.runtime.config import HostConfig
from cluster.control.director import Director
from cluster.control.director_spec import DirectorSpec
from cluster.processes.gateway import GatewayProcess
from cluster.processes.specs import GatewaySpec, HostSpec
from cluster.verification.run import verify
from gateway.config import GatewayConfig
from gateway.realtime.limits import SocketLimits
from persistence.postgres.entities.store import PostgresStore
from tests.faults.fleet import SubprocessFleet
from tests.faults.moments import ANY
from tests.faults.patient import SECRET
from tests.faults.players import Crowd
from tests.faults.processes import THIS, Child, Home
from tests.faults.timings import Timings
from tests.faults.until import until, until_so
from tests.faults.watched import WatchedRouter

LEASE_TTL_MS = 4_000
"""Long enough that no host of a busy machine misses it."""
RECOVERY_S_MAX = 40.0
"""What no recovery may need, however busy the machine is; goals are shorter."""
SERVED_S_MAX = 60.0
KILLED, FROZEN = "< 2 s", "< lease + 2 s"
CLUSTER = "first"
PLAYERS = 8


class Affected(NamedTuple):
    """What was served by a host when a fault hit it: the epoch of each of its shards."""

    child: Child
    incarnation: int
    epochs: Mapping[int, int]


class World:
    """One cluster on one database. Made by `world`."""

    def __init__(
        self,
        database_url: str,
        folder: Path,
        recovery: Timings,
        *,
        ttl_ms: int,
        mutants: Sequence[str] = (),
        home: Home = THIS,
    ) -> None:
        self.database_url = database_url
        self.folder = folder
        self.recovery = recovery
        self.ttl_ms = ttl_ms
        self.token = os.urandom(32)
        self.fleet = SubprocessFleet(folder / "hosts.log", mutants, home)
        self.crowd: Crowd
        self.store: PostgresStore
        self.gateway: GatewayProcess
        self.director: Director

    # --- making ---

    def director_spec(
        self, hosts: int, restarts: int, cluster: str = CLUSTER, host_url: str | None = None
    ) -> DirectorSpec:
        config = HostConfig(lease_ttl_ms=self.ttl_ms)
        url, folder = host_url or self.database_url, str(self.folder)
        specs = tuple(HostSpec(f"host-{n}", cluster, url, folder, self.token, config) for n in range(hosts))
        return DirectorSpec(cluster, self.database_url, self.ttl_ms, specs, restarts)

    def gateway_spec(self, port: int = 0) -> GatewaySpec:
        limits = SocketLimits(
            commands_per_s=100_000,
            commands_burst=100_000,
            crash_per_s=100_000,
            address_per_s=100_000,
            address_burst=100_000,
            command_timeout_ms=5_000,
        )
        config = GatewayConfig(jwt_secret=SECRET)
        return GatewaySpec(
            "gateway-0", "127.0.0.1", port, self.database_url, self.token, self.ttl_ms, config, limits, drain_s=0
        )

    @property
    def router(self) -> WatchedRouter:
        router = self.gateway.router
        assert isinstance(router, WatchedRouter)
        return router

    # --- looking ---

    async def affected(self, name: str) -> Affected:
        """What the host `name` serves now."""
        places = [place for place in await self.store.shard_map() if place.host == name]
        assert places, f"{name} owns nothing"
        assert places[0].incarnation is not None
        epochs = {place.shard: place.epoch for place in places}
        return Affected(self.fleet.child(name), places[0].incarnation, epochs)

    def name_of(self, hit: Affected) -> str:
        """The name of the host that was hit."""
        return next(name for name, host in self.fleet.hosts.items() if hit.child in host.children)

    def accepted_too_late(self, hit: Affected) -> list[int]:
        """Shards of which the gateway accepted an answer of the host that was hit after one of its successor."""
        late = []
        for shard, epoch in hit.epochs.items():
            last_s, first_s = self.router.last_s.get((shard, epoch)), self.router.first_after(shard, epoch)
            if last_s is not None and first_s is not None and last_s > first_s:
                late.append(shard)
        return late

    async def progress_of(self, spared: Affected, rounds: int) -> None:
        """Return when each player of a host was acknowledged so many more commands."""
        players = self.crowd.of_shards(spared.epochs)
        wanted = {player: len(player.acknowledged) + rounds for player in players}
        await until(lambda: all(len(each.acknowledged) >= goal for each, goal in wanted.items()), RECOVERY_S_MAX)

    async def served(self) -> None:
        """Return when every shard has a living owner and every name of the fleet a process."""
        await until_so(self._is_served, SERVED_S_MAX)

    async def _is_served(self) -> bool:
        living = {lease.incarnation for lease in await self.store.hosts() if lease.remaining_ms > 0}
        owners = {place.incarnation for place in await self.store.shard_map()}
        names = {name for name, host in self.fleet.hosts.items() if not host.over.is_set()}
        return owners <= living and names == set(self.fleet.serving())

    async def levelled(self) -> None:
        """Return when every host that serves owns its share again."""

        async def is_levelled() -> bool:
            owners = {place.host for place in await self.store.shard_map()}
            return await self._is_served() and owners == set(self.fleet.serving())

        await until_so(is_levelled, SERVED_S_MAX)

    async def recovered(self, case: str, goal: str, fault_s: float, hit: Affected) -> None:
        """Wait until every player of the host that was hit is served by a later owner; write down how long it took."""
        players = self.crowd.of_shards(hit.epochs)
        assert players, "the fault hit nobody"

        def firsts() -> list[float | None]:
            return [self.router.first_after(player.shard, hit.epochs[player.shard]) for player in players]

        await until(lambda: None not in firsts(), RECOVERY_S_MAX)
        needed_s = [first - fault_s for first in firsts() if first is not None]
        self.recovery.add(case, goal, min(needed_s), max(needed_s))

    async def progressed(self, case: str, goal: str, since_s: float) -> None:
        """Wait until every player was acknowledged something after `since_s`; write down how long it took."""

        def firsts() -> list[float | None]:
            return [player.first_after(since_s) for player in self.crowd.players]

        await until(lambda: None not in firsts(), RECOVERY_S_MAX)
        needed_s = [first - since_s for first in firsts() if first is not None]
        self.recovery.add(case, goal, min(needed_s), max(needed_s))

    async def played(self, rounds: int) -> None:
        """Return when the crowd was acknowledged so many more commands."""
        wanted = self.crowd.acknowledged() + rounds
        await until(lambda: self.crowd.acknowledged() >= wanted, RECOVERY_S_MAX)

    async def problems(self, *, settled: bool) -> list[str]:
        """What contradicts the invariants, in the database and in the players' histories."""
        found = await self.crowd.contradictions(self.database_url, settled=settled)
        report = await verify(self.database_url)
        found += [f"{check.name}: {check.claim}: {check.examples}" for check in report.checks if not check.holds]
        return found

    async def holds(self) -> None:
        """The end of every test: everybody plays on for a while, then nothing may contradict anything."""
        await self.played(len(self.crowd.players) * 2)
        await self.crowd.finish()
        assert await self.problems(settled=True) == []

    # --- faults ---

    async def hit_at(self, name: str, point: str, number: signal.Signals, moment: str = ANY) -> tuple[Affected, float]:
        """Let the host kill or freeze itself at a point of a commit; what it served, and when it happened.

        `moment` says of which commit: see `tests.faults.moments`.
        """
        hit = await self.affected(name)
        await hit.child.order("arm", point=point, number=int(number), moment=moment)
        async with asyncio.timeout(RECOVERY_S_MAX):
            if number is signal.SIGKILL:
                await hit.child.ended.wait()
                return hit, hit.child.ended_s
            await hit.child.frozen(RECOVERY_S_MAX)
            return hit, asyncio.get_running_loop().time()

    async def kill_now(self, name: str) -> tuple[Affected, float]:
        """`kill -9`, whatever the host is doing."""
        hit = await self.affected(name)
        hit.child.signal(signal.SIGKILL)
        await hit.child.ended.wait()
        return hit, hit.child.ended_s

    async def crash_director(self) -> None:
        """What is left of a director after `kill -9`: nothing; the hosts run on."""
        await self.director.close()


WorldT = TypeVar("WorldT", bound=World)


@asynccontextmanager
async def world(
    database_url: str,
    recovery: Timings,
    *,
    hosts: int = 2,
    restarts: int = -1,
    ttl_ms: int = LEASE_TTL_MS,
    players: int = PLAYERS,
    mutants: Sequence[str] = (),
    host_url: str | None = None,
    gateway: bool = True,
    home: Home = THIS,
    kind: type[WorldT] = World,
) -> AsyncIterator[WorldT]:
    """Start everything on `database_url` and let the players begin; without `gateway` the test starts one.

    `home` is the release of which the hosts are, the gateway is of this one.
    """
    folder = Path(tempfile.mkdtemp(prefix="pbf-"))
    made = kind(database_url, folder, recovery, ttl_ms=ttl_ms, mutants=mutants, home=home)
    async with AsyncExitStack() as until_over:
        until_over.callback(shutil.rmtree, folder, ignore_errors=True)
        made.store = await PostgresStore.connect(database_url, lease_ttl_ms=5_000)
        until_over.push_async_callback(made.store.close)
        until_over.push_async_callback(made.fleet.close)
        made.director = Director(made.director_spec(hosts, restarts, host_url=host_url), made.fleet)
        await made.director.start()
        until_over.push_async_callback(lambda: made.crash_director())
        await made.director.wait_until_served(SERVED_S_MAX)
        if gateway:
            with pytest.MonkeyPatch.context() as patch:
                patch.setattr("cluster.processes.gateway.Router", WatchedRouter)
                made.gateway = GatewayProcess(made.gateway_spec(), topics=TOPICS)
                await made.gateway.start()
            until_over.push_async_callback(lambda: made.gateway.stop())
            made.crowd = await until_over.enter_async_context(Crowd(made.gateway.url, players))
        yield made
