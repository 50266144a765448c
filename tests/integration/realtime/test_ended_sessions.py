"""The end of a log-in session reaches its live sockets, whichever gateway has ended it."""

import asyncio
import secrets
from collections.abc import AsyncIterator
from typing import NamedTuple

import httpx
import pytest
import pytest_asyncio

from actors.runtime.clock import SystemClock
from gateway.realtime.close_codes import CloseCode
from persistence.postgres.identity.accounts import PostgresAccounts
from tests.integration.cluster import Cluster
from tests.integration.realtime.player import Socket, User, dialled, joined

pytestmark = pytest.mark.asyncio(loop_scope="module")

PASSWORD = "correct horse battery"
CLOSED_WITHIN_S = 5
"""security.md, sessions."""


class LoggedIn(NamedTuple):
    """A user with an account and a session."""

    user: User
    name: str
    session_id: str


async def log_in(http: httpx.AsyncClient, name: str = "") -> LoggedIn:
    """A session of the account of that name, or of a new one."""
    route, name = ("login", name) if name else ("signup", f"player_{secrets.token_hex(6)}")
    answer = await http.post(f"/api/auth/{route}", json={"username": name, "password": PASSWORD})
    tokens = answer.raise_for_status().json()
    user = User(tokens["user"]["id"], tokens["access_token"])
    return LoggedIn(user, name, tokens["refresh_token"].partition(".")[0])


async def closed_in_time(socket: Socket) -> int:
    async with asyncio.timeout(CLOSED_WITHIN_S):
        return await socket.close_code()


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def elsewhere(module_database_url: str) -> AsyncIterator[PostgresAccounts]:
    """The accounts store as another gateway has it."""
    accounts = PostgresAccounts(module_database_url)
    yield accounts
    await accounts.close()


async def test_a_session_that_is_ended_here_loses_its_sockets(cluster: Cluster, http: httpx.AsyncClient):
    first = await log_in(http)
    second = await log_in(http, first.name)
    async with joined(cluster, first.user) as ended, joined(cluster, second.user) as other:
        await http.delete(f"/api/auth/sessions/{first.session_id}", headers=second.user.bearer)
        assert await closed_in_time(ended) == CloseCode.INVALID_TOKEN
        assert (await other.play())["ok"]


async def test_a_session_that_is_ended_on_another_gateway_loses_its_sockets_here(
    cluster: Cluster, http: httpx.AsyncClient, elsewhere: PostgresAccounts
):
    ended, other = await log_in(http), await log_in(http)
    async with joined(cluster, ended.user) as socket, joined(cluster, other.user) as untouched:
        await elsewhere.revoke_session(ended.user.id, ended.session_id, SystemClock().now_ms())
        assert await closed_in_time(socket) == CloseCode.INVALID_TOKEN
        assert (await untouched.play())["ok"]
    async with dialled(cluster) as again:
        await again.send("connect", {"token": ended.user.token})
        assert await again.close_code() == CloseCode.INVALID_TOKEN
    assert (await http.get("/api/auth/me", headers=ended.user.bearer)).status_code == 401


async def test_a_password_change_closes_the_sockets_of_the_other_sessions(cluster: Cluster, http: httpx.AsyncClient):
    first = await log_in(http)
    second = await log_in(http, first.name)
    async with joined(cluster, first.user) as ended, joined(cluster, second.user) as kept:
        body = {"current": PASSWORD, "new": "another good password"}
        await http.post("/api/auth/password", json=body, headers=second.user.bearer)
        assert await closed_in_time(ended) == CloseCode.INVALID_TOKEN
        assert (await kept.play())["ok"]


async def test_a_refreshed_token_of_an_ended_session_closes_the_socket(
    cluster: Cluster, http: httpx.AsyncClient, elsewhere: PostgresAccounts
):
    first = await log_in(http)
    second = await log_in(http, first.name)
    async with joined(cluster, second.user) as socket:
        await elsewhere.revoke_session(first.user.id, first.session_id, SystemClock().now_ms())
        await cluster.gateway.revocations.look()
        await socket.send("auth.refresh", {"token": first.user.token})
        assert await closed_in_time(socket) == CloseCode.INVALID_TOKEN


async def test_lockouts_are_counted_in_postgres_without_redis(cluster: Cluster, http: httpx.AsyncClient):
    known = await log_in(http)
    body = {"username": known.name, "password": "wrong password"}
    codes = [(await http.post("/api/auth/login", json=body)).status_code for _ in range(6)]
    assert codes == [401] * 5 + [429]
