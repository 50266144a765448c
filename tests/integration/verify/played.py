"""Databases on which was really played, and how to get at them behind the back of the platform."""

import asyncio
import secrets
from contextlib import asynccontextmanager, contextmanager
from dataclasses import replace

import asyncpg
import httpx
from msgspec import json

from actors.areas import GAME_NAMES
from actors.definitions.book import BuiltIn, Definitions
from actors.games.registry import registered_games
from actors.missions.area import missions_area
from actors.money.economy import EconomyConfig
from actors.runtime.entity import EntityRef
from actors.shop.rules import Content, Item, Name, Price
from actors.shop.shop import ShopKind
from actors.shop.shop_messages import PurchaseRefund
from actors.staff.messages import Act
from actors.user.kind import UserKind
from tests.integration.cluster import running_cluster

USERS = 3
ROUNDS = 8
COMMANDS_MIN = USERS * (ROUNDS + 1)
"""Those of the rounds and of the first turns; purchases come on top."""
BET = 100
A_ROUND = f"(SELECT tx FROM game_round WHERE payout <> bet AND nonce < {ROUNDS} ORDER BY user_id, nonce LIMIT 1)"
"""Neither a tie, whose money is the same without it, nor anybody's last."""
A_USER = "(SELECT key FROM entity_part WHERE kind = 'user' ORDER BY key LIMIT 1)"
NEWEST = f"(SELECT max(version) FROM command WHERE key = {A_USER})"
A_SHARD = f"(SELECT shard FROM entity_part WHERE part = 'root' AND key = {A_USER})"
ELSEWHERE = "(shard + 1) % 1024"


def a_purchase(status):
    """The last row of some purchase with that status."""
    return f"(SELECT tx FROM purchase WHERE status = '{status}' AND amount > 0 ORDER BY purchase_id LIMIT 1)"


SHOP = EntityRef("shop", "main")
ITEMS = (
    Item(
        id="pack",
        name=Name(ko="묶음", en="Pack"),
        price=Price(currency="gold", amount=50),
        contents=(Content(type="gem", amount=7), Content(type="gold", amount=2)),
        active=True,
        stock=1_000,
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
    """One purchase that succeeds, one that fails, one that is refunded, and one that waits for its payment."""
    assert (await buy(client, player, "buy-1", "pack", 2))["status"] == "success"
    assert (await buy(client, player, "buy-2", "nothing"))["code"] == "not_found"
    assert (await buy(client, player, "buy-3", "for_money"))["status"] == "pending"
    purchase_id = (await buy(client, player, "buy-4", "pack"))["purchase_id"]
    act = Act(actor="adm", role="ADMIN", request_id="r1", address="127.0.0.1", reason="a test")
    body = json.encode(PurchaseRefund(act=act, purchase_id=purchase_id))
    answer = await cluster.gateway.entities.command(
        EntityRef("user", user_id), PurchaseRefund.TYPE, body, command_id="refund", origin="admin"
    )
    assert answer.ok, answer.body


async def play_round(client, player, key):
    headers = {**player, "Idempotency-Key": key}
    body = {"bet": BET, "choice": "rock"}
    answer = await client.post("/api/games/rps/play", json=body, headers=headers)
    assert answer.status_code == 200, answer.text


async def on_mission(client, player, verb):
    answer = await client.post(f"/api/events/mission/{verb}", headers={**player, "Idempotency-Key": verb})
    assert answer.status_code == 200, answer.text


async def streak(client, player, verb):
    answer = await client.post(f"/api/streak/{verb}", json={}, headers={**player, "Idempotency-Key": f"streak-{verb}"})
    assert answer.status_code == 200, answer.text


def running_mall(url):
    """A cluster with a shop and a mission."""
    missions = Definitions([replace(missions_area(GAME_NAMES), built_in={"mission": BuiltIn(1, MISSION)})])
    user = UserKind(EconomyConfig(), registered_games(EconomyConfig()), (), missions)
    more_kinds = {"shop": ShopKind(ITEMS, money=frozenset({"KRW"})), "user": user}
    return running_cluster(url, hosts=2, more_kinds=more_kinds)


async def play(url):
    """Some players, purchases, some rounds, one repeat each; at the end the hosts release their shards."""
    async with running_mall(url) as cluster, httpx.AsyncClient(base_url=cluster.url) as client:
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


@contextmanager
def copy_of(postgres_url, template):
    name = f"test_{secrets.token_hex(6)}"
    execute(postgres_url, f"CREATE DATABASE {name} TEMPLATE {template}")
    yield f"{postgres_url.rpartition('/')[0]}/{name}"
    execute(postgres_url, f"DROP DATABASE {name} WITH (FORCE)")


def violated(report):
    return {check.name for check in report.checks if not check.holds}
