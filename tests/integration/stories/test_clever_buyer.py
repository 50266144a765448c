"""A clever buyer tries to make money of the shop: by exchanges, refunds, holds, old catalogs and large numbers.

Each chapter is played over the public interface on real hosts and a real database, and ends with `pitboss verify`.
"""

import asyncio
import secrets
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import replace
from typing import Any

import asyncpg
import httpx
import pytest
from typer.testing import CliRunner

from actors.runtime.clock import SystemClock
from actors.runtime.entity import EntityRef
from actors.shop.items.seed_items import seed_items
from actors.shop.receipts import UNPAID_PIECES_MAX
from actors.shop.rules import PRICE_MAX, Content, Item, Name, Price
from actors.shop.shop import ShopKind
from cluster.cli.app import app
from cluster.verification.run import verify
from gateway.auth.tokens import AccessTokens
from tests.integration.cluster import Cluster, running_cluster
from tests.integration.realtime.player import CONFIG, eventually, new_id

SHOP = EntityRef("shop", "main")
PATIENT = replace(CONFIG, command_timeout_ms=50_000)
"""A busy machine is no reason for `timeout`, after which the outcome is unknown."""
STOCK = 30
"""More than one player may leave unpaid."""


def item(item_id: str, currency: str, amount: int, gives: str, pieces: int, **more: Any) -> Item:
    name, price = Name(ko="물건", en=item_id), Price(currency=currency, amount=amount)
    return Item(id=item_id, name=name, price=price, contents=(Content(type=gives, amount=pieces),), active=True, **more)


ITEMS = (
    *seed_items(),
    item("scarce", "KRW", 1_000, "gem", 10, stock=STOCK),
    item("once", "gold", 100, "shard", 2, stock=1, per_user_limit=1),
)
HUGE = (item("huge", "gold", 10, "shard", PRICE_MAX),)
"""Beside the others it would be the best of exchanges."""


class Buyer:
    """A player with an account, and what staff do about them."""

    def __init__(self, cluster: Cluster, http: httpx.AsyncClient, user_id: str, token: str) -> None:
        self.cluster, self.http, self.id = cluster, http, user_id
        self._bearer = {"Authorization": f"Bearer {token}"}

    async def buy(self, product: str, quantity: int = 1, **given: Any) -> Any:
        body = {"product_id": product, "quantity": quantity} | given
        return await self._post("shop/buy", body)

    async def play(self, bet: int = 100) -> Any:
        return await self._post("games/rps/play", {"bet": bet, "choice": "rock"})

    async def get(self, path: str) -> Any:
        return (await self.http.get(f"/api/{path}", headers=self._bearer)).json()

    async def money(self) -> tuple[int, int, int]:
        """Gold, gems and shards."""
        me = await self.get("users/me")
        return me["gold"], me["gems"], me["shards"]

    async def refunded(self, purchase_id: str, **given: Any) -> Any:
        body = {"reason": "asked for it"} | given
        return (await by_admin(self.http, f"users/{self.id}/purchases/{purchase_id}/refund", body)).json()

    async def _post(self, path: str, body: dict[str, Any]) -> Any:
        headers = self._bearer | {"Idempotency-Key": new_id()}
        return (await self.http.post(f"/api/{path}", json=body, headers=headers)).json()


def admin() -> dict[str, str]:
    token = AccessTokens(CONFIG, SystemClock()).issue("adm", "ADMIN", "s1")
    return {"Authorization": f"Bearer {token}"}


async def by_admin(http: httpx.AsyncClient, path: str, body: dict[str, Any], method: str = "POST") -> httpx.Response:
    headers = admin() | {"Idempotency-Key": new_id()}
    return await http.request(method, f"/api/admin/{path}", json=body, headers=headers)


@asynccontextmanager
async def platform(url: str, items: Sequence[Item] = ITEMS) -> AsyncIterator[tuple[Cluster, httpx.AsyncClient]]:
    kinds = {"shop": ShopKind(items, money=frozenset({"KRW"}))}
    async with (
        running_cluster(url, hosts=2, config=PATIENT, more_kinds=kinds, shop=SHOP) as cluster,
        httpx.AsyncClient(base_url=cluster.url, trust_env=False, timeout=60) as http,
    ):

        async def is_open() -> bool:
            return cluster.gateway.catalog.page() is not None

        await eventually(is_open)
        yield cluster, http


async def newcomer(cluster: Cluster, http: httpx.AsyncClient) -> Buyer:
    body = {"username": f"buyer_{secrets.token_hex(6)}", "password": "correct horse battery"}
    answer = (await http.post("/api/auth/signup", json=body)).json()
    return Buyer(cluster, http, answer["user"]["id"], answer["access_token"])


@pytest.fixture
def told(database_url: str) -> Callable[[], Any]:
    """Plays a chapter and checks the database at its end."""

    async def check() -> None:
        report = await verify(database_url)
        assert report.holds, [each for each in report.checks if not each.holds]

    return check


async def test_exchanges_lead_down_and_a_loop_that_leads_up_is_not_put_on_sale(database_url, told):
    loop = {
        "id": "loop",
        "name": {"ko": "고리", "en": "Loop"},
        "price": {"currency": "shard", "amount": 1},
        "contents": [{"type": "gold", "amount": 51}],
        "active": True,
    }
    async with platform(database_url) as (cluster, http):
        buyer = await newcomer(cluster, http)
        for dry in ("?dry_run=true", ""):
            refused = await by_admin(http, f"shop/items{dry}", loop)
            assert (refused.status_code, refused.json()["cycle"]) == (400, ["founders_pack", "loop"])
        gold, _, _ = await buyer.money()
        assert (await buyer.buy("shards_50"))["status"] == "success"
        assert (await buyer.buy("gold_1000"))["status"] == "success"
        assert await buyer.money() == (gold - 1_500, 0, 0)
    await told()


async def test_who_spends_and_is_refunded_owes_what_is_gone(database_url, told):
    async with platform(database_url) as (cluster, http):
        buyer = await newcomer(cluster, http)
        bought = await buyer.buy("shards_50")
        await buyer.buy("gold_1000")
        before = await buyer.money()
        assert (await buyer.refunded(bought["purchase_id"]))["status"] == "refunded"
        assert await buyer.money() == (before[0] + 2_500, 0, 0)
        assert (await buyer.get("users/me"))["debts"] == {"shard": 50}
        for refused in (await buyer.play(), await buyer.buy("shards_50")):
            assert (refused["code"], refused["owed"]) == ("debt_unpaid", {"shard": 50})
        forgiven = await by_admin(
            http, f"users/{buyer.id}/debts/forgive", {"reason": "goodwill", "currency": "shard", "amount": 20}
        )
        assert forgiven.json() == {"currency": "shard", "forgiven": 20, "owed": 30}
        grant = {"reason": "goodwill", "reward_type": "shard", "amount": 40}
        await by_admin(http, f"users/{buyer.id}/grant", grant)
        assert (await buyer.money())[2] == 10
        assert "code" not in await buyer.play()
    await told()


async def test_a_refund_gives_stock_and_limit_back_only_when_staff_say_so(database_url, told):
    async with platform(database_url) as (cluster, http):
        ann, bob = await newcomer(cluster, http), await newcomer(cluster, http)
        bought = await ann.buy("once")
        assert (await bob.buy("once"))["code"] == "out_of_stock"
        await ann.refunded(bought["purchase_id"], restock=True)

        async def again() -> bool:
            return (await ann.buy("once")).get("status") == "success"

        await eventually(again)
        assert (await bob.buy("once"))["code"] == "out_of_stock"
    await told()


async def test_nobody_keeps_pieces_from_others_without_paying(database_url, told):
    async with platform(database_url) as (cluster, http):
        hoarder, honest = await newcomer(cluster, http), await newcomer(cluster, http)
        held = 0
        while (await hoarder.buy("scarce", 5)).get("status") == "pending":
            held += 5
        assert held == UNPAID_PIECES_MAX < STOCK
        assert (await honest.buy("scarce", 5))["status"] == "pending"
        assert (await honest.buy("shards_50"))["status"] == "success"
    await told()


async def test_an_old_catalog_buys_nothing_in_another_currency(database_url, told):
    async with platform(database_url) as (cluster, http):
        buyer = await newcomer(cluster, http)
        assert (await buyer.buy("shards_50"))["status"] == "success"
        seen = (await http.get("/api/shop/catalog")).json()["version"]
        price = {"price": {"currency": "shard", "amount": 45}, "contents": [{"type": "gold", "amount": 1}]}
        changed = await by_admin(http, "shop/items/founders_pack", price, "PATCH")
        assert changed.json()["changed"]
        refused = await buyer.buy("founders_pack", catalog_version=seen)
        assert (refused["code"], refused["price"]) == ("version_conflict", {"currency": "shard", "amount": 45})
        assert (await buyer.money())[2] == 50
    await told()


async def test_the_largest_purchase_is_listed_refunded_and_there_after_a_restart(database_url, told):
    async with platform(database_url, HUGE) as (cluster, http):
        buyer = await newcomer(cluster, http)
        bought = await buyer.buy("huge", 2)
        assert (bought["status"], bought["contents"][0]["amount"]) == ("success", 2 * PRICE_MAX)
    async with platform(database_url, HUGE) as (cluster, http):
        buyer.cluster, buyer.http = cluster, http
        assert (await buyer.money())[2] == 2 * PRICE_MAX
        (receipt,) = (await buyer.get("shop/purchases"))["items"]
        assert receipt["purchase_id"] == bought["purchase_id"]
        assert (await buyer.refunded(bought["purchase_id"]))["status"] == "refunded"
        assert (await buyer.money())[2] == 0
    await told()


async def test_shards_are_seen_found_and_spent(database_url, told):
    async with platform(database_url) as (cluster, http):
        buyer = await newcomer(cluster, http)
        await buyer.buy("shards_50")
        assert (await buyer.get("users/me"))["shards"] == 50
        (row,) = (await http.get("/api/admin/users", headers=admin())).json()["items"]
        assert (row["gems"], row["shards"]) == (0, 50)
        assert (await http.get(f"/api/admin/users/{buyer.id}", headers=admin())).json()["profile"]["shards"] == 50
        assert [each["amount"] for each in (await buyer.get("users/me/ledger?currency=shard"))["items"]] == [50]
        assert (await buyer.buy("gold_1000"))["amount"] == 50
    await told()


async def test_a_part_that_cannot_be_read_locks_the_part_until_it_is_repaired(database_url, told, tmp_path):
    async with platform(database_url) as (cluster, http):
        buyer = await newcomer(cluster, http)
        await buyer.buy("shards_50")
    async with asyncpg.create_pool(database_url, min_size=1, max_size=1) as pool:
        damage = "UPDATE entity_part SET data = $1 WHERE key = $2 AND part = 'receipts'"
        await pool.execute(damage, b"\xc1", buyer.id)
    async with platform(database_url) as (cluster, http):
        buyer.cluster, buyer.http = cluster, http
        assert (await buyer.get("shop/purchases"))["part"] == "receipts"
        assert (await buyer.buy("shards_50"))["code"] == "unavailable"
        assert "code" not in await buyer.play()
        found = next(each for each in (await verify(database_url)).checks if each.name == "state")
        assert found.examples[0]["part"] == "receipts"
    await repaired(database_url, buyer.id, tmp_path)
    async with platform(database_url) as (cluster, http):
        buyer.cluster, buyer.http = cluster, http
        assert (await buyer.buy("shards_50"))["status"] == "success"
        events = (await http.get("/api/admin/audit", params={"event": "PART_REPAIR"}, headers=admin())).json()["rows"]
        assert [row["target"] for row in events] == [f"user/{buyer.id}/receipts"]
    await told()


async def repaired(url: str, user_id: str, folder: Any) -> None:
    """`pitboss parts` lists the part, refuses what cannot be read, and repairs it once."""
    entity, where = f"user/{user_id}", ["--database-url", url]
    nonsense = folder / "receipts.json"
    nonsense.write_text('["no receipts"]')

    def run(*arguments: str) -> tuple[int, str]:
        result = CliRunner().invoke(app, ["parts", *arguments, *where])
        return result.exit_code, result.output

    def repair() -> None:
        assert run("list")[0] == 1
        assert run("show", entity, "receipts")[0] == 2, "it is no msgpack"
        given = ("repair", entity, "receipts", "--reason", "a story")
        assert run(*given, "--file", str(nonsense))[0] == 2
        assert run(*given)[0] == 2, "neither a file nor anew"
        assert run(*given, "--new")[0] == 0
        assert run(*given, "--new")[0] == 2, "it can be read by now"
        assert run("list")[0] == 0

    await asyncio.to_thread(repair)
