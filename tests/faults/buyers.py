"""Players who buy all the time over real sockets, and keep asking for each purchase under its id until it is answered.

A silent buyer asks once and never again: what becomes of his purchases is the platform's doing alone.
"""

import asyncio
import random
from contextlib import AsyncExitStack
from typing import Self

import msgspec

from actors.runtime.entity import EntityRef
from actors.runtime.turns.commands import command_tx
from actors.shop.messages import ShopBuy
from actors.user.snapshot import StateGet
from gateway.ports import Entities
from pitboss_client.client import PlayerClient
from pitboss_client.history import Reply
from tests.faults.patient import FAST, answered, signed_in
from tests.faults.shop_items import GOLD, ONCE, SCARCE, SHARDS, TRINKET

THINK_S = 0.02
SILENT_TIMEOUT_MS = 100
GOLD_AT_FIRST = 10_000


def purchase_of(user_id: str, command_id: str) -> str:
    """The id of the purchase that a command begins."""
    return command_tx("user", user_id, "user", command_id)


class Buyer:
    """One player. `replies` are the answers by purchase id, None while one is awaited."""

    def __init__(self, url: str, user_id: str) -> None:
        self.id = user_id
        self.replies: dict[str, Reply | None] = {}
        self._chance = random.Random(user_id)
        self._stop = asyncio.Event()
        self._buying: asyncio.Task[None] | None = None
        self.client = PlayerClient(signed_in(url, user_id), random=random.Random(user_id), back_off=FAST)

    async def enter(self) -> None:
        await self.client.__aenter__()
        self._buying = asyncio.create_task(self._buy_on())

    async def leave(self) -> None:
        if self._buying is not None:
            self._buying.cancel()
            await asyncio.gather(self._buying, return_exceptions=True)
        await self.client.close()
        await self.client.account.close()

    async def finish(self) -> None:
        """Buy no more; return when every purchase is answered."""
        self._stop.set()
        assert self._buying is not None
        await self._buying

    async def balances(self) -> dict[str, int]:
        """Gold and shards of now."""
        profile = (await answered(self.client, StateGet.TYPE, {})).payload["profile"]
        return {"gold": profile["gold"], "shard": profile["shards"]}

    def expected(self) -> dict[str, int]:
        """Gold and shards by what he was told of his purchases."""
        held = {"gold": GOLD_AT_FIRST, "gem": 0, "shard": 0}
        for reply in self.replies.values():
            if reply is not None and reply.ok:
                held[reply.payload["currency"]] -= reply.payload["amount"]
                for content in reply.payload["contents"]:
                    held[content["type"]] += content["amount"]
        return {"gold": held["gold"], "shard": held["shard"]}

    async def _buy_on(self) -> None:
        while not self._stop.is_set():
            held = self.expected()
            match self._chance.randrange(5):
                case 0:
                    await self._buy(self._chance.choice((SCARCE, ONCE)))
                case 1 if held["gold"] >= 2_000:
                    # Each of the two can be paid, and not both: the shop holds pieces for both.
                    quantity = held["gold"] // 2_000 + 1
                    await asyncio.gather(self._buy(SHARDS, quantity), self._buy(SHARDS, quantity))
                case _:
                    await self._buy(
                        *((SHARDS, 1) if held["gold"] > GOLD_AT_FIRST // 2 else (GOLD, held["shard"] // 10))
                    )
            await asyncio.sleep(THINK_S)

    async def _buy(self, product: str, quantity: int = 1) -> None:
        command_id = self.client.ids.next()
        purchase_id = purchase_of(self.id, command_id)
        self.replies[purchase_id] = None
        payload = {"product_id": product, "quantity": quantity}
        self.replies[purchase_id] = await answered(self.client, ShopBuy.TYPE, payload, command_id)


class SilentBuyer:
    """Asks for a purchase once, waits for a moment, and goes on to the next. `asked` are the purchase ids."""

    def __init__(self, entities: Entities, user_id: str) -> None:
        self.id = user_id
        self.asked: list[str] = []
        self._entities = entities
        self._buying: asyncio.Task[None] | None = None

    def enter(self) -> None:
        self._buying = asyncio.create_task(self._buy_on())

    async def leave(self) -> None:
        if self._buying is not None:
            self._buying.cancel()
            await asyncio.gather(self._buying, return_exceptions=True)

    async def _buy_on(self) -> None:
        body = msgspec.json.encode(ShopBuy(product_id=TRINKET))
        while True:
            command_id = f"silent-{len(self.asked)}"
            self.asked.append(purchase_of(self.id, command_id))
            await self._entities.command(
                EntityRef("user", self.id), ShopBuy.TYPE, body, command_id=command_id, timeout_ms=SILENT_TIMEOUT_MS
            )
            await asyncio.sleep(THINK_S)


class Buyers:
    """Several buyers and a silent one. `async with` lets them enter and buy."""

    def __init__(self, url: str, entities: Entities, count: int) -> None:
        self.all = [Buyer(url, f"buyer-{n}") for n in range(count)]
        self.silent = SilentBuyer(entities, "silent")
        self._exit = AsyncExitStack()

    async def __aenter__(self) -> Self:
        self._exit.push_async_callback(self.silent.leave)
        for buyer in self.all:
            self._exit.push_async_callback(buyer.leave)
        await asyncio.gather(*(buyer.enter() for buyer in self.all))
        self.silent.enter()
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._exit.aclose()

    async def finish(self) -> None:
        """See `Buyer.finish`; the silent one leaves what is under way to itself."""
        await self.silent.leave()
        await asyncio.gather(*(buyer.finish() for buyer in self.all))
