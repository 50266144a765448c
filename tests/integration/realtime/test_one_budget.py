"""One budget for each player over sockets, REST, reconnects and gateways, one for each address: over real stores."""

from collections.abc import Awaitable, Callable

import httpx

from actors.runtime.config import HostConfig
from actors.runtime.meter import Rate
from actors.velocity import BETS, CLAIMS, PURCHASES
from cluster.processes.gateway import GatewayProcess
from gateway.realtime.limits import SocketLimits
from tests.integration.cluster import Cluster, running_cluster
from tests.integration.realtime.identity import BEHIND_A_PROXY
from tests.integration.realtime.player import CONFIG, User, dialled, eventually, joined, new_id, new_user
from tests.patient import patient_client

SLOW = 1e-6
"""Tokens a second: no bucket fills while a test runs."""


async def play(http: httpx.AsyncClient, user: User, key: str = "", address: str = "192.0.2.1") -> httpx.Response:
    headers = {
        "Authorization": f"Bearer {user.token}",
        "Idempotency-Key": key or new_id(),
        "X-Forwarded-For": address,
    }
    return await http.post("/api/games/rps/play", json={"bet": 100, "choice": "rock"}, headers=headers)


def counted(cluster: Cluster, rule: str) -> float:
    return cluster.gateway.metrics.registry.get_sample_value("rate_limited_total", {"rule": rule}) or 0


def client(url: str) -> httpx.AsyncClient:
    return patient_client(base_url=url)


async def test_a_player_has_one_budget_over_sockets_rest_and_reconnects(database_url: str):
    limits = SocketLimits(commands_per_s=SLOW, commands_burst=9)
    user, other = new_user(), new_user()
    async with running_cluster(database_url, config=CONFIG, limits=limits) as cluster, client(cluster.url) as http:
        assert [(await play(http, user)).status_code for _ in range(4)] == [200] * 4
        for _ in range(2):
            async with joined(cluster, user) as socket:
                assert [(await socket.play())["ok"] for _ in range(2)] == [True] * 2
        assert (await play(http, user)).status_code == 200
        refused = await play(http, user)
        assert (refused.status_code, refused.json()["code"]) == (429, "rate_limited")
        assert int(refused.headers["Retry-After"]) * 1000 >= refused.json()["retry_after_ms"] > 0
        me = await http.get("/api/users/me", headers={"Authorization": f"Bearer {user.token}"})
        assert me.status_code == 429, "requests that only read are requests"
        async with joined(cluster, user) as socket:
            assert (await socket.play())["error"]["code"] == "rate_limited", "a new socket brings no new budget"
        assert counted(cluster, "commands_per_user") == 3
        assert (await play(http, other)).status_code == 200


async def test_an_address_has_one_budget_over_all_players_sockets_and_rest(database_url: str):
    limits = SocketLimits(address_per_s=SLOW, address_burst=4)
    users = [new_user() for _ in range(3)]
    forwarded = {"X-Forwarded-For": "192.0.2.1:4711"}
    async with (
        running_cluster(database_url, config=BEHIND_A_PROXY, limits=limits) as cluster,
        client(cluster.url) as http,
        dialled(cluster, additional_headers=forwarded) as socket,
    ):
        await socket.connect(users[0].token)
        assert (await socket.play())["ok"]
        assert [(await play(http, user)).status_code for user in users] == [200] * 3
        refused = await play(http, users[1])
        assert (refused.status_code, refused.json()["code"]) == (429, "rate_limited")
        assert "Retry-After" in refused.headers
        assert (await http.post("/api/auth/login", headers=forwarded, json={})).status_code == 429
        for _ in range(5):
            assert (await socket.play())["error"]["code"] == "rate_limited", "and the socket of a neighbour stays open"
        assert (await play(http, users[1], address="192.0.2.2")).status_code == 200
        assert (await http.get("/health/live", headers=forwarded)).status_code == 200
        assert counted(cluster, "messages_per_address") == 7


async def test_velocity_counts_over_gateways_and_a_repeat_is_answered(database_url: str):
    rates = (
        Rate("bets", SLOW, 4, BETS),
        Rate("purchases", SLOW, 2, PURCHASES),
        Rate("claims", SLOW, 2, CLAIMS),
    )
    user, keys = new_user(), [new_id() for _ in range(6)]
    async with running_cluster(database_url, config=CONFIG, host_config=HostConfig(rates=rates)) as cluster:
        second = GatewayProcess(cluster.gateway.spec)
        await second.start()
        try:
            async with client(cluster.url) as one, client(second.url) as two:
                answers = [await play((one, two)[n % 2], user, key) for n, key in enumerate(keys)]
                assert [answer.status_code for answer in answers] == [200] * 4 + [429] * 2
                assert answers[5].json()["code"] == "rate_limited"
                assert int(answers[5].headers["Retry-After"]) * 1000 >= answers[5].json()["retry_after_ms"] > 0
                repeat = await play(two, user, keys[0])
                assert (repeat.status_code, repeat.headers["Idempotency-Replayed"]) == (200, "true")
                async with joined(cluster, user) as socket:
                    refused = await socket.play()
                    assert (refused["error"]["code"], refused["error"]["retryable"]) == ("rate_limited", True)
                    claims = [await socket.ask("streak.claim", {}) for _ in range(3)]
                    codes = [claim.get("error", {}).get("code") for claim in claims]
                    assert [code == "rate_limited" for code in codes] == [False, False, True], codes
            metrics = cluster.hosts[0].registry
            assert metrics.get_sample_value("rate_limited_total", {"rule": "bets"}) == 3
            assert metrics.get_sample_value("rate_limited_total", {"rule": "claims"}) == 1
        finally:
            await second.stop()


async def test_a_command_that_came_too_fast_is_run_once_when_it_comes_again_with_its_id(database_url: str):
    one_a_second = Rate("bets", 1, 1, BETS)
    user, first, second = new_user(), new_id(), new_id()
    async with (
        running_cluster(database_url, config=CONFIG, host_config=HostConfig(rates=(one_a_second,))) as cluster,
        client(cluster.url) as http,
        joined(cluster, user) as socket,
    ):

        def once_more(key: str) -> Callable[[], Awaitable[bool]]:
            async def taken() -> bool:
                return (await play(http, user, key)).status_code == 200

            return taken

        assert (await play(http, user)).status_code == 200
        refused = await play(http, user, first)
        assert (refused.status_code, refused.json()["code"]) == (429, "rate_limited")
        await eventually(once_more(first))
        assert (await play(http, user, first)).headers["Idempotency-Replayed"] == "true"

        over_the_socket = await socket.play(command_id=second)
        assert over_the_socket["error"]["code"] == "rate_limited"
        await eventually(once_more(second))
        repeat = await socket.play(command_id=second)
        assert (repeat["ok"], repeat["dup"]) == (True, True), "refused on one way and taken on the other"

        rounds = await http.get("/api/games/history", headers=user.bearer)
        assert len(rounds.json()["items"]) == 3
