"""Player A reaches nothing of player B: not by B's place in a stream, B's event ids, sessions, or B's id anywhere."""

import json
import secrets

import httpx
import msgspec
import pytest

from actors.rewards.messages import RewardGrant
from actors.runtime.entity import EntityRef
from tests.integration.cluster import Cluster
from tests.integration.realtime.player import STARTING_GOLD, Socket, User, dialled, joined, new_id, new_user

pytestmark = pytest.mark.asyncio(loop_scope="module")

PASSWORD = "correct horse battery"
READS = ("/api/users/me", "/api/games/stats/me", "/api/fairness/seeds", "/api/realtime/snapshot")
FORGED = {
    "rps.play": {"bet": 20, "choice": "rock"},
    "slot.spin": {"machine": "fortune", "bet": 100},
    "gacha.pull": {"banner": "aurora", "count": 1},
    "crash.bet": {"table": "main", "round_id": "main-1", "bet": 100},
    "crash.cashout": {"table": "main", "round_id": "main-1"},
    "account.exclude": {"until": 4_102_444_800_000},
    "event.ack": {"ids": ["g1"]},
    "seeds.rotate": {},
    "state.get": {},
}
"""Messages that would be valid without the id of another user."""


async def grant(cluster: Cluster, user: User, grant_id: str) -> None:
    """Give the user a reward that he has not acknowledged."""
    body = msgspec.json.encode({"grant_id": grant_id, "reward_type": "gold", "amount": 5, "source": "tests"})
    answer = await cluster.gateway.entities.command(
        EntityRef("user", user.id), RewardGrant.TYPE, body, command_id=new_id(), origin="admin"
    )
    assert answer.ok, answer.body


async def unacked(socket: Socket) -> str:
    state = (await socket.ask("state.get"))["payload"]
    return json.dumps(state["events_unacked"])


async def test_the_place_in_anothers_stream_gets_a_snapshot_of_ones_own(cluster: Cluster, user: User):
    victim = new_user()
    async with joined(cluster, victim) as theirs:
        place = {"epoch": theirs.state["epoch"], "seq": theirs.state["seq"]}
        played = await theirs.play()
        async with dialled(cluster) as mine:
            hello = await mine.connect(user.token, place)
            assert (hello["recovered"], hello["replayed"]) == (False, 0)
            state = await mine.until("initial_state")
            assert state["payload"]["profile"]["gold"] == STARTING_GOLD
            await mine.play()
            said = json.dumps(mine.pushes)
            assert victim.id not in said
            assert played["payload"]["round_id"] not in said


async def test_anothers_events_are_not_acknowledged(cluster: Cluster, socket: Socket, http: httpx.AsyncClient, user):
    victim, grant_id = new_user(), new_id()
    async with joined(cluster, victim) as theirs:
        await grant(cluster, victim, grant_id)
        assert (await socket.ask("event.ack", {"ids": [grant_id]}))["payload"] == {"acknowledged": []}
        headers = user.bearer | {"Idempotency-Key": new_id()}
        over_http = await http.post("/api/events/ack", json={"ids": [grant_id]}, headers=headers)
        assert over_http.json() == {"acknowledged": []}
        assert grant_id in await unacked(theirs)
        assert (await theirs.ask("event.ack", {"ids": [grant_id]}))["payload"] == {"acknowledged": [grant_id]}


@pytest.mark.parametrize("message_type", FORGED)
async def test_the_id_of_another_user_is_an_unknown_field(socket: Socket, message_type: str):
    before = (await socket.ask("state.get"))["payload"]
    for name in ("user_id", "user", "key", "bet_id"):
        reply = await socket.ask(message_type, FORGED[message_type] | {name: "somebody"})
        assert reply["error"]["code"] == "invalid_payload"
    after = (await socket.ask("state.get"))["payload"]
    assert (after["profile"], after["stats"]) == (before["profile"], before["stats"])


@pytest.mark.parametrize("path", READS)
async def test_a_read_shows_the_callers_own_and_takes_no_id_in_its_query(
    cluster: Cluster, http: httpx.AsyncClient, path: str
):
    mine, theirs = [await sign_up(http) for _ in range(2)]
    user, victim = (User(tokens["user"]["id"], tokens["access_token"]) for tokens in (mine, theirs))
    async with joined(cluster, victim) as socket, joined(cluster, user):
        round_id = (await socket.play())["payload"]["round_id"]
        query = {"user_id": victim.id, "id": victim.id}
        own = await http.get(path, headers=user.bearer)
        foreign = await http.get(path, params=query, headers=user.bearer)
        of_victim = await http.get(path, headers=victim.bearer)
        assert [answer.status_code for answer in (own, foreign, of_victim)] == [200, 400, 200]
        assert own.json() != of_victim.json(), "the two are told apart by what they read"
        for secret in (victim.id, theirs["user"]["username"], round_id):
            assert secret not in foreign.text


@pytest.mark.parametrize("path", ["/api/users/{}", "/api/games/stats/{}", "/api/fairness/seeds/{}"])
async def test_no_read_takes_the_id_of_a_user_in_its_path(http: httpx.AsyncClient, user: User, path: str):
    answer = await http.get(path.format(new_user().id), headers=user.bearer)
    assert answer.status_code == 404


async def test_staff_routes_about_a_player_are_closed_to_players(http: httpx.AsyncClient, user: User):
    answer = await http.get(f"/api/admin/users/{user.id}", headers=user.bearer)
    assert answer.status_code == 403


async def test_anothers_sessions_are_neither_seen_nor_ended(cluster: Cluster, http: httpx.AsyncClient):
    mine, theirs = [await sign_up(http) for _ in range(2)]
    bearer = {"Authorization": f"Bearer {mine['access_token']}"}
    session_id = theirs["refresh_token"].partition(".")[0]
    victim = User(theirs["user"]["id"], theirs["access_token"])
    async with joined(cluster, victim) as socket:
        assert session_id not in (await http.get("/api/auth/sessions", headers=bearer)).text
        assert (await http.delete(f"/api/auth/sessions/{session_id}", headers=bearer)).status_code == 404
        assert (await http.delete("/api/auth/sessions", headers=bearer)).status_code == 204
        await cluster.gateway.revocations.look()
        assert (await socket.play())["ok"]
    assert (await http.get("/api/auth/me", headers=victim.bearer)).status_code == 200


async def sign_up(http: httpx.AsyncClient) -> dict:
    body = {"username": f"player_{secrets.token_hex(6)}", "password": PASSWORD}
    return (await http.post("/api/auth/signup", json=body)).raise_for_status().json()
