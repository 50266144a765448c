"""Pushes, resumption, snapshots and acknowledgement, from the entity to every socket of its player."""

import json
from typing import Any

import pytest

from actors.rewards.messages import RewardGrant
from actors.runtime.entity import EntityRef
from actors.runtime.turns.activation import KEPT_PUSH_BYTES, RING_BYTES_MAX
from tests.integration.cluster import Cluster
from tests.integration.realtime.player import (
    STARTING_GOLD,
    Socket,
    User,
    dialled,
    eventually,
    joined,
    new_id,
    play_over_http,
)

pytestmark = pytest.mark.asyncio(loop_scope="module")


async def grant(cluster: Cluster, user: User, grant_id: str, origin: str = "admin") -> None:
    """Give a player 500 gold, as an administrator would."""
    body = {"grant_id": grant_id, "reward_type": "gold", "amount": 500, "source": "tests"}
    answer = await cluster.gateway.entities.command(
        EntityRef("user", user.id), RewardGrant.TYPE, json.dumps(body).encode(), command_id=new_id(), origin=origin
    )
    assert answer.ok, answer.body


def is_chain(pushes: list[dict[str, Any]], start: int) -> bool:
    """Whether `prev` of each is `seq` of the one before, from `start`, and the version never goes back."""
    links = [(push["prev"], push["seq"]) for push in pushes]
    versions = [push["version"] for push in pushes]
    return links == [(start + n, start + n + 1) for n in range(len(pushes))] and versions == sorted(versions)


async def test_a_round_is_pushed_and_then_answered(socket: Socket):
    state = socket.pushes[-1]
    reply = await socket.play()
    profile, stats = socket.pushes[-2:]
    assert (profile["type"], stats["type"]) == ("profile_update", "stats_update")
    assert reply["seq"] == stats["seq"]
    assert reply["version"] == stats["version"] == profile["version"] == state["version"] + 1
    assert reply["payload"]["gold"] == profile["payload"]["gold"] == profile["payload"]["gold_balance"]
    assert (stats["payload"]["game"], stats["payload"]["games_played"]) == ("rps", 1)
    assert is_chain([profile, stats], state["seq"])


async def test_every_socket_gets_every_push_with_its_own_prev(cluster: Cluster, user: User, socket: Socket):
    await socket.play()
    async with joined(cluster, user) as second:
        assert second.state["seq"] == socket.state["seq"] + 2
        await second.play()
        await socket.until("stats_update")
        assert is_chain(socket.numbered, socket.state["seq"])
        assert is_chain(second.numbered, second.state["seq"])
        last = [push["payload"] for push in socket.pushes[-2:]]
        assert last == [push["payload"] for push in second.pushes[-2:]]


async def test_a_round_over_http_is_pushed_to_the_socket(http, user: User, socket: Socket):
    answer = await play_over_http(http, user)
    profile, stats = await socket.until("profile_update"), await socket.until("stats_update")
    assert profile["payload"]["gold"] == answer.json()["gold"]
    assert answer.headers["Pitboss-Seq"] == str(stats["seq"])
    assert answer.headers["Pitboss-Version"] == str(stats["version"])


async def test_versions_never_go_back_in_a_burst(socket: Socket):
    ids = [await socket.send("rps.play", {"bet": 20, "choice": "paper"}) for _ in range(40)]
    versions = [(await socket.reply(command_id))["version"] for command_id in ids]
    assert versions == list(range(versions[0], versions[0] + 40)), "answered in order, one version each"
    assert is_chain(socket.numbered, socket.state["seq"])


# --- resuming ---------------------------------------------------------------------------------------------------------


async def test_a_resume_replays_exactly_what_was_missed(cluster: Cluster, http, user: User):
    async with joined(cluster, user) as before:
        await before.play()
        epoch, seq = before.state["epoch"], before.pushes[-1]["seq"]
        before.wire.transport.abort()
    answers = [await play_over_http(http, user) for _ in range(3)]
    async with dialled(cluster) as after:
        hello = await after.connect(user.token, {"epoch": epoch, "seq": seq})
        assert (hello["recovered"], hello["replayed"], hello["epoch"]) == (True, 6, epoch)
        assert hello["seq"] == seq + 6
        reply = await after.ask("state.get")
        assert [push["type"] for push in after.pushes] == ["profile_update", "stats_update"] * 3, "and no snapshot"
        assert is_chain(after.pushes, seq)
        assert [push["payload"]["gold"] for push in after.pushes[::2]] == [answer.json()["gold"] for answer in answers]
        assert reply["payload"]["profile"] == after.pushes[-2]["payload"]


async def test_a_resume_that_missed_nothing_replays_nothing(cluster: Cluster, user: User):
    async with joined(cluster, user) as before:
        await before.play()
        epoch, seq = before.state["epoch"], before.pushes[-1]["seq"]
    async with dialled(cluster) as after:
        hello = await after.connect(user.token, {"epoch": epoch, "seq": seq})
        assert (hello["recovered"], hello["replayed"]) == (True, 0)
        await after.play()
        assert is_chain(after.pushes, seq)


@pytest.mark.parametrize(("epoch", "seq"), [("wrong", 2), ("", 2), (None, 5), (None, 2**53 - 1), ("wrong", 10**6)])
async def test_a_resume_from_nowhere_gets_a_snapshot(cluster: Cluster, user: User, epoch: str | None, seq: int):
    async with joined(cluster, user) as before:
        played, known = await before.play(), before.state["epoch"]
        assert played["seq"] == 4
    async with dialled(cluster) as after:
        hello = await after.connect(user.token, {"epoch": known if epoch is None else epoch, "seq": seq})
        assert (hello["recovered"], hello["replayed"]) == (False, 0)
        state = await after.next()
        assert (state["type"], state["epoch"], state["seq"]) == ("initial_state", known, 4)
        await after.play()
        assert is_chain(after.numbered, 4)


async def test_a_resume_from_before_the_ring_gets_a_snapshot(cluster: Cluster, user: User):
    async with joined(cluster, user) as before:
        await before.play()
        epoch, seq = before.state["epoch"], before.pushes[-1]["seq"]
        rounds = RING_BYTES_MAX // KEPT_PUSH_BYTES // 2  # two pushes each
        ids = [await before.send("rps.play", {"bet": 20, "choice": "rock"}) for _ in range(rounds)]
        last = [await before.reply(command_id) for command_id in ids][-1]
    async with dialled(cluster) as after:
        assert (await after.connect(user.token, {"epoch": epoch, "seq": last["seq"] - 20}))["replayed"] == 20
    async with dialled(cluster) as after:
        assert not (await after.connect(user.token, {"epoch": epoch, "seq": seq}))["recovered"]
        assert (await after.until("initial_state"))["seq"] == last["seq"]


# --- snapshots --------------------------------------------------------------------------------------------------------


async def test_all_snapshots_are_the_same(cluster: Cluster, http, user: User, socket: Socket):
    await socket.play()
    asked = await socket.ask("state.get")
    polled = (await http.get("/api/realtime/snapshot", headers=user.bearer)).json()
    async with joined(cluster, user) as second:
        joined_with = second.pushes[-1]
    assert asked["payload"] == polled["payload"] == joined_with["payload"]
    assert asked["version"] == polled["version"] == joined_with["version"]
    assert asked["seq"] == polled["seq"] == joined_with["seq"]


async def test_a_snapshot_that_has_not_changed_is_not_sent_again(http, user: User, socket: Socket):
    first = await http.get("/api/realtime/snapshot", headers=user.bearer)
    tag = {"If-None-Match": first.headers["ETag"]}
    again = await http.get("/api/realtime/snapshot", headers=user.bearer | tag)
    assert (again.status_code, again.content, again.headers["ETag"]) == (304, b"", first.headers["ETag"])
    await socket.play()
    changed = await http.get("/api/realtime/snapshot", headers=user.bearer | tag)
    assert (changed.status_code, changed.json()["version"]) == (200, first.json()["version"] + 1)


# --- events -----------------------------------------------------------------------------------------------------------


async def unacked(socket: Socket) -> list[str]:
    return [event["id"] for event in (await socket.ask("state.get"))["payload"]["events_unacked"]]


@pytest.mark.parametrize("origin", ["admin", "system"])
async def test_a_reward_is_pushed_and_stays_until_it_is_acknowledged(cluster, user: User, socket: Socket, origin: str):
    await grant(cluster, user, "g1", origin)
    reward = await socket.until("reward_granted")
    assert reward["payload"] == {"grant_id": "g1", "reward_type": "gold", "amount": 500, "source": "tests"}
    assert socket.pushes[-2]["payload"]["gold"] == STARTING_GOLD + 500
    async with joined(cluster, user) as second:
        (event,) = second.pushes[-1]["payload"]["events_unacked"]
        assert event == {"id": "g1", "type": "reward_granted", "payload": reward["payload"]}
    reply = await socket.ask("event.ack", {"ids": ["g1", "unknown"]})
    assert reply["payload"] == {"acknowledged": ["g1"]}
    assert await unacked(socket) == []
    async with joined(cluster, user) as third:
        assert third.pushes[-1]["payload"]["events_unacked"] == []


async def test_a_player_cannot_grant_a_reward_whatever_the_way(cluster: Cluster, user: User, socket: Socket):
    body = b'{"grant_id":"g1","reward_type":"gold","amount":500,"source":"me"}'
    answer = await cluster.gateway.entities.command(
        EntityRef("user", user.id), RewardGrant.TYPE, body, command_id=new_id()
    )
    assert (answer.ok, json.loads(answer.body)["code"]) == (False, "forbidden")


async def acknowledge_by_pong(socket: Socket, ack: int, left: list[str]) -> None:
    await socket.wire.send(json.dumps({"type": "pong", "t": 1, "ack": ack}))

    async def acknowledged() -> bool:
        return await unacked(socket) == left

    await eventually(acknowledged)


async def test_a_pong_acknowledges_what_was_pushed_up_to_its_seq(cluster: Cluster, user: User, socket: Socket):
    await grant(cluster, user, "g1")
    first = await socket.until("reward_granted")
    await grant(cluster, user, "g2")
    second = await socket.until("reward_granted")
    await acknowledge_by_pong(socket, first["seq"], ["g2"])
    await acknowledge_by_pong(socket, second["seq"], [])


async def test_a_pong_acknowledges_what_a_snapshot_has_shown(cluster: Cluster, user: User):
    async with joined(cluster, user):
        await grant(cluster, user, "g1")
        await grant(cluster, user, "g2")
    async with joined(cluster, user) as socket:
        state = socket.pushes[-1]
        assert [event["id"] for event in state["payload"]["events_unacked"]] == ["g1", "g2"]
        assert await unacked(socket) == ["g1", "g2"]
        await acknowledge_by_pong(socket, state["seq"], [])


async def test_a_replayed_reward_is_acknowledged_by_a_pong(cluster: Cluster, user: User):
    async with joined(cluster, user) as before:
        epoch, seq = before.state["epoch"], before.state["seq"]
    await grant(cluster, user, "g1")
    async with dialled(cluster) as after:
        assert (await after.connect(user.token, {"epoch": epoch, "seq": seq}))["replayed"] == 2
        reward = await after.until("reward_granted")
        await acknowledge_by_pong(after, reward["seq"], [])


async def test_two_sockets_may_acknowledge_the_same_events(cluster: Cluster, user: User, socket: Socket):
    async with joined(cluster, user) as second:
        for grant_id in ("g1", "g2", "g3"):
            await grant(cluster, user, grant_id)
        for each in (socket, second):
            while (await each.until("reward_granted"))["payload"]["grant_id"] != "g3":
                pass
        await socket.ask("event.ack", {"ids": ["g2"]})
        async with joined(cluster, user) as third:
            assert await unacked(third) == ["g1", "g3"]
            await acknowledge_by_pong(third, third.pushes[0]["seq"], [])
        await acknowledge_by_pong(second, second.pushes[-1]["seq"], [])
