"""One gateway over real stores whose clock is the test's: accounts, log-ins and refreshes as a client makes them."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from typing import Any

import httpx
from argon2 import PasswordHasher
from redis.asyncio import Redis

from actors.runtime.clock import ManualClock
from gateway.auth.roles import Role
from gateway.identifiers import new_id
from persistence.identity.accounts import Account
from tests.integration.cluster import Cluster, running_cluster
from tests.integration.realtime.player import CONFIG
from tests.patient import patient_client

PASSWORD = "correct horse battery"
WEAK = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
"""Quick to compute; what is tested is who may ask for it."""
BEHIND_A_PROXY = replace(CONFIG, trusted_proxies=("127.0.0.0/8",))


@dataclass
class Door:
    """The gateway as its clients reach it; `address` is theirs, as the proxy in front reports it."""

    cluster: Cluster
    http: httpx.AsyncClient
    clock: ManualClock

    async def post(self, route: str, body: dict[str, Any], address: str = "192.0.2.1", token: str = "") -> Any:
        headers = {"X-Forwarded-For": address} | ({"Authorization": f"Bearer {token}"} if token else {})
        return await self.http.post(f"/api/auth/{route}", json=body, headers=headers)

    async def get(self, path: str, token: str) -> Any:
        return await self.http.get(path, headers={"Authorization": f"Bearer {token}"})

    async def account(self, name: str, role: Role = Role.PLAYER) -> str:
        """Store an account whose password is `PASSWORD`; return its id."""
        user_id = new_id()
        account = Account(user_id, name, name, WEAK.hash(PASSWORD), role, "Asia/Seoul", "ko", self.clock.now_ms())
        await self.cluster.gateway.accounts.create(account)
        return user_id

    async def log_in(self, name: str, password: str = PASSWORD, address: str = "192.0.2.1", **more: str) -> Any:
        return await self.post("login", {"username": name, "password": password, **more}, address)

    async def guess(self, name: str, times: int = 1, address: str = "192.0.2.1", **more: str) -> list[int]:
        return [(await self.log_in(name, "wrong password", address, **more)).status_code for _ in range(times)]

    async def refresh(self, token: str) -> Any:
        return await self.post("refresh", {"refresh_token": token})


@asynccontextmanager
async def door(database_url: str, redis_url: str, **settings: Any) -> AsyncIterator[Door]:
    """Open the door of a cluster with those settings of `GatewayConfig`."""
    clock = ManualClock()
    async with Redis.from_url(redis_url) as redis:
        await redis.flushdb()  # what other tests have counted: their clocks started at the same time
    config = replace(BEHIND_A_PROXY, **settings)
    async with (
        running_cluster(database_url, config=config, redis_url=redis_url, clock=clock) as cluster,
        patient_client(base_url=cluster.url) as http,
    ):
        yield Door(cluster, http, clock)
