"""A shop and its buyers on different hosts, with what the tests ask of them and of the database."""

import contextlib
import json
from collections.abc import AsyncIterator
from dataclasses import replace
from typing import Any

import httpx
import msgspec
import pytest
import pytest_asyncio

from actors.runtime.clock import SystemClock
from actors.runtime.entity import EntityRef
from actors.runtime.ownership.shards import TABLES, USERS, shard_of
from actors.shop.rules import Content, Item, Name, Price
from actors.shop.shop import ShopKind
from actors.shop.shop_messages import ShopOrder, StockGet
from actors.staff.messages import Act
from gateway.realtime.limits import SocketLimits
from tests.integration.cluster import Cluster, running_cluster
from tests.integration.realtime.player import CONFIG, Socket, User, eventually, joined, new_id, new_user

SHOP = EntityRef("shop", "main")
NOW_MS = SystemClock().now_ms()
DAY_MS = 86_400_000
ACT = Act(actor="adm", role="ADMIN", request_id="r1", address="127.0.0.1", reason="a test")
PATIENT_MS = 50_000
"""A busy machine is no reason for `timeout`, after which the outcome is unknown."""
SENT_AGAIN_MAX = 5
PRICE = 100
SHARDS = 5


def item(item_id: str, **given: Any) -> Item:
    """An active item: 5 shards for 100 gold."""
    price = Price(currency="gold", amount=given.pop("amount", PRICE))
    contents = (Content(type="shard", amount=SHARDS),)
    return Item(id=item_id, name=Name(ko="이름", en="name"), price=price, contents=contents, **{"active": True} | given)


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def cluster(module_database_url: str, request: pytest.FixtureRequest) -> AsyncIterator[Cluster]:
    """One host for users, one for tables and shops; `ITEMS` of the module is what the shop opens with."""
    kinds = {"shop": ShopKind(request.module.ITEMS)}
    shards = [list(USERS), list(TABLES)]
    config = replace(CONFIG, command_timeout_ms=PATIENT_MS)
    limits = SocketLimits(
        commands_per_s=10_000,
        commands_burst=10_000,
        address_per_s=10_000,
        address_burst=10_000,
        command_timeout_ms=PATIENT_MS,
    )
    async with running_cluster(
        module_database_url, hosts=2, shards=shards, config=config, limits=limits, more_kinds=kinds, shop=SHOP
    ) as running:
        yield running


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def http(cluster: Cluster) -> AsyncIterator[httpx.AsyncClient]:
    limits = httpx.Limits(max_connections=64)
    async with httpx.AsyncClient(base_url=cluster.url, trust_env=False, limits=limits, timeout=60) as client:
        yield client


@pytest.fixture
def user() -> User:
    return new_user()


@pytest_asyncio.fixture(loop_scope="module")
async def socket(cluster: Cluster, user: User) -> AsyncIterator[Socket]:
    """A connected socket of `user`."""
    async with joined(cluster, user) as opened:
        yield opened


def serving(cluster: Cluster, ref: EntityRef) -> list[str]:
    """The names of the hosts that serve an entity's shard."""
    return [host.spec.name for host in cluster.hosts if shard_of(*ref) in host.host.shards()]


async def buy_over_http(client: httpx.AsyncClient, user: User, body: dict[str, Any], key: str = "") -> httpx.Response:
    """One request, sent again with its key when its connection breaks, as any client would."""
    headers = user.bearer | {"Idempotency-Key": key or new_id()}
    for _ in range(SENT_AGAIN_MAX):
        with contextlib.suppress(httpx.NetworkError, httpx.RemoteProtocolError):
            return await client.post("/api/shop/buy", json=body, headers=headers)
    raise AssertionError(f"no connection lasted in {SENT_AGAIN_MAX} attempts")


async def order(cluster: Cluster, order_type: type[ShopOrder], item_id: str, **given: Any) -> dict[str, Any]:
    """An order of staff to the shop; the payload of its answer."""
    command = order_type(act=ACT, item_id=item_id, **given)
    answer = await cluster.gateway.entities.command(
        SHOP, order_type.TYPE, msgspec.json.encode(command), command_id=new_id(), origin="admin"
    )
    assert answer.ok, answer.body
    return json.loads(answer.body)


async def stock(cluster: Cluster, item_id: str) -> dict[str, Any]:
    """`{item_id, stock, sold, held}` from the shop itself."""
    book = await _book(cluster)
    found = next(each for each in book["items"] if each["item_id"] == item_id)
    return {name: found[name] for name in ("item_id", "stock", "sold", "held")}


async def no_holds_left(cluster: Cluster) -> None:
    """Return when every hold is confirmed or released."""

    async def none_left() -> bool:
        return (await _book(cluster))["holds"] == 0

    await eventually(none_left)


async def _book(cluster: Cluster) -> dict[str, Any]:
    answer = await cluster.gateway.entities.query(SHOP, StockGet.TYPE, b"{}")
    assert answer.ok, answer.body
    return json.loads(answer.body)


async def balances(cluster: Cluster, user: User) -> tuple[int, int]:
    """Gold and shards."""
    answer = await cluster.gateway.entities.query(EntityRef("user", user.id), "profile.get", b"{}")
    profile = json.loads(answer.body)
    return profile["gold"], profile["shards"]
