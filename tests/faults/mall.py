"""A shop and its buyers on hosts that die: what must have become of each purchase, by the rows and by what was told."""

import signal
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from typing import Any

import asyncpg
from msgspec import json

from actors.runtime.entity import EntityRef
from actors.shop.shop_messages import SHOP, STOREFRONT, StockGet
from cluster.control.director_spec import DirectorSpec
from tests.faults.buyers import Buyer, Buyers
from tests.faults.purchase_moments import SHOPS_STEPS
from tests.faults.shop_items import SCARCE, SCARCE_PIECES
from tests.faults.timings import Timings
from tests.faults.until import until_so
from tests.faults.world import RECOVERY_S_MAX, World, world

BUYERS = 5
BUYERS_HOST, SHOPS_HOST = "host-0", "host-1"
PENDING_SQL = """
SELECT count(*) FROM (SELECT FROM purchase GROUP BY purchase_id HAVING bool_and(status = 'pending')) p
"""
ENDED_SQL = (
    "SELECT user_id, purchase_id, status, amount, receipt_code, reason_code FROM purchase WHERE status <> 'pending'"
)
SCARCE_SQL = "SELECT coalesce(sum(quantity), 0) FROM purchase WHERE status = 'success' AND product_id = $1"


class MallWorld(World):
    """A cluster whose first host serves the buyers, the second the shop."""

    def director_spec(self, hosts: int, *arguments: Any, **named: Any) -> DirectorSpec:
        spec = super().director_spec(hosts, *arguments, **named)
        groups = zip(spec.hosts, ("users", "tables"), strict=True)
        return replace(spec, hosts=tuple(replace(host, serves=group) for host, group in groups))


class Mall:
    """Everything around the buyers. Made by `mall`."""

    def __init__(self, running: MallWorld, buyers: Buyers, database: asyncpg.Connection) -> None:
        self.world = running
        self.buyers = buyers
        self._database = database

    async def kill_at(self, step: str, point: str) -> None:
        """Kill the host of a step at a point of its next commit of that step; return when all is served again."""
        await self.world.levelled()
        host = SHOPS_HOST if step in SHOPS_STEPS else BUYERS_HOST
        await self.world.hit_at(host, point, signal.SIGKILL, step)
        await self.world.levelled()

    async def finish(self) -> None:
        """Nobody buys any more; return when every purchase is over and no piece is held."""
        await self.buyers.finish()
        await until_so(self._is_over, RECOVERY_S_MAX)

    async def _is_over(self) -> bool:
        answer = await self.world.gateway.entities.query(EntityRef(SHOP, STOREFRONT), StockGet.TYPE, b"{}")
        holds = json.decode(answer.body)["holds"] if answer.ok else None
        return holds == 0 and await self._database.fetchval(PENDING_SQL) == 0

    async def contradictions(self) -> list[str]:
        """What is otherwise than it must be once everything is over."""
        rows = {row["purchase_id"]: row for row in await self._database.fetch(ENDED_SQL)}
        found = await self.world.problems(settled=True)
        for buyer in self.buyers.all:
            found += _otherwise(buyer, {key: row for key, row in rows.items() if row["user_id"] == buyer.id})
            if await buyer.balances() != buyer.expected():
                found.append(f"{buyer.id} has {await buyer.balances()}, by what he was told {buyer.expected()}")
        silent = {key for key, row in rows.items() if row["user_id"] == self.buyers.silent.id}
        found += [f"nobody asked for {purchase_id}" for purchase_id in silent - {*self.buyers.silent.asked}]
        if not silent:
            found.append("the silent buyer has bought nothing")
        sold = await self._database.fetchval(SCARCE_SQL, SCARCE)
        if sold > SCARCE_PIECES:
            found.append(f"{sold} of {SCARCE_PIECES} pieces were sold")
        return found

    async def seen(self, outcomes: frozenset[str]) -> None:
        """Return when purchases have ended in all these ways, given as statuses and reasons."""

        async def are_seen() -> bool:
            return outcomes <= {row["reason_code"] or row["status"] for row in await self._database.fetch(ENDED_SQL)}

        await until_so(are_seen, RECOVERY_S_MAX)


def _otherwise(buyer: Buyer, rows: dict[str, asyncpg.Record]) -> list[str]:
    """Where the stored ends of a buyer's purchases are not what he was told."""
    found = [f"{buyer.id} never asked for {purchase_id}" for purchase_id in rows.keys() - buyer.replies.keys()]
    for purchase_id, reply in buyer.replies.items():
        row = rows.get(purchase_id)
        if reply is None or row is None:
            found.append(f"{buyer.id}: {purchase_id} was answered {reply}, stored is {row}")
        elif reply.ok:
            told = tuple(reply.payload[name] for name in ("purchase_id", "status", "amount", "receipt_code"))
            if told != (purchase_id, row["status"], row["amount"], row["receipt_code"]):
                found.append(f"{buyer.id} was told {reply.payload}, stored is {row}")
        elif (row["status"], row["reason_code"]) != ("failed", reply.error["code"].upper()):
            found.append(f"{buyer.id} was told {reply.error}, stored is {row}")
    return found


@asynccontextmanager
async def mall(database_url: str, recovery: Timings) -> AsyncIterator[Mall]:
    """A cluster with a shop and buyers who buy."""
    database = await asyncpg.connect(database_url)
    try:
        async with world(database_url, recovery, players=0, kind=MallWorld) as running:
            gateway = running.gateway
            async with Buyers(gateway.url, gateway.entities, BUYERS) as buyers:
                yield Mall(running, buyers, database)
    finally:
        await database.close()
