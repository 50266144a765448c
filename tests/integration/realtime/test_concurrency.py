"""Parallel commands over sockets and HTTP, half of them repeats: each id counts once and balances replay exactly."""

import asyncio
import random
from contextlib import AsyncExitStack
from typing import Any

import asyncpg
import httpx
import pytest

from tests.integration.cluster import Cluster
from tests.integration.realtime.player import Socket, User, joined, new_id, new_user, play_over_http

pytestmark = pytest.mark.asyncio(loop_scope="module")

LEDGER = """
    SELECT version, n, debit, credit, amount, balance_after FROM transfer
    WHERE (debit = $1 OR credit = $1) AND currency = 'gold' ORDER BY version, n
"""


async def replayed_gold(database: asyncpg.Pool, user: User) -> int:
    """The balance that the ledger gives; every row must say the same as the sum so far."""
    account, gold = f"user:{user.id}", 0
    for row in await database.fetch(LEDGER, account):
        gold += row["amount"] if row["credit"] == account else -row["amount"]
        assert gold == row["balance_after"]
    return gold


async def play_everything(
    user: User, sockets: list[Socket], http: httpx.AsyncClient, ids: list[str], seed: int
) -> dict[str, list[dict[str, Any]]]:
    """Play each id twice, in random order over all ways at once; {id: [payload with `dup`, ...]}."""
    chance = random.Random(seed)
    commands = [command_id for command_id in ids for _ in range(2)]
    chance.shuffle(commands)
    ways: list[list[str]] = [[] for _ in range(len(sockets) + 1)]
    for command_id in commands:
        chance.choice(ways).append(command_id)
    replies: dict[str, list[dict[str, Any]]] = {command_id: [] for command_id in ids}

    async def over_socket(socket: Socket, mine: list[str]) -> None:
        for command_id in mine:
            await socket.send("rps.play", {"bet": 100, "choice": "rock"}, command_id)
        answered = 0
        while answered < len(mine):
            message = await socket.next()
            if "re" in message:
                assert message["ok"], message
                answered += 1
                replies[message["re"]].append(message["payload"] | {"dup": message.get("dup", False)})

    async def over_http(command_id: str) -> None:
        answer = await play_over_http(http, user, command_id)
        assert answer.status_code == 200, answer.text
        replies[command_id].append(answer.json() | {"dup": "Idempotency-Replayed" in answer.headers})

    await asyncio.gather(
        *(over_socket(socket, mine) for socket, mine in zip(sockets, ways, strict=False)),
        *(over_http(command_id) for command_id in ways[-1]),
    )
    return replies


async def assert_each_id_counted_once(database: asyncpg.Pool, user: User, replies: dict[str, list[dict[str, Any]]]):
    for command_id, pair in replies.items():
        assert sorted(payload.pop("dup") for payload in pair) == [False, True], command_id
        assert pair[0] == pair[1]
    stored = await database.fetch("SELECT id FROM command WHERE key = $1 AND origin = 'user'", user.id)
    assert sorted(row["id"] for row in stored) == sorted(replies)
    rounds = await database.fetch("SELECT round_id FROM game_round WHERE user_id = $1", user.id)
    assert {row["round_id"].hex for row in rounds} == {pair[0]["round_id"] for pair in replies.values()}


async def test_fifty_parallel_commands_of_one_user_replay_exactly(cluster: Cluster, http, database):
    user, ids = new_user(), [new_id() for _ in range(25)]
    async with AsyncExitStack() as stack:
        sockets = [await stack.enter_async_context(joined(cluster, user)) for _ in range(5)]
        replies = await play_everything(user, sockets, http, ids, seed=1)
        await assert_each_id_counted_once(database, user, replies)
        state = await sockets[0].ask("state.get")
        assert state["payload"]["profile"]["gold"] == await replayed_gold(database, user)
        assert state["payload"]["stats"]["games_played"] == len(ids)
        for socket in sockets[1:]:
            await socket.ask("state.get")
        for socket in sockets:
            start, end = socket.state["seq"], socket.state["seq"] + 2 * len(ids)
            assert [push["seq"] for push in socket.numbered] == list(range(start + 1, end + 1))
            assert [push["prev"] for push in socket.numbered] == list(range(start, end))


async def test_twenty_users_in_parallel_replay_exactly(cluster: Cluster, http, database):
    async def one(seed: int) -> None:
        user, ids = new_user(), [new_id() for _ in range(5)]
        async with joined(cluster, user) as socket:
            replies = await play_everything(user, [socket], http, ids, seed)
            await assert_each_id_counted_once(database, user, replies)
            state = await socket.ask("state.get")
            assert state["payload"]["profile"]["gold"] == await replayed_gold(database, user)

    await asyncio.gather(*(one(seed) for seed in range(20)))


async def test_parallel_stakes_never_spend_gold_that_is_not_there(cluster: Cluster, http, database):
    user = new_user()
    async with joined(cluster, user) as socket:
        ids = [await socket.send("rps.play", {"bet": 6_000, "choice": "rock"}) for _ in range(20)]
        replies = [await socket.reply(command_id) for command_id in ids]
        state = await socket.ask("state.get")
    refused = [reply["error"]["code"] for reply in replies if not reply["ok"]]
    assert set(refused) <= {"insufficient_gold"}
    assert state["payload"]["stats"]["games_played"] == len(replies) - len(refused)
    assert state["payload"]["profile"]["gold"] == await replayed_gold(database, user)
