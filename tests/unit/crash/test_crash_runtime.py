"""Crash on the runtime: players' entities and the table on two hosts, in-memory stores, a clock moved by hand."""

import asyncio
from contextlib import asynccontextmanager

import pytest
from msgspec import json

from actors.crash.messages import CrashBet, CrashCashout
from actors.crash.rules.config import TableConfig
from actors.crash.rules.curve import curve_hundredths
from actors.crash.rules.returns import joint_variances
from actors.crash.state import Bet
from actors.crash.table import TableKind
from actors.crash.table_messages import TableGet
from actors.games.registry import registered_games
from actors.money.economy import EconomyConfig
from actors.runtime.clock import ManualClock
from actors.runtime.link.envelope import Answer, Attach, Attached, Push
from actors.runtime.ownership.shards import shard_of
from actors.runtime.payloads import ErrorBody
from actors.user.kind import UserKind
from actors.user.messages import StatsGet
from gateway.rest.admin.rounds.inspection import accepting_tx
from persistence.entities.ownership import SHARD_COUNT
from persistence.memory.entities.store import MemoryStore
from persistence.rounds import REFUND
from tests.seals import SEALS
from tests.unit.crash.tables import SEAL
from tests.unit.runtime.exchange import Exchange
from tests.unit.runtime.world import quiet, ulid, until

ECONOMY = EconomyConfig()
CONFIG = TableConfig(chain_length=50)
TABLE_SHARD = shard_of("crash", "main")
OTHERS = [shard for shard in range(SHARD_COUNT) if shard != TABLE_SHARD]
STEP_MS = 100


def kinds():
    return {
        "user": UserKind(ECONOMY, registered_games(ECONOMY), [CONFIG], seal=SEALS.seeds),
        "crash": TableKind([CONFIG], SEAL),
    }


class Casino:
    """`players` hosts all users; `house` hosts the table until it dies."""

    def __init__(self):
        self.clock = ManualClock()
        self.tables = MemoryStore(self.clock.now_ms).tables
        self.exchange = Exchange()
        self.players = self.host("players")
        self.house = self.host("house")
        self._ids = 0

    def host(self, name):
        return self.exchange.world(MemoryStore(tables=self.tables), self.clock, name, kinds=kinds())

    async def start(self):
        await self.players.start(OTHERS)
        await self.house.start([TABLE_SHARD])
        self._routers = [asyncio.create_task(world.router.run()) for world in (self.players, self.house)]

    async def end(self):
        for router in self._routers:
            router.cancel()
        await asyncio.gather(*self._routers, return_exceptions=True)
        await self.players.end()
        if not self.house.host.dead:
            await self.house.end()

    async def another_house(self, lost_ms=5_100):
        """The host of the table is killed; another claims its shard once its lease has run out."""
        await self.house.end()
        self.house.host.dead = True
        self.exchange.cut_all()
        for _ in range(3):
            self.clock.advance(lost_ms // 3)
            await self.players.lease.renew()
        self.house = self.host("heir")
        await self.house.start([TABLE_SHARD])
        self._routers.append(asyncio.create_task(self.house.router.run()))
        self.house.host.timers.fire_due()
        await self.settled_down()

    async def settled_down(self):
        """Everything that is on its way has arrived."""
        await quiet()
        await until(lambda: not self.tables.tells or self.house.host.dead)
        await quiet()

    async def pass_time(self, ms):
        for _ in range(ms // STEP_MS):
            self.clock.advance(STEP_MS)
            for world in (self.players, self.house):
                await world.lease.renew()
                world.host.timers.fire_due()
            await quiet()

    async def reach(self, phase):
        while (await self.view())["phase"] != phase:
            await self.pass_time(STEP_MS)

    # --- players and watchers ---

    async def view(self):
        n = self.house.command("main", TableGet(), "", kind="crash")
        await until(lambda: self.house.answer(n))
        return json.decode(self.house.answer(n).body)

    def send(self, user, body):
        self._ids += 1
        return self.players.command(user, body, ulid(self._ids), kind="user")

    async def reply(self, n):
        await until(lambda: self.players.answer(n))
        answer: Answer = self.players.answer(n)
        return json.decode(answer.body) if answer.ok else json.decode(answer.body, type=ErrorBody).code

    async def bet(self, user, bet=100, auto=None):
        round_id = (await self.view())["round_id"]
        return await self.reply(self.send(user, CrashBet(round_id=round_id, bet=bet, auto_cashout=auto)))

    async def gold(self, user):
        n = self.players.command(user, ("profile.get", b"{}"), "", kind="user")
        return (await self.reply(n))["gold"]

    def watch(self):
        self.house.receive(Attach(9_000, 0, TABLE_SHARD, "crash", "main", 1, "", 0, 30_000))

    def heard(self):
        return [(push.type, json.decode(push.body)) for push in self.house.link.of(Push)]

    def check_books(self):
        """Every transfer follows from the one before; escrow is empty; each round's money is in its own turn."""
        balances, escrow = {}, 0
        for row in sorted(self.tables.transfers.values(), key=lambda row: (row.version, row.n)):
            user, sign = (row.credit, 1) if row.debit.startswith("house:") else (row.debit, -1)
            balances[user] = balances.get(user, 0) + sign * row.amount
            assert balances[user] == row.balance_after
            escrow += {"hold": row.amount, "release": -row.amount}.get(row.reason, 0)
        for played in self.tables.rounds.values():
            mine = {row.reason: row.amount for row in self.tables.transfers.values() if row.tx == played.tx}
            assert (mine["bet"], mine.get("payout", 0)) == (played.bet, played.payout)
        return escrow


@asynccontextmanager
async def opened():
    casino = Casino()
    await casino.start()
    try:
        await casino.view()
        yield casino
    finally:
        await casino.end()


@pytest.fixture
async def casino():
    async with opened() as started:
        yield started


async def running(casino, seconds=6):
    """Bets of `ann` and `bob` (automatic at 1.05) on a round that lasts for `seconds`; its curve has just started."""
    while True:
        await casino.reach("betting")
        if casino.house.host.activations()["crash", "main"].state.secret.crash_ms > seconds * 1_000:
            break
        await casino.reach("ended")
    assert (await casino.bet("ann", 1_000))["gold"] == 9_000
    assert (await casino.bet("bob", 1_000, 105))["gold"] == 9_000
    await casino.reach("running")
    return (await casino.view())["round_id"]


async def test_a_whole_round(casino):
    casino.watch()
    round_id = await running(casino)
    await casino.pass_time(3_000)
    won = await casino.reply(casino.send("ann", CrashCashout(round_id=round_id)))
    assert won["payout"] == 1_000 * round(float(won["multiplier"]) * 100) // 100
    await casino.settled_down()
    assert await casino.gold("ann") == 9_000 + won["payout"]
    assert await casino.gold("bob") == 9_000 + 1_050
    await casino.reach("ended")
    assert casino.check_books() == 0
    kinds_heard = [kind for kind, _ in casino.heard()]
    assert kinds_heard.index("round_start") < kinds_heard.index("cashed_out") < kinds_heard.index("crashed")
    assert kinds_heard.count("cashed_out") == 2


async def test_a_bet_is_answered_only_when_both_commits_are_durable(casino):
    hold = casino.players.store.hold_commits()
    round_id = (await casino.view())["round_id"]
    n = casino.send("ann", CrashBet(round_id=round_id, bet=100))
    await hold.arrived.wait()
    await quiet()
    assert (await casino.view())["players"] == 0
    hold.release()
    assert (await casino.reply(n))["round_id"] == round_id
    assert (await casino.view())["players"] == 1


async def test_a_late_bet_is_refused_and_refunded(casino):
    round_id = (await casino.view())["round_id"]
    await casino.reach("running")
    n = casino.send("ann", CrashBet(round_id=round_id, bet=100))
    assert await casino.reply(n) == "round_closed"
    assert await casino.gold("ann") == 10_000
    assert casino.check_books() == 0


async def test_a_repeated_bet_gets_the_one_reply(casino):
    round_id = (await casino.view())["round_id"]
    body = CrashBet(round_id=round_id, bet=100)
    numbers = [casino.players.command("ann", body, ulid(77), kind="user") for _ in range(3)]
    replies = [await casino.reply(n) for n in numbers]
    assert replies[0] == replies[1] == replies[2]
    assert await casino.gold("ann") == 9_900


async def test_a_cash_out_counts_from_its_receipt_however_long_the_players_commit_takes(casino):
    round_id = await running(casino)
    await casino.pass_time(2_000)
    started_at = (await casino.view())["started_at"]
    sent_at = casino.clock.now_ms()
    hold = casino.players.store.hold_commits()
    n = casino.send("ann", CrashCashout(round_id=round_id))
    await hold.arrived.wait()
    casino.clock.advance(200)
    hold.release()
    cents = curve_hundredths(sent_at - started_at)
    assert await casino.reply(n) == {"multiplier": f"1.{cents - 100:02d}", "payout": 10 * cents}


async def test_the_death_of_the_tables_host_in_the_curve_resumes_the_round(casino):
    round_id = await running(casino, seconds=9)
    await casino.pass_time(3_000)
    await casino.another_house()
    casino.watch()
    await casino.pass_time(1_000)
    view = await casino.view()
    assert (view["phase"], view["round_id"]) == ("running", round_id)
    elapsed_ms = casino.clock.now_ms() - view["started_at"]
    assert 3_000 <= elapsed_ms <= 4_200
    won = await casino.reply(casino.send("ann", CrashCashout(round_id=round_id)))
    assert won["payout"] == 10 * curve_hundredths(elapsed_ms)
    await casino.reach("ended")
    await casino.settled_down()
    assert casino.check_books() == 0


async def test_a_table_that_moves_in_the_curve_takes_a_last_heartbeat_along_and_loses_nothing(casino):
    await running(casino, seconds=9)
    await casino.pass_time(2_500)
    started_at = (await casino.view())["started_at"]
    await casino.house.host.give_up([TABLE_SHARD])
    await casino.house.store.release(casino.house.incarnation, [TABLE_SHARD])
    await casino.players.adopt([TABLE_SHARD])
    casino.clock.advance(600)
    casino.house = casino.players
    await casino.house.lease.renew()
    await casino.pass_time(1_000)
    view = await casino.view()
    assert view["phase"] == "running"
    assert 600 <= view["started_at"] - started_at <= 600 + 2 * STEP_MS
    await casino.reach("ended")
    await casino.settled_down()
    assert casino.check_books() == 0


async def test_a_long_death_voids_the_round_and_refunds_what_was_open(casino):
    round_id = await running(casino, seconds=9)
    await casino.pass_time(3_000)
    await casino.another_house(12_000)
    await casino.settled_down()
    view = await casino.view()
    assert (view["history"][0]["round_id"], view["history"][0]["state"]) == (round_id, "voided")
    assert await casino.gold("ann") == 10_000
    assert await casino.gold("bob") == 10_050
    assert casino.check_books() == 0


@pytest.mark.parametrize("lost", ["lost_before", "lost_after"])
async def test_a_commit_whose_answer_is_lost_takes_a_stake_once(casino, lost):
    await casino.gold("ann")
    casino.players.store.fail_next.append(lost)
    assert (await casino.bet("ann"))["gold"] == 9_900
    assert (await casino.view())["players"] == 1


async def test_an_unknown_table_has_no_state_and_none_is_made(casino):
    n = casino.players.command("nowhere", TableGet(), "", kind="crash")
    assert await casino.reply(n) == "not_found"
    n = casino.send("ann", CrashBet(table="nowhere", round_id="nowhere-1", bet=100))
    assert await casino.reply(n) == "not_found"
    assert {key for kind, key, _ in casino.tables.parts if kind == "crash"} == {"main"}


async def test_a_watcher_is_attached_with_the_state_of_the_table(casino):
    casino.watch()
    await quiet()
    (attached,) = casino.house.link.of(Attached)
    assert json.decode(attached.snapshot)["round_id"] == "main-1"


async def test_a_stake_that_went_back_is_a_row_and_no_wager(casino):
    round_id = await running(casino, seconds=9)
    await casino.another_house(12_000)
    await casino.settled_down()
    (ann,) = [row for row in casino.tables.facts.values() if (row.key, row.type) == ("ann", REFUND)]
    data = json.decode(ann.data)
    assert ann.once == data["bet_id"]
    assert (data["round_id"], data["table"], data["bet"], data["auto"]) == (round_id, "main", 1_000, 0)
    assert all(row.user_id != "ann" for row in casino.tables.rounds.values())


async def test_the_turn_that_took_a_bet_is_found_by_the_bets_id(casino):
    placed = await casino.bet("ann")
    taken = accepting_tx(placed["bet_id"], "ann", "main")
    (row,) = [row for row in casino.tables.commands.values() if row.tx == taken]
    assert (row.kind, row.key, row.origin) == ("crash", "main", "entity:user/ann")
    assert placed["bet_id"] in {row.tx for row in casino.tables.transfers.values() if row.reason == "hold"}


async def test_a_round_counts_in_statistics_experience_and_the_monitor_of_returns(casino, monkeypatch):
    settled = []
    monkeypatch.setattr(casino.players.host._metrics, "counted", settled.append, raising=False)
    await running(casino)
    await casino.reach("ended")
    await casino.settled_down()
    stats = await casino.reply(casino.players.command("bob", StatsGet(), "", kind="user"))
    assert (stats["by_game"]["crash"]["games_played"], stats["by_game"]["crash"]["wins"]) == (1, 1)
    profile = await casino.reply(casino.players.command("bob", ("profile.get", b"{}"), "", kind="user"))
    assert profile["xp"] > 0
    by_hand, at_target = sorted(settled, key=lambda played: played.expected or 0.0)
    assert (by_hand.expected, by_hand.variance) == (None, 0.0)
    (part,) = joint_variances([Bet("", "bob", "", 1_000, 105)])
    assert (at_target.game, at_target.expected, at_target.variance) == ("crash", pytest.approx(990.0), part)
