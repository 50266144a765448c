"""The director on a real store, over hosts that only own shards (`tests.integration.paper_fleet`)."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack, asynccontextmanager

import pytest

from actors.runtime.config import HostConfig
from actors.runtime.ownership.shards import TABLES
from cluster.control import director as director_module
from cluster.control.director import Director
from cluster.control.director_spec import DirectorSpec
from cluster.control.placement.handovers import PIECE_SHARDS_MAX
from cluster.processes.specs import HostSpec
from cluster.processes.starting import patience
from cluster.processes.starting.patience import DATABASE
from persistence.entities.ownership import SHARD_COUNT
from persistence.errors import Unreachable
from persistence.postgres.entities.store import PostgresStore
from tests.integration.paper_fleet import TTL_MS, PaperFleet

CLUSTER = "paper"
SOON_S = 20.0


@pytest.fixture(autouse=True)
def by_hand(monkeypatch: pytest.MonkeyPatch) -> None:
    """The director compares once as it starts; what hosts serve, when the test asks for it."""
    monkeypatch.setattr(director_module, "SERVED_LOOK_S", 3600)
    monkeypatch.setattr(patience, "RETRY_S_MIN", 0)


@pytest.fixture
async def store(database_url: str) -> AsyncIterator[PostgresStore]:
    store = await PostgresStore.connect(database_url, lease_ttl_ms=TTL_MS)
    yield store
    await store.close()


@pytest.fixture
def fleet(store: PostgresStore) -> PaperFleet:
    return PaperFleet(store, CLUSTER)


def spec(database_url: str, *serves: str) -> DirectorSpec:
    hosts = tuple(
        HostSpec(f"host-{n}", CLUSTER, database_url, "", b"", HostConfig(), group) for n, group in enumerate(serves)
    )
    return DirectorSpec(CLUSTER, database_url, TTL_MS, hosts)


@asynccontextmanager
async def directing(spec: DirectorSpec, fleet: PaperFleet, *, first: bool = False) -> AsyncIterator[Director]:
    director = Director(spec, fleet)
    await director.start(first=first)
    try:
        yield director
    finally:
        await director.close()


async def until(holds: Callable[[], Awaitable[bool]]) -> None:
    async with asyncio.timeout(SOON_S):
        while not await holds():  # noqa: ASYNC110 (what is looked at is in Postgres)
            await asyncio.sleep(0)


async def owners(store: PostgresStore) -> Counter[str]:
    """How many shards each host owns; "" those that nobody does."""
    living = {lease.incarnation for lease in await store.hosts()}
    return Counter(place.host if place.incarnation in living else "" for place in await store.shard_map())


async def test_a_host_that_was_buried_before_it_came_back_is_expected_by_the_next_director(
    database_url: str, store: PostgresStore, fleet: PaperFleet
):
    groups = spec(database_url, "users", "tables")
    async with directing(groups, fleet, first=True) as director:
        await director.wait_until_served(SOON_S)
        fleet.may_register.clear()
        fleet.kill("host-1")

        async def is_buried() -> bool:
            return (await owners(store))[""] == len(TABLES)

        await until(is_buried)
    async with directing(groups, fleet) as director:
        fleet.may_register.set()
        await director.wait_until_served(SOON_S)
        assert await owners(store) == {"host-0": SHARD_COUNT - len(TABLES), "host-1": len(TABLES)}


async def test_the_next_director_expects_hosts_that_were_added_and_none_that_was_dismissed(
    database_url: str, store: PostgresStore, fleet: PaperFleet
):
    two = spec(database_url, "all", "all")
    async with directing(two, fleet, first=True) as director:
        await director.wait_until_served(SOON_S)
        assert await director.scale(3) == ["host-0", "host-1", "host-2"]
    async with directing(two, fleet) as director:
        assert await director.scale(3) == ["host-0", "host-1", "host-2"]
        assert await director.scale(1) == ["host-0"]
    async with directing(two, fleet) as director:
        assert [host["name"] for host in (await director.status())["hosts"]] == ["host-0"]
    assert set(fleet.hosts) == {"host-0"}
    assert sorted(fleet.stopped) == ["host-1", "host-2"]


async def test_a_cluster_whose_hosts_are_about_to_be_levelled_is_not_ready(
    database_url: str, store: PostgresStore, fleet: PaperFleet
):
    one = spec(database_url, "all")
    async with directing(one, fleet, first=True) as director:
        await director.wait_until_served(SOON_S)
    await store.order_hosts(CLUSTER, {"host-1": "all"})
    async with directing(one, fleet) as director:
        await director.wait_until_served(SOON_S)
        assert await owners(store) == {"host-0": SHARD_COUNT // 2, "host-1": SHARD_COUNT // 2}


async def test_a_director_finds_the_hosts_of_a_release_that_noted_no_orders(
    database_url: str, store: PostgresStore, fleet: PaperFleet
):
    two = spec(database_url, "all", "all")
    async with directing(two, fleet, first=True) as director:
        await director.scale(3)
    for name in fleet.hosts:
        await store.dismiss_host(CLUSTER, name)
    async with directing(two, fleet) as director:
        assert len((await director.status())["hosts"]) == 3
    assert set(await store.ordered_hosts(CLUSTER)) == set(fleet.hosts)


async def test_shards_of_the_dead_are_taken_over_while_another_host_drains(
    database_url: str, store: PostgresStore, fleet: PaperFleet
):
    async with directing(spec(database_url, "all", "all", "all"), fleet, first=True) as director:
        await director.wait_until_served(SOON_S)
        fleet.may_release.clear()
        draining = asyncio.create_task(director.drain("host-0"))
        await fleet.releasing.wait()
        fleet.kill("host-1")

        async def is_taken_over() -> bool:
            found = await owners(store)
            return found["host-1"] == found[""] == 0

        await until(is_taken_over)
        assert not draining.done()
        fleet.may_release.set()
        assert await draining > PIECE_SHARDS_MAX

        async def is_alone() -> bool:
            return await owners(store) == {"host-2": SHARD_COUNT}

        await until(is_alone)
        assert set(await fleet.served("host-2")) == set(range(SHARD_COUNT))


async def test_a_drain_goes_on_with_the_others_when_the_host_that_takes_its_shards_fails(
    database_url: str, store: PostgresStore, fleet: PaperFleet
):
    async with directing(spec(database_url, "all", "all", "all"), fleet, first=True) as director:
        await director.wait_until_served(SOON_S)
        fleet.fail_after_claim.add("host-1")
        assert await director.drain("host-0") == 342 - PIECE_SHARDS_MAX
        found = await owners(store)
        assert (found["host-0"], found[""]) == (0, 0)


async def test_hand_overs_to_different_hosts_go_on_side_by_side(
    database_url: str, store: PostgresStore, fleet: PaperFleet
):
    async with directing(spec(database_url, "all", "all", "all"), fleet, first=True) as director:
        await director.wait_until_served(SOON_S)
        fleet.adopting = asyncio.Barrier(2)
        async with asyncio.timeout(SOON_S):
            assert await director.drain("host-0") == 342
        assert await owners(store) == {"host-1": 512, "host-2": 512}


async def test_shards_that_their_owner_could_not_adopt_after_its_claim_are_noticed_and_served(
    database_url: str, store: PostgresStore, fleet: PaperFleet
):
    fleet.fail_after_claim.add("host-1")
    async with directing(spec(database_url, "all", "all"), fleet, first=True) as director:
        await director.wait_until_served(SOON_S)
        assert (len(await fleet.served("host-1")), (await owners(store))["host-1"]) == (0, 512)
        noticed = [await unserved(director) for _ in range(3)]
        assert noticed == [0, 512, 0]
        assert len(await fleet.served("host-1")) == 512


async def unserved(director: Director) -> float:
    await director.compare_served()
    value: float | None = director.registry.get_sample_value("shards_unserved")
    assert value is not None
    return value


async def test_shards_on_their_way_are_not_missed(database_url: str, store: PostgresStore, fleet: PaperFleet):
    async with directing(spec(database_url, "all", "all"), fleet, first=True) as director:
        await director.wait_until_served(SOON_S)
        fleet.may_release.clear()
        draining = asyncio.create_task(director.drain("host-0"))
        await fleet.releasing.wait()
        fleet.hosts["host-0"].served -= director._handovers.in_transit  # as a host does that finishes their turns
        assert [await unserved(director) for _ in range(2)] == [0, 0]
        fleet.may_release.set()
        await draining


async def test_a_director_waits_for_postgres_and_says_so(database_url: str, store: PostgresStore, fleet: PaperFleet):
    there = asyncio.Event()

    async def connect(url: str, *, lease_ttl_ms: int) -> PostgresStore:
        if not there.is_set():
            raise Unreachable("away")
        return await PostgresStore.connect(url, lease_ttl_ms=lease_ttl_ms)

    director = Director(spec(database_url, "all"), fleet, connect=connect)
    async with AsyncExitStack() as until_over:
        starting = asyncio.create_task(director.start(first=True))
        until_over.push_async_callback(director.close)

        async def waits() -> bool:
            return (await director.status())["waits_for"] == DATABASE

        await until(waits)
        assert not starting.done()
        there.set()
        await starting
        await director.wait_until_served(SOON_S)
        status = await director.status()
        assert (status["waits_for"], status["homeless_shards"], len(status["hosts"])) == ("", 0, 1)
