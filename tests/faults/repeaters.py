"""Players who ask again for what was answered: under the same id, however often, they must be told the same.

That is what a client does whose answer was lost; here it does so after each move, so that the repeat comes to a host of
another release than the command did.
"""

import asyncio
import random
from contextlib import AsyncExitStack
from typing import Any, NamedTuple, Self

from pitboss_client.client import PlayerClient
from pitboss_client.history import Reply
from tests.faults.patient import FAST, answered, signed_in
from tests.faults.players import BET
from tests.faults.shop_items import TRINKET

ASKED: tuple[tuple[str, dict[str, Any]], ...] = (
    ("rps.play", {"bet": BET, "choice": "rock"}),
    ("slot.spin", {"machine": "classic", "bet": 100}),
    ("seeds.rotate", {}),
    ("seeds.rotate", {"client_seed": "a seed of my own"}),
    ("shop.buy", {"product_id": TRINKET}),
    ("shop.buy", {"product_id": TRINKET, "quantity": 1}),
    ("event.join", {"event_id": "warm-up"}),
)
"""Commands of every kind: with and without their optional fields, answered at once and later."""


class Told(NamedTuple):
    """A command and its first answer."""

    message_type: str
    payload: dict[str, Any]
    reply: Reply


class Repeater:
    """One player on one socket."""

    def __init__(self, url: str, user_id: str) -> None:
        self.id = user_id
        self.told: dict[str, Told] = {}
        self.client = PlayerClient(signed_in(url, user_id), random=random.Random(user_id), back_off=FAST)

    async def leave(self) -> None:
        await self.client.close()
        await self.client.account.close()

    async def ask(self) -> list[str]:
        """Ask for everything once; what was refused."""
        found = []
        for message_type, payload in ASKED:
            command_id = self.client.ids.next()
            reply = await answered(self.client, message_type, payload, command_id)
            self.told[command_id] = Told(message_type, payload, reply)
            if not reply.ok and reply.error["code"] != "already_claimed":
                found.append(f"{self.id}: {message_type} {payload} was refused: {reply.error}")
        return found

    async def ask_again(self) -> list[str]:
        """Ask for everything again; where the answer is another one."""
        found = []
        for command_id, (message_type, payload, first) in self.told.items():
            again = await answered(self.client, message_type, payload, command_id)
            if first.ok and not (again.ok and again.dup and again.payload == first.payload):
                found.append(f"{self.id}: {message_type} {payload} was answered {first}, then {again}")
        return found


class Repeaters:
    """Several of them; `async with` lets them enter."""

    def __init__(self, url: str, count: int, prefix: str) -> None:
        self.all = [Repeater(url, f"{prefix}-{n}") for n in range(count)]
        self._exit = AsyncExitStack()

    async def __aenter__(self) -> Self:
        for each in self.all:
            self._exit.push_async_callback(each.leave)
            await each.client.__aenter__()
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._exit.aclose()

    async def ask(self) -> list[str]:
        """See `Repeater.ask`."""
        return [line for found in await asyncio.gather(*(each.ask() for each in self.all)) for line in found]

    async def ask_again(self) -> list[str]:
        """See `Repeater.ask_again`."""
        return [line for found in await asyncio.gather(*(each.ask_again() for each in self.all)) for line in found]
