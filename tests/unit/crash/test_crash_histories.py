"""Seeded histories of players and a table whose commits fail and whose host dies: every stake ends exactly once."""

from random import Random

import pytest

from actors.crash.messages import CrashBet, CrashCashout
from tests.unit.crash.test_crash_runtime import STEP_MS, Casino, opened

USERS = ("ann", "bob", "cid", "dan", "eve")
STEPS = 120
FAILURES = ("unreachable", "lost_before", "lost_after")


class History:
    """What happened, drawn from one seed; `asked` are the numbers of the commands that wait for an answer."""

    def __init__(self, casino: Casino, seed: int) -> None:
        self.casino = casino
        self.chance = Random(seed)
        self.asked: list[int] = []
        self.deaths = 0

    async def run(self) -> None:
        steps = [self.bet] * 5 + [self.cash_out] * 3 + [self.time] * 12 + [self.failure] * 2 + [self.death]
        for _ in range(STEPS):
            await self.chance.choice(steps)()

    async def bet(self) -> None:
        round_id = (await self.casino.view())["round_id"]
        auto = self.chance.choice((None, 101, 103, 110, 200))
        body = CrashBet(round_id=round_id, bet=self.chance.randint(20, 500), auto_cashout=auto)
        self.asked.append(self.casino.send(self.chance.choice(USERS), body))

    async def cash_out(self) -> None:
        round_id = (await self.casino.view())["round_id"]
        self.asked.append(self.casino.send(self.chance.choice(USERS), CrashCashout(round_id=round_id)))

    async def time(self) -> None:
        await self.casino.pass_time(self.chance.choice((1, 5, 12, 40)) * STEP_MS)

    async def failure(self) -> None:
        world = self.chance.choice((self.casino.players, self.casino.house))
        world.store.fail_next.append(self.chance.choice(FAILURES))

    async def death(self) -> None:
        if self.deaths < 4:
            self.deaths += 1
            await self.casino.another_house(self.chance.choice((5_100, 5_100, 11_100)))


@pytest.mark.parametrize("seed", range(8))
async def test_whatever_fails_every_stake_ends_exactly_once(seed):
    async with opened() as casino:
        history = History(casino, seed)
        await history.run()
        await casino.reach("running")
        await casino.reach("ended")
        await casino.reach("betting")
        await casino.settled_down()
        assert casino.check_books() == 0
        for n in history.asked:
            await casino.reply(n)
        users = casino.players.host.activations()
        assert all(not users["user", user].state.stakes.open for user in USERS if ("user", user) in users)
        held = [row.reference for row in casino.tables.transfers.values() if row.reason == "hold"]
        released = [row.reference for row in casino.tables.transfers.values() if row.reason == "release"]
        assert sorted(held) == sorted(released)
        assert len(set(held)) == len(held) > 0
