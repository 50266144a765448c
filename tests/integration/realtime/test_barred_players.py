"""Bans, kicks and self-exclusion reach live sockets, keep them away, and are in the audit trail."""

import secrets
from typing import Any

import asyncpg
import httpx
import pytest
from msgspec import json

from actors.runtime.clock import SystemClock
from actors.runtime.entity import EntityRef
from actors.staff.messages import Act
from actors.standing.messages import UserBan, UserKick, UserUnban
from gateway.entities import RoutedEntities
from gateway.realtime.close_codes import CloseCode
from tests.integration.cluster import Cluster
from tests.integration.realtime.player import Socket, User, dialled, joined, new_user

pytestmark = pytest.mark.asyncio(loop_scope="module")

DAY_MS = 86_400_000
FREE = {"excluded_until": None, "banned": False, "banned_until": None, "ban_reason": ""}
"""The standing of a player whom nothing keeps from playing."""


def act() -> Act:
    return Act(actor="s1", role="OPERATOR", request_id=secrets.token_hex(4), address="192.0.2.1", reason="cheated")


async def ordered(cluster: Cluster, user: User, command: UserBan | UserUnban | UserKick) -> dict[str, Any]:
    """Give a player's entity an order of staff."""
    entities = RoutedEntities(cluster.gateway.router, timeout_ms=5_000)
    body, command_id = json.encode(command), secrets.token_hex(8)
    answer = await entities.command(
        EntityRef("user", user.id), command.TYPE, body, command_id=command_id, origin="admin"
    )
    assert answer.ok, answer.body
    return json.decode(answer.body)


async def is_turned_away(cluster: Cluster, user: User, resume: dict[str, Any] | None = None) -> bool:
    async with dialled(cluster) as socket:
        payload = {"token": user.token} | ({"resume": resume} if resume else {})
        await socket.send("connect", payload)
        return await socket.close_code() == CloseCode.FORBIDDEN


async def standing(http: httpx.AsyncClient, user: User) -> Any:
    answer = await http.get("/api/users/me/standing", headers=user.bearer)
    assert answer.status_code == 200, answer.text
    return answer.json()


def position(socket: Socket) -> dict[str, Any]:
    """Where a socket stopped that has heard everything."""
    return {"epoch": socket.state["epoch"], "seq": socket.pushes[-1]["seq"]}


async def test_a_ban_closes_every_socket_and_keeps_them_away_until_it_is_lifted(cluster: Cluster, user: User):
    async with joined(cluster, user) as first, joined(cluster, user) as second:
        await ordered(cluster, user, UserBan(act=act()))
        for socket in (first, second):
            assert await socket.close_code() == CloseCode.FORBIDDEN
            assert socket.pushes[-1]["payload"] == {"code": "banned", "reason": "cheated", "until": None}
    assert await is_turned_away(cluster, user)
    assert await is_turned_away(cluster, user, position(first))
    await ordered(cluster, user, UserUnban(act=act()))
    async with joined(cluster, user) as socket:
        assert (await socket.play())["ok"]


async def test_a_kicked_player_may_come_back_and_go_on(cluster: Cluster, user: User):
    async with joined(cluster, user) as socket:
        await ordered(cluster, user, UserKick(act=act()))
        assert await socket.close_code() == CloseCode.FORBIDDEN
        assert socket.pushes[-1]["payload"]["code"] == "kicked"
    async with joined(cluster, user, {"epoch": socket.state["epoch"], "seq": socket.state["seq"]}) as back:
        assert (await back.play())["ok"]


async def test_who_excludes_himself_is_told_and_turned_away(cluster: Cluster, user: User, http):
    until = SystemClock().now_ms() + 2 * DAY_MS
    async with joined(cluster, user) as socket:
        assert (await socket.ask("account.exclude", {"until": until}))["payload"] == {"until": until}
        assert await socket.close_code() == CloseCode.FORBIDDEN
    assert await is_turned_away(cluster, user)
    assert await standing(http, user) == FREE | {"excluded_until": until}
    played = await http.post(
        "/api/games/rps/play",
        json={"bet": 100, "choice": "rock"},
        headers=user.bearer | {"Idempotency-Key": secrets.token_hex(8)},
    )
    assert played.status_code == 403
    assert played.json()["code"] == "self_excluded"


async def test_a_player_learns_of_a_ban_and_of_its_end_and_nothing_of_one_that_is_over(
    cluster: Cluster, user: User, http: httpx.AsyncClient
):
    assert await standing(http, user) == FREE
    until = SystemClock().now_ms() + DAY_MS
    await ordered(cluster, user, UserBan(act=act(), until=until))
    assert await standing(http, user) == FREE | {"banned": True, "banned_until": until, "ban_reason": "cheated"}
    await ordered(cluster, user, UserBan(act=act()))
    assert await standing(http, user) == FREE | {"banned": True, "ban_reason": "cheated"}
    await ordered(cluster, user, UserUnban(act=act()))
    assert await standing(http, user) == FREE


async def test_a_player_cannot_give_orders_of_staff(cluster: Cluster, user: User):
    async with joined(cluster, user) as socket:
        refused = await socket.ask("user.unban", {"act": {}})
        assert refused["error"]["code"] == "unknown_type"


async def test_an_order_of_staff_is_in_the_audit_trail_with_its_command(cluster: Cluster, database: asyncpg.Connection):
    user, order = new_user(), act()
    await ordered(cluster, user, UserBan(act=order))
    row = await database.fetchrow("SELECT * FROM audit WHERE request_id = $1", order.request_id)
    assert row is not None
    assert (row["event"], row["actor"], row["target"], row["result"]) == (
        "ADMIN_USER_BAN", "s1", f"user/{user.id}", "ok",
    )  # fmt: skip
    assert json.decode(row["new"])["banned_until"] is None
    written = await database.fetchval(
        "SELECT count(*) FROM command c WHERE c.key = $1 AND c.origin = 'admin' AND c.xmin::text = $2",
        user.id,
        await database.fetchval("SELECT xmin::text FROM audit WHERE id = $1", row["id"]),
    )
    assert written == 1, "the act is not in the transaction of its command"
