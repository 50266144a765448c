"""Events and missions on real hosts: a storm of claims pays once, and staff change missions while players play."""

import asyncio
import json
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from typing import Any

import pytest
import pytest_asyncio

from actors.areas import all_areas
from actors.definitions.book import Definitions
from actors.money.economy import EconomyConfig
from actors.runtime.clock import SystemClock
from actors.runtime.ownership.shards import shard_of
from cluster.verification.run import verify
from gateway.auth.tokens import AccessTokens
from tests.integration.cluster import Cluster, running_cluster
from tests.integration.realtime.player import CONFIG, User, eventually, joined, new_id, new_user

pytestmark = pytest.mark.asyncio(loop_scope="module")

HOSTS = 2
PATH = "/api/admin/definitions/missions"
CLAIMS = 100
SOCKETS = 5
REWARD = [{"type": "gold", "amount": 50}]
PLAY = {"title": {"ko": "미션", "en": "Mission"}, "kind": "play", "target": 2, "reward": REWARD}


def make_definitions() -> Definitions:
    return Definitions(all_areas(EconomyConfig()))


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def cluster(module_database_url: str) -> AsyncIterator[Cluster]:
    async with running_cluster(
        module_database_url, hosts=HOSTS, config=CONFIG, make_definitions=make_definitions
    ) as running:
        yield running


@pytest.fixture
def operator() -> dict[str, str]:
    token = AccessTokens(CONFIG, SystemClock()).issue("staff1", "OPERATOR", "s1")
    return {"Authorization": f"Bearer {token}"}


async def publish(cluster: Cluster, http, operator, key: str, body: dict[str, Any], follows: int = 0) -> None:
    """Publish a version, and return when every host has it."""
    payload = {"version": follows, "body": body, "reason": "a test"}
    answer = await http.put(f"{PATH}/{key}", json=payload, headers=operator)
    assert answer.status_code == 201, answer.text

    async def everywhere() -> bool:
        found = [host._definitions.area("missions").get(key) for host in cluster.hosts if host._definitions]
        return len(found) == HOSTS and all(each is not None and each.version == follows + 1 for each in found)

    await eventually(everywhere)


def one_player_for_each_host(cluster: Cluster) -> list[User]:
    found: dict[int, User] = {}
    while len(found) < HOSTS:
        user = new_user()
        place = shard_of("user", user.id)
        found.setdefault(next(n for n, host in enumerate(cluster.hosts) if place in host.host.shards()), user)
    return list(found.values())


def keyed(user: User, key: str = "") -> dict[str, str]:
    return user.bearer | {"Idempotency-Key": key or new_id()}


async def active(http, user: User) -> dict[str, Any]:
    answer = await http.get("/api/events/active", headers=user.bearer)
    assert answer.status_code == 200, answer.text
    return {each["event_id"]: each for each in answer.json()["events"]}


async def reach(http, user: User, key: str, rounds: int) -> None:
    assert (await http.post(f"/api/events/{key}/join", headers=user.bearer)).status_code == 200
    for _ in range(rounds):
        body = {"bet": 20, "choice": "rock"}
        assert (await http.post("/api/games/rps/play", json=body, headers=keyed(user))).status_code == 200


# --- the way of a player ----------------------------------------------------------------------------------------------


async def test_a_player_joins_advances_and_claims_what_comes_with_the_program(cluster: Cluster, http, database):
    user = new_user()
    (key, event) = next(
        (key, each) for key, each in (await active(http, user)).items() if each["kind"] == "play" and not each["games"]
    )
    assert event["target"] <= 50
    assert (event["progress"], event["joined"], event["reward"][0]["type"]) == (0, False, "gold")
    async with joined(cluster, user) as socket:
        assert {each["event_id"] for each in socket.state["payload"]["events"]} >= {key}
        reply = await socket.ask("event.join", {"event_id": key})
        assert reply["payload"]["joined"]
        for number in range(1, event["target"] + 1):
            assert (await socket.play(20))["ok"]
            told = [each for each in socket.pushes if each["type"] == "event_progress"][-1]["payload"]
            assert (told["event_id"], told["progress"]) == (key, number)
        assert told["can_claim"]
        before = await _gold(database, user)
        claimed = await socket.ask("event.claim", {"event_id": key})
        assert claimed["payload"]["claimed"]
        grants = claimed["payload"]["grants"]
        assert [{"type": each["type"], "amount": each["amount"]} for each in grants] == event["reward"]
        assert claimed["payload"]["gold"] == before + event["reward"][0]["amount"] == await _gold(database, user)
        late = [each["type"] for each in socket.pushes if each["seq"] > reply["seq"]][-3:]
        assert late == ["profile_update", "event_progress", "reward_granted"]
    shown = (await active(http, user))[key]
    assert (shown["progress"], shown["claimed"], shown["can_claim"]) == (event["target"], True, False)


async def test_a_repeat_of_a_claim_answers_the_same_and_another_id_is_refused(cluster: Cluster, http, operator):
    await publish(cluster, http, operator, "repeated", PLAY)
    user = new_user()
    await reach(http, user, "repeated", 2)
    first, again = [await http.post("/api/events/repeated/claim", headers=keyed(user, "k1")) for _ in range(2)]
    assert first.status_code == again.status_code == 200
    assert first.json() == again.json()
    assert again.headers["Idempotency-Replayed"] == "true"
    other = await http.post("/api/events/repeated/claim", headers=keyed(user))
    assert (other.status_code, other.json()["code"]) == (409, "already_claimed")
    conflict = await http.post("/api/events/warm-up/claim", headers=keyed(user, "k1"))
    assert (conflict.status_code, conflict.json()["code"]) == (422, "idempotency_conflict")


async def test_a_hundred_claims_at_once_over_sockets_and_http_pay_once(
    cluster: Cluster, http, operator, database, module_database_url
):
    await publish(cluster, http, operator, "storm", PLAY)
    user = new_user()
    await reach(http, user, "storm", 2)
    before = await _gold(database, user)

    async def over_http() -> str:
        answer = await http.post("/api/events/storm/claim", headers=keyed(user))
        return "ok" if answer.status_code == 200 else answer.json()["code"]

    async with AsyncExitStack() as stack:
        sockets = [await stack.enter_async_context(joined(cluster, user)) for _ in range(SOCKETS)]
        posts = [asyncio.create_task(over_http()) for _ in range(CLAIMS // 2)]
        sent = [
            (socket, [await socket.send("event.claim", {"event_id": "storm"}) for _ in range(CLAIMS // 2 // SOCKETS)])
            for socket in sockets
        ]
        outcomes = list(await asyncio.gather(*posts))
        for socket, ids in sent:
            replies = [await socket.reply(each) for each in ids]
            outcomes += ["ok" if each["ok"] else each["error"]["code"] for each in replies]
    assert Counter(outcomes) == {"ok": 1, "already_claimed": len(outcomes) - 1}
    assert len(outcomes) == CLAIMS
    assert await _gold(database, user) == before + 50
    assert await database.fetchval("SELECT count(*) FROM mission_claim WHERE user_id = $1", user.id) == 1
    assert (await verify(module_database_url)).holds


# --- definitions that change while players play -----------------------------------------------------------------------


async def test_a_changed_mission_loses_no_progress_and_counts_none_twice(
    cluster: Cluster, http, operator, database, module_database_url
):
    await publish(cluster, http, operator, "changed", PLAY | {"target": 1_000})
    users, stop = one_player_for_each_host(cluster), asyncio.Event()

    async def play(user: User) -> int:
        """Rounds that were acknowledged; the last ones after every host has the new version."""
        rounds = 0
        async with joined(cluster, user) as socket:
            assert (await socket.ask("event.join", {"event_id": "changed"}))["ok"]
            while not stop.is_set():
                assert (await socket.play(20))["ok"]
                rounds += 1
            for _ in range(3):
                assert (await socket.play(20))["ok"]
                rounds += 1
        return rounds

    playing = [asyncio.create_task(play(user)) for user in users]
    await eventually(lambda: _all_counted(database, users, 1))
    for follows, target in enumerate((900, 800), start=1):
        await publish(cluster, http, operator, "changed", PLAY | {"target": target}, follows)
        await eventually(lambda: _all_counted(database, users, follows + 1))  # noqa: B023 # awaited at once
    stop.set()
    rounds = await asyncio.gather(*playing)
    for user, played in zip(users, rounds, strict=True):
        shown = (await active(http, user))["changed"]
        assert (shown["progress"], shown["target"], shown["version"]) == (played, 800, 3)
        steps = await database.fetch(
            "SELECT version, step, progress, target FROM mission_step WHERE user_id = $1 ORDER BY at, progress", user.id
        )
        assert [(each["version"], each["step"]) for each in steps] == [
            (1, "joined"),
            (1, "counted"),
            (2, "counted"),
            (3, "counted"),
        ]
        assert [each["target"] for each in steps] == [1_000, 1_000, 900, 800]
    assert (await verify(module_database_url)).holds


async def test_a_closed_mission_can_be_joined_no_more_on_any_host(cluster: Cluster, http, operator):
    await publish(cluster, http, operator, "closing", PLAY)
    users = one_player_for_each_host(cluster)
    await reach(http, users[0], "closing", 2)
    body = {"version": 1, "reason": "a test"}
    assert (await http.post(f"{PATH}/closing/close", json=body, headers=operator)).status_code == 201

    async def closed() -> bool:
        return all(host._definitions.area("missions")["closing"].closed for host in cluster.hosts if host._definitions)

    await eventually(closed)
    late = await http.post("/api/events/closing/join", headers=users[1].bearer)
    assert late.json()["code"] == "item_inactive"
    assert (await http.post("/api/events/closing/claim", headers=keyed(users[0]))).status_code == 200


# --- bad input --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("path", "code", "status"),
    [
        ("unknown/claim", "not_found", 404),
        ("unknown/join", "not_found", 404),
        ("warm-up/claim", "not_claimable", 409),
        ("x" * 65 + "/claim", "not_found", 404),
    ],
)
async def test_what_cannot_be_is_refused_and_changes_nothing(cluster: Cluster, http, database, path, code, status):
    user = new_user()
    before = await active(http, user)
    answer = await http.post(f"/api/events/{path}", headers=keyed(user))
    assert (answer.status_code, answer.json()["code"]) == (status, code)
    assert await active(http, user) == before
    assert await database.fetchval("SELECT count(*) FROM fact WHERE key = $1", user.id) == 0


async def test_a_claim_before_the_target_and_after_the_window_is_refused(cluster: Cluster, http, operator):
    await publish(cluster, http, operator, "early", PLAY | {"target": 3})
    await publish(cluster, http, operator, "late", PLAY)
    user = new_user()
    await reach(http, user, "early", 0)
    await reach(http, user, "late", 2)
    await publish(cluster, http, operator, "late", PLAY | {"ends_at": "2020-01-01T00:16:40Z"}, 1)
    for key, reason in (("early", "target"), ("late", "window")):
        answer = await http.post(f"/api/events/{key}/claim", headers=keyed(user))
        assert (answer.status_code, answer.json()["code"], answer.json()["reason"]) == (409, "not_claimable", reason)


@pytest.mark.parametrize(
    ("changed", "says"),
    [
        ({"target": -1}, "target"),
        ({"kind": "dance"}, "kind"),
        ({"games": ["chess"]}, "there is no game chess"),
        ({"starts_at": "2026-01-01T00:00:02Z", "ends_at": "2026-01-01T00:00:01Z"}, "contradictory"),
        ({"requires": ["nothing"]}, "nothing"),
    ],
)
async def test_a_mission_that_is_wrong_is_refused_with_what_is_wrong(cluster: Cluster, http, operator, changed, says):
    payload = {"version": 0, "body": PLAY | changed, "reason": "a test"}
    answer = await http.put(f"{PATH}/wrong", json=payload, headers=operator)
    assert 400 <= answer.status_code < 500, answer.text
    assert says in json.dumps(answer.json())
    assert (await http.get(f"{PATH}/wrong", headers=operator)).status_code == 404


async def test_a_body_that_names_another_event_is_refused(cluster: Cluster, http):
    user = new_user()
    wrong = await http.post("/api/events/warm-up/join", json={"event_id": "daily-wins"}, headers=user.bearer)
    assert (wrong.status_code, wrong.json()["code"]) == (400, "invalid_payload")
    right = await http.post("/api/events/warm-up/join", json={"event_id": "warm-up"}, headers=user.bearer)
    assert right.status_code == 200
    assert (await http.post("/api/events/warm-up/claim", headers=user.bearer)).json()["code"] == "bad_request"


async def test_a_snapshot_is_sent_again_when_an_event_opens(cluster: Cluster, http, operator):
    user = new_user()
    first = await http.get("/api/realtime/snapshot", headers=user.bearer)
    known = user.bearer | {"If-None-Match": first.headers["ETag"]}
    assert (await http.get("/api/realtime/snapshot", headers=known)).status_code == 304
    await publish(cluster, http, operator, "opening", PLAY)
    again = await http.get("/api/realtime/snapshot", headers=known)
    assert (again.status_code, again.json()["version"]) == (200, first.json()["version"])
    assert "opening" in {each["event_id"] for each in again.json()["payload"]["events"]}


async def _gold(database, user: User) -> int:
    gold = await database.fetchval(
        """SELECT balance_after FROM transfer WHERE $1 IN (debit, credit) AND currency = 'gold'
           ORDER BY version DESC, n DESC LIMIT 1""",
        f"user:{user.id}",
    )
    return int(gold)


async def _all_counted(database, users: list[User], version: int) -> bool:
    """Whether each of them has been counted something by that version."""
    found = await database.fetchval(
        "SELECT count(*) FROM mission_step WHERE user_id = ANY($1) AND step = 'counted' AND version = $2",
        [user.id for user in users],
        version,
    )
    return bool(found == len(users))
