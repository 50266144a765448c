"""A player who claims one mission on several sockets at once, each claim under its own id until it is answered."""

import asyncio
import random
from contextlib import AsyncExitStack
from typing import Any, Self

from actors.games.rps import RpsPlay
from actors.missions.messages import EventClaim, EventJoin
from actors.runtime.clock import SystemClock
from actors.user.snapshot import StateGet
from gateway.auth.tokens import AccessTokens
from gateway.config import GatewayConfig
from pitboss_client.account import Account
from pitboss_client.client import PlayerClient
from pitboss_client.errors import NoAnswer
from pitboss_client.history import Reply
from tests.faults.players import ANSWER_TIMEOUT_S, BET, FAST, SECRET

SOCKETS = 4


class Claimant:
    """`async with` opens the sockets; `reach` comes to the target of the mission."""

    def __init__(self, url: str, user_id: str, mission: str) -> None:
        self.id = user_id
        self.mission = mission
        token = AccessTokens(GatewayConfig(jwt_secret=SECRET), SystemClock()).issue(user_id, "PLAYER", f"s-{user_id}")
        self._exit = AsyncExitStack()
        self._clients = []
        for n in range(SOCKETS):
            account = Account(url, user_id, "not used: the token is made here")
            account.user_id, account.access_token = user_id, token
            self._clients.append(PlayerClient(account, random=random.Random(f"{user_id} {n}"), back_off=FAST))

    async def __aenter__(self) -> Self:
        for client in self._clients:
            self._exit.push_async_callback(client.account.close)
            self._exit.push_async_callback(client.close)
            await client.__aenter__()
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._exit.aclose()

    async def reach(self) -> None:
        joined = await self._answered(self._clients[0], EventJoin.TYPE, {"event_id": self.mission})
        for _ in range(joined.payload["target"]):
            assert (await self._answered(self._clients[0], RpsPlay.TYPE, {"bet": BET, "choice": "rock"})).ok

    async def storm(self, claims: int) -> list[Reply]:
        """The answers of so many claims, sent together."""
        event = {"event_id": self.mission}
        clients = (self._clients[n % SOCKETS] for n in range(claims))
        return await asyncio.gather(*(self._answered(client, EventClaim.TYPE, event) for client in clients))

    async def gold(self) -> int:
        found: int = (await self._answered(self._clients[0], StateGet.TYPE, {})).payload["profile"]["gold"]
        return found

    @staticmethod
    async def _answered(client: PlayerClient, message_type: str, payload: dict[str, Any]) -> Reply:
        command_id = client.ids.next()
        while True:
            try:
                return await client.command(message_type, payload, command_id=command_id, timeout_s=ANSWER_TIMEOUT_S)
            except NoAnswer:
                continue
