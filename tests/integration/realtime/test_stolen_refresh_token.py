"""A stolen refresh token played out end to end: the second use of it ends the session for the thief and the victim."""

import asyncio
import secrets
from collections.abc import AsyncIterator
from dataclasses import replace
from typing import Any

import asyncpg
import httpx
import pytest
import pytest_asyncio

from gateway.realtime.close_codes import CloseCode
from tests.integration.cluster import Cluster, running_cluster
from tests.integration.realtime.player import CONFIG, Socket, User, dialled, joined

pytestmark = pytest.mark.asyncio(loop_scope="module")

PASSWORD = "correct horse battery"
CLOSED_WITHIN_S = 5
"""security.md, sessions."""


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def cluster(module_database_url: str) -> AsyncIterator[Cluster]:
    """A cluster without the grace for lost answers, so that no test waits for its end."""
    async with running_cluster(module_database_url, config=replace(CONFIG, refresh_grace_ms=0)) as running:
        yield running


async def post(http: httpx.AsyncClient, route: str, body: dict[str, str]) -> dict[str, Any]:
    return (await http.post(f"/api/auth/{route}", json=body)).raise_for_status().json()


def user_of(tokens: dict[str, Any]) -> User:
    return User(tokens["user"]["id"], tokens["access_token"])


async def closed_in_time(socket: Socket) -> int:
    async with asyncio.timeout(CLOSED_WITHIN_S):
        return await socket.close_code()


async def test_the_victims_next_refresh_ends_the_session_that_the_thief_has_taken_over(
    cluster: Cluster, http: httpx.AsyncClient, database: asyncpg.Pool
):
    account = {"username": f"player_{secrets.token_hex(6)}", "password": PASSWORD}
    first = await post(http, "signup", account)
    victim, untouched = user_of(first), user_of(await post(http, "login", account))
    taken = await post(http, "refresh", {"refresh_token": first["refresh_token"]})
    thief = user_of(taken)
    async with joined(cluster, victim) as his, joined(cluster, thief) as thiefs, joined(cluster, untouched) as other:
        reused = await http.post("/api/auth/refresh", json={"refresh_token": first["refresh_token"]})
        assert (reused.status_code, reused.json()["code"]) == (401, "unauthenticated")
        codes = await asyncio.gather(closed_in_time(his), closed_in_time(thiefs))
        assert codes == [CloseCode.INVALID_TOKEN, CloseCode.INVALID_TOKEN]
        assert (await other.play())["ok"], "another session of the victim lives on"

    for user in (victim, thief):
        assert (await http.get("/api/auth/me", headers=user.bearer)).status_code == 401
        async with dialled(cluster) as again:
            await again.send("connect", {"token": user.token})
            assert await again.close_code() == CloseCode.INVALID_TOKEN
    late = await http.post("/api/auth/refresh", json={"refresh_token": taken["refresh_token"]})
    assert late.status_code == 401
    assert await recorded(database, victim) == 1


async def recorded(database: asyncpg.Pool, user: User) -> int:
    """How often the audit trail says that a token of the user was used twice."""
    return await database.fetchval(
        "SELECT count(*) FROM audit WHERE event = 'AUTH_REFRESH_REUSED' AND target = $1", user.id
    )
