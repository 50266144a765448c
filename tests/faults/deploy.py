"""A rolling deploy under load: hosts of two releases and a gateway of each, over one database, while everybody plays.

What the shop sells (`tests.faults.shop_items`) must be what the previous release can sell. Players play rounds over
both gateways, buyers buy, bettors bet at tables, and repeaters ask again for what was answered. All entities are served
by every host, so that tells and sockets cross from release to release both ways.
"""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import replace
from typing import Any

import asyncpg

from cluster.control.director_spec import DirectorSpec
from cluster.processes.specs import GatewaySpec
from tests.faults.bettors import Bettors
from tests.faults.buyers import Buyers
from tests.faults.gateway_main import encoded
from tests.faults.mall import Mall
from tests.faults.players import Crowd
from tests.faults.processes import Child, Home
from tests.faults.repeaters import Repeaters
from tests.faults.short_tables import HASTY, PATIENT, TABLES
from tests.faults.timings import Timings
from tests.faults.until import until_so
from tests.faults.world import RECOVERY_S_MAX, World, world

PLAYERS, BUYERS, REPEATERS = 4, 2, 2
ROUNDS_BETWEEN = 40
"""Rounds of the crowd between two exchanges: both releases serve meanwhile."""
EXPECTED = {
    "buyer": {"insufficient_gold", "limit_exceeded", "out_of_stock"},
    "bettor": {"round_closed", "no_bet", "not_claimable"},
}
"""Refusals that have nothing to do with a deploy; the last two: the curve was over when a cash-out came."""
ESCROW_SQL = """
SELECT coalesce(sum(CASE WHEN credit = 'house:escrow' THEN amount ELSE -amount END), 0)
FROM transfer WHERE 'house:escrow' IN (debit, credit)
"""


class TwoReleases(World):
    """A cluster whose hosts serve everything, tables too."""

    def director_spec(self, hosts: int, *arguments: Any, **named: Any) -> DirectorSpec:
        spec = super().director_spec(hosts, *arguments, **named)
        made = [replace(host, tables=TABLES, seal_keys=("a secret for tests",)) for host in spec.hosts]
        return replace(spec, hosts=tuple(made))

    def gateway_spec(self, port: int = 0) -> GatewaySpec:
        spec = super().gateway_spec(port)
        return replace(spec, config=replace(spec.config, crash_tables=(PATIENT, HASTY)))


class Deploy:
    """Everything around the two releases. Made by `deploying`."""

    def __init__(self, running: TwoReleases, mall: Mall, bettors: Bettors, other: Crowd, database: asyncpg.Connection):
        self.world = running
        self.problems: list[str] = []
        self.repeaters: list[Repeaters] = []
        self._mall = mall
        self._bettors = bettors
        self._other = other
        self._database = database

    async def roll(self, home: Home, hosts: int) -> None:
        """Exchange so many hosts, one after the other, for hosts of `home`, as an operator does."""
        for name in self.world.fleet.serving()[:hosts]:
            await self.world.levelled()
            await self.world.director.drain(name)
            await self.world.fleet.hosts[name].exchange(home)
            await self.world.director.undrain(name)
            await self.world.levelled()
            await self.world.played(ROUNDS_BETWEEN)
            for repeaters in self.repeaters:
                self.problems += await repeaters.ask_again()

    async def ask(self) -> None:
        """Let the repeaters ask for something new, of the hosts that there are now."""
        for repeaters in self.repeaters:
            self.problems += await repeaters.ask()

    async def finish(self) -> list[str]:
        """Everybody ends what he began; what contradicts anything, and every refusal that a deploy must not cause."""
        await self._bettors.finish()
        await until_so(self._is_nothing_staked, RECOVERY_S_MAX)
        await self._other.finish()
        await self.world.crowd.finish()
        await self._mall.finish()
        found = self.problems + await self._mall.contradictions()
        found += await self._other.contradictions(self.world.database_url, settled=True)
        return found + self._refused()

    def _refused(self) -> list[str]:
        told = [("buyer", buyer.id, reply) for buyer in self._mall.buyers.all for reply in buyer.replies.values()]
        for bettor in self._bettors.all:
            told += [("bettor", bettor.id, reply) for reply in (*bettor.bets.values(), *bettor.cash_outs.values())]
        return [
            f"{name} was refused: {reply.error}"
            for who, name, reply in told
            if reply is not None and not reply.ok and reply.error["code"] not in EXPECTED[who]
        ]

    async def _is_nothing_staked(self) -> bool:
        return bool(await self._database.fetchval(ESCROW_SQL) == 0)


@asynccontextmanager
async def deploying(database_url: str, recovery: Timings, *, first: Home, other_gateway: Home) -> AsyncIterator[Deploy]:
    """Start hosts of the release `first`, a gateway of this release and one of another, and everybody who plays."""
    async with AsyncExitStack() as until_over:
        database = await asyncpg.connect(database_url)
        until_over.push_async_callback(database.close)
        running = await until_over.enter_async_context(
            world(database_url, recovery, players=PLAYERS, home=first, kind=TwoReleases)
        )
        child = await Child.start("tests.faults.gateway_main", running.folder / "gateway.log", other_gateway)
        until_over.push_async_callback(child.end)
        other_url = await child.order("start", spec=encoded(running.gateway_spec()))
        gateway = running.gateway
        buyers = await until_over.enter_async_context(Buyers(gateway.url, gateway.entities, BUYERS))
        bettors = await until_over.enter_async_context(Bettors(gateway.url, (PATIENT, HASTY)))
        other = await until_over.enter_async_context(Crowd(other_url, PLAYERS, prefix="other"))
        deploy = Deploy(running, Mall(running, buyers, database), bettors, other, database)
        for url, prefix in ((gateway.url, "repeater"), (other_url, "other-repeater")):
            deploy.repeaters.append(await until_over.enter_async_context(Repeaters(url, REPEATERS, prefix)))
        yield deploy
