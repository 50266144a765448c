"""Gateways with other settings than those of the module's cluster, each on a database of its own."""

import secrets

from gateway.realtime.close_codes import CloseCode
from gateway.realtime.limits import SocketLimits
from tests.integration.cluster import running_cluster
from tests.integration.realtime.player import CONFIG, joined
from tests.integration.realtime.test_ended_sessions import closed_in_time, log_in
from tests.patient import patient_client


async def test_lockouts_are_counted_in_redis_and_in_postgres_when_redis_dies(
    database_url: str, unused_tcp_port: int, valkey_url: str
):
    for redis_url in (valkey_url, f"redis://127.0.0.1:{unused_tcp_port}"):
        async with (
            running_cluster(database_url, config=CONFIG, redis_url=redis_url) as cluster,
            patient_client(base_url=cluster.url) as http,
        ):
            body = {"username": f"player_{secrets.token_hex(6)}", "password": "wrong password"}
            codes = [(await http.post("/api/auth/login", json=body)).status_code for _ in range(6)]
            assert codes == [401] * 5 + [429]


async def test_in_single_session_mode_a_newer_session_replaces_the_older(database_url: str):
    limits = SocketLimits(single_session=True)
    async with (
        running_cluster(database_url, config=CONFIG, limits=limits) as cluster,
        patient_client(base_url=cluster.url) as http,
    ):
        older = await log_in(http)
        newer = await log_in(http, older.name)
        async with joined(cluster, older.user) as replaced, joined(cluster, newer.user) as current:
            assert await closed_in_time(replaced) == CloseCode.REPLACED
            assert (await current.play())["ok"]
