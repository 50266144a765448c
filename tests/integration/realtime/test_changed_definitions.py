"""Staff change definitions over REST while players play on several hosts: it takes effect on all, nothing restarts."""

import asyncio
import json
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import httpx
import pytest
import pytest_asyncio

from actors.areas import all_areas
from actors.crash.table_messages import TableGet
from actors.definitions.book import Definitions
from actors.kinds import TOPICS
from actors.money.economy import EconomyConfig
from actors.runtime.clock import SystemClock
from actors.runtime.entity import EntityRef
from actors.runtime.ownership.shards import shard_of
from cluster.verification.rounds import verify_round
from cluster.verification.run import verify
from gateway.auth.tokens import AccessTokens
from pitboss_client.account import Account
from pitboss_client.client import PlayerClient
from tests.integration.cluster import Cluster, running_cluster
from tests.integration.realtime.player import CONFIG, Socket, User, eventually, joined, new_user

pytestmark = pytest.mark.asyncio(loop_scope="module")

HOSTS = 2
PATH = "/api/admin/definitions"
SPIN = {"machine": "classic", "bet": 20}


def make_definitions() -> Definitions:
    return Definitions(all_areas(EconomyConfig()))


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def cluster(module_database_url: str) -> AsyncIterator[Cluster]:
    async with running_cluster(
        module_database_url, hosts=HOSTS, config=CONFIG, topics=TOPICS, make_definitions=make_definitions
    ) as running:
        yield running


@pytest.fixture
def admin() -> dict[str, str]:
    token = AccessTokens(CONFIG, SystemClock()).issue("staff1", "ADMIN", "s1")
    return {"Authorization": f"Bearer {token}"}


def registries(cluster: Cluster) -> list[Definitions]:
    """Those of every host and of the gateway."""
    found = [host._definitions for host in cluster.hosts]
    return [cluster.gateway.definitions, *(each for each in found if each is not None)]


async def in_force(cluster: Cluster, area: str, key: str, version: int) -> None:
    """Return when every process has that version in force."""

    async def everywhere() -> bool:
        found = [each.area(area).get(key) for each in registries(cluster)]
        return len(found) == HOSTS + 1 and all(each is not None and each.version == version for each in found)

    await eventually(everywhere)


async def publish(
    http: httpx.AsyncClient, admin: dict[str, str], name: str, follows: int, body: dict[str, Any]
) -> None:
    payload = {"version": follows, "body": body, "reason": "spring"}
    answer = await http.put(f"{PATH}/{name}", json=payload, headers=admin)
    assert answer.status_code == 201, answer.text


def one_player_for_each_host(cluster: Cluster) -> list[User]:
    """Players whose entities live on different hosts."""
    found: dict[int, User] = {}
    while len(found) < HOSTS:
        user = new_user()
        place = shard_of("user", user.id)
        found.setdefault(next(n for n, host in enumerate(cluster.hosts) if place in host.host.shards()), user)
    return list(found.values())


async def spin_until(socket: Socket, changed: asyncio.Event) -> None:
    """Spin without a pause, and a few times after `changed`."""
    while not changed.is_set():
        assert (await socket.ask("slot.spin", SPIN))["ok"]
    for _ in range(3):
        assert (await socket.ask("slot.spin", SPIN))["ok"]


async def rounds_of(database: Any, user: User) -> list[Any]:
    """(config version, version in the outcome, id) of each spin, in the order of play."""
    return await database.fetch(
        """SELECT config_version, (outcome->>'version')::int AS played_by, replace(round_id::text, '-', '') AS id
           FROM game_round WHERE user_id = $1 AND game = 'slot' ORDER BY nonce""",
        user.id,
    )


async def test_a_changed_machine_is_played_on_every_host_and_each_round_says_by_which_version(
    cluster: Cluster, http, database, admin, module_database_url
):
    lives = [(host.status().pid, host.incarnation) for host in cluster.hosts]
    users, changed = one_player_for_each_host(cluster), asyncio.Event()
    source = registries(cluster)[0].area("slot")["classic"].source

    async def play(user: User) -> None:
        async with joined(cluster, user) as socket:
            await spin_until(socket, changed)
            assert (await socket.ask("seeds.rotate"))["ok"]

    players = [asyncio.create_task(play(user)) for user in users]
    await eventually(lambda: _have_played(database, users))
    await publish(
        http,
        admin,
        "slot/classic",
        1,
        {**source, "paytable": {**source["paytable"], "LEMON": {"3": 800}}, "rtp_band": [0.9, 0.96]},
    )
    await in_force(cluster, "slot", "classic", 2)
    changed.set()
    await asyncio.gather(*players)
    for user in users:
        rounds = await rounds_of(database, user)
        versions = [each["config_version"] for each in rounds]
        assert versions == sorted(versions)
        assert set(versions) == {1, 2}
        assert versions == [each["played_by"] for each in rounds]
        for each in (rounds[0], rounds[-1]):
            verdict = await asyncio.to_thread(verify_round, each["id"], Path(), module_database_url)
            assert (verdict.verdict, verdict.says) == ("consistent", verdict.says)
            inspected = (await http.get(f"/api/admin/rounds/{each['id']}", headers=admin)).json()
            assert inspected["verification"]["verdict"] == "consistent", inspected
    assert await _transfers_by_another_version(database) == 0
    assert [(host.status().pid, host.incarnation) for host in cluster.hosts] == lives
    assert (await verify(module_database_url)).holds


async def test_a_machine_banner_and_table_that_are_new_at_run_time_are_played(cluster: Cluster, http, admin):
    slot, gacha = (registries(cluster)[0].area(area) for area in ("slot", "gacha"))
    await publish(http, admin, "slot/garden", 0, dict(slot["classic"].source))
    await publish(http, admin, "gacha/garden", 0, dict(gacha["standard"].source))
    table = {"bet_min": 50, "bet_max": 500, "bankroll": 10_000_000, "betting_ms": 60_000, "ended_ms": 100}
    await publish(http, admin, "crash/garden", 0, table | {"chain_length": 10, "resume_ms_max": 10_000})
    for area in ("slot", "gacha", "crash"):
        await in_force(cluster, area, "garden", 1)
    async with joined(cluster, new_user()) as socket:
        assert (await socket.ask("slot.spin", {"machine": "garden", "bet": 20}))["ok"]
        assert (await socket.ask("gacha.pull", {"banner": "garden", "count": 1}))["ok"]
        answer = await cluster.gateway.entities.query(EntityRef("crash", "garden"), TableGet.TYPE, b"{}")
        view = json.loads(answer.body)
        assert (view["bet_min"], view["bet_max"], view["phase"]) == (50, 500, "betting")
        bet = {"table": "garden", "round_id": view["round_id"], "bet": 50}
        assert (await socket.ask("crash.bet", bet))["ok"]
    proof = (await http.get(f"/api/fairness/rounds/{view['round_id']}")).json()
    assert (proof["table"], proof["state"]) == ("garden", "betting")


async def test_a_closed_machine_takes_no_bets_on_any_host(cluster: Cluster, http, admin):
    await publish(http, admin, "slot/orchard", 0, dict(registries(cluster)[0].area("slot")["classic"].source))
    await in_force(cluster, "slot", "orchard", 1)
    closing = {"version": 1, "reason": "autumn"}
    assert (await http.post(f"{PATH}/slot/orchard/close", json=closing, headers=admin)).status_code == 201
    await in_force(cluster, "slot", "orchard", 2)
    for user in one_player_for_each_host(cluster):
        async with joined(cluster, user) as socket:
            refused = await socket.ask("slot.spin", {"machine": "orchard", "bet": 20})
            assert refused["error"]["code"] == "item_inactive"


async def test_a_spin_by_a_machine_that_has_changed_since_it_was_shown_is_refused_over_socket_and_rest(
    cluster: Cluster, http, admin
):
    source = dict(registries(cluster)[0].area("slot")["classic"].source)
    await publish(http, admin, "slot/meadow", 0, source)
    await in_force(cluster, "slot", "meadow", 1)
    user = new_user()
    async with joined(cluster, user) as socket:
        spin = {"machine": "meadow", "bet": 20, "version": 1}
        gold = (await socket.ask("slot.spin", spin))["payload"]["gold"]
        await publish(http, admin, "slot/meadow", 1, source | {"rtp_band": [0.9, 0.96]})
        await in_force(cluster, "slot", "meadow", 2)
        refused = (await socket.ask("slot.spin", spin))["error"]
        assert (refused["code"], refused["status"]) == ("version_conflict", 409)
        assert refused["details"] == {"machine": "meadow", "version": 2}
        bearer = {"Authorization": f"Bearer {user.token}", "Idempotency-Key": "by-rest"}
        answer = await http.post("/api/games/slot/spin", json=spin, headers=bearer)
        assert (answer.status_code, answer.json()["code"], answer.json()["version"]) == (409, "version_conflict", 2)
        again = await socket.ask("slot.spin", {**spin, "version": 2})
        assert again["payload"]["version"] == 2
        assert again["payload"]["gold"] == gold - 20 + again["payload"]["payout"]


async def test_the_client_library_plays_by_what_it_was_shown_and_by_the_new_machine_once_it_was_told(
    cluster: Cluster, http, admin
):
    source = dict(registries(cluster)[0].area("slot")["classic"].source)
    await publish(http, admin, "slot/heath", 0, source)
    await in_force(cluster, "slot", "heath", 1)
    spin = {"machine": "heath", "bet": 20}
    account = Account(cluster.url, "heather", "correct horse battery")
    try:
        await account.enter()
        async with PlayerClient(account) as client:
            assert (await client.play("slot.spin", spin)).payload["version"] == 1
            await publish(http, admin, "slot/heath", 1, source | {"rtp_band": [0.9, 0.96]})
            await in_force(cluster, "slot", "heath", 2)
            assert (await client.play("slot.spin", spin)).error["code"] == "version_conflict"
            assert (await client.play("slot.spin", spin)).payload["version"] == 2
    finally:
        await account.close()


async def _have_played(database: Any, users: list[User]) -> bool:
    return all([await rounds_of(database, user) for user in users])


async def _transfers_by_another_version(database: Any) -> int:
    count: int = await database.fetchval(
        """SELECT count(*) FROM transfer t JOIN game_round g ON g.round_id::text = t.reference
              OR replace(g.round_id::text, '-', '') = t.reference
           WHERE g.game = 'slot' AND t.config_version <> g.config_version"""
    )
    return count
