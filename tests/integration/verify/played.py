"""Databases on which was really played, and how to get at them behind the back of the platform."""

import asyncio
import secrets
from contextlib import asynccontextmanager
from dataclasses import replace

import asyncpg
from msgspec import json

from actors.areas import GAME_NAMES
from actors.crash.rules.config import TableConfig
from actors.crash.table import TableKind
from actors.definitions.book import BuiltIn, Definitions
from actors.games.registry import registered_games
from actors.missions.area import missions_area
from actors.money.economy import EconomyConfig
from actors.rewards.messages import UserGrant
from actors.runtime.entity import EntityRef
from actors.shop.rules import Content, Item, Name, Price
from actors.shop.shop import ShopKind
from actors.shop.shop_messages import PurchaseRefund
from actors.staff.messages import Act
from actors.user.kind import UserKind
from tests.faults.until import until_so
from tests.integration.cluster import running_cluster
from tests.patient import patient_client
from tests.seals import SEALS

USERS = 3
ROUNDS = 8
PULLS = 3
"""Rounds of gacha, after the others."""
COMMANDS_MIN = USERS * (ROUNDS + 1)
"""Those of the rounds and of the first turns; purchases come on top."""
BET = 100
TABLE_ROUNDS = 1
"""Bets at tables that have ended as rounds."""
TABLES = (
    TableConfig(name="quick", betting_ms=1_000, ended_ms=3_600_000, chain_length=10),
    TableConfig(name="slow", betting_ms=3_600_000, chain_length=10),
)
"""One plays a single round; the other takes bets all the while."""
SETTLED_S = 30.0
"""Within which a bet on the quick table ends, whatever else the machine does."""
A_ROUND = (
    f"(SELECT tx FROM game_round WHERE payout <> bet AND client_seed <> '' AND nonce < {ROUNDS}"
    " ORDER BY user_id, nonce LIMIT 1)"
)
"""A solo one; neither a tie, whose money is the same without it, nor anybody's last."""
A_PULL = "(SELECT round_id FROM game_round WHERE game = 'gacha' ORDER BY user_id, nonce LIMIT 1 OFFSET 1)"
"""Neither a player's first nor their last."""
A_USER = "(SELECT min(key) FROM entity_part WHERE kind = 'user' AND part = 'receipts')"
"""One of those who play solo games and buy."""
NEWEST = f"(SELECT max(version) FROM command WHERE key = {A_USER})"
A_SHARD = f"(SELECT shard FROM entity_part WHERE part = 'root' AND key = {A_USER})"
ELSEWHERE = "(shard + 1) % 1024"


def a_purchase(status):
    """The last row of some purchase of the item `pack` with that status; ids are random, so its item is named."""
    of_pack = f"status = '{status}' AND product_id = 'pack' AND amount > 0"
    return f"(SELECT tx FROM purchase WHERE {of_pack} ORDER BY purchase_id LIMIT 1)"


SHOP = EntityRef("shop", "main")
ACT = Act(actor="adm", role="ADMIN", request_id="r1", address="127.0.0.1", reason="a test")
ITEMS = (
    Item(
        id="pack",
        name=Name(ko="묶음", en="Pack"),
        price=Price(currency="gold", amount=50),
        contents=(Content(type="shard", amount=7), Content(type="gold", amount=2)),
        active=True,
        stock=1_000,
    ),
    Item(
        id="coins",
        name=Name(ko="동전", en="Coins"),
        price=Price(currency="shard", amount=1),
        contents=(Content(type="gold", amount=1),),
        active=True,
    ),
    Item(
        id="for_money",
        name=Name(ko="현금", en="For money"),
        price=Price(currency="KRW", amount=9_900),
        contents=(Content(type="gem", amount=110),),
        active=True,
    ),
)

MISSION = {
    "title": {"ko": "미션", "en": "Mission"},
    "kind": "play",
    "target": 3,
    "reward": [{"type": "gold", "amount": 50}, {"type": "shard", "amount": 7}],
}


async def signed_up(client):
    name = f"player_{secrets.token_hex(6)}"
    answer = await client.post("/api/auth/signup", json={"username": name, "password": "correct horse battery"})
    assert answer.status_code == 201, answer.text
    return answer.json()["user"]["id"], {"Authorization": f"Bearer {answer.json()['access_token']}"}


async def buy(client, player, key, product, quantity=1):
    headers = {**player, "Idempotency-Key": key}
    body = {"product_id": product, "quantity": quantity}
    return (await client.post("/api/shop/buy", json=body, headers=headers)).json()


async def shop(cluster, client, user_id, player):
    """Purchases that succeed, fail, wait for their payment, are refunded, and are refunded when spent: the debt of the
    last is paid by a grant."""
    assert (await buy(client, player, "buy-1", "pack", 2))["status"] == "success"
    assert (await buy(client, player, "buy-2", "nothing"))["code"] == "not_found"
    assert (await buy(client, player, "buy-3", "for_money"))["status"] == "pending"
    bought = await buy(client, player, "buy-4", "pack")
    await by_staff(cluster, user_id, PurchaseRefund(act=ACT, purchase_id=bought["purchase_id"]), "refund-1")
    bought = await buy(client, player, "buy-5", "pack")
    assert (await buy(client, player, "buy-6", "coins", 20))["status"] == "success"
    await by_staff(
        cluster, user_id, PurchaseRefund(act=ACT, purchase_id=bought["purchase_id"], restock=True), "refund-2"
    )
    assert (await buy(client, player, "buy-7", "pack"))["code"] == "debt_unpaid"
    await by_staff(cluster, user_id, UserGrant(act=ACT, grant_id="g1", reward_type="shard", amount=9), "grant")


async def by_staff(cluster, user_id, command, command_id):
    answer = await cluster.gateway.entities.command(
        EntityRef("user", user_id), command.TYPE, json.encode(command), command_id=command_id, origin="admin"
    )
    assert answer.ok, answer.body


async def play_round(client, player, key):
    headers = {**player, "Idempotency-Key": key}
    body = {"bet": BET, "choice": "rock"}
    answer = await client.post("/api/games/rps/play", json=body, headers=headers)
    assert answer.status_code == 200, answer.text


async def pull(client, player, key):
    headers = {**player, "Idempotency-Key": key}
    body = {"banner": "standard", "count": 10 if key.endswith("0") else 1}
    answer = await client.post("/api/games/gacha/pull", json=body, headers=headers)
    assert answer.status_code == 200, answer.text


async def on_mission(client, player, verb):
    answer = await client.post(f"/api/events/mission/{verb}", headers={**player, "Idempotency-Key": verb})
    assert answer.status_code == 200, answer.text


async def streak(client, player, verb):
    answer = await client.post(f"/api/streak/{verb}", json={}, headers={**player, "Idempotency-Key": f"streak-{verb}"})
    assert answer.status_code == 200, answer.text


async def bet(client, player, table, number, **more):
    body = {"table": table, "round_id": f"{table}-{number}", "bet": BET, **more}
    headers = {**player, "Idempotency-Key": f"{table}-{number}"}
    return (await client.post("/api/games/crash/bet", json=body, headers=headers)).status_code


async def gamble(url, client):
    """A bet that ends as a round, one that the table refuses, and one that stays open."""
    _, player = await signed_up(client)
    answers = [await bet(client, player, "quick", 1, auto_cashout=101)]
    answers += [await bet(client, player, "slow", number) for number in (99, 1)]
    assert answers == [200, 409, 200]
    async with owner_of(url) as connection:
        await until_so(lambda: connection.fetchval("SELECT count(*) FROM game_round WHERE game = 'crash'"), SETTLED_S)


def running_mall(url):
    """A cluster with a shop, a mission and crash tables."""
    missions = Definitions([replace(missions_area(GAME_NAMES), built_in={"mission": BuiltIn(1, MISSION)})])
    user = UserKind(EconomyConfig(), registered_games(EconomyConfig()), TABLES, missions, seal=SEALS.seeds)
    tables = TableKind(TABLES, SEALS.chains)
    more_kinds = {"shop": ShopKind(ITEMS, money=frozenset({"KRW"})), "user": user, "crash": tables}
    return running_cluster(url, hosts=2, more_kinds=more_kinds)


async def play(url):
    """Some players, purchases, some rounds, one repeat each; at the end the hosts release their shards."""
    async with running_mall(url) as cluster, patient_client(base_url=cluster.url) as client:
        for _ in range(USERS):
            user_id, player = await signed_up(client)
            await shop(cluster, client, user_id, player)
            await on_mission(client, player, "join")
            for verb in ("tick", "claim", "protection"):
                await streak(client, player, verb)
            for number in (*range(ROUNDS), 0):
                await play_round(client, player, f"round-{number}")
                if number == MISSION["target"]:
                    await on_mission(client, player, "claim")
            for number in range(PULLS):
                await pull(client, player, f"pull-{number}")
        await gamble(url, client)


def execute(url, *statements):
    async def run():
        async with owner_of(url) as connection:
            for statement in statements:
                await connection.execute(statement)

    asyncio.run(run())


@asynccontextmanager
async def owner_of(url):
    """A connection of the owner, for whom no trigger fires."""
    connection = await asyncpg.connect(url, server_settings={"session_replication_role": "replica"})
    try:
        yield connection
    finally:
        await connection.close()


def violated(report):
    return {check.name for check in report.checks if not check.holds}
