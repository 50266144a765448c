"""What a pong acknowledges goes by an id of the gateway's, in whose place no client can put a command of its own."""

import json

import asyncpg
import httpx
import pytest

from actors.runtime.entity import EntityRef
from actors.runtime.turns.commands import derived_id
from gateway.ports import GATEWAY
from tests.integration.cluster import Cluster
from tests.integration.realtime.player import User, eventually, joined, new_id, play_over_http

pytestmark = pytest.mark.asyncio(loop_scope="module")


async def test_no_client_takes_the_place_of_what_its_pong_acknowledges(
    cluster: Cluster, http: httpx.AsyncClient, user: User, database: asyncpg.Pool
):
    """The id can be computed by everybody who reads the socket: under it come another body, and the same over HTTP."""
    async with joined(cluster, user) as socket:
        grant = {"grant_id": "g1", "reward_type": "gold", "amount": 1, "source": "event:e1"}
        given = await cluster.gateway.entities.command(
            EntityRef("user", user.id), "reward.grant", json.dumps(grant).encode(), command_id=new_id(), origin="system"
        )
        assert given.ok, given.body
        pushed = await socket.until("reward_granted")
        ack_id = derived_id(socket.state["epoch"], "ack:g1")
        assert (await socket.ask("event.ack", {"ids": ["nothing"]}, ack_id))["ok"]
        taken = await play_over_http(http, user, ack_id)
        assert taken.status_code == 422
        await socket.wire.send(json.dumps({"type": "pong", "t": 0, "ack": pushed["seq"]}))
        await eventually(lambda: is_acknowledged(cluster, user))
    rows = await database.fetch("SELECT origin FROM command WHERE id = $1 ORDER BY origin", ack_id)
    assert [row["origin"] for row in rows] == [GATEWAY, "user"]


async def is_acknowledged(cluster: Cluster, user: User) -> bool:
    async with joined(cluster, user) as fresh:
        return fresh.state["payload"]["events_unacked"] == []
