"""Buying, over the socket and over HTTP: what the player is told, what it costs, repeats, catalog and receipts."""

import asyncio

import pytest

from actors.shop.rules import Price
from actors.shop.shop_messages import ItemEdit, ItemStock, ItemToggle
from tests.integration.cluster import Cluster
from tests.integration.realtime.player import joined, new_id, new_user
from tests.integration.shop.conftest import (
    PRICE,
    SHARDS,
    SHOP,
    balances,
    buy_over_http,
    item,
    no_holds_left,
    order,
    serving,
    stock,
)

pytestmark = pytest.mark.asyncio(loop_scope="module")

ITEMS = (
    item("pack"),
    item("dear", amount=10_001),
    item("sold_out", stock=0),
    item("rising"),
    item("toggled"),
    item("scarce", stock=1),
)


async def test_the_shop_and_its_buyers_are_on_different_hosts(cluster: Cluster, user):
    from actors.runtime.entity import EntityRef

    assert serving(cluster, SHOP) == ["host-1"]
    assert serving(cluster, EntityRef("user", user.id)) == ["host-0"]


async def test_a_purchase_over_the_socket(cluster: Cluster, socket, user):
    reply = await socket.ask("shop.buy", {"product_id": "pack", "quantity": 2})
    assert reply["ok"], reply
    payload = reply["payload"]
    assert (payload["status"], payload["amount"], payload["gold"]) == ("success", 2 * PRICE, 10_000 - 2 * PRICE)
    assert await balances(cluster, user) == (10_000 - 2 * PRICE, 2 * SHARDS)
    pushes = [push for push in socket.numbered if push["type"] != "stats_update"]
    assert [push["type"] for push in pushes] == ["purchase_update", "purchase_update", "profile_update"]
    assert [push["payload"]["status"] for push in pushes[:2]] == ["pending", "success"]
    assert pushes[1]["payload"]["receipt_code"] == payload["receipt_code"]
    assert pushes[2]["payload"]["gold"] == payload["gold"]


async def test_a_purchase_over_http(cluster: Cluster, http, user):
    answer = await buy_over_http(http, user, {"product_id": "pack"})
    assert answer.status_code == 200, answer.text
    assert answer.json().keys() >= {"purchase_id", "status", "product_id", "amount", "receipt_code", "gold"}
    assert await balances(cluster, user) == (10_000 - PRICE, SHARDS)


async def test_the_same_key_and_body_get_the_same_answer_and_charge_once(cluster: Cluster, http, user):
    key = new_id()
    first = await buy_over_http(http, user, {"product_id": "pack"}, key)
    again = await buy_over_http(http, user, {"product_id": "pack", "quantity": 1}, key)
    assert (again.status_code, again.json()) == (200, first.json())
    assert "Idempotency-Replayed" not in first.headers
    assert again.headers["Idempotency-Replayed"] == "true"
    assert await balances(cluster, user) == (10_000 - PRICE, SHARDS)


async def test_the_same_key_and_another_body_are_a_conflict(http, user):
    key = new_id()
    await buy_over_http(http, user, {"product_id": "pack"}, key)
    other = await buy_over_http(http, user, {"product_id": "pack", "quantity": 2}, key)
    assert (other.status_code, other.json()["code"]) == (422, "idempotency_conflict")


async def test_a_repeat_over_http_while_the_first_runs_is_in_progress_and_on_the_socket_it_waits(
    cluster: Cluster, http, socket, user
):
    """The host of the shop is busy moving its shards away, so the purchase cannot go on meanwhile."""
    shop_host = cluster.hosts[1].host
    shards = dict(shop_host.shards())
    shop_host.shards().clear()
    key = await socket.send("shop.buy", {"product_id": "pack"})
    await socket.until("purchase_update")
    repeat = await buy_over_http(http, user, {"product_id": "pack"}, key)
    shop_host.shards().update(shards)
    assert (repeat.status_code, repeat.json()["code"]) == (409, "in_progress")
    await socket.send("shop.buy", {"product_id": "pack"}, key)
    replies = [await socket.reply(key), await socket.reply(key)]
    assert [reply["payload"]["status"] for reply in replies] == ["success", "success"]
    assert await balances(cluster, user) == (10_000 - PRICE, SHARDS)


@pytest.mark.parametrize(
    ("body", "status", "code"),
    [
        ({"product_id": "nothing"}, 404, "not_found"),
        ({"product_id": "dear"}, 409, "insufficient_gold"),
        ({"product_id": "sold_out"}, 409, "out_of_stock"),
        ({"product_id": "pack", "catalog_version": 0}, 409, "version_conflict"),
        ({"product_id": "pack", "quantity": 0}, 400, "invalid_payload"),
        ({"product_id": "pack", "price": 1}, 400, "invalid_payload"),
    ],
)
async def test_a_refusal_says_why_and_costs_nothing(cluster: Cluster, http, user, body, status, code):
    answer = await buy_over_http(http, user, body)
    assert (answer.status_code, answer.json()["code"]) == (status, code)
    assert await balances(cluster, user) == (10_000, 0)


async def test_a_key_is_needed(http, user):
    answer = await http.post("/api/shop/buy", json={"product_id": "pack"}, headers=user.bearer)
    assert answer.status_code == 400


async def test_a_price_that_rose_is_not_charged(cluster: Cluster, http, user):
    seen = (await http.get("/api/shop/catalog")).json()["version"]
    await order(cluster, ItemEdit, "rising", price=Price(currency="gold", amount=150))
    body = {"product_id": "rising", "catalog_version": seen}
    refused = await buy_over_http(http, user, body)
    assert (refused.status_code, refused.json()["price"]) == (409, {"currency": "gold", "amount": 150})
    agreed = await buy_over_http(http, user, body | {"catalog_version": refused.json()["catalog_version"]})
    assert agreed.json()["amount"] == 150


async def test_every_connected_player_hears_of_a_change_and_the_catalog_has_it(cluster: Cluster, http):
    async with joined(cluster, new_user()) as ann, joined(cluster, new_user()) as bob:
        before = await http.get("/api/shop/catalog")
        await order(cluster, ItemToggle, "toggled", active=False)
        for socket in (ann, bob):
            heard = await socket.until("shop_update")
            assert (heard["payload"]["product_id"], heard["payload"]["active"]) == ("toggled", False)
            assert heard["payload"]["version"] == before.json()["version"] + 1
    after = await http.get("/api/shop/catalog", headers={"If-None-Match": before.headers["ETag"]})
    assert after.status_code == 200
    assert "toggled" in {each["id"] for each in before.json()["items"]}
    assert "toggled" not in {each["id"] for each in after.json()["items"]}, "what is not on sale is nobody's business"
    same = await http.get("/api/shop/catalog", headers={"If-None-Match": after.headers["ETag"]})
    assert (same.status_code, same.content) == (304, b"")


async def test_players_hear_when_an_item_sells_out_and_when_it_is_back(cluster: Cluster, http, user):
    async with joined(cluster, new_user()) as watcher:
        assert (await buy_over_http(http, user, {"product_id": "scarce"})).status_code == 200
        assert (await watcher.until("shop_update"))["payload"]["item"]["stock_left"] == 0
        await order(cluster, ItemStock, "scarce", stock=3)
        assert (await watcher.until("shop_update"))["payload"]["item"]["stock_left"] == 2


async def test_receipts_are_shown_to_their_player_alone(http, user):
    bought = (await buy_over_http(http, user, {"product_id": "pack"})).json()
    mine = (await http.get("/api/shop/purchases", headers=user.bearer)).json()
    assert [each["receipt_code"] for each in mine["items"]] == [bought["receipt_code"]]
    one = f"/api/shop/purchases/{bought['purchase_id']}"
    assert (await http.get(one, headers=user.bearer)).json()["status"] == "success"
    assert (await http.get(one, headers=new_user().bearer)).status_code == 404


async def test_an_unacknowledged_purchase_returns_until_it_is_acknowledged(cluster: Cluster, socket, user):
    bought = (await socket.ask("shop.buy", {"product_id": "pack"}))["payload"]["purchase_id"]
    async with joined(cluster, user) as second:
        (event,) = second.state["payload"]["events_unacked"]
        assert (event["id"], event["type"], event["payload"]["status"]) == (bought, "purchase_update", "success")
        assert (await second.ask("event.ack", {"ids": [bought]}))["payload"]["acknowledged"] == [bought]
    async with joined(cluster, user) as third:
        assert third.state["payload"]["events_unacked"] == []


async def test_what_was_bought_cannot_be_cancelled(http, user):
    bought = (await buy_over_http(http, user, {"product_id": "pack"})).json()["purchase_id"]
    headers = user.bearer | {"Idempotency-Key": new_id()}
    answer = await http.post("/api/shop/cancel", json={"purchase_id": bought}, headers=headers)
    assert (answer.status_code, answer.json()["code"]) == (409, "not_claimable")


async def test_every_state_of_a_purchase_is_a_row_and_its_money_is_in_the_ledger(
    cluster: Cluster, http, database, user
):
    bought = (await buy_over_http(http, user, {"product_id": "pack"})).json()
    await no_holds_left(cluster)
    rows = await database.fetch(
        "SELECT status, amount, receipt_code FROM purchase WHERE user_id = $1 ORDER BY at", user.id
    )
    assert [tuple(row) for row in rows] == [("pending", 0, ""), ("success", PRICE, bought["receipt_code"])]
    transfers = await database.fetch(
        "SELECT debit, credit, amount FROM transfer WHERE reference = $1 ORDER BY n", bought["purchase_id"]
    )
    assert [row["amount"] for row in transfers] == [PRICE, SHARDS]


async def test_purchases_of_one_player_at_once_over_both_ways_all_count(cluster: Cluster, http, socket, user):
    sent = [await socket.send("shop.buy", {"product_id": "pack"}) for _ in range(5)]
    answers = await asyncio.gather(*(buy_over_http(http, user, {"product_id": "pack"}) for _ in range(5)))
    replies = [await socket.reply(each) for each in sent]
    assert all(reply["ok"] for reply in replies)
    assert {answer.status_code for answer in answers} == {200}
    assert await balances(cluster, user) == (10_000 - 10 * PRICE, 10 * SHARDS)
    await no_holds_left(cluster)
    assert (await stock(cluster, "pack"))["held"] == 0
