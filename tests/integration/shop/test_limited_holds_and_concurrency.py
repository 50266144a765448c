"""Never oversold: 500 buyers at once for 100 pieces, over sockets and HTTP, each sending everything more than once.

The shop and its buyers are on different hosts, so every purchase crosses a link twice.
"""

import asyncio
from collections import Counter
from typing import Any

import pytest

from actors.runtime.entity import EntityRef
from tests.integration.cluster import Cluster
from tests.integration.realtime.crowd import Player, crowd
from tests.integration.realtime.player import new_id, new_user
from tests.integration.shop.conftest import (
    PRICE,
    SHARDS,
    SHOP,
    balances,
    buy_over_http,
    item,
    no_holds_left,
    serving,
    stock,
)

pytestmark = [pytest.mark.asyncio(loop_scope="module"), pytest.mark.timeout(240)]

BUYERS = 500
ON_SOCKETS = 440
PIECES = 100
ATTEMPTS = 50
ITEMS = (
    item("first", stock=PIECES),
    item("second", stock=PIECES),
    item("one_each", stock=1_000, per_user_limit=3),
    item("last_one", stock=1),
    item("dear", amount=6_000, stock=10),
)


async def by_socket(player: Player, item_id: str) -> str:
    """A buyer that sends its command twice at once and once more when it is answered; what came of it."""
    body = {"product_id": item_id}
    player.send("shop.buy", body, "buy")
    player.send("shop.buy", body, "buy")
    await player.until(lambda player: len(replies(player)) == 2)
    player.send("shop.buy", body, "buy")
    await player.until(lambda player: len(replies(player)) == 3)
    first, second, late = replies(player)
    assert late["dup"] is True
    key = "payload" if first["ok"] else "error"
    assert first[key] == second[key] == late[key]
    return first[key]["status"] if first["ok"] else first[key]["code"]


def replies(player: Player) -> list[dict[str, Any]]:
    return [message for message in player.messages if message.get("re") == "buy"]


async def by_http(http, user, item_id: str) -> str:
    """The same over HTTP: two requests at once with one key, of which one may be told to come back, and a late one."""
    key, body = new_id(), {"product_id": item_id}
    answers = await asyncio.gather(*(buy_over_http(http, user, body, key) for _ in range(2)))
    final = [answer for answer in answers if answer.json().get("code") != "in_progress"]
    late = await buy_over_http(http, user, body, key)
    assert late.headers.get("Idempotency-Replayed") == ("true" if late.status_code == 200 else None)
    outcomes = {
        answer.json().get("status") if answer.is_success else answer.json()["code"] for answer in (*final, late)
    }
    assert len(outcomes) == 1, outcomes
    return outcomes.pop()


@pytest.mark.parametrize("item_id", ["first", "second"])
async def test_500_buyers_at_once_get_100_pieces_and_nobody_pays_for_nothing(cluster: Cluster, http, database, item_id):
    users = [new_user() for _ in range(BUYERS)]
    assert {tuple(serving(cluster, EntityRef("user", user.id))) for user in users} == {("host-0",)}
    assert serving(cluster, SHOP) == ["host-1"]
    on_sockets, over_http = users[:ON_SOCKETS], users[ON_SOCKETS:]
    players = await crowd(cluster, on_sockets)
    outcomes = await asyncio.gather(
        *(by_socket(player, item_id) for player in players), *(by_http(http, user, item_id) for user in over_http)
    )
    for player in players:
        assert player.chain_is_whole()
        player.transport.close()
    assert Counter(outcomes) == {"success": PIECES, "out_of_stock": BUYERS - PIECES}
    await no_holds_left(cluster)
    assert await stock(cluster, item_id) == {"item_id": item_id, "stock": PIECES, "sold": PIECES, "held": 0}
    for user, outcome in zip(users, outcomes, strict=True):
        expected = (10_000 - PRICE, SHARDS) if outcome == "success" else (10_000, 0)
        assert await balances(cluster, user) == expected
    counted = await database.fetch("SELECT status, count(*) FROM purchase WHERE product_id = $1 GROUP BY 1", item_id)
    assert dict(counted) == {"pending": BUYERS, "success": PIECES, "failed": BUYERS - PIECES}
    receipts = "SELECT count(DISTINCT receipt_code) FROM purchase WHERE product_id = $1 AND status = 'success'"
    assert await database.fetchval(receipts, item_id) == PIECES


async def test_50_attempts_of_one_player_at_once_do_not_exceed_his_limit(cluster: Cluster, http, socket, user):
    body = {"product_id": "one_each"}
    sent = [await socket.send("shop.buy", body) for _ in range(ATTEMPTS // 2)]
    answers = await asyncio.gather(*(buy_over_http(http, user, body) for _ in range(ATTEMPTS // 2)))
    replies = [await socket.reply(each) for each in sent]
    outcomes = Counter(reply["payload"]["status"] if reply["ok"] else reply["error"]["code"] for reply in replies)
    outcomes.update(answer.json().get("code") or answer.json()["status"] for answer in answers)
    assert outcomes == {"success": 3, "limit_exceeded": ATTEMPTS - 3}
    assert await balances(cluster, user) == (10_000 - 3 * PRICE, 3 * SHARDS)
    await no_holds_left(cluster)
    assert (await stock(cluster, "one_each"))["sold"] == 3


async def test_the_last_piece_goes_to_one_of_two(cluster: Cluster, http):
    ann, bob = new_user(), new_user()
    answers = await asyncio.gather(*(buy_over_http(http, user, {"product_id": "last_one"}) for user in (ann, bob)))
    assert sorted(answer.status_code for answer in answers) == [200, 409]
    await no_holds_left(cluster)


async def test_a_player_who_cannot_pay_for_all_frees_what_was_held_for_him(cluster: Cluster, http, user):
    answers = await asyncio.gather(*(buy_over_http(http, user, {"product_id": "dear"}) for _ in range(5)))
    codes = Counter(answer.json().get("code") or answer.json()["status"] for answer in answers)
    assert codes == {"success": 1, "insufficient_gold": 4}
    await no_holds_left(cluster)
    assert (await stock(cluster, "dear"))["sold"] == 1
    assert await balances(cluster, user) == (4_000, SHARDS)
