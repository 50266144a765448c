"""A player who claims one mission on several sockets at once, each claim under its own id until it is answered."""

import asyncio
import random
from contextlib import AsyncExitStack
from typing import Self

from actors.games.rps import RpsPlay
from actors.missions.messages import EventClaim, EventJoin
from actors.user.snapshot import StateGet
from pitboss_client.client import PlayerClient
from pitboss_client.history import Reply
from tests.faults.patient import FAST, answered, signed_in
from tests.faults.players import BET

SOCKETS = 4


class Claimant:
    """`async with` opens the sockets; `reach` comes to the target of the mission."""

    def __init__(self, url: str, user_id: str, mission: str) -> None:
        self.id = user_id
        self.mission = mission
        self._exit = AsyncExitStack()
        self._clients = [
            PlayerClient(signed_in(url, user_id), random=random.Random(f"{user_id} {n}"), back_off=FAST)
            for n in range(SOCKETS)
        ]

    async def __aenter__(self) -> Self:
        for client in self._clients:
            self._exit.push_async_callback(client.account.close)
            self._exit.push_async_callback(client.close)
            await client.__aenter__()
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._exit.aclose()

    async def reach(self) -> None:
        joined = await answered(self._clients[0], EventJoin.TYPE, {"event_id": self.mission})
        for _ in range(joined.payload["target"]):
            assert (await answered(self._clients[0], RpsPlay.TYPE, {"bet": BET, "choice": "rock"})).ok

    async def storm(self, claims: int) -> list[Reply]:
        """The answers of so many claims, sent together."""
        event = {"event_id": self.mission}
        clients = (self._clients[n % SOCKETS] for n in range(claims))
        return await asyncio.gather(*(answered(client, EventClaim.TYPE, event) for client in clients))

    async def gold(self) -> int:
        found: int = (await answered(self._clients[0], StateGet.TYPE, {})).payload["profile"]["gold"]
        return found
