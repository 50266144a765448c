"""The same id is the same command: across transports, drops, passivation and the restart of every process."""

from typing import Any

import pytest

from actors.runtime.config import HostConfig
from actors.runtime.entity import EntityRef
from tests.integration.cluster import Cluster, running_cluster
from tests.integration.realtime.player import (
    CONFIG,
    Socket,
    User,
    eventually,
    joined,
    new_id,
    new_user,
    play_over_http,
)

module_loop = pytest.mark.asyncio(loop_scope="module")


def is_repeat(first: dict[str, Any], again: dict[str, Any]) -> bool:
    return again["ok"] and again["dup"] and "dup" not in first and again["payload"] == first["payload"]


@module_loop
async def test_a_repeat_on_the_same_socket_gets_the_stored_reply(socket: Socket, stored):
    first = await socket.play(command_id="one")
    rows, pushes = await stored(), len(socket.pushes)
    assert is_repeat(first, await socket.play(command_id="one"))
    assert (await stored(), len(socket.pushes)) == (rows, pushes)


@module_loop
async def test_a_repeat_with_another_body_conflicts(http, user: User, socket: Socket, stored):
    await socket.play(100, command_id="one")
    rows = await stored()
    error = (await socket.play(200, command_id="one"))["error"]
    assert (error["code"], error["status"]) == ("idempotency_conflict", 409)
    answer = await play_over_http(http, user, "one", {"bet": 200, "choice": "rock"})
    assert (answer.status_code, answer.json()["code"]) == (422, "idempotency_conflict")
    assert await stored() == rows


@module_loop
async def test_a_repeat_with_another_type_conflicts(socket: Socket, stored):
    await socket.play(100, command_id="one")
    rows = await stored()
    assert (await socket.ask("event.ack", {"ids": ["a"]}, "one"))["error"]["code"] == "idempotency_conflict"
    assert await stored() == rows


@module_loop
async def test_a_repeat_over_http_of_a_command_on_the_socket_is_the_same_command(http, user, socket, stored):
    first = await socket.play(command_id="one")
    rows = await stored()
    answer = await play_over_http(http, user, "one", {"choice": "rock", "bet": 100})
    assert (answer.status_code, answer.json()) == (200, first["payload"])
    assert answer.headers["Idempotency-Replayed"] == "true"
    assert await stored() == rows


@module_loop
async def test_a_repeat_on_the_socket_of_a_command_over_http_is_the_same_command(http, user, socket, stored):
    answer = await play_over_http(http, user, "one")
    assert "Idempotency-Replayed" not in answer.headers
    rows = await stored()
    again = await socket.play(command_id="one")
    assert (again["dup"], again["payload"]) == (True, answer.json())
    assert await stored() == rows


@module_loop
async def test_the_same_id_of_another_user_is_another_command(cluster: Cluster, socket: Socket):
    first = await socket.play(command_id="one")
    async with joined(cluster, new_user()) as other:
        theirs = await other.play(command_id="one")
    assert "dup" not in theirs
    assert theirs["payload"]["round_id"] != first["payload"]["round_id"]


@module_loop
async def test_a_command_whose_reply_was_lost_in_a_drop_is_answered_when_repeated(cluster, user: User, database):
    command_id = new_id()
    async with joined(cluster, user) as dropped:
        await dropped.send("rps.play", {"bet": 100, "choice": "rock"}, command_id)

        async def durable() -> bool:
            return bool(await database.fetchval("SELECT count(*) FROM game_round WHERE user_id = $1", user.id))

        await eventually(durable)
        dropped.wire.transport.abort()
    async with joined(cluster, user) as socket:
        state = socket.pushes[-1]["payload"]
        again = await socket.play(command_id=command_id)
        assert again["dup"]
        assert again["payload"]["gold"] == state["profile"]["gold"]
    assert await database.fetchval("SELECT count(*) FROM game_round WHERE user_id = $1", user.id) == 1


async def test_a_repeat_after_passivation_gets_the_stored_reply(database_url: str):
    user, command_id = new_user(), new_id()
    async with running_cluster(database_url, config=CONFIG, host_config=HostConfig(idle_ms=0)) as cluster:
        host, ref = cluster.hosts[0].host, EntityRef("user", user.id)
        async with joined(cluster, user) as socket:
            first = await socket.play(command_id=command_id)
            epoch = socket.state["epoch"]
            host.sweep()
            assert ref in host.activations(), "a socket keeps its entity in memory"

        async def passivated() -> bool:
            host.sweep()
            return ref not in host.activations()

        await eventually(passivated)
        async with joined(cluster, user, {"epoch": epoch, "seq": first["seq"]}) as socket:
            state = socket.state
            assert state["epoch"] != epoch
            assert state["version"] == first["version"]
            assert is_repeat(first, await socket.play(command_id=command_id))
            assert (await socket.ask("state.get"))["payload"] == state["payload"]


async def test_a_repeat_after_a_restart_of_every_process_gets_the_stored_reply(database_url: str):
    user, command_id = new_user(), new_id()
    async with running_cluster(database_url, hosts=2, config=CONFIG) as cluster, joined(cluster, user) as socket:
        first = await socket.play(command_id=command_id)
        before = await socket.ask("state.get")
        epoch = socket.state["epoch"]
    async with (
        running_cluster(database_url, config=CONFIG) as cluster,
        joined(cluster, user, {"epoch": epoch, "seq": first["seq"]}) as socket,
    ):
        state = socket.state
        assert state["epoch"] != epoch
        assert (state["version"], state["payload"]) == (before["version"], before["payload"])
        assert is_repeat(first, await socket.play(command_id=command_id))
        assert (await socket.play())["version"] == before["version"] + 1
