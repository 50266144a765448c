"""A real gateway over a real Postgres and Valkey, whose wall clock may be set forward, and its first ADMIN."""

from collections.abc import AsyncIterator
from dataclasses import replace

import httpx
import pytest
import pytest_asyncio

from actors.shop.shop import ShopKind
from tests.integration.cluster import Cluster, running_cluster
from tests.integration.realtime.player import CONFIG
from tests.integration.shop.conftest import SHOP
from tests.integration.staff.member import LaterClock, Member, the_first_admin


@pytest.fixture(scope="module")
def clock() -> LaterClock:
    return LaterClock()


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def cluster(
    module_database_url: str, valkey_url: str, clock: LaterClock, request: pytest.FixtureRequest
) -> AsyncIterator[Cluster]:
    """One host and one gateway. `STAFF_CONFIG` of the module is what differs from the defaults, `ITEMS` its shop's."""
    config = replace(CONFIG, **getattr(request.module, "STAFF_CONFIG", {}))
    items = getattr(request.module, "ITEMS", ())
    more = {"more_kinds": {"shop": ShopKind(items)}, "shop": SHOP} if items else {}
    async with running_cluster(
        module_database_url, config=config, redis_url=valkey_url, clock=clock, **more
    ) as running:
        yield running


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def admin(cluster: Cluster, http: httpx.AsyncClient) -> Member:
    return await the_first_admin(cluster, http, CONFIG)
