"""Databases on which was really played, and how to get at them behind the back of the platform."""

import asyncio
import secrets
from contextlib import asynccontextmanager, contextmanager

import asyncpg
import httpx

from tests.integration.cluster import running_cluster

USERS = 3
ROUNDS = 8
COMMANDS = USERS * (ROUNDS + 1)
BET = 100
A_ROUND = f"(SELECT tx FROM game_round WHERE payout <> bet AND nonce < {ROUNDS} ORDER BY user_id, nonce LIMIT 1)"
"""Neither a tie, whose money is the same without it, nor anybody's last."""
A_USER = "(SELECT key FROM entity_part ORDER BY key LIMIT 1)"
NEWEST = f"(SELECT max(version) FROM command WHERE key = {A_USER})"
A_SHARD = f"(SELECT shard FROM entity_part WHERE part = 'root' AND key = {A_USER})"
ELSEWHERE = "(shard + 1) % 1024"


async def signed_up(client):
    name = f"p{secrets.token_hex(6)}"
    answer = await client.post("/api/auth/signup", json={"username": name, "password": "correct horse battery"})
    assert answer.status_code == 201, answer.text
    return {"Authorization": f"Bearer {answer.json()['access_token']}"}


async def play_round(client, player, key):
    headers = {**player, "Idempotency-Key": key}
    body = {"bet": BET, "choice": "rock"}
    answer = await client.post("/api/games/rps/play", json=body, headers=headers)
    assert answer.status_code == 200, answer.text


async def play(url):
    """Some players, some rounds, one repeat each; at the end the hosts release their shards."""
    async with running_cluster(url, hosts=2) as cluster, httpx.AsyncClient(base_url=cluster.url) as client:
        for _ in range(USERS):
            player = await signed_up(client)
            for number in (*range(ROUNDS), 0):
                await play_round(client, player, f"round-{number}")


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
