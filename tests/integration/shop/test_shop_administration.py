"""Staff change the shop over REST: buyers see and pay what was ordered, connected players hear of it, acts are rows."""

from typing import Any

import httpx
import pytest
import pytest_asyncio

from actors.runtime.clock import SystemClock
from gateway.auth.tokens import AccessTokens
from tests.integration.cluster import Cluster
from tests.integration.realtime.player import CONFIG, User, joined, new_id, new_user
from tests.integration.shop.conftest import PRICE, SHARDS, balances, buy_over_http, item

pytestmark = pytest.mark.asyncio(loop_scope="module")

ITEMS = (item("shown"), item("scarce", stock=5), item("cheap"), item("big", amount=100), item("pack"))
NEW = {
    "id": "box",
    "name": {"ko": "상자", "en": "Box"},
    "price": {"currency": "gold", "amount": 40},
    "contents": [{"type": "shard", "amount": 1}],
    "active": True,
}


def staff(role: str) -> dict[str, str]:
    """The header of a member of staff."""
    return User("adm", AccessTokens(CONFIG, SystemClock()).issue("adm", role, f"s{role}")).bearer


def admin() -> dict[str, str]:
    """The header of an administrator, made anew: a token that was made with the module is too old after a long run."""
    return staff("ADMIN")


async def patch(http: httpx.AsyncClient, what: str, body: dict[str, Any], role: str = "ADMIN") -> httpx.Response:
    return await http.patch(f"/api/admin/shop/items/{what}", json=body, headers=staff(role))


async def trail(http: httpx.AsyncClient, **wanted: str) -> list[dict[str, Any]]:
    """Rows of the audit trail, newest first."""
    return (await http.get("/api/admin/audit", params=wanted, headers=admin())).json()["rows"]


@pytest.mark.parametrize("query", ["dryRun=true", "dry_run=true&dry_run=false", "dry_run=true&force=1", "DRY_RUN=true"])
async def test_a_query_that_the_route_does_not_know_does_nothing(http, query):
    before = (await http.get("/api/admin/shop/items/cheap", headers=admin())).json()
    refused = await http.patch(f"/api/admin/shop/items/cheap/toggle?{query}", json={"active": False}, headers=admin())

    assert (refused.status_code, refused.json()["code"]) == (400, "bad_request")
    assert (await http.get("/api/admin/shop/items/cheap", headers=admin())).json() == before


async def test_a_toggle_changes_the_catalog_of_every_connected_player_once(cluster: Cluster, http):
    async with joined(cluster, new_user()) as ann, joined(cluster, new_user()) as bob:
        changed = await patch(http, "shown/toggle", {"active": False, "reason": "broken"})
        same = await patch(http, "shown/toggle", {"active": False, "reason": "broken"})
        await patch(http, "shown/rank", {"rank": 3})
        off = (await http.get("/api/shop/catalog")).json()
        await patch(http, "shown/toggle", {"active": True, "reason": "broken"})

        assert (changed.status_code, changed.json()["changed"], changed.json()["version"]) == (200, True, 2)
        assert (same.status_code, same.json()["changed"], same.json()["version"]) == (200, False, 2)
        for socket in (ann, bob):
            heard = [(await socket.until("shop_update"))["payload"] for _ in range(2)]
            assert [(each["product_id"], each["active"], each["item"]["rank"]) for each in heard] == [
                ("shown", False, 0),
                ("shown", True, 3),
            ]
    assert "shown" not in {each["id"] for each in off["items"]}
    rows = await trail(http, target="shop/main/shown", event="ADMIN_SHOP_TOGGLE")
    assert [(row["old"], row["new"], row["result"]) for row in rows] == [
        ({"active": False, "version": 3}, {"active": True, "version": 4}, "ok"),
        ({"version": 2}, {"version": 2}, "ok"),
        ({"active": True, "version": 1}, {"active": False, "version": 2}, "ok"),
    ]
    assert {(row["actor"], row["role"], row["reason"]) for row in rows} == {("adm", "ADMIN", "broken")}


@pytest.mark.parametrize(
    ("what", "body", "role", "status", "code", "event"),
    [
        ("pack/toggle", {"active": False}, "OPERATOR", 403, "forbidden", "ADMIN_REFUSED"),
        ("nothing/toggle", {"active": True}, "ADMIN", 404, "not_found", "ADMIN_SHOP_TOGGLE"),
        ("pack/toggle", {"active": False, "version": 9}, "ADMIN", 409, "version_conflict", "ADMIN_SHOP_TOGGLE"),
    ],
)
async def test_a_refused_toggle_is_a_row_and_changes_nothing(http, what, body, role, status, code, event):
    answer = await patch(http, what, body, role)

    assert (answer.status_code, answer.json()["code"]) == (status, code)
    (row,) = await trail(http, request_id=answer.headers["X-Request-Id"])
    assert (row["event"], row["result"], row["role"]) == (event, code, role)
    active = {each["id"]: each["active"] for each in (await http.get("/api/shop/catalog")).json()["items"]}
    assert active["pack"]


async def test_a_discount_is_what_the_next_buyer_pays_and_a_revert_takes_it_away(cluster: Cluster, http, user):
    await patch(http, "cheap/discount", {"percent": 30})
    discounted = (await buy_over_http(http, user, {"product_id": "cheap"})).json()
    dry = await http.post("/api/admin/shop/items/cheap/revert?dry_run=true", json={"to": 1}, headers=admin())
    still = (await buy_over_http(http, user, {"product_id": "cheap"})).json()
    reverted = (await http.post("/api/admin/shop/items/cheap/revert", json={"to": 1}, headers=admin())).json()
    full = (await buy_over_http(http, user, {"product_id": "cheap"})).json()

    assert [each["amount"] for each in (discounted, still, full)] == [70, 70, PRICE]
    assert dry.json()["changes"] == reverted["changes"]
    assert [row["event"] for row in await trail(http, target="shop/main/cheap")] == [
        "ADMIN_SHOP_REVERT",
        "ADMIN_SHOP_DISCOUNT",
    ]


async def test_a_retried_creation_is_one_item_that_can_be_bought(http, user):
    headers = admin() | {"Idempotency-Key": new_id()}
    first, again = [await http.post("/api/admin/shop/items", json=NEW, headers=headers) for _ in range(2)]

    assert (first.status_code, again.status_code) == (201, 201)
    assert first.json() == again.json()
    assert (await buy_over_http(http, user, {"product_id": "box"})).json()["amount"] == 40
    assert len(await trail(http, target="shop/main/box")) == 1


async def test_pieces_that_are_added_can_be_bought(http, user):
    refused = await patch(http, "scarce/stock", {"stock": 0})
    sold_out = await buy_over_http(http, user, {"product_id": "scarce"})
    await patch(http, "scarce/stock", {"stock": 1})
    bought = await buy_over_http(http, user, {"product_id": "scarce"})
    too_few = await patch(http, "scarce/stock", {"stock": 0})

    assert (refused.status_code, sold_out.json()["code"], bought.status_code) == (200, "out_of_stock", 200)
    assert (too_few.status_code, too_few.json()["code"]) == (400, "invalid_payload")


@pytest_asyncio.fixture(loop_scope="module")
async def buyer(http) -> User:
    """A player with an account."""
    body = {"username": f"buyer_{new_id()[:12]}", "password": "correct horse battery"}
    answer = (await http.post("/api/auth/signup", json=body)).json()
    return User(answer["user"]["id"], answer["access_token"])


async def refund(http, buyer: User, purchase_id: str, key: str) -> httpx.Response:
    url = f"/api/admin/users/{buyer.id}/purchases/{purchase_id}/refund"
    return await http.post(url, json={"reason": "as agreed"}, headers=admin() | {"Idempotency-Key": key})


async def test_a_refund_gives_back_the_price_once_and_is_an_act(cluster: Cluster, http, buyer):
    bought = (await buy_over_http(http, buyer, {"product_id": "pack"})).json()
    assert await balances(cluster, buyer) == (10_000 - PRICE, SHARDS)
    key = new_id()
    async with joined(cluster, buyer) as socket:
        first, again = [await refund(http, buyer, bought["purchase_id"], key) for _ in range(2)]
        told = (await socket.until("purchase_update"))["payload"]
    other = await refund(http, buyer, bought["purchase_id"], new_id())

    assert (first.status_code, first.json()) == (200, again.json())
    assert (first.json()["status"], told["status"]) == ("refunded", "refunded")
    assert (other.status_code, other.json()["code"]) == (409, "not_claimable")
    assert await balances(cluster, buyer) == (10_000, 0)
    seen = (await http.get(f"/api/admin/users/{buyer.id}/purchases", headers=staff("VIEWER"))).json()
    assert [each["status"] for each in seen["items"]] == ["refunded"]
    rows = await trail(http, target=f"user/{buyer.id}", event="ADMIN_PURCHASE_REFUND")
    assert [(row["result"], row["reason"]) for row in rows] == [("not_claimable", "as agreed"), ("ok", "as agreed")]
    assert rows[1]["new"]["purchase_id"] == bought["purchase_id"]
