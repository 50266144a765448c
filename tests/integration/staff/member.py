"""Members of staff and players of a real gateway, and what they do over HTTP."""

from dataclasses import dataclass, field
from typing import Any

import httpx
import pyotp

from actors.runtime.clock import SystemClock
from gateway.auth.passwords import Passwords
from gateway.config import GatewayConfig
from gateway.staff.accounts import first_admin
from tests.integration.cluster import Cluster

PASSWORD = "correct horse battery"


class LaterClock(SystemClock):
    """The machine's clocks; the wall clock may be set forward."""

    later_ms = 0

    def now_ms(self) -> int:
        return super().now_ms() + self.later_ms


@dataclass
class Member:
    """Somebody with an account; `secret` is that of the second factor that counts."""

    http: httpx.AsyncClient
    name: str
    id: str = ""
    token: str = ""
    password: str = PASSWORD
    secret: str = ""
    headers: dict[str, str] = field(default_factory=dict)

    async def log_in(self, **given: str) -> httpx.Response:
        body = {"username": self.name, "password": self.password} | given
        answer = await self.http.post("/api/auth/login", json=body)
        self.take(answer)
        return answer

    def take(self, answer: httpx.Response) -> None:
        """Keep the token of an answer that has one."""
        if answer.status_code in {200, 201}:
            self.id, self.token = answer.json()["user"]["id"], answer.json()["access_token"]

    async def send(self, method: str, path: str, body: Any = None, key: str = "", **headers: str) -> httpx.Response:
        headers |= {"Authorization": f"Bearer {self.token}"} | ({"Idempotency-Key": key} if key else {})
        return await self.http.request(method, f"/api/admin/{path}", json=body, headers=headers)

    async def post(self, path: str, body: Any = None, key: str = "", **headers: str) -> httpx.Response:
        return await self.send("POST", path, body, key, **headers)

    async def grant(self, player: "Member", amount: int, key: str, currency: str = "gold") -> httpx.Response:
        body = {"reason": "prize", "reward_type": currency, "amount": amount}
        return await self.post(f"users/{player.id}/grant", body, key)

    async def decide(self, approval_id: str, verdict: str = "approve") -> httpx.Response:
        return await self.post(f"approvals/{approval_id}/{verdict}", {"reason": "as agreed"})

    async def order(self, what: str, player: "Member", key: str = "", **headers: str) -> httpx.Response:
        """Ban, unban or kick a player."""
        return await self.post(f"users/{player.id}/{what}", {"reason": "cheated"}, key, **headers)

    def code(self, clock: LaterClock) -> str:
        """A code of the second factor that was not used before: half a minute goes by."""
        clock.later_ms += 30_000
        return pyotp.TOTP(self.secret).at(clock.now_ms() // 1000)


def said(answer: httpx.Response) -> tuple[int, str]:
    """Status and code of a refusal, or of an approval that waits."""
    return answer.status_code, answer.json().get("code", answer.json().get("state", ""))


async def the_first_admin(cluster: Cluster, http: httpx.AsyncClient, config: GatewayConfig) -> Member:
    """The account `admin`, logged in."""
    passwords = Passwords(config)
    try:
        await first_admin(cluster.gateway.accounts, passwords, PASSWORD, 1)
    finally:
        passwords.close()
    admin = Member(http, "admin")
    await admin.log_in()
    return admin


async def a_player(http: httpx.AsyncClient, name: str, **more: str) -> Member:
    player = Member(http, name)
    player.take(await http.post("/api/auth/signup", json={"username": name, "password": PASSWORD} | more))
    return player


async def hired(admin: Member, name: str, role: str) -> Member:
    """A member of staff whom `admin` has made."""
    new = {"username": name, "password": PASSWORD, "role": role, "proof": {"password": admin.password}}
    (await admin.post("staff", new)).raise_for_status()
    member = Member(admin.http, name)
    (await member.log_in()).raise_for_status()
    return member
